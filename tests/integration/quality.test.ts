import { beforeEach, describe, expect, test } from "vitest";
import { listOwnAnnotations } from "../../lib/annotations/list-own-annotations.ts";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { exportPreferences } from "../../lib/datasets/export-preferences.ts";
import { freezeDataset } from "../../lib/datasets/freeze-dataset.ts";
import { db } from "../../lib/db/client.ts";
import { getOverview } from "../../lib/projects/get-overview.ts";
import { updateProject } from "../../lib/projects/update-project.ts";
import { acceptConsent, listConsentForms, publishConsentForm } from "../../lib/quality/consent.ts";
import { getQuality } from "../../lib/quality/get-quality.ts";
import { getStanding } from "../../lib/quality/get-standing.ts";
import { makeGold, retireGold } from "../../lib/quality/gold.ts";
import { passQualification } from "../../lib/quality/qualify.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { extendLease } from "../../lib/tasks/extend-lease.ts";
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

describe("gold tasks", () => {
  test("come among the others in the asked share, with nothing that tells them apart", async () => {
    await makeGolds(30);
    await makeTasks(projectId, 60);
    await settings({ quality: { goldShare: 0.2 } });
    const [annotator] = await makeAnnotators(projectId, 1);
    const done = await judgeAll(projectId, annotator!.id);
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
    await judgeAll(projectId, careless!.id, reversed);
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
    const done = await judgeAll(projectId, told!.id, reversed);
    const given = await checks("gold");
    const feedback = done.find(({ task }) => given.has(task.id))!;
    expect(feedback.answer.feedback).toMatchObject({ right: 0, of: 6, explanation: "By the text." });
    const known = feedback.answer.feedback!.known.flat().map((position) => feedback.task.completions[position]!.text);
    expect(known).toEqual(["Answer 0", "Answer 1", "Answer 2", "Answer 3"]);
    expect(done.find(({ task }) => !given.has(task.id))!.answer.feedback).toBeNull();
    await settings({ quality: { goldShare: 0.5, feedback: "never" } });
    for (const taskId of golds.slice(1)) await retireGold({ projectId, actorId, taskId });
    await makeTasks(projectId, 20);
    const later = await judgeAll(projectId, silent!.id);
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
    const done = await judgeAll(projectId, steady!.id);
    const repeats = await db().task.findMany({ where: { projectId, purpose: "repeat" } });
    expect(repeats.length).toBeGreaterThan(1);
    expect(done.filter(({ task }) => repeats.some(({ id }) => id === task.id))).toHaveLength(repeats.length);
    const order = done.map(({ task }) => task.id);
    for (const { id, repeatOfId } of repeats) expect(order.indexOf(id)).toBeGreaterThan(order.indexOf(repeatOfId!) + 9);
    await makeTasks(projectId, 60);
    let turn = 0;
    await judgeAll(projectId, fickle!.id, (task) => (turn++ % 2 ? byText(task) : reversed(task)));
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
    const done = await judgeAll(projectId, able!.id);
    expect(done).toHaveLength(6);
    const purposes = await Promise.all(done.map(({ task }) => db().task.findUniqueOrThrow({ where: { id: task.id } })));
    expect(purposes.map(({ purpose }) => purpose)).toEqual(["gold", "gold", "gold", "work", "work", "work"]);
    expect((await getStanding({ projectId, userId: able!.id })).qualification!.state).toBe("passed");

    await makeTasks(projectId, 3);
    await expect(judgeAll(projectId, unable!.id, reversed)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await getStanding({ projectId, userId: unable!.id })).qualification!.state).toBe("failed");
    await passQualification({ projectId, userId: unable!.id, actorId });
    expect(await judgeAll(projectId, unable!.id)).toHaveLength(3);
    expect(await auditActions(projectId)).toEqual(
      expect.arrayContaining(["annotator.pass", "annotator.fail", "annotator.letIn"]),
    );
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
    expect(await judgeAll(projectId, userId, byText, 1)).toHaveLength(1);
    const second = await publishConsentForm({ projectId, actorId, text: "You agree, and more." });
    expect(second.version).toBe(2);
    await expect(claimTask({ projectId, userId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(acceptConsent({ projectId, userId, formId: first.id })).rejects.toMatchObject({ code: "CONFLICT" });
    await acceptConsent({ projectId, userId, formId: second.id });
    expect(await judgeAll(projectId, userId)).toHaveLength(1);
    expect((await listConsentForms({ projectId })).map(({ acceptances }) => acceptances)).toEqual([1, 1]);
    await publishConsentForm({ projectId, actorId, text: "" });
    expect((await getStanding({ projectId, userId })).consent).toBeNull();
  });
});
