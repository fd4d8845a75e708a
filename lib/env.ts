import { homedir } from "node:os";
import path from "node:path";
import { z } from "zod";

const optionalText = z
  .string()
  .optional()
  .transform((value) => value || undefined);

const schema = z.object({
  /** Unset: `npm start` runs an embedded Postgres and sets it for its children. */
  DATABASE_URL: optionalText,
  /** Where the embedded database, weights, checkpoints and frozen datasets live. */
  ATTUNE_DATA_DIR: z.string().default(path.resolve(".data")),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  NEXTAUTH_URL: optionalText,
  NEXTAUTH_SECRET: optionalText,
  /** A folder in Hugging Face layout, a .gguf file, or a hub name; unset: SmolLM2-135M-Instruct. */
  ATTUNE_BASE_MODEL: optionalText,
  /** Downloaded models, shared by all checkouts of one person. */
  ATTUNE_CACHE_DIR: z
    .string()
    .default(path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "attune")),
  /** Loopback port of the sampler. */
  ATTUNE_SAMPLER_PORT: z.coerce.number().int().min(1).max(65535).default(3901),
  /** Shared by web and sampler, so that nobody else on the machine can talk to it. */
  ATTUNE_SAMPLER_SECRET: optionalText,
  /** Other OpenAI-compatible sources for conversations, as JSON: {"name": {"url": "https://…/v1", "model": "…", "key": "…"}}. */
  ATTUNE_SOURCES: optionalText,
  /** Longest time between two checkpoints of a round, as far as its steps allow. */
  ATTUNE_CHECKPOINT_SECONDS: z.coerce.number().min(0).max(120).default(45),
  /** What one person, script or browser, may ask of each web process in a minute. */
  ATTUNE_REQUESTS_PER_MINUTE: z.coerce.number().int().min(10).default(20_000),
  AUTH_OIDC_ISSUER: optionalText,
  AUTH_OIDC_CLIENT_ID: optionalText,
  AUTH_OIDC_CLIENT_SECRET: optionalText,
  AUTH_GOOGLE_CLIENT_ID: optionalText,
  AUTH_GOOGLE_CLIENT_SECRET: optionalText,
  AUTH_GITHUB_CLIENT_ID: optionalText,
  AUTH_GITHUB_CLIENT_SECRET: optionalText,
});

export type Environment = z.infer<typeof schema>;

let parsed: Environment | undefined;

/** The environment, checked once. Throws one line per variable that is off. */
export function env(): Environment {
  if (!parsed) {
    const result = schema.safeParse(process.env);
    if (!result.success) throw new Error(`Environment: ${z.prettifyError(result.error)}`);
    parsed = result.data;
  }
  return parsed;
}
