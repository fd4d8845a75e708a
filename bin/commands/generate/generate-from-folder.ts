import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { contentHashOf } from "../../../lib/prompts/fingerprint.ts";
import type { Message } from "../../../lib/prompts/messages.ts";
import { bestOfN } from "../../../trainer/algorithms/best-of-n.ts";
import { loadRewardModel } from "../../../trainer/algorithms/reward-file.ts";
import { seedOf } from "../../../trainer/math/random.ts";
import { Sampler } from "../../../trainer/models/sample.ts";
import type { GenerateOptions } from "../generate.ts";
import { openModel } from "../train/open-model.ts";
import { readPrompts } from "../train/read-training-data.ts";
import { fileOfReward } from "../train/run-training.ts";

/** Prompts whose completions are sampled together, and written before the next ones begin. */
const promptsTogether = 32;

/**
 * Samples completions of prompts and writes a JSON line a prompt: `{prompt, completions: [{text}]}`. With a reward model
 * only the best of each prompt's samples stays: fine-tuning on those is rejection sampling.
 */
export async function generateFromFolder(options: GenerateOptions): Promise<void> {
  const { temperature, topP, topK, maxNewTokens, seed, samples, systemPrompt = null } = options;
  if (samples < 1) throw new Error("--samples must be at least 1.");
  const typed = (options.prompt ?? []).map((content): Message[] => [{ role: "user", content }]);
  const read = options.data ? await readPrompts(options.data) : [];
  const prompts = [...typed.map((messages) => ({ id: contentHashOf(messages), messages })), ...read];
  if (prompts.length === 0) throw new Error("Say what to answer with --prompt or --data.");
  const { model } = await openModel(options.model, { compute: "float32" });
  const { tokenizer, trunk } = model;
  const tokenised = prompts.map((prompt) => ({
    ...prompt,
    tokens: tokenizer.encodeChat(prompt.messages, { systemPrompt }),
  }));
  const fitting = tokenised.filter(({ tokens }) => tokens.length < trunk.architecture.context);
  if (fitting.length < tokenised.length)
    process.stderr.write(
      `${tokenised.length - fitting.length} prompts are longer than the model's context and left out\n`,
    );

  const file = options.out ? createWriteStream(options.out) : null;
  const write = (messages: Message[], completions: object[]) => {
    const only = messages.length === 1 && messages[0]!.role === "user" ? messages[0]!.content : messages;
    (file ?? process.stdout).write(`${JSON.stringify({ prompt: only, completions })}\n`);
  };
  const withoutStop = (tokens: readonly number[]) => tokenizer.decode(tokens).trim();

  if (options.reward) {
    if (topP !== 1 || topK !== 0) throw new Error("Best-of-n draws from all tokens: leave --top-p and --top-k out.");
    const reward = await loadRewardModel(fileOfReward(options.reward), trunk, tokenizer.padToken);
    const settings = { seed, samples, maxNewTokens, temperature };
    for (const prompt of fitting) {
      const { completions } = await bestOfN(settings, { model, reward }, [prompt]);
      for (const { best, reward: value } of completions) {
        write(prompt.messages, [{ text: withoutStop(best.completion), reward: value }]);
      }
    }
  } else {
    const sampler = new Sampler(model);
    for (let start = 0; start < fitting.length; start += promptsTogether) {
      const group = fitting.slice(start, start + promptsTogether);
      const requests = group.flatMap(({ id, tokens }) =>
        Array.from({ length: samples }, (_, sample) => ({
          promptTokens: tokens,
          temperature,
          topP,
          topK,
          maxNewTokens,
          seed: seedOf(seed, "generate", id, sample),
        })),
      );
      const sampled = await sampler.sample(requests);
      group.forEach(({ messages }, place) => {
        const own = sampled.slice(place * samples, (place + 1) * samples);
        write(
          messages,
          own.map(({ tokens }) => ({ text: withoutStop(tokens) })),
        );
      });
    }
    sampler.dispose();
  }
  if (file) {
    file.end();
    await finished(file);
    process.stderr.write(`wrote ${options.out}\n`);
  }
}
