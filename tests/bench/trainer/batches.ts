/** Made-up token ids, the same for every contender: what a token is does not change what a step costs. */
import { createRandom } from "../../../trainer/math/random.ts";

export interface GivenSequence {
  tokens: number[];
  promptLength: number;
}

export interface Batches {
  padToken: number;
  /** Sequences or pairs of a step. */
  batchSize: number;
  sequences: GivenSequence[];
  pairs: [GivenSequence, GivenSequence][];
  prompts: number[][];
  ppo: { batchSize: number; promptTokens: number; newTokens: number; epochs: number };
  sampling: { promptTokens: number; newTokens: number };
}

const length = 128;
const promptLength = 32;

/** @param steps how many different batches of sequences and pairs */
export function makeBatches(
  steps: number,
  { vocabulary, padToken }: { vocabulary: number; padToken: number },
): Batches {
  const random = createRandom(1);
  const tokens = (count: number) => Array.from({ length: count }, () => 100 + random.integer(vocabulary - 200));
  const batchSize = 4;
  const sequence = (prompt: number[]): GivenSequence => ({
    tokens: [...prompt, ...tokens(length - promptLength)],
    promptLength,
  });
  const prompts = Array.from({ length: batchSize * steps }, () => tokens(promptLength));
  return {
    padToken,
    batchSize,
    sequences: prompts.map(sequence),
    pairs: prompts.map((prompt) => [sequence(prompt), sequence(prompt)]),
    prompts: Array.from({ length: 32 }, () => tokens(promptLength)),
    ppo: { batchSize: 8, promptTokens: 32, newTokens: 32, epochs: 4 },
    sampling: { promptTokens: 20, newTokens: 64 },
  };
}
