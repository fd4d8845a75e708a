/**
 * Serves model versions as an OpenAI-compatible API on loopback, and writes the completions that tasks need. Both go
 * through the same samplers, which decode together whatever is asked for at the same time.
 */
import { randomUUID } from "node:crypto";
import { hostname, setPriority } from "node:os";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { type ClaimedGeneration, claimGeneration } from "../lib/completions/claim-generation.ts";
import { completionId } from "../lib/completions/completion-id.ts";
import { failGeneration } from "../lib/completions/fail-generation.ts";
import { finishGeneration } from "../lib/completions/finish-generation.ts";
import { heartbeatGeneration } from "../lib/completions/heartbeat-generation.ts";
import { releaseGeneration } from "../lib/completions/release-generation.ts";
import { requestMissingGeneration } from "../lib/completions/request-missing-generation.ts";
import { retryGeneration } from "../lib/completions/retry-generation.ts";
import { storeCompletion } from "../lib/completions/store-completion.ts";
import { db } from "../lib/db/client.ts";
import { env } from "../lib/env.ts";
import { AppError } from "../lib/errors.ts";
import { listen } from "../lib/events/listen.ts";
import { heartbeatSeconds } from "../lib/jobs/lease.ts";
import { listServableModels } from "../lib/models/list-servable-models.ts";
import { locateModel } from "../lib/models/locate-model.ts";
import { resolveModel } from "../lib/models/resolve-model.ts";
import { seedOf } from "./math/random.ts";
import { ensureBaseModel } from "./rounds/ensure-base-model.ts";
import { LoadedModels, type LoadedVersion } from "./serving/loaded-models.ts";
import { createChatServer } from "./serving/server.ts";

/** Prompts answered at the same time. */
const jobsAtOnce = 8;
/** Leases that ran out are noticed this soon. */
const pollMilliseconds = 15_000;
/** Behind the site, which people wait for. */
const niceness = 10;

const worker = `${hostname()} ${process.pid} ${randomUUID()}`;
const stopping = new AbortController();
process.on("SIGTERM", () => stopping.abort());
process.on("SIGINT", () => stopping.abort());
setPriority(niceness);

/** The job cannot be done, whoever tries it. */
class HopelessJob extends Error {}

const models = new LoadedModels(async (versionId) => {
  const { id, kind, weights, config, base } = await locateModel({ modelVersionId: versionId });
  const isBase = kind === "base";
  return {
    id,
    baseLocation: base.location,
    weights: isBase ? null : weights,
    topBlocks: isBase ? null : (config.topBlocks ?? null),
  };
});

/** Jobs in hand, each with what stops it. */
const running = new Map<string, AbortController>();
let wake = new AbortController();

async function writeCompletions(job: ClaimedGeneration, version: LoadedVersion, signal: AbortSignal): Promise<void> {
  const { model, sampler } = version;
  const promptTokens = model.tokenizer.encodeChat(job.messages, { systemPrompt: job.systemPrompt });
  const { context } = model.trunk.architecture;
  if (promptTokens.length >= context) {
    throw new HopelessJob(`The prompt has ${promptTokens.length} tokens; the model takes ${context} with the answer.`);
  }
  const draw = async (...seedParts: (string | number)[]) => {
    const seed = seedOf(job.id, ...seedParts);
    const [sampled] = await sampler.sample([{ promptTokens, ...job.sampling, seed }], { signal });
    return { ...sampled!, seed, text: model.tokenizer.decode(sampled!.tokens) };
  };
  const texts = new Set(job.written.map(({ text }) => text));
  const written = new Set(job.written.map(({ id }) => id));
  const places = Array.from({ length: job.count }, (_, place) => place);
  const missing = places.filter((place) => !written.has(completionId(job.id, place)));
  await Promise.all(
    missing.map(async (place) => {
      let drawn = await draw(place);
      // An answer that is there already, or empty, gives nothing to rank: one more try.
      if (drawn.text.trim() === "" || texts.has(drawn.text)) drawn = await draw(place, "again");
      texts.add(drawn.text);
      const { text, tokens, finishReason, seed } = drawn;
      await storeCompletion({ job, place, text, tokenCount: tokens.length, finishReason, seed });
    }),
  );
  await finishGeneration({ jobId: job.id, worker });
}

async function runJob(job: ClaimedGeneration): Promise<void> {
  const cancelled = new AbortController();
  running.set(job.id, cancelled);
  const signal = AbortSignal.any([cancelled.signal, stopping.signal]);
  try {
    await models.use(job.modelVersionId, (version) => writeCompletions(job, version, signal));
  } catch (error) {
    if (signal.aborted) return;
    const reason = error instanceof Error ? error.message.split("\n")[0]!.slice(0, 500) : String(error);
    console.error(`Prompt ${job.promptId}: ${reason}`);
    const hopeless = error instanceof HopelessJob || error instanceof AppError;
    await (hopeless ? failGeneration : retryGeneration)({ job, worker, reason });
  } finally {
    running.delete(job.id);
    wake.abort();
  }
}

let beating: Promise<void> | null = null;
let beatAgain = false;

/** Jobs that were cancelled, or taken over while this process slept, are let go. Asked again while it runs, it runs once more. */
function heartbeat(): Promise<void> {
  if (beating) {
    beatAgain = true;
    return beating;
  }
  beating = beat().finally(() => {
    beating = null;
    if (!beatAgain) return;
    beatAgain = false;
    heartbeat().catch(console.error);
  });
  return beating;
}

async function beat(): Promise<void> {
  const jobIds = [...running.keys()];
  if (jobIds.length === 0) return;
  const held = await heartbeatGeneration({ worker, jobIds });
  for (const id of jobIds) if (!held.has(id)) running.get(id)?.abort();
}

async function takeJobs(): Promise<void> {
  while (!stopping.signal.aborted) {
    wake = new AbortController();
    const free = jobsAtOnce - running.size;
    const jobs = free > 0 ? await claimGeneration({ worker, limit: free }) : [];
    for (const job of jobs) void runJob(job).catch(console.error);
    if (jobs.length > 0) continue;
    const signal = AbortSignal.any([stopping.signal, wake.signal]);
    await wait(pollMilliseconds, undefined, { signal }).catch(() => undefined);
  }
}

async function run(): Promise<void> {
  const { ATTUNE_SAMPLER_PORT: port, ATTUNE_SAMPLER_SECRET: secret } = env();
  if (!secret) throw new Error("ATTUNE_SAMPLER_SECRET is not set. `npm start` sets it.");
  let isReady = false;
  const server = createChatServer(
    {
      isReady: () => isReady,
      resolve: (name) => resolveModel({ name }),
      list: () => listServableModels(),
      use: (versionId, work) => models.use(versionId, work),
    },
    secret,
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const stopListening = await listen((event) => {
    if (event && event.type !== "generation") return;
    wake.abort();
    heartbeat().catch(console.error);
  });
  await ensureBaseModel(stopping.signal);
  isReady = true;
  const queued = await requestMissingGeneration();
  console.log(`The sampler answers on port ${port}${queued ? `; ${queued} prompts wait for answers` : ""}.`);
  const timer = setInterval(() => heartbeat().catch(console.error), heartbeatSeconds * 1000);
  while (!stopping.signal.aborted) {
    await takeJobs().catch(async (error: unknown) => {
      console.error(error);
      await wait(pollMilliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
    });
  }
  clearInterval(timer);
  stopListening();
  server.close();
  server.closeAllConnections();
}

await run().catch((error: unknown) => {
  if (stopping.signal.aborted) return;
  console.error(error);
  process.exitCode = 1;
});
await releaseGeneration({ worker }).catch(console.error);
await db().$disconnect();
process.exit();
