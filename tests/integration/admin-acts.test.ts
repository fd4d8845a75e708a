import { beforeAll, describe, expect, test } from "vitest";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { requireAccountAuthority } from "../../lib/auth/require-account-authority.ts";
import { setRole } from "../../lib/auth/set-role.ts";
import { generateCompletions } from "../../lib/completions/generate-completions.ts";
import { freezeNow } from "../../lib/datasets/freeze-now.ts";
import { db } from "../../lib/db/client.ts";
import type { Role } from "../../lib/generated/prisma/enums.ts";
import { getRoundOutlook } from "../../lib/rounds/get-round-outlook.ts";
import { launchRound } from "../../lib/rounds/launch-round.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { makeProject, makeTasks, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

const actor = async (projectId: string | null, role: Role) => {
  const { id } = await makeUser({ projectId, role });
  return { id, installationRole: projectId === null ? role : null };
};

async function rank(projectId: string, count: number) {
  const { id: userId } = await makeUser({ projectId, role: "annotator" });
  for (let done = 0; done < count; done++) {
    const task = await claimTask({ projectId, userId });
    await submitAnnotation({
      taskId: task!.id,
      userId,
      ranking: task!.completions.map(({ id }) => [id]),
      idempotencyKey: `${userId} ${done}`,
    });
  }
  return userId;
}

describe("acts on a whole account", () => {
  test("are a project admin's only for people of no other project", async () => {
    const [here, elsewhere] = [await makeProject(), await makeProject()];
    const admin = await actor(here.id, "admin");
    const member = await makeUser({ projectId: here.id, role: "annotator" });
    await requireAccountAuthority({ actor: admin, userId: member.id });
    await setRole({ userId: member.id, projectId: elsewhere.id, role: "annotator", actorId: null });
    await expect(requireAccountAuthority({ actor: admin, userId: member.id })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await requireAccountAuthority({ actor: await actor(null, "admin"), userId: member.id });
  });

  test("are never a project admin's for somebody with a role for every project, nor for a stranger", async () => {
    const project = await makeProject();
    const admin = await actor(project.id, "admin");
    const everywhere = await makeUser({ role: "admin" });
    await setRole({ userId: everywhere.id, projectId: project.id, role: "annotator", actorId: null });
    await expect(requireAccountAuthority({ actor: admin, userId: everywhere.id })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const stranger = await makeUser();
    await expect(requireAccountAuthority({ actor: admin, userId: stranger.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const annotator = await actor(project.id, "annotator");
    await expect(requireAccountAuthority({ actor: annotator, userId: admin.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("generating completions on a wish", () => {
  let actorId: string;
  beforeAll(async () => {
    actorId = (await makeUser({ role: "admin" })).id;
  });

  test("says that no model is there, then queues each prompt without an open task once", async () => {
    const project = await makeProject();
    const [answered] = await makeTasks(project.id, 3);
    await db().task.update({ where: { id: answered!.id }, data: { status: "done" } });
    const ask = () => generateCompletions({ projectId: project.id, promptIds: null, actorId });
    await expect(ask()).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await db().modelVersion.create({
      data: {
        kind: "base",
        number: 0,
        name: "base",
        state: "active",
        weightsHash: "w",
        trunkHash: "t",
        path: "p",
        bytes: 1,
        config: {},
      },
    });
    expect(await ask()).toEqual({ prompts: 1 });
    expect(await ask()).toEqual({ prompts: 0 });
    const audit = await db().auditEntry.count({ where: { projectId: project.id, action: "prompts.generate" } });
    expect(audit).toBe(1);
  });

  test("refuses a prompt of another project and queues nothing", async () => {
    const [project, other] = [await makeProject(), await makeProject()];
    const [own] = await makeTasks(project.id, 1);
    const [foreign] = await makeTasks(other.id, 1);
    const promptIds = [own!.promptId, foreign!.promptId];
    await expect(generateCompletions({ projectId: project.id, promptIds, actorId })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await db().generationJob.count({ where: { projectId: project.id } })).toBe(0);
  });
});

describe("before a round", () => {
  test("the outlook counts current rankings by side, and names the round that is in the way", async () => {
    const project = await makeProject();
    await makeTasks(project.id, 3);
    await rank(project.id, 2);
    const before = await getRoundOutlook({ projectId: project.id });
    expect(before.splits.train).toEqual({ prompts: 2, rankings: 2 });
    expect(before).toMatchObject({ unseen: 2, unfinished: null, timings: null });
    const round = await launchRound({ projectId: project.id, actorId: null });
    const after = await getRoundOutlook({ projectId: project.id });
    expect(after.unfinished).toEqual({ id: round.id, number: 1, state: "queued" });
  });

  test("freezing on a wish needs a ranking, and the same content is the same version", async () => {
    const project = await makeProject();
    const { id: actorId } = await makeUser({ projectId: project.id, role: "researcher" });
    const freeze = () => freezeNow({ projectId: project.id, actorId });
    await expect(freeze()).rejects.toMatchObject({ code: "UNPROCESSABLE" });
    await makeTasks(project.id, 2);
    await rank(project.id, 1);
    const first = await freeze();
    expect(await freeze()).toEqual(first);
    await rank(project.id, 1);
    expect((await freeze()).number).toBe(2);
  });
});
