import { afterEach, expect, it, vi } from "vitest";
import { runCommandLine } from "../../bin/commands/program.ts";

afterEach(() => vi.restoreAllMocks());

/** Exit status, and what was said on standard error. */
async function attune(line: string): Promise<{ status: number; said: string }> {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const status = await runCommandLine(["node", "attune", ...line.split(" ")]);
  return { status, said: written.mock.calls.map(([text]) => String(text)).join("") };
}

it.each([
  ["trian sft", "train"],
  ["train swt", "sft"],
  ["train sft --dta x", "--data"],
  ["evaluate reward --modle x", "--model"],
  ["merge --max-shard-sise 1GB", "--max-shard-size"],
  ["export --fromat ranked", "--format"],
])("%s: says that it is unknown and names %s, before anything else is missing", async (line, right) => {
  const { status, said } = await attune(line);
  expect(status).toBe(2);
  expect(said).toMatch(/^error: unknown/);
  expect(said).toContain(`(Did you mean ${right}?)`);
});

it("names what is missing, and then runs nothing", async () => {
  const { status, said } = await attune("train ppo --data x --out y");
  expect(status).toBe(2);
  expect(said).toContain("error: required option '--reward <folder>' not specified");
});
