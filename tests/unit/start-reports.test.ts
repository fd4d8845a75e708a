/** What `npm test` counts, on reports that the real runners wrote. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countPlaywright, countVitest } from "../../bin/test/reports.mjs";

const root = process.cwd();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "attune-reports-"));
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tests = (runner: string) => `import { expect, test } from "${runner}";
test("holds", () => expect(1).toBe(1));
test("holds too", () => expect(2).toBe(2));
test("fails", () => expect(1).toBe(2));
test.skip("is left out", () => {});
`;

function run(args: string[], environment = {}) {
  const { CI, ...inherited } = process.env;
  const result = spawnSync(process.execPath, args, {
    cwd: folder,
    env: { ...inherited, ...environment },
    encoding: "utf8",
  });
  expect(result.status).toBe(1);
}

test("counts vitest's tests, and a file that cannot be loaded as a failed one", () => {
  writeFileSync(path.join(folder, "some.test.ts"), tests("vitest"));
  writeFileSync(path.join(folder, "broken.test.ts"), 'import "./not-there.ts";\n');
  const report = path.join(folder, "vitest.json");
  const program = path.join(root, "node_modules/vitest/vitest.mjs");
  run([program, "run", "--root", folder, "--reporter=json", `--outputFile.json=${report}`]);
  expect(countVitest(report)).toEqual({ passed: 2, failed: 2, skipped: 1 });
});

test("counts Playwright's tests, and a file that cannot be loaded as a failed one", () => {
  writeFileSync(path.join(folder, "some.spec.ts"), tests("@playwright/test"));
  writeFileSync(path.join(folder, "playwright.config.ts"), 'export default { testMatch: "some.spec.ts" };\n');
  const report = path.join(folder, "playwright.json");
  const program = path.join(root, "node_modules/@playwright/test/cli.js");
  run([program, "test", "--reporter=json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  expect(countPlaywright(report)).toEqual({ passed: 2, failed: 1, skipped: 1 });

  writeFileSync(path.join(folder, "some.spec.ts"), 'import "./not-there.ts";\n');
  run([program, "test", "--reporter=json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  expect(countPlaywright(report)!.failed).toBeGreaterThan(0);
});

test("says where there is no report", () => {
  expect(countVitest(path.join(folder, "nowhere.json"))).toBeUndefined();
});
