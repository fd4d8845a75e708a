import { alikeInLength, type CachedSequence, stackSequences } from "../algorithms/activations.ts";
import { tokenLogProbs } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import { tf } from "../tensor/backend.ts";

/** Log-probability of each sequence's completion, nats: the sum over its tokens. In passes of similar length. */
export function completionLogProbs(top: Top, sequences: readonly CachedSequence[], padToken: number): number[] {
  const sums = sequences.map(() => 0);
  for (const members of alikeInLength(sequences.map((sequence, place) => ({ ...sequence, place })))) {
    const { batch, hidden } = stackSequences(members, padToken, top.trunk.architecture.width);
    const logProbs = tf.tidy(() => tokenLogProbs(top, hidden, batch).logProbs.dataSync<"float32">().slice());
    hidden.dispose();
    for (const [flat, logProb] of logProbs.entries()) sums[members[batch.sequenceOf[flat]!]!.place]! += logProb;
  }
  return sums;
}
