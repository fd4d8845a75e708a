import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkImports } from "../../bin/imports/check.mjs";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "attune-imports-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function plant(files: Record<string, string>) {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
}

const value = "export const value = 1;\nexport type Value = number;\n";

test.each([
  ["app-not-to-trainer", "app/page.tsx", "trainer/math/gae.ts", 'import { value } from "../trainer/math/gae.ts";'],
  ["lib-imports-only-lib", "lib/tasks/claim.ts", "app/page.tsx", 'import { value } from "../../app/page.tsx";'],
  ["lib-imports-only-lib", "lib/tasks/claim.ts", "trainer/a.ts", 'import type { Value } from "../../trainer/a.ts";'],
  ["only-rounds-to-lib", "trainer/models/trunk.ts", "lib/env.ts", 'import { value } from "../../lib/env.ts";'],
  ["math-imports-nothing", "trainer/math/gae.ts", "trainer/tensor/a.ts", 'import { value } from "../tensor/a.ts";'],
  [
    "trainer/models-imports-downwards",
    "trainer/models/a.ts",
    "trainer/rounds/b.ts",
    'import { value } from "../rounds/b.ts";',
  ],
  ["app-not-to-trainer", "app/page.tsx", "trainer/a.ts", 'const load = () => import("../trainer/a.ts");'],
])("%s: %s must not import %s", async (rule, from, to, statement) => {
  await plant({ [from]: `${statement}\n`, [to]: value });
  const { violations, missed } = await checkImports(root);
  expect(violations.map((text) => text.split(/\s+/)[3])).toContain(`${rule}:`);
  expect(missed).toEqual([]);
});

test("what the rules allow passes", async () => {
  await plant({
    "app/page.tsx": 'import { value } from "../lib/env.ts";\nexport default () => value;\n',
    "trainer/rounds/reward.ts": 'import { value } from "../../lib/env.ts";\nimport "../models/trunk.ts";\n',
    "trainer/models/trunk.ts": 'import { value } from "../math/gae.ts";\n',
    "trainer/math/gae.ts": value,
    "lib/env.ts": value,
  });
  expect(await checkImports(root)).toEqual({ violations: [], missed: [], looked: 5 });
});

test("a check that looked at nothing names the files it missed", async () => {
  await plant({ "lib/env.ts": value });
  const blind = async () => ({ exitCode: 0, output: { modules: [], summary: { violations: [] } } });
  const { missed } = await checkImports(root, blind as unknown as Parameters<typeof checkImports>[1]);
  expect(missed).toEqual(["lib/env.ts"]);
});
