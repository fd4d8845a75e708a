import { beforeEach, describe, expect, test } from "vitest";
import { listOwnAnnotations } from "../../lib/annotations/list-own-annotations.ts";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { exportPreferences } from "../../lib/datasets/export-preferences.ts";
import { freezeDataset } from "../../lib/datasets/freeze-dataset.ts";
import { readDataset } from "../../lib/datasets/read-dataset.ts";
import { db } from "../../lib/db/client.ts";
import { getOverview } from "../../lib/projects/get-overview.ts";
import { updateProject } from "../../lib/projects/update-project.ts";
import { acceptConsent, listConsentForms, publishConsentForm } from "../../lib/quality/consent.ts";
import { decideFlags } from "../../lib/quality/decide-flags.ts";
import { excludeAnnotator, readmitAnnotator } from "../../lib/quality/exclude-annotator.ts";
import { getQuality } from "../../lib/quality/get-quality.ts";
import { getStanding } from "../../lib/quality/get-standing.ts";
import { makeGold, retireGold } from "../../lib/quality/gold.ts";
import { getDisputedTask, listDisagreements } from "../../lib/quality/list-disagreements.ts";
import { listFlags } from "../../lib/quality/list-flags.ts";
import { passQualification } from "../../lib/quality/qualify.ts";
import { resolveTask } from "../../lib/quality/resolve-task.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { extendLease } from "../../lib/tasks/extend-lease.ts";
import type { TaskView } from "../../lib/tasks/task-view.ts";
import { asShown, makeAnnotators, makeProject, makeTasks, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

let projectId: string;
let actorId: string;
beforeEach(async () => {
  projectId = (await makeProject()).id;
  actorId = (await makeUser({ role: "admin" })).id;
});

type Decide = (task: Pick<TaskView, "id" | "completions">) => string[][];
const byText = ({ completions }: Pick<TaskView, "completions">) =>
  [...completions].sort((one, other) => one.text.localeCompare(other.text)).map(({ id }) => [id]);
const reversed: Decide = (task) => byText(task).reverse();

/** Claims and submits until nothing is left or `most` are done. */
async function work(userId: string, decide: Decide = byText, most = 1000) {
  const done = [];
  for (let task = await claimTask({ projectId, userId }); task && done.length < most; ) {
    done.push({ task, answer: await submitAnnotation({ ...asShown(task), userId, ranking: decide(task) }) });
    if (done.length < most) task = await claimTask({ projectId, userId });
  }
  return done;
}

const settings = (given: NonNullable<Parameters<typeof updateProject>[0]["settings"]>) =>
  updateProject({ projectId, actorId, settings: given });

const actions = async () =>
  (await db().auditEntry.findMany({ where: { projectId }, orderBy: { id: "asc" } })).map(({ action }) => action);

/** Gold tasks whose known order is that of the texts. */
async function makeGolds(count: number) {
  const tasks = await makeTasks(projectId, count);
  const golds = [];
  for (const { id } of tasks) {
    const completions = await db().completion.findMany({ where: { taskCompletions: { some: { taskId: id } } } });
    const ranking = byText({ completions });
    golds.push((await makeGold({ projectId, actorId, taskId: id, ranking, explanation: "By the text." })).taskId);
  }
  return golds;
}

/** Ids of the checks that people were given. */
async function checks(purpose: "gold" | "repeat") {
  const rows = await db().task.findMany({ where: { projectId, purpose, repeatOfId: { not: null } } });
  return new Set(rows.map(({ id }) => id));
}

async function gather<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("gold tasks", () => {
  test("come among the others in the asked share, with nothing that tells them apart", async () => {
    await makeGolds(30);
    await makeTasks(projectId, 60);
    await settings({ quality: { goldShare: 0.2 } });
    const [annotator] = await makeAnnotators(projectId, 1);
    const done = await work(annotator!.id);
    const golds = await checks("gold");
    const given = done.filter(({ task }) => golds.has(task.id));
    expect(done.length - given.length).toBe(60);
    // 15 to be expected of 75; five standard deviations of a binomial share.
    expect(given.length).toBeGreaterThanOrEqual(2);
    expect(given.length).toBeLessThanOrEqual(30);
    const shape = ({ task, answer }: (typeof done)[number]) => [
      Object.keys(task).sort(),
      Object.keys(answer).sort(),
      answer.extra,
      task.id.length,
      // The version of a UUID: 4, random.
      task.id[14],
      task.draftKey.length,
    ];
    expect(new Set(done.map((one) => JSON.stringify(shape(one)))).size).toBe(1);
    const { annotations } = await listOwnAnnotations({ projectId, userId: annotator!.id, limit: 100 });
    expect(new Set(annotations.map((own) => JSON.stringify([Object.keys(own).sort(), own.extra, own.kind]))).size).toBe(
      1,
    );
  });

  test("are kept, extended and never given twice, and measure accuracy without becoming data", async () => {
    await makeGolds(3);
    await makeTasks(projectId, 12);
    await settings({ quality: { goldShare: 0.5 } });
    const [careful, careless] = await makeAnnotators(projectId, 2);
    const seen: string[] = [];
    for (let task = await claimTask({ projectId, userId: careful!.id }); task; ) {
      expect((await claimTask({ projectId, userId: careful!.id }))!.id).toBe(task.id);
      await extendLease({ projectId, taskId: task.id, userId: careful!.id });
      seen.push(task.id);
      await submitAnnotation({ ...asShown(task), userId: careful!.id, ranking: byText(task) });
      task = await claimTask({ projectId, userId: careful!.id });
    }
    expect(new Set(seen).size).toBe(seen.length);
    const golds = await checks("gold");
    expect(seen.filter((id) => golds.has(id)).length).toBeGreaterThan(0);
    await makeTasks(projectId, 12);
    await work(careless!.id, reversed);
    const { annotators, agreement } = await getQuality({ projectId, withNames: true });
    const of = (userId: string) => annotators.find((annotator) => annotator.userId === userId)!;
    expect(of(careful!.id).gold.share).toBe(1);
    expect(of(careless!.id).gold.share).toBe(0);
    expect(of(careful!.id)).toMatchObject({ judgements: 12, name: "Somebody" });
    expect(agreement.tasks).toBe(0);
    expect(await freezeDataset({ projectId })).toMatchObject({ annotationCount: 24, comparisonCount: 144 });
    expect(await gather(exportPreferences({ projectId, format: "ranked" }))).toHaveLength(24);
    expect((await getOverview({ projectId })).rankingsNoRoundHasSeen).toBe(0);
  });

  test("tell how one did only where the project wants that, and stop when they are retired", async () => {
    const golds = await makeGolds(4);
    await makeTasks(projectId, 6);
    await settings({ quality: { goldShare: 0.5, feedback: "always" } });
    const [told, silent] = await makeAnnotators(projectId, 2);
    const done = await work(told!.id, reversed);
    const given = await checks("gold");
    const feedback = done.find(({ task }) => given.has(task.id))!;
    expect(feedback.answer.feedback).toMatchObject({ right: 0, of: 6, explanation: "By the text." });
    const known = feedback.answer.feedback!.known.flat().map((position) => feedback.task.completions[position]!.text);
    expect(known).toEqual(["Answer 0", "Answer 1", "Answer 2", "Answer 3"]);
    expect(done.find(({ task }) => !given.has(task.id))!.answer.feedback).toBeNull();
    await settings({ quality: { goldShare: 0.5, feedback: "never" } });
    for (const taskId of golds.slice(1)) await retireGold({ projectId, actorId, taskId });
    await makeTasks(projectId, 20);
    const later = await work(silent!.id);
    expect(later.every(({ answer }) => answer.feedback === null)).toBe(true);
    const givenLater = await checks("gold");
    expect(later.filter(({ task }) => givenLater.has(task.id)).length).toBeLessThanOrEqual(1);
  });

  test("refuse a known answer that fits no task, decides nothing or is there already", async () => {
    const [task] = await makeTasks(projectId, 1, { completions: 2 });
    const completions = await db().completion.findMany({ where: { projectId } });
    const [a, b] = completions.map(({ id }) => id) as [string, string];
    const make = (ranking: string[][]) => makeGold({ projectId, actorId, taskId: task!.id, ranking });
    await expect(make([[a]])).rejects.toMatchObject({ code: "UNPROCESSABLE" });
    await expect(make([[a, b]])).rejects.toMatchObject({ code: "UNPROCESSABLE" });
    await make([[a], [b]]);
    await expect(make([[b], [a]])).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(makeGold({ projectId, actorId, taskId: "nowhere", ranking: [[a], [b]] })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("repeats", () => {
  test("show answers again later and say whether somebody judges alike", async () => {
    await makeTasks(projectId, 60);
    await settings({ quality: { repeatShare: 0.2 } });
    const [steady, fickle] = await makeAnnotators(projectId, 2);
    const done = await work(steady!.id);
    const repeats = await db().task.findMany({ where: { projectId, purpose: "repeat" } });
    expect(repeats.length).toBeGreaterThan(1);
    expect(done.filter(({ task }) => repeats.some(({ id }) => id === task.id))).toHaveLength(repeats.length);
    const order = done.map(({ task }) => task.id);
    for (const { id, repeatOfId } of repeats) expect(order.indexOf(id)).toBeGreaterThan(order.indexOf(repeatOfId!) + 9);
    await makeTasks(projectId, 60);
    let turn = 0;
    await work(fickle!.id, (task) => (turn++ % 2 ? byText(task) : reversed(task)));
    const { annotators } = await getQuality({ projectId, withNames: false });
    const of = (userId: string) => annotators.find((annotator) => annotator.userId === userId)!;
    expect(of(steady!.id).consistency).toMatchObject({ share: 1, tasks: repeats.length });
    expect(of(fickle!.id).consistency.share).toBeLessThan(1);
    expect((await freezeDataset({ projectId })).annotationCount).toBe(120);
  });
});

describe("a qualification round", () => {
  test("lets in who knows the answers, and others only by a person", async () => {
    await makeGolds(4);
    await makeTasks(projectId, 3);
    await settings({ quality: { qualificationTasks: 3 } });
    const [able, unable] = await makeAnnotators(projectId, 2);
    expect((await getStanding({ projectId, userId: able!.id })).qualification).toMatchObject({
      state: "open",
      of: 3,
      done: 0,
    });
    const done = await work(able!.id);
    expect(done).toHaveLength(6);
    const purposes = await Promise.all(done.map(({ task }) => db().task.findUniqueOrThrow({ where: { id: task.id } })));
    expect(purposes.map(({ purpose }) => purpose)).toEqual(["gold", "gold", "gold", "work", "work", "work"]);
    expect((await getStanding({ projectId, userId: able!.id })).qualification!.state).toBe("passed");

    await makeTasks(projectId, 3);
    await expect(work(unable!.id, reversed)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await getStanding({ projectId, userId: unable!.id })).qualification!.state).toBe("failed");
    await passQualification({ projectId, userId: unable!.id, actorId });
    expect(await work(unable!.id)).toHaveLength(3);
    expect(await actions()).toEqual(expect.arrayContaining(["annotator.pass", "annotator.fail", "annotator.letIn"]));
  });

  test("can be worked through with one task ahead", async () => {
    await makeGolds(2);
    await makeTasks(projectId, 1);
    await settings({ quality: { qualificationTasks: 2 } });
    const userId = (await makeAnnotators(projectId, 1))[0]!.id;
    const now = (await claimTask({ projectId, userId }))!;
    const next = (await claimTask({ projectId, userId, ahead: true }))!;
    expect(next.id).not.toBe(now.id);
    await submitAnnotation({ ...asShown(now), userId, ranking: byText(now) });
    expect(await claimTask({ projectId, userId, ahead: true })).toBeNull();
    await submitAnnotation({ ...asShown(next), userId, ranking: byText(next) });
    expect(await claimTask({ projectId, userId })).not.toBeNull();
  });
});

describe("consent", () => {
  test("comes before the first task, by version, and is stored", async () => {
    await makeTasks(projectId, 2);
    const userId = (await makeAnnotators(projectId, 1))[0]!.id;
    const first = await publishConsentForm({ projectId, actorId, text: "You agree." });
    await expect(claimTask({ projectId, userId })).rejects.toMatchObject({
      code: "FORBIDDEN",
      details: { reason: "consent" },
    });
    await acceptConsent({ projectId, userId, formId: first.id });
    await acceptConsent({ projectId, userId, formId: first.id });
    expect(await work(userId, byText, 1)).toHaveLength(1);
    const second = await publishConsentForm({ projectId, actorId, text: "You agree, and more." });
    expect(second.version).toBe(2);
    await expect(claimTask({ projectId, userId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(acceptConsent({ projectId, userId, formId: first.id })).rejects.toMatchObject({ code: "CONFLICT" });
    await acceptConsent({ projectId, userId, formId: second.id });
    expect(await work(userId)).toHaveLength(1);
    expect((await listConsentForms({ projectId })).map(({ acceptances }) => acceptances)).toEqual([1, 1]);
    await publishConsentForm({ projectId, actorId, text: "" });
    expect((await getStanding({ projectId, userId })).consent).toBeNull();
  });
});

describe("leaving somebody's work out", () => {
  test("is honoured by datasets, agreement and claims, recorded, and undone by readmitting", async () => {
    await makeTasks(projectId, 4, { overlap: 2 });
    const [one, other] = await makeAnnotators(projectId, 2);
    await work(one!.id);
    await work(other!.id, reversed);
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
    expect((await actions()).filter((action) => action.startsWith("annotator."))).toEqual([
      "annotator.exclude",
      "annotator.readmit",
    ]);
  });
});

describe("dataset versions", () => {
  test("weight by reliability", async () => {
    await makeTasks(projectId, 30, { overlap: 3 });
    const [one, two, reverse] = await makeAnnotators(projectId, 3);
    await work(one!.id);
    await work(two!.id);
    await work(reverse!.id, reversed);
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
    await work(one!.id);
    const disputed = tasks[0]!.id;
    await work(other!.id, (task) => (task.id === disputed ? reversed(task) : byText(task)));
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
    expect((await actions()).filter((action) => action === "task.settle")).toHaveLength(2);
  });
});

describe("a flagged task", () => {
  const decide = (taskId: string, leavesOut: boolean, note = "Looked.") =>
    decideFlags({ projectId, actorId, taskId, leavesOut, note });
  const exported = async () => {
    const lines = [];
    for await (const line of exportPreferences({ projectId, format: "ranked" })) lines.push(line);
    return lines.length;
  };
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
    await work(first!.id);
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
    expect(await actions()).toEqual(expect.arrayContaining(["flags.keep", "flags.leaveOut"]));

    await expect(decide(other!.id, true)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(decide(flagged!.id, true, " ")).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});
