import { randomUUID } from "node:crypto";
import { withClient } from "../../../bin/start/postgres.mjs";
import { newSecretToken } from "../../../lib/auth/secret-token.ts";
import { db } from "../../../lib/db/client.ts";

/** Tasks with four completions of about 440 characters each, made inside the database: a million take minutes. */
export async function fill(databaseUrl: string, projectId: string, count: number, overlap: number): Promise<void> {
  const id = (kind: string, parts = "n") => `md5('${projectId} ${kind} ' || ${parts})`;
  const tasks = `generate_series(1, ${count}) AS n`;
  const statements = [
    // What follows is right by construction: checking each reference would double the time.
    `SET session_replication_role = replica`,
    `INSERT INTO "Prompt" (id, "projectId", messages, "contentHash", "splitKey", split, tags)
     SELECT ${id("prompt")}, '${projectId}', '[{"role": "user", "content": "How are you?"}]', n, n, 'train', '{}' FROM ${tasks}`,
    `INSERT INTO "Task" (id, "projectId", "promptId", overlap, "createdAt")
     SELECT ${id("task")}, '${projectId}', ${id("prompt")}, ${overlap}, now() + n * interval '1 millisecond' FROM ${tasks}`,
    `INSERT INTO "Completion" (id, "projectId", "promptId", text)
     SELECT ${id("completion", "n || ' ' || k")}, '${projectId}', ${id("prompt")}, repeat('An answer. ', 40)
     FROM ${tasks}, generate_series(1, 4) AS k`,
    `INSERT INTO "TaskCompletion" ("taskId", "completionId", position)
     SELECT ${id("task")}, ${id("completion", "n || ' ' || k")}, k FROM ${tasks}, generate_series(1, 4) AS k`,
    `VACUUM ANALYZE`,
  ];
  await withClient(databaseUrl, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

export interface Annotator {
  userId: string;
  token: string;
}

/** Annotators of a project, each with an API token. */
export async function makeAnnotators(projectId: string, count: number): Promise<Annotator[]> {
  const people = Array.from({ length: count }, () => ({ userId: randomUUID(), ...newSecretToken("att_") }));
  await db().user.createMany({
    data: people.map(({ userId }) => ({ id: userId, email: `${userId}@example.org`, name: "Bench" })),
  });
  await db().membership.createMany({ data: people.map(({ userId }) => ({ userId, projectId, role: "annotator" })) });
  await db().apiToken.createMany({
    data: people.map(({ userId, token, tokenHash }) => ({
      userId,
      name: "bench",
      tokenHash,
      prefix: token.slice(0, 10),
    })),
  });
  return people.map(({ userId, token }) => ({ userId, token }));
}
