import { boundsOf } from "../agreement/share.ts";
import type { AnnotatorAssessment, Suspicion } from "./assessment.ts";

const fewestTasks = 5;
const fewestComparisons = 30;
/** Careful people reach about 73 % with each other; half is a coin. A flag needs the whole interval below this. */
const lowAgreement = 0.62;
const lowAccuracy = 0.7;
/** Reliability is agreement freed of others' mistakes, so it lies higher. */
const lowReliability = 0.7;
/** Smaller biases than this are common and harmless. */
const harmlessCorrelation = 0.1;
const unreadShare = 0.2;

/** Why a person should be looked at: each reason holds with its whole 95 % interval, so that chance alone flags nobody often. */
export function suspicionsOf({
  gold,
  agreement,
  consistency,
  bias,
  pace,
  othersMedianSeconds,
  reliability,
}: Omit<AnnotatorAssessment, "suspicions">): Suspicion[] {
  const found: Suspicion[] = [];
  const goldBounds = boundsOf(gold);
  if (goldBounds && gold.tasks >= fewestTasks && goldBounds.high < lowAccuracy) {
    found.push({
      kind: "gold",
      sentence: `Right on only ${percent(gold.share!)} of known pairs in ${gold.tasks} gold tasks.`,
    });
  }
  if (bias && (bias.correlation.low > harmlessCorrelation || bias.correlation.high < -harmlessCorrelation)) {
    const { first } = bias;
    found.push({
      kind: "position",
      sentence: `Follows the places: the answer shown first is put first in ${percent(first.share)} of tasks, where ${percent(first.expected)} is to be expected.`,
    });
  }
  if (pace && pace.judgements >= fewestTasks && pace.unread > unreadShare) {
    found.push({
      kind: "pace",
      sentence: `Too fast to have read the answers in ${percent(pace.unread)} of tasks: ${seconds(pace.median)} each${othersMedianSeconds === null ? "" : `; others take ${seconds(othersMedianSeconds)}`}.`,
    });
  } else if (
    pace &&
    othersMedianSeconds !== null &&
    pace.judgements >= fewestTasks &&
    pace.median < othersMedianSeconds / 4
  ) {
    found.push({
      kind: "pace",
      sentence: `Four times as fast as the others: ${seconds(pace.median)} each, others take ${seconds(othersMedianSeconds)}.`,
    });
  }
  const consistencyBounds = boundsOf(consistency);
  if (consistencyBounds && consistency.tasks >= fewestTasks && consistencyBounds.high < lowAccuracy) {
    found.push({
      kind: "consistency",
      sentence: `Judges the same answers differently the second time: ${percent(consistency.share!)} of pairs alike in ${consistency.tasks} repeats.`,
    });
  }
  // Where the others are the careless ones, a careful person agrees with few: known answers or Crowd-BT clear them.
  const isCleared = (goldBounds?.low ?? 0) > lowAccuracy || (reliability?.low ?? 0) > lowReliability;
  const agreementBounds = boundsOf(agreement);
  if (!isCleared && agreementBounds && agreement.count >= fewestComparisons && agreementBounds.high < lowAgreement) {
    found.push({
      kind: "agreement",
      sentence: `Agrees with the others on only ${percent(agreement.share!)} of pairs.`,
    });
  }
  if (reliability && reliability.comparisons >= fewestComparisons && reliability.high < lowReliability) {
    found.push({
      kind: "reliability",
      sentence: `A comparison of theirs says what the crowd's does in ${percent(reliability.value)} of cases, at most ${percent(reliability.high)}.`,
    });
  }
  return found;
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
const seconds = (value: number) => (value < 10 ? `${value.toFixed(1)} s` : `${value.toFixed(0)} s`);
