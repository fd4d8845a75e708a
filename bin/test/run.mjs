import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { fetchBaseModel } from "../start/base-model.mjs";
import { endCommands, runCommand } from "../start/commands.mjs";
import { setUpNativeTensors } from "../start/native-tensors.mjs";
import { generateClient, installPackages } from "../start/packages.mjs";
import { buildSite } from "../start/site.mjs";
import { beginStep, bold, say } from "../start/terminal.mjs";
import { ensureBrowser } from "./browser.mjs";
import { countPlaywright, countVitest } from "./reports.mjs";

/** Where something that a test needs is missing, that is a failure here and a loud remark on a developer's machine. */
const strict = Boolean(process.env.CI) && process.env.CI !== "false";

/** The build comes before what starts the site. */
const stageNames = ["lint", "types", "imports", "unit", "build", "integration", "golden", "e2e"];

/**
 * Runs the stages named, all by default, each to its end whatever the others do, and ends with a line that counts
 * the tests. A check that fails (lint, types, imports, build) counts as one failed test.
 * @param {string[]} names
 * @returns {Promise<number>} the exit status
 */
export async function test(names) {
  const unknown = names.filter((name) => !stageNames.includes(name));
  if (unknown.length) {
    console.error(`No stage ${unknown.join(", ")}; there are ${stageNames.join(", ")}.`);
    return 2;
  }
  const reports = mkdtempSync(path.join(tmpdir(), "attune-reports-"));
  process.once("SIGINT", () => {
    endCommands();
    process.exit(130);
  });
  const total = { passed: 0, failed: 0, skipped: 0 };
  const stages = allStages(reports);
  try {
    if (await setUp(total)) {
      for (const name of names.length ? names : stageNames) await runStage(name, stages[name], total);
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }

  if (total.skipped) {
    say(bold(`${total.skipped} tests did not run${strict ? "; with CI=true that counts as failed" : ""}.`));
    if (strict) total.failed += total.skipped;
  }
  say(`${total.passed} passed, ${total.failed} failed`);
  return total.failed ? 1 : 0;
}

/** What the tests need. Without the first two there is nothing to run; false then. */
async function setUp(total) {
  for (const [title, work] of [
    ["Packages", installPackages],
    ["Database client", generateClient],
  ]) {
    if (!(await attempt(title, work, total))) return false;
  }
  for (const [title, work] of [
    ["Tensor library", setUpNativeTensors],
    ["Base model", (step) => fetchBaseModel({}, step)],
    ["Chromium", ensureBrowser],
  ]) {
    await attempt(title, work, strict ? total : undefined);
  }
  return true;
}

async function attempt(title, work, total) {
  const step = beginStep(title);
  step.progress("");
  try {
    step.done(await work(step));
    return true;
  } catch (error) {
    if (total) {
      step.fail(error.message);
      total.failed += 1;
    } else step.warn(`${error.message}\nTESTS THAT NEED IT CANNOT RUN`);
    return false;
  }
}

function allStages(reports) {
  const tool = (file, ...args) => ({ args: [path.join("node_modules", file), ...args] });
  const vitest = (project) => {
    const report = path.join(reports, `${project}.json`);
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    return {
      ...tool("vitest/vitest.mjs", "run", "--project", project, ...reporters),
      count: () => countVitest(report),
    };
  };
  const browserReport = path.join(reports, "e2e.json");
  return {
    lint: tool("@biomejs/biome/bin/biome", "check", "."),
    types: tool("typescript/bin/tsc", "--noEmit"),
    imports: { args: ["bin/check-imports.mjs"] },
    unit: vitest("unit"),
    build: { work: buildSite },
    integration: vitest("integration"),
    golden: vitest("golden"),
    e2e: {
      ...tool("@playwright/test/cli.js", "test", "--reporter=list,json"),
      environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport },
      count: () => countPlaywright(browserReport),
    },
  };
}

async function runStage(name, { args, environment, count, work }, total) {
  const step = beginStep(name);
  step.progress("");
  let failure;
  let text = "in order";
  try {
    if (work) text = await work(step);
    else {
      const onLine = (line) => line.trim() && step.progress(line.trim());
      await runCommand(process.execPath, args, { environment, onLine, tailLines: 400 });
    }
  } catch (error) {
    failure = error;
  }
  const counts = count?.() ?? { passed: 0, failed: 0, skipped: 0 };
  if (failure && counts.failed === 0) counts.failed = 1;
  for (const key of Object.keys(total)) total[key] += counts[key];
  if (count)
    text = `${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ""}`;
  if (failure) step.fail(`${count ? text : ""}\n${failure.message}`);
  else step.done(text);
}
