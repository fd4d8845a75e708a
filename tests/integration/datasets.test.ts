import { beforeEach, describe, expect, test } from "vitest";
import { clusteredShare } from "../../lib/agreement/share.ts";
import { reviseAnnotation } from "../../lib/annotations/revise-annotation.ts";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { type ExportFormat, exportPreferences } from "../../lib/datasets/export-preferences.ts";
import { freezeDataset } from "../../lib/datasets/freeze-dataset.ts";
import { listDatasetVersions } from "../../lib/datasets/list-dataset-versions.ts";
import { readDataset } from "../../lib/datasets/read-dataset.ts";
import { db } from "../../lib/db/client.ts";
import { getOverview } from "../../lib/projects/get-overview.ts";
import { importLines } from "../../lib/prompts/import-lines.ts";
import { getQuality } from "../../lib/quality/get-quality.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { gather } from "./gather.ts";
import { judgeAll, reversed } from "./judge.ts";
import { asShown, makeAnnotators, makeProject, makeTasks, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

let projectId: string;
let userId: string;
beforeEach(async () => {
  projectId = (await makeProject()).id;
  userId = (await makeAnnotators(projectId, 1))[0]!.id;
});

async function exported(format: ExportFormat, options: { datasetVersionId?: string } = {}) {
  const lines = await gather(exportPreferences({ projectId, format, ...options }));
  return lines.map((line) => JSON.parse(line));
}

describe("freezing a dataset", () => {
  test("holds every current annotation, hashed, and the same again makes no second version", async () => {
    await makeTasks(projectId, 3);
    await judgeAll(projectId, userId);
    expect((await getOverview({ projectId })).rankingsNoRoundHasSeen).toBe(3);
    const first = await freezeDataset({ projectId });
    expect(first).toMatchObject({ number: 1, annotationCount: 3, comparisonCount: 18 });
    expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await freezeDataset({ projectId })).toEqual(first);
    expect((await getOverview({ projectId })).rankingsNoRoundHasSeen).toBe(0);
    await makeTasks(projectId, 1);
    await judgeAll(projectId, userId);
    const second = await freezeDataset({ projectId });
    expect(second).toMatchObject({ number: 2, annotationCount: 4 });
    expect(second.hash).not.toBe(first.hash);
    const [newest] = await listDatasetVersions({ projectId });
    expect(newest).toMatchObject({
      id: second.id,
      splitCounts: { train: { prompts: 4, annotations: 4, comparisons: 24 } },
    });
  });

  test("stays as it was when an annotation is revised afterwards", async () => {
    await makeTasks(projectId, 1);
    const [judged] = await judgeAll(projectId, userId);
    const frozen = await freezeDataset({ projectId });
    const before = await gather(readDataset({ datasetVersionId: frozen.id }));
    const exportBefore = await exported("trl-preference", { datasetVersionId: frozen.id });
    const ranking = reversed(judged!.task);
    await reviseAnnotation({ annotationId: judged!.answer.id, userId, ranking, idempotencyKey: "revised" });
    expect(await gather(readDataset({ datasetVersionId: frozen.id }))).toEqual(before);
    expect(await exported("trl-preference", { datasetVersionId: frozen.id })).toEqual(exportBefore);

    const current = await exported("trl-preference");
    expect(current).toHaveLength(6);
    expect(current.every(({ chosen, rejected }) => chosen[0].content > rejected[0].content)).toBe(true);
    const next = await freezeDataset({ projectId });
    expect(next).toMatchObject({ number: 2, annotationCount: 1, comparisonCount: 6 });
  });

  test("at once from two processes is one version", async () => {
    await makeTasks(projectId, 2);
    await judgeAll(projectId, userId);
    const versions = await Promise.all([1, 2, 3].map(() => freezeDataset({ projectId })));
    expect(new Set(versions.map(({ id }) => id)).size).toBe(1);
  });

  test("reads back grouped by prompt, with sides, ties and authors", async () => {
    const lines = Array.from({ length: 230 }, (_, at) => ({
      prompt: `Question ${at}`,
      completions: [
        { text: "a", rank: 1 },
        { text: "b", rank: 2 },
        { text: "c", rank: 2 },
      ],
    }));
    const body = lines.map((line) => JSON.stringify(line)).join("\n");
    await importLines({ projectId, actorId: userId, format: "ranked", body });
    const version = await freezeDataset({ projectId });
    const groups = await gather(readDataset({ datasetVersionId: version.id }));
    expect(groups).toHaveLength(230);
    expect(groups.map(({ promptId }) => promptId)).toEqual(groups.map(({ promptId }) => promptId).sort());
    for (const { messages, completions, comparisons } of groups) {
      const textOf = new Map(completions.map(({ id, text }) => [id, text]));
      const seen = comparisons.map(({ better, worse, tie, strength }) => [
        textOf.get(better),
        textOf.get(worse),
        tie,
        strength,
      ]);
      expect(seen.sort()).toEqual([
        ["a", "b", false, 1],
        ["a", "c", false, 1],
        ["b", "c", true, 0],
      ]);
      expect(messages[0]!.content).toMatch(/^Question/);
    }
    const { splitCounts } = (await listDatasetVersions({ projectId }))[0]!;
    const held = await gather(readDataset({ datasetVersionId: version.id, split: "validation" }));
    expect(held.every(({ split }) => split === "validation")).toBe(true);
    expect(held).toHaveLength(splitCounts.validation.prompts);
    // 230 prompts at shares of 0.2 and 0.1: four standard deviations on either side.
    expect(Math.abs(splitCounts.validation.prompts - 46)).toBeLessThan(25);
    expect(Math.abs(splitCounts.gold.prompts - 23)).toBeLessThan(19);
  });
});

describe("exporting", () => {
  test("`ranked` has everything but names, and can be imported again", async () => {
    await makeTasks(projectId, 2, { completions: 3 });
    await judgeAll(projectId, userId);
    const lines = await exported("ranked");
    const { pseudonym } = await db().user.findUniqueOrThrow({ where: { id: userId } });
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatchObject({ annotator: pseudonym, noneAcceptable: false, extra: false, split: "train" });
      expect(Date.parse(line.createdAt)).toBeGreaterThan(Date.now() - 60_000);
      for (const { text, model, rank } of line.completions) {
        expect([model, rank]).toEqual([text.replace("Answer ", "source-"), Number(text.at(-1)) + 1]);
      }
      expect(JSON.stringify(line)).not.toMatch(/Somebody|@example/);
    }
    const other = (await makeProject()).id;
    const actorId = (await makeUser({ projectId: other, role: "admin" })).id;
    const body = lines.map((line) => JSON.stringify(line)).join("\n");
    const answer = await importLines({ projectId: other, actorId, format: "ranked", body });
    expect(answer).toMatchObject({ prompts: 2, completions: 6, rankings: 2 });
  });

  test("pages through many annotations without a gap or a repeat", async () => {
    const body = Array.from({ length: 350 }, (_, at) =>
      JSON.stringify({
        prompt: `Q${at}`,
        completions: [
          { text: "x", rank: 1 },
          { text: "y", rank: at % 2 ? 1 : 2 },
        ],
      }),
    ).join("\n");
    await importLines({ projectId, actorId: userId, format: "ranked", body });
    const prompts = (await exported("ranked")).map(({ prompt }) => prompt[0].content);
    expect(prompts).toHaveLength(350);
    expect(new Set(prompts).size).toBe(350);
    expect(await exported("trl-preference")).toHaveLength(175);
  });
});

describe("agreement", () => {
  test("counts pairs that two people judged alike, ties and times", async () => {
    const [second] = await makeAnnotators(projectId, 1);
    await makeTasks(projectId, 1, { overlap: 2, completions: 3 });
    const mine = (await claimTask({ projectId, userId }))!;
    const theirs = (await claimTask({ projectId, userId: second!.id }))!;
    const [a, b, c] = mine.completions.map(({ id }) => id).sort() as [string, string, string];
    await submitAnnotation({
      ...asShown(mine),
      userId,
      ranking: [[a], [b], [c]],
      activeSeconds: 10,
      noneAcceptable: true,
    });
    await submitAnnotation({ ...asShown(theirs), userId: second!.id, ranking: [[b], [a, c]], activeSeconds: 30 });
    const { agreement, annotators, noneAcceptable } = await getQuality({ projectId, withNames: false });
    // a>b against b>a, a>c against a tie, b>c against b>c.
    expect(agreement).toMatchObject({
      tasks: 1,
      decided: { share: 1 / 2, count: 2 },
      withTies: { share: 1 / 3, count: 3 },
    });
    expect(annotators.map(({ pace }) => pace?.median).sort()).toEqual([10, 30]);
    expect(noneAcceptable).toHaveLength(3);
    expect(noneAcceptable[0]).toMatchObject({ annotations: 2, share: 0.5 });
  });

  test("the interval widens with clusters", () => {
    expect(clusteredShare([])).toEqual({ share: null, margin: null, count: 0 });
    const independent = clusteredShare(Array.from({ length: 100 }, (_, at) => [at % 2, 1]));
    expect(independent.share).toBe(0.5);
    expect(independent.margin).toBeCloseTo(1.96 * Math.sqrt(0.25 / 99), 10);
    const clustered = clusteredShare(Array.from({ length: 10 }, (_, at) => [at % 2 ? 10 : 0, 10]));
    expect(clustered.margin!).toBeGreaterThan(3 * independent.margin!);
  });
});
