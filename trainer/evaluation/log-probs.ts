import { type CachedSequence, stackSequences } from "../algorithms/activations.ts";
import { tokenLogProbs } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import { tf } from "../tensor/backend.ts";

/** Rows (sequences × length) of one forward pass through a top. */
const ROWS_PER_PASS = 2048;

/** Log-probability of each sequence's completion, nats: the sum over its tokens. In passes of similar length. */
export function completionLogProbs(top: Top, sequences: readonly CachedSequence[], padToken: number): number[] {
  const sums = sequences.map(() => 0);
  const order = [...sequences.keys()].sort((a, b) => sequences[a]!.tokens.length - sequences[b]!.tokens.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && (end - start + 1) * sequences[order[end]!]!.tokens.length <= ROWS_PER_PASS) end++;
    const members = order.slice(start, end);
    const chosen = members.map((place) => sequences[place]!);
    const { batch, hidden } = stackSequences(chosen, padToken, top.trunk.architecture.width);
    const logProbs = tf.tidy(() => tokenLogProbs(top, hidden, batch).logProbs.dataSync<"float32">().slice());
    hidden.dispose();
    for (const [flat, logProb] of logProbs.entries()) sums[members[batch.sequenceOf[flat]!]!]! += logProb;
    start = end;
  }
  return sums;
}
