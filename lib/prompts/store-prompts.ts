import type { Database } from "../db/client.ts";
import { inChunks } from "../db/in-chunks.ts";
import { insertRows } from "../db/insert-rows.ts";
import { newId } from "../db/new-id.ts";
import type { ProjectSettings } from "../projects/settings.ts";
import { assignSplits } from "./assign-split.ts";
import { contentHashOf, splitKeyOf } from "./fingerprint.ts";
import type { Message } from "./messages.ts";

export interface StoredPrompts {
  /** The prompt's id for each one given, new or old. */
  ids: string[];
  /** Those that were not there before, with their (first) position among the given. */
  created: { id: string; position: number }[];
}

/** Stores prompts, each content once, on its side of the split. Part of the caller's transaction. */
export async function storePrompts({
  projectId,
  importId = null,
  prompts,
  shares,
  database,
}: {
  projectId: string;
  importId?: string | null;
  prompts: { messages: Message[]; tags: string[] }[];
  shares: ProjectSettings["split"];
  database: Database;
}): Promise<StoredPrompts> {
  const hashes = prompts.map(({ messages }) => contentHashOf(messages));
  const idByHash = await findPrompts(projectId, hashes, database);
  const created = prompts.flatMap((prompt, position) => {
    const contentHash = hashes[position]!;
    if (idByHash.has(contentHash)) return [];
    const id = newId();
    idByHash.set(contentHash, id);
    return [{ id, position, contentHash, splitKey: splitKeyOf(prompt.messages), ...prompt }];
  });
  const createdAt = new Date();
  for (const chunk of inChunks(created)) {
    const sides = await assignSplits({ projectId, splitKeys: chunk.map(({ splitKey }) => splitKey), shares, database });
    const rows = chunk.map(({ id, messages, tags, contentHash, splitKey }) => {
      const split = sides.get(splitKey)!;
      return { id, projectId, importId, messages, tags, contentHash, splitKey, split, createdAt };
    });
    await insertRows("Prompt", rows, database);
  }
  return {
    ids: hashes.map((hash) => idByHash.get(hash)!),
    created: created.map(({ id, position }) => ({ id, position })),
  };
}

async function findPrompts(projectId: string, hashes: string[], database: Database): Promise<Map<string, string>> {
  const idByHash = new Map<string, string>();
  for (const chunk of inChunks(hashes)) {
    const rows = await database.prompt.findMany({
      where: { projectId, contentHash: { in: chunk } },
      select: { id: true, contentHash: true },
    });
    for (const { id, contentHash } of rows) idByHash.set(contentHash, id);
  }
  return idByHash;
}
