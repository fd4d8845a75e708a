import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { encode } from "next-auth/jwt";
import { submitAnnotation } from "../../../lib/annotations/submit-annotation.ts";
import { openSession } from "../../../lib/auth/open-session.ts";
import { claimTask } from "../../../lib/tasks/claim-task.ts";
import type { Annotator } from "./fill.ts";

export interface BenchTask {
  id: string;
  completions: { id: string }[];
}

/** How the closed loop reaches Attune. */
export interface Way {
  claim(annotator: Annotator): Promise<BenchTask | null>;
  /** Ranks the completions as shown. `next`: the task that came along; undefined where the answer carries none. */
  submit(annotator: Annotator, task: BenchTask): Promise<{ id: string; next?: BenchTask | null }>;
}

/** Calls the use cases in this process. */
export function throughLibrary(projectId: string): Way {
  return {
    claim: ({ userId }) => claimTask({ projectId, userId }),
    submit: ({ userId }, task) => submitAnnotation({ taskId: task.id, userId, ...asShown(task) }),
  };
}

/** Asks the public API, with the person's token or, as a browser does, with a session's cookie. */
export async function throughHttp({
  projectId,
  port,
  annotators,
  sessionSecret,
  next,
}: {
  projectId: string;
  port: number;
  annotators: Annotator[];
  /** Signs in with cookies made with this; null for tokens. */
  sessionSecret: string | null;
  /** A submission brings the next task along. */
  next: boolean;
}): Promise<Way> {
  const agent = new Agent({ keepAlive: true, maxSockets: annotators.length });
  const headers = new Map<string, Record<string, string>>();
  for (const { userId, token } of annotators) {
    headers.set(
      userId,
      sessionSecret ? await cookie(userId, sessionSecret, port) : { authorization: `Bearer ${token}` },
    );
  }
  const post = (userId: string, path: string, body: object) =>
    send(agent, port, `/api/v1${path}`, headers.get(userId)!, JSON.stringify(body));
  return {
    claim: async ({ userId }) => (await post(userId, `/projects/${projectId}/tasks/next`, {})) as BenchTask | null,
    submit: async ({ userId }, task) =>
      (await post(userId, `/tasks/${task.id}/annotations`, { ...asShown(task), ...(next ? { next } : {}) })) as {
        id: string;
      },
  };
}

function asShown({ completions }: BenchTask) {
  return { ranking: completions.map(({ id }) => [id]), idempotencyKey: randomUUID() };
}

async function cookie(userId: string, secret: string, port: number): Promise<Record<string, string>> {
  const token = await sessionToken(userId, secret);
  return { cookie: `next-auth.session-token=${token}`, origin: `http://127.0.0.1:${port}` };
}

/** What the session's cookie of a person who has signed in holds. */
export async function sessionToken(userId: string, secret: string): Promise<string> {
  const sessionId = await openSession({ userId, provider: "credentials", userAgent: "bench" });
  return await encode({ secret, token: { id: userId, sessionVersion: 0, sessionId } });
}

/** JSON there and back; null for an answer without content. Throws for anything but success. */
function send(agent: Agent, port: number, path: string, headers: Record<string, string>, body: string) {
  return new Promise<unknown>((resolve, reject) => {
    const sent = request(
      {
        agent,
        host: "127.0.0.1",
        port,
        path,
        method: "POST",
        headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode! >= 300) reject(new Error(`${path}: ${response.statusCode} ${text.slice(0, 300)}`));
          else resolve(response.statusCode === 204 ? null : JSON.parse(text));
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}
