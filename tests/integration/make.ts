import { randomUUID } from "node:crypto";
import { createUser } from "../../lib/auth/create-user.ts";
import { db } from "../../lib/db/client.ts";
import { newId } from "../../lib/db/new-id.ts";
import type { Role, TaskKind } from "../../lib/generated/prisma/enums.ts";
import { createProject, type ProjectInput } from "../../lib/projects/create-project.ts";
import type { TaskView } from "../../lib/tasks/task-view.ts";

// What integration tests are about, made quickly and directly.

export async function makeProject(settings: ProjectInput["settings"] = {}, name = "Trial") {
  return await createProject({ actorId: null, name, settings });
}

/** A person with a role in a project, or in all with `projectId` null. Without a password, which is slow to hash. */
export async function makeUser({
  projectId = null,
  role = null,
}: {
  projectId?: string | null;
  role?: Role | null;
} = {}) {
  return await createUser({
    email: `${randomUUID()}@example.org`,
    name: "Somebody",
    password: null,
    role,
    projectId,
    actorId: null,
  });
}

export async function makeAnnotators(projectId: string, count: number) {
  return await Promise.all(Array.from({ length: count }, () => makeUser({ projectId, role: "annotator" })));
}

/** Prompts with completions to rank, a task each; written in bulk, in this order of age. */
export async function makeTasks(
  projectId: string,
  count: number,
  {
    overlap = 1,
    completions = 4,
    priority = 0,
    kind = "rank",
  }: { overlap?: number; completions?: number; priority?: number; kind?: TaskKind } = {},
) {
  const start = Date.now() - count;
  const prompts = Array.from({ length: count }, (_, position) => ({
    id: newId(),
    projectId,
    messages: [{ role: "user", content: `Question ${position} of ${randomUUID()}` }],
    contentHash: randomUUID(),
    splitKey: randomUUID(),
    split: "train" as const,
  }));
  const tasks = prompts.map((prompt, position) => ({
    id: randomUUID(),
    projectId,
    promptId: prompt.id,
    kind,
    overlap,
    priority,
    createdAt: new Date(start + position),
  }));
  const answers = prompts.flatMap((prompt, at) =>
    Array.from({ length: completions }, (_, position) => ({
      id: newId(),
      projectId,
      promptId: prompt.id,
      text: `Answer ${position}`,
      sourceName: `source-${position}`,
      taskId: tasks[at]!.id,
      position,
    })),
  );
  await db().prompt.createMany({ data: prompts });
  await db().task.createMany({ data: tasks });
  await db().completion.createMany({
    data: answers.map(({ taskId: _task, position: _position, ...answer }) => answer),
  });
  await db().taskCompletion.createMany({
    data: answers.map(({ id, taskId, position }) => ({ taskId, completionId: id, position })),
  });
  return tasks;
}

/** A submission that ranks a task's completions as they are shown. */
export function asShown(task: TaskView) {
  return { taskId: task.id, ranking: task.completions.map(({ id }) => [id]), idempotencyKey: randomUUID() };
}
