import type { Download } from "@playwright/test";
import { people } from "./installation/people.ts";
import { addTasks, secretModelName, type TestProject } from "./installation/projects.ts";
import { newestOf, openRanking } from "./installation/ranking.ts";
import { expect, test } from "./installation/test.ts";

async function rankOne(project: TestProject, page: Parameters<typeof openRanking>[0]) {
  await addTasks(project, ["What is an estuary?"]);
  await openRanking(page, project);
  for (const key of ["2", "=", "1", "3"]) await page.keyboard.press(key);
  await page.keyboard.press("Enter");
  return await newestOf(project, 1);
}

async function linesOf(download: Download): Promise<Record<string, unknown>[]> {
  const stream = await download.createReadStream();
  const text = (await stream.toArray()).join("");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("what an annotator ranked, a researcher exports from the page, without names", async ({ pageOf, project }) => {
  const { ranking } = await rankOne(project, await pageOf("annotator"));
  const page = await pageOf("researcher");
  await page.goto(`/projects/${project.id}/data/export`);
  await page.getByLabel("Format").selectOption("ranked");
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download JSONL" }).click();
  const download = await downloading;
  const lines = await linesOf(download);
  expect(lines).toHaveLength(1);
  expect(JSON.stringify(lines)).not.toContain(people.annotator.email);
  expect(JSON.stringify(lines)).not.toContain(people.annotator.name);
  const completions = lines[0]!.completions as { text: string; rank: number; model: string }[];
  expect(completions.every(({ model }) => model === secretModelName)).toBe(true);
  const ranks = new Map(completions.map(({ text, rank }) => [/The (\w+) answer/.exec(text)![1]!, rank]));
  const [tied, then, last] = ranking;
  expect(ranks.get(tied![0]!)).toBe(ranks.get(tied![1]!));
  expect(ranks.get(tied![0]!)).toBeLessThan(ranks.get(then![0]!)!);
  expect(ranks.get(then![0]!)).toBeLessThan(ranks.get(last![0]!)!);
});

test("a token made on the account page exports the same from the command line", async ({
  pageOf,
  project,
  request,
}) => {
  await rankOne(project, await pageOf("annotator"));
  const page = await pageOf("researcher");
  await page.goto("/account");
  await page.getByRole("button", { name: "Create token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Export from the tests");
  await dialog.getByRole("button", { name: "Create token" }).click();
  const token = (await dialog.locator("code").textContent())!;

  const path = `/api/v1/projects/${project.id}/export?format=trl-preference`;
  const response = await request.get(path, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status()).toBe(200);
  const lines = (await response.text()).trim().split("\n");
  // Six pairs, one of them a tie, which this format leaves out.
  expect(lines).toHaveLength(5);
  for (const line of lines) {
    expect(JSON.parse(line)).toEqual({
      prompt: [{ role: "user", content: "What is an estuary?" }],
      chosen: [{ role: "assistant", content: expect.stringMatching(/^The \w+ answer/) }],
      rejected: [{ role: "assistant", content: expect.stringMatching(/^The \w+ answer/) }],
    });
  }
  expect((await request.get(path)).status()).toBe(401);
});
