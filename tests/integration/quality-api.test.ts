import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createUniform } from "../../lib/agreement/bootstrap.ts";
import { db } from "../../lib/db/client.ts";
import { updateProject } from "../../lib/projects/update-project.ts";
import { known, makeGold, people, questions, type Request, work } from "../bench/annotators/simulate.ts";
import { call, expectAsDocumented, tokenOf, tokensIn } from "./api.ts";
import { makeProject, makeTasks, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

let projectId: string;
let annotatorId: string;
const tokens = { admin: "", researcher: "", annotator: "", stranger: "" };
beforeAll(async () => {
  const elsewhere = (await makeProject()).id;
  tokens.stranger = await tokenOf((await makeUser({ projectId: elsewhere, role: "admin" })).id);
});
beforeEach(async () => {
  projectId = (await makeProject()).id;
  const { annotatorId: id, ...given } = await tokensIn(projectId);
  annotatorId = id;
  Object.assign(tokens, given);
});

type Who = keyof typeof tokens;
const get = (who: Who, below: string) => call("GET", `/projects/${projectId}${below}`, { token: tokens[who] });
const post = (who: Who, below: string, body: unknown = {}) =>
  call("POST", `/projects/${projectId}${below}`, { token: tokens[who], body });

const settings = (quality: object) => updateProject({ projectId, actorId: null, settings: { quality } });

describe("who may do what", () => {
  const annotatorPath = () => `/annotators/${annotatorId}`;
  test.each<[string, "GET" | "POST", () => string, object, Partial<Record<Who, number>>]>([
    ["read one's standing", "GET", () => "/standing", {}, { admin: 200, researcher: 403, annotator: 200 }],
    ["accept", "POST", () => "/consent", { formId: "x" }, { admin: 409, researcher: 403, annotator: 409 }],
    ["read forms", "GET", () => "/consent-forms", {}, { admin: 200, researcher: 403, annotator: 403 }],
    [
      "publish a form",
      "POST",
      () => "/consent-forms",
      { text: "So." },
      { annotator: 403, researcher: 403, admin: 201 },
    ],
    ["list gold", "GET", () => "/gold", {}, { admin: 200, researcher: 200, annotator: 403 }],
    ["make gold", "POST", () => "/gold", { taskId: "x", ranking: [] }, { admin: 404, researcher: 404, annotator: 403 }],
    [
      "import gold",
      "POST",
      () => "/imports?format=gold",
      {
        prompt: "x",
        completions: [
          { text: "a", rank: 1 },
          { text: "b", rank: 2 },
        ],
      },
      { annotator: 403, researcher: 403, admin: 201 },
    ],
    ["retire gold", "POST", () => "/gold/x/retirement", {}, { admin: 404, researcher: 404, annotator: 403 }],
    ["list disagreements", "GET", () => "/disagreements", {}, { admin: 200, researcher: 200, annotator: 403 }],
    ["read one", "GET", () => "/disagreements/x", {}, { admin: 404, researcher: 404, annotator: 403 }],
    [
      "settle",
      "POST",
      () => "/disagreements/x/resolution",
      { ranking: [] },
      { admin: 404, researcher: 404, annotator: 403 },
    ],
    ["list flags", "GET", () => "/flags", {}, { admin: 200, researcher: 200, annotator: 403 }],
    [
      "decide about flags",
      "POST",
      () => "/flags/x/decision",
      { leavesOut: true, note: "x" },
      { admin: 404, researcher: 404, annotator: 403 },
    ],
    ["read quality", "GET", () => "/quality", {}, { admin: 200, researcher: 200, annotator: 403 }],
    [
      "dismiss",
      "POST",
      () => `${annotatorPath()}/dismissals`,
      { kind: "pace", note: "x" },
      { annotator: 403, researcher: 403, admin: 404 },
    ],
    ["let in", "POST", () => `${annotatorPath()}/qualification`, {}, { annotator: 403, researcher: 403, admin: 200 }],
    [
      "exclude",
      "POST",
      () => `${annotatorPath()}/exclusion`,
      { reason: "x" },
      { annotator: 403, researcher: 403, admin: 200 },
    ],
    ["readmit", "POST", () => `${annotatorPath()}/readmission`, {}, { annotator: 403, researcher: 403, admin: 409 }],
  ])("%s", async (_what, method, below, body, expected) => {
    const send = (who: Who) => (method === "GET" ? get(who, below()) : post(who, below(), body));
    for (const [who, status] of Object.entries(expected)) {
      const answer = await send(who as Who);
      expect([who, answer.status]).toEqual([who, status]);
    }
    expect((await send("stranger")).status).toBe(404);
    expect((await call(method, `/projects/${projectId}${below()}`, method === "GET" ? {} : { body })).status).toBe(401);
  });
});

test("a new annotator consents, qualifies with feedback, fails and is let in", async () => {
  const token = tokens.annotator;
  const form = await post("admin", "/consent-forms", { text: "We keep your judgements." });
  expectAsDocumented("publishConsentForm", form);
  const tasks = await makeTasks(projectId, 3, { completions: 2 });
  const rankingOf = async (taskId: string) => {
    const rows = await db().taskCompletion.findMany({ where: { taskId }, orderBy: { position: "asc" } });
    return rows.map(({ completionId }) => [completionId]);
  };
  for (const { id: taskId } of tasks.slice(0, 2)) {
    const gold = await post("researcher", "/gold", { taskId, ranking: await rankingOf(taskId), explanation: "It is." });
    expectAsDocumented("makeGold", gold);
    expect((await post("researcher", "/gold", { taskId, ranking: await rankingOf(taskId) })).status).toBe(409);
  }
  await settings({ qualificationTasks: 2, feedback: "qualification" });

  const refused = await post("annotator", "/tasks/next");
  expect(refused).toMatchObject({ status: 403, body: { error: { details: { reason: "consent" } } } });
  const standing = await get("annotator", "/standing");
  expectAsDocumented("getStanding", standing);
  expect(standing.body).toMatchObject({ consent: { version: 1 }, qualification: { state: "open", done: 0, of: 2 } });
  expect((await post("annotator", "/consent", { formId: "another" })).status).toBe(409);
  expectAsDocumented("acceptConsent", await post("annotator", "/consent", { formId: form.body.id }));

  let claimed = await post("annotator", "/tasks/next");
  for (const idempotencyKey of ["first", "second"]) {
    expectAsDocumented("claimNextTask", claimed);
    expect(JSON.stringify(claimed.body)).not.toContain("It is.");
    const { id, completions } = claimed.body;
    const worst = [...completions].sort((one, other) => other.text.localeCompare(one.text));
    const body = { ranking: worst.map((completion: { id: string }) => [completion.id]), idempotencyKey, next: true };
    const answer = await call("POST", `/tasks/${id}/annotations`, { token, body });
    expectAsDocumented("submitAnnotation", answer);
    expect(answer.body.feedback).toMatchObject({ right: 0, of: 1, explanation: "It is." });
    // Lost on the way, asked again: the same answer, and no other judgement of what one has been told.
    const again = await call("POST", `/tasks/${id}/annotations`, { token, body: { ...body, next: false } });
    expect(again.body.feedback).toEqual(answer.body.feedback);
    const better = { ranking: body.ranking.toReversed(), idempotencyKey: `${idempotencyKey}, better` };
    expect((await call("POST", `/tasks/${id}/annotations`, { token, body: better })).status).toBe(409);
    claimed = { ...claimed, body: answer.body.next };
  }
  expect(claimed.body).toBeNull();
  expect((await get("annotator", "/standing")).body.qualification).toMatchObject({ state: "failed", done: 2 });
  expect(await post("annotator", "/tasks/next")).toMatchObject({
    status: 403,
    body: { error: { details: { reason: "qualification" } } },
  });
  expectAsDocumented("passQualification", await post("admin", `/annotators/${annotatorId}/qualification`));
  expect((await post("annotator", "/tasks/next")).status).toBe(200);
  const gold = await get("researcher", "/gold");
  expectAsDocumented("listGold", gold);
  expect(gold.body.gold.map(({ judgedBy }: { judgedBy: number }) => judgedBy)).toEqual([1, 1]);
});

test("a researcher decides about what an annotator flagged", async () => {
  await makeTasks(projectId, 1);
  const { body: task } = await post("annotator", "/tasks/next");
  const ranking = task.completions.map(({ id }: { id: string }) => [id]);
  const flags = [{ completionId: null, reason: "Broken or cut off" }];
  const body = { ranking, flags, idempotencyKey: "once" };
  await call("POST", `/tasks/${task.id}/annotations`, { token: tokens.annotator, body });
  const decided = await post("researcher", `/flags/${task.id}/decision`, { leavesOut: true, note: "Cut off indeed." });
  expect(decided.status).toBe(200);
  expectAsDocumented("decideFlags", decided);
  const listed = await get("researcher", "/flags");
  expectAsDocumented("listFlags", listed);
  expect(listed.body.tasks).toMatchObject([{ taskId: task.id, isOpen: false, decision: { leavesOut: true } }]);
  expect((await get("researcher", "/export?format=ranked")).body).toBe("");
  // A blind comparison counts on its tasks until there is a verdict.
  await db().task.update({ where: { id: task.id }, data: { purpose: "blind" } });
  expect((await post("researcher", `/flags/${task.id}/decision`, { leavesOut: false, note: "x" })).status).toBe(409);
});

test("three simulated annotators are told apart, and a person decides about what was flagged", async () => {
  const uniform = createUniform(7);
  const request =
    (token: string): Request =>
    async (method, address, body) => {
      const answer = await call(method, address, { token, body });
      if (answer.status >= 300) throw new Error(`${address}: ${JSON.stringify(answer.body)}`);
      return answer.status === 204 ? null : answer.body;
    };
  const body = questions(42, uniform);
  expect(
    (await call("POST", `/projects/${projectId}/imports?format=prompts`, { token: tokens.admin, body })).status,
  ).toBe(201);
  await makeGold(request(tokens.admin), projectId, 12);
  await db().task.updateMany({ where: { projectId, status: "open" }, data: { overlap: 3 } });
  await settings({ goldShare: 0.4, repeatShare: 0.1 });
  const ids = new Map<string, string>();
  await Promise.all(
    people.map(async (person) => {
      const { id } = await makeUser({ projectId, role: "annotator" });
      ids.set(person.name, id);
      await work(request(await tokenOf(id)), projectId, person, 0, uniform);
    }),
  );

  const quality = await get("researcher", "/quality");
  expectAsDocumented("getQuality", quality);
  expect(quality.body.agreement).toMatchObject({ tasks: 30, people: 3 });
  const of = (name: string) =>
    quality.body.annotators.find(({ userId }: { userId: string }) => userId === ids.get(name));
  const [careful, hasty, first] = people.map(({ name }) => of(name));
  for (const annotator of [careful, hasty, first]) expect(annotator).toMatchObject({ judgements: 30, name: null });
  expect(careful.gold.share).toBeGreaterThan(0.85);
  // Chance may leave so few tasks without a flag for the hasty; docs/quality.md has the figures of 200.
  expect(hasty.gold.share).toBeLessThan(careful.gold.share);
  expect(first.bias.first.share).toBe(1);
  expect(Math.abs(careful.bias.correlation.value)).toBeLessThan(0.3);
  expect(careful.reliability.value).toBeGreaterThan(Math.max(hasty.reliability.value, first.reliability.value));
  // Nobody pauses in a test, so that pace says the same of all three.
  const flagged = (annotator: { suspicions: { kind: string }[] }) =>
    annotator.suspicions.map(({ kind }) => kind).filter((kind) => kind !== "pace");
  expect(flagged(careful)).toEqual([]);
  expect(flagged(first)).toContain("position");

  const target = `/annotators/${first.userId}`;
  expectAsDocumented(
    "dismissSuspicion",
    await post("admin", `${target}/dismissals`, { kind: "position", note: "Asked." }),
  );
  expectAsDocumented("excludeAnnotator", await post("admin", `${target}/exclusion`, { reason: "Does not read" }));
  const after = (await get("admin", "/quality")).body;
  const decided = after.annotators.find(({ userId }: { userId: string }) => userId === first.userId);
  expect(decided.exclusion.reason).toBe("Does not read");
  expect(decided.name).toBe("Somebody");
  expect(decided.suspicions.find(({ kind }: { kind: string }) => kind === "position").dismissed.note).toBe("Asked.");
  expect(after.agreement.people).toBe(2);
  expectAsDocumented("readmitAnnotator", await post("admin", `${target}/readmission`));

  const listed = await get("researcher", "/disagreements");
  expectAsDocumented("listDisagreements", listed);
  const { taskId } = listed.body.disagreements[0];
  const disputed = await get("researcher", `/disagreements/${taskId}`);
  expectAsDocumented("getDisagreement", disputed);
  const settled = await post("researcher", `/disagreements/${taskId}/resolution`, { ranking: known(disputed.body) });
  expectAsDocumented("resolveDisagreement", settled);
  expect((await get("researcher", "/disagreements")).body.settled).toBe(1);
});
