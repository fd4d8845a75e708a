import { beforeEach, describe, expect, test } from "vitest";
import { db } from "../../lib/db/client.ts";
import { updateProject } from "../../lib/projects/update-project.ts";
import { importLines } from "../../lib/prompts/import-lines.ts";
import { listGold, retireGold } from "../../lib/quality/gold.ts";
import { plantGold } from "../../lib/quality/plant-check.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { countRows, jsonl, ranked } from "./import-fixture.ts";
import { makeAnnotators, makeProject, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

let projectId: string;
let actorId: string;
beforeEach(async () => {
  projectId = (await makeProject({ overlap: 2 })).id;
  actorId = (await makeUser({ projectId, role: "admin" })).id;
});

describe("importing gold tasks", () => {
  const known = (prompt: string, ranks: (number | undefined)[], explanation = "It says why.") => ({
    ...ranked(prompt, ranks),
    explanation,
  });
  const goldOf = (lines: unknown[]) => importLines({ projectId, actorId, format: "gold", body: jsonl(lines) });

  test("makes checks with a known answer of ranked lines, each once, that people meet as they meet tasks", async () => {
    // The same answers wait for people already: they would notice.
    await importLines({ projectId, actorId, format: "prompts", body: jsonl([ranked("One?", [undefined, undefined])]) });
    const body = [known("One?", [2, 1]), { ...known("Two?", [1, 2, 2]), kind: "rate" }, known("One?", [2, 1])];
    const answer = await goldOf(body);
    expect(answer).toMatchObject({ prompts: 1, completions: 3, gold: 2, tasks: 0, rankings: 0, duplicates: 1 });
    expect(await countRows(projectId)).toMatchObject({ annotations: 0, comparisons: 0 });
    const golds = await listGold({ projectId });
    expect(golds.map(({ text, groups }) => [text, groups]).sort()).toEqual([
      ["One?", [["One?: answer 1"], ["One?: answer 0"]]],
      ["Two?", [["Two?: answer 0"], ["Two?: answer 1", "Two?: answer 2"]]],
    ]);
    expect(golds[0]!.explanation).toBe("It says why.");
    expect(await db().task.findMany({ where: { projectId }, orderBy: { kind: "asc" } })).toMatchObject([
      { kind: "rank", status: "done" },
      { kind: "rank", status: "done" },
      { kind: "rate", status: "done", purpose: "gold" },
    ]);

    await updateProject({ projectId, actorId, settings: { kinds: ["rank", "rate"] } });
    const [annotator] = await makeAnnotators(projectId, 1);
    expect(await plantGold({ projectId, userId: annotator!.id, database: db() })).toBe(true);
    expect((await claimTask({ projectId, userId: annotator!.id }))!.messages[0]!.content).toMatch(/One|Two/);

    expect(await goldOf(body)).toMatchObject({ gold: 0, completions: 0, duplicates: 3 });
    await retireGold({ projectId, actorId, taskId: golds[0]!.taskId });
    expect(await goldOf(body)).toMatchObject({ gold: 0, duplicates: 3 });
  });

  test("names lines that decide nothing, and a second known answer to a prompt, and imports nothing", async () => {
    const bad = goldOf([
      known("a", [1, 2]),
      { prompt: "b" },
      ranked("c", [undefined, undefined]),
      known("d", [1, 1]),
      {
        ...ranked("e", [1]),
        completions: [
          { text: "x", rank: 1 },
          { text: "y", rank: 2 },
          { text: "z", rank: null },
        ],
      },
      { ...known("f", [1, 2]), kind: "demonstrate" },
      { ...known("g", [1, 2, 3]), kind: "compare" },
      known("h", [1, 2], "x".repeat(2001)),
      known(
        "i",
        Array.from({ length: 10 }, (_, at) => at),
      ),
    ]);
    await expect(bad).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const { details } = await bad.catch((error) => error);
    expect(details.faults).toEqual([
      { line: 2, reason: "completions: missing" },
      { line: 3, reason: "a known answer has a rank for each completion" },
      { line: 4, reason: "a known answer has to prefer one answer to another" },
      { line: 5, reason: "a known answer has a rank for each completion" },
      { line: 6, reason: "a task to demonstrate has no known answer" },
      { line: 7, reason: "a task to compare takes 2 completions" },
      { line: 8, reason: "explanation: longer than 2,000 characters" },
      { line: 9, reason: "more than 9 completions for a person to rank" },
    ]);
    await goldOf([known("a", [1, 2])]);
    const before = await countRows(projectId);
    const second = goldOf([known("new", [1, 2]), known("a", [2, 1]), known("new", [1, 2, 3])]);
    await expect(second).rejects.toMatchObject({
      details: { count: 2, faults: [{ line: 2, reason: "its prompt has another gold task in use" }, { line: 3 }] },
    });
    expect(await countRows(projectId)).toEqual(before);
  });
});
