import { beforeEach, describe, expect, test } from "vitest";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { exportPreferences } from "../../lib/datasets/export-preferences.ts";
import { freezeDataset } from "../../lib/datasets/freeze-dataset.ts";
import { readDataset } from "../../lib/datasets/read-dataset.ts";
import { db } from "../../lib/db/client.ts";
import { getOverview } from "../../lib/projects/get-overview.ts";
import { updateProject } from "../../lib/projects/update-project.ts";
import { listPrompts } from "../../lib/prompts/list-prompts.ts";
import { decideFlags } from "../../lib/quality/decide-flags.ts";
import { excludeAnnotator, readmitAnnotator } from "../../lib/quality/exclude-annotator.ts";
import { getQuality } from "../../lib/quality/get-quality.ts";
import { getDisputedTask, listDisagreements } from "../../lib/quality/list-disagreements.ts";
import { listFlags } from "../../lib/quality/list-flags.ts";
import { resolveTask } from "../../lib/quality/resolve-task.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { auditActions } from "./audit-actions.ts";
import { gather } from "./gather.ts";
import { byText, judgeAll, reversed } from "./judge.ts";
import { asShown, makeAnnotators, makeProject, makeTasks, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

let projectId: string;
let actorId: string;
beforeEach(async () => {
  projectId = (await makeProject()).id;
  actorId = (await makeUser({ role: "admin" })).id;
});

const settings = (given: NonNullable<Parameters<typeof updateProject>[0]["settings"]>) =>
  updateProject({ projectId, actorId, settings: given });

describe("leaving somebody's work out", () => {
  test("is honoured by datasets, agreement and claims, recorded, and undone by readmitting", async () => {
    await makeTasks(projectId, 4, { overlap: 2 });
    const [one, other] = await makeAnnotators(projectId, 2);
    await judgeAll(projectId, one!.id);
    await judgeAll(projectId, other!.id, reversed);
    const before = await freezeDataset({ projectId });
    expect(before.annotationCount).toBe(8);
    const act = { projectId, userId: other!.id, actorId };
    await expect(excludeAnnotator({ ...act, reason: " " })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await excludeAnnotator({ ...act, reason: "Reverses everything" });
    await expect(excludeAnnotator({ ...act, reason: "Again" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await freezeDataset({ projectId })).annotationCount).toBe(4);
    expect(
      (await gather(readDataset({ datasetVersionId: before.id }))).flatMap(({ comparisons }) => comparisons),
    ).toHaveLength(48);
    const { agreement, annotators } = await getQuality({ projectId, withNames: false });
    expect(agreement.tasks).toBe(0);
    expect(annotators.find(({ userId }) => userId === other!.id)!.exclusion).toMatchObject({
      reason: "Reverses everything",
    });
    await makeTasks(projectId, 1);
    await expect(claimTask({ projectId, userId: other!.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await readmitAnnotator(act);
    await expect(readmitAnnotator(act)).rejects.toMatchObject({ code: "CONFLICT" });
    const after = await freezeDataset({ projectId });
    expect(after.hash).toBe(before.hash);
    expect(await claimTask({ projectId, userId: other!.id })).not.toBeNull();
    expect((await auditActions(projectId)).filter((action) => action.startsWith("annotator."))).toEqual([
      "annotator.exclude",
      "annotator.readmit",
    ]);
  });
});

describe("dataset versions", () => {
  test("weight by reliability", async () => {
    await makeTasks(projectId, 30, { overlap: 3 });
    const [one, two, reverse] = await makeAnnotators(projectId, 3);
    await judgeAll(projectId, one!.id);
    await judgeAll(projectId, two!.id);
    await judgeAll(projectId, reverse!.id, reversed);
    await settings({ dataset: { weightByReliability: true } });
    const version = await freezeDataset({ projectId });
    expect(version).toMatchObject({ annotationCount: 90, options: { weightByReliability: true } });
    const weights = new Map<string, number>();
    const rows = await db().datasetAnnotation.findMany({
      where: { datasetVersionId: version.id },
      include: { annotation: { select: { userId: true } } },
    });
    for (const { weight, annotation } of rows) weights.set(annotation.userId, weight);
    expect(weights.get(one!.id)).toBeGreaterThan(0.8);
    expect(weights.get(reverse!.id)).toBe(0.05);
    const [group] = await gather(readDataset({ datasetVersionId: version.id }));
    expect(new Set(group!.comparisons.map(({ weight }) => weight))).toEqual(new Set(weights.values()));
  });

  test("leave out what people disagree on until somebody settles it", async () => {
    const tasks = await makeTasks(projectId, 2, { overlap: 2 });
    const [one, other] = await makeAnnotators(projectId, 2);
    await judgeAll(projectId, one!.id);
    const disputed = tasks[0]!.id;
    await judgeAll(projectId, other!.id, (task) => (task.id === disputed ? reversed(task) : byText(task)));
    await settings({ dataset: { minimumAgreement: 0.5 } });
    const version = await freezeDataset({ projectId });
    expect(version).toMatchObject({ annotationCount: 2, comparisonCount: 12 });
    expect(await gather(readDataset({ datasetVersionId: version.id }))).toHaveLength(1);
    expect((await getOverview({ projectId })).rankingsNoRoundHasSeen).toBe(0);

    const { disagreements, total } = await listDisagreements({ projectId });
    expect(disagreements).toMatchObject([{ taskId: disputed, agreement: 0, people: 2 }]);
    expect(total).toBe(1);
    const { completions, judgements, settled } = await getDisputedTask({
      projectId,
      taskId: disputed,
      withNames: false,
    });
    expect(judgements.map(({ ranks }) => ranks.join())).toHaveLength(2);
    expect(settled).toBeNull();
    const ranking = byText({ completions });
    const settle = (by: string, groups = ranking) =>
      resolveTask({ projectId, taskId: disputed, actorId: by, ranking: groups });
    await expect(settle(one!.id)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(settle(actorId, [])).rejects.toMatchObject({ code: "UNPROCESSABLE" });
    await settle(actorId, [...ranking].reverse());
    await settle(actorId);
    expect(await listDisagreements({ projectId })).toMatchObject({ total: 0, settled: 1 });
    expect((await getDisputedTask({ projectId, taskId: disputed, withNames: false })).settled).not.toBeNull();
    const after = await freezeDataset({ projectId });
    expect(after).toMatchObject({ annotationCount: 3, comparisonCount: 18 });
    const { agreement } = await getQuality({ projectId, withNames: false });
    expect(agreement).toMatchObject({ tasks: 2, decided: { share: 0.5 } });
    expect((await auditActions(projectId)).filter((action) => action === "task.settle")).toHaveLength(2);
  });
});

describe("a flagged task", () => {
  const decide = (taskId: string, leavesOut: boolean, note = "Looked.") =>
    decideFlags({ projectId, actorId, taskId, leavesOut, note });
  const exported = async () => (await gather(exportPreferences({ projectId, format: "ranked" }))).length;
  const state = async () => (await listFlags({ projectId, withNames: false })).map((one) => [one.taskId, one.isOpen]);
  test("is left out by a person's decision, kept by another, and waits again where somebody flags it anew", async () => {
    const [flagged, other] = await makeTasks(projectId, 2, { overlap: 3 });
    const [first, second, third] = await makeAnnotators(projectId, 3);
    const flag = async (userId: string) => {
      const task = (await claimTask({ projectId, userId }))!;
      const flags = [{ completionId: task.completions[0]!.id, reason: "Harmful", note: "It advises poison." }];
      await submitAnnotation({ ...asShown(task), userId, flags });
      return task;
    };
    const { completions } = await flag(first!.id);
    await judgeAll(projectId, first!.id);
    await decide(flagged!.id, true);
    expect(await listFlags({ projectId, withNames: false })).toMatchObject([
      {
        taskId: flagged!.id,
        flags: [{ reason: "Harmful", note: "It advises poison.", answer: completions[0]!.text, name: null }],
        decision: { leavesOut: true, note: "Looked." },
        isOpen: false,
      },
    ]);
    expect(await exported()).toBe(1);
    expect((await freezeDataset({ projectId })).annotationCount).toBe(1);
    expect((await claimTask({ projectId, userId: second!.id }))!.id).toBe(other!.id);
    await db().assignment.deleteMany({ where: { userId: second!.id } });

    await decide(flagged!.id, false);
    expect([await exported(), (await freezeDataset({ projectId })).annotationCount]).toEqual([2, 2]);
    expect(await state()).toEqual([[flagged!.id, false]]);
    await flag(third!.id);
    expect(await state()).toEqual([[flagged!.id, true]]);
    expect(await auditActions(projectId)).toEqual(expect.arrayContaining(["flags.keep", "flags.leaveOut"]));

    await expect(decide(other!.id, true)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(decide(flagged!.id, true, " ")).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  test("that is left out counts in no state, on the overview and among prompts", async () => {
    await makeTasks(projectId, 1);
    const [annotator] = await makeAnnotators(projectId, 1);
    const task = (await claimTask({ projectId, userId: annotator!.id }))!;
    const flags = [{ completionId: task.completions[0]!.id, reason: "Harmful" as const }];
    await submitAnnotation({ ...asShown(task), userId: annotator!.id, flags });
    const counted = async () => {
      const [overview, { prompts }] = await Promise.all([getOverview({ projectId }), listPrompts({ projectId })]);
      return [overview.tasks, prompts.map(({ openTasks, doneTasks }) => ({ openTasks, doneTasks }))];
    };
    expect(await counted()).toMatchObject([{ done: 1 }, [{ openTasks: 0, doneTasks: 1 }]]);
    await decide(task.id, true);
    expect(await counted()).toMatchObject([{ done: 0 }, [{ openTasks: 0, doneTasks: 0 }]]);
  });
});
