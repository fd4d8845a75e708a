import { z } from "zod";
import type { Database } from "../db/client.ts";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import { getActivePolicy } from "../models/get-active-policy.ts";
import type { ProjectSettings } from "../projects/settings.ts";

/** Something that answers a conversation by OpenAI's chat-completions interface. */
export interface Source {
  /** Up to and with `/v1`. */
  url: string;
  key: string | null;
  model: string;
  /** Who its answers are by: one of our versions, or the name of a source. */
  author: { modelVersionId: string } | { sourceName: string };
}

const named = z.record(
  z.string().min(1).max(100),
  z.object({ url: z.url({ protocol: /^https?$/ }), model: z.string().min(1), key: z.string().optional() }),
);

/**
 * Who answers in a project's conversations: the source of ATTUNE_SOURCES that its settings name, else its active model
 * through the sampler. Only whoever runs the installation writes addresses and keys: a project picks a name. Throws
 * UNAVAILABLE where that is not there.
 */
export async function sourceOf({
  projectId,
  settings,
  database,
}: {
  projectId: string;
  settings: ProjectSettings;
  database: Database;
}): Promise<Source> {
  const { source: name } = settings.converse;
  if (name !== null) {
    const source = namedSources()[name];
    if (!source) throw new AppError("UNAVAILABLE", `This installation has no source called ${name}.`);
    const { url, model, key = null } = source;
    return { url: url.replace(/\/+$/, ""), model, key, author: { sourceName: name } };
  }
  const version = await getActivePolicy({ projectId, database });
  if (!version) throw new AppError("UNAVAILABLE", "The model is still being fetched. Try again when it is there.");
  const { ATTUNE_SAMPLER_PORT: port, ATTUNE_SAMPLER_SECRET: key = null } = env();
  return { url: `http://127.0.0.1:${port}/v1`, model: version.id, key, author: { modelVersionId: version.id } };
}

function namedSources(): z.infer<typeof named> {
  const given = env().ATTUNE_SOURCES;
  if (!given) return {};
  try {
    return named.parse(JSON.parse(given));
  } catch {
    throw new AppError("UNAVAILABLE", "ATTUNE_SOURCES is not right: a JSON object of {name: {url, model, key}}.");
  }
}
