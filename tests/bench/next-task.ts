/**
 * How long an annotator waits in a real browser from submitting to the next task on the screen: key down to the first
 * frame after it was drawn, for each kind of task. Needs a build (`npm run build`) and a Chromium (CHROMIUM_PATH, else the
 * system's or Playwright's own).
 *
 *   npm run bench -- next-task [--tasks 40] [--kinds rank,compare,rate,demonstrate] [--read 700]
 *
 * `--read`: milliseconds between a task's appearance and its submission; people take far longer.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { applyMigrations } from "../../bin/migrations/deploy.mjs";
import { startPostgres } from "../../bin/start/postgres.mjs";
import { freePort } from "../../bin/start/processes.mjs";
import { type Site, startSite } from "./annotation/site.ts";

const { values: options } = parseArgs({
  options: {
    tasks: { type: "string", default: "40" },
    kinds: { type: "string", default: "rank,compare,rate,demonstrate" },
    read: { type: "string", default: "700" },
  },
});
const tasks = Number(options.tasks);

/** What makes a judgement of each kind complete. */
const judge: Record<string, (page: Page) => Promise<void>> = {
  rank: (page) => press(page, ["2", "1", "3"]),
  compare: (page) => press(page, ["3"]),
  rate: (page) => press(page, ["5", "3"]),
  demonstrate: (page) => page.getByRole("textbox", { name: "Your answer" }).fill("It should have been short."),
};

async function press(page: Page, keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const folder = await mkdtemp(path.join(tmpdir(), "attune-bench-"));
await chmod(folder, 0o755); // as root, Postgres runs as another user, who must get in
const server = await startPostgres({
  folder: path.join(folder, "postgres"),
  port: await freePort(56_100),
  password: randomBytes(12).toString("hex"),
  logFile: path.join(folder, "postgres.log"),
});
const databaseUrl = server.url("postgres");
process.env.DATABASE_URL = databaseUrl;

// Only now: the library reads the environment when it is first used.
const { db } = await import("../../lib/db/client.ts");
const { createProject } = await import("../../lib/projects/create-project.ts");
const { importLines } = await import("../../lib/prompts/import-lines.ts");
const { sessionToken } = await import("./annotation/ways.ts");

const sessionSecret = randomBytes(32).toString("hex");

/** Answers of some 1,200 characters, as models write them. */
function linesOf(kind: string) {
  const answers = kind === "rank" ? 4 : 2;
  const text = (answer: number) =>
    `Answer ${answer}. ${"It depends on what you need. ".repeat(12)}\n\n- **First**, look.\n- Then \`act\`.\n\n` +
    `\`\`\`python\nfor step in range(${answer + 3}):\n    print(step ** 2)\n\`\`\`\n\n${"Keep it simple. ".repeat(40)}`;
  return Array.from({ length: tasks + 1 }, (_, line) => ({
    prompt: `Task ${line} of a kind: how do I begin?`,
    kind,
    completions: Array.from({ length: answers }, (_, answer) => ({ text: text(answer), model: `source ${answer}` })),
  }));
}

async function measure(site: Site, page: Page, userId: string, kind: string): Promise<number[]> {
  const settings = { generateForNewPrompts: false, kinds: [kind as "rank"] };
  const { id: projectId } = await createProject({ actorId: null, name: `${kind} tasks`, settings });
  await db().membership.create({ data: { userId, projectId, role: "annotator" } });
  const body = linesOf(kind)
    .map((line) => JSON.stringify(line))
    .join("\n");
  await importLines({ projectId, actorId: userId, format: "prompts", body });
  await page.goto(`http://127.0.0.1:${site.port}/projects/${projectId}/annotate`);
  // It comes up by itself once the page listens to keys.
  await page.getByRole("complementary", { name: "Guideline" }).waitFor();
  const times: number[] = [];
  for (let done = 0; done < tasks; done++) {
    const prompt = (await page.getByText(/^Task \d+ of a kind/).textContent())!;
    await page.waitForTimeout(Number(options.read));
    await judge[kind]!(page);
    const waiting = await page.evaluateHandle(untilAnotherIsDrawn, prompt);
    await page.keyboard.press("Control+Enter");
    times.push(await waiting.evaluate(({ waited }) => waited));
  }
  return times;
}

/**
 * Runs in the page: milliseconds from the next Ctrl + Enter to the frame after another prompt stands there. Within an
 * object, so that the caller gets it before it is settled.
 */
function untilAnotherIsDrawn(prompt: string): { waited: Promise<number> } {
  const waited = new Promise<number>((resolve) => {
    addEventListener(
      "keydown",
      function begin(event) {
        if (event.key !== "Enter") return;
        removeEventListener("keydown", begin, true);
        const began = performance.now();
        const look = () => {
          const shown = document.querySelector("[aria-labelledby='conversation']")?.textContent ?? "";
          if (!/Task \d+ of a kind/.test(shown) || shown.includes(prompt)) return void requestAnimationFrame(look);
          // After the frame that draws it.
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
        };
        requestAnimationFrame(look);
      },
      true,
    );
  });
  return { waited };
}

let site: Site | undefined;
const systemChromium = "/usr/bin/chromium";
const executablePath = process.env.CHROMIUM_PATH || (existsSync(systemChromium) ? systemChromium : undefined);
try {
  await applyMigrations(databaseUrl);
  site = await startSite({ port: await freePort(4150), databaseUrl, sessionSecret });
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}) });
  const user = await db().user.create({ data: { email: `${randomUUID()}@example.org`, name: "Bench" } });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const value = await sessionToken(user.id, sessionSecret);
  await context.addCookies([{ name: "next-auth.session-token", value, url: `http://127.0.0.1:${site.port}` }]);
  // tsx wraps functions in this, also those that run in the page.
  await context.addInitScript("globalThis.__name = (named) => named");
  const page = await context.newPage();
  for (const kind of options.kinds.split(",")) {
    const times = (await measure(site, page, user.id, kind)).toSorted((a, b) => a - b);
    const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))]!);
    console.log(JSON.stringify({ kind, tasks: times.length, "p50 ms": at(0.5), "p95 ms": at(0.95), "most ms": at(1) }));
  }
  await browser.close();
} finally {
  await site?.stop();
  await db().$disconnect();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
