import type { Alarm } from "./alarm.ts";
import type { Learner, TrainerState } from "./learner.ts";

/** KL below this, nats per completion, is no spike however sudden. */
const smallestUsual = 1;
/** Updates whose KL counts as usual. */
const remembered = 5;
const standardErrors = 3;
/** What a roll-back leaves of the learning rate. */
const slowdown = 0.5;

const state = { kl: "klGuard/kl", scale: "klGuard/learningRateScale", weight: "klGuard/weight" };

/**
 * Whether an update's KL has jumped: three standard errors below it is still more than `factor` times the largest KL of
 * the last five updates, which counts as 1 nat at least.
 *
 * @param usual KL of earlier updates, nats per completion, newest last
 */
export function isKlSpike(usual: readonly number[], kl: number, standardError: number, factor: number): boolean {
  if (usual.length === 0) return false;
  const level = Math.max(smallestUsual, ...usual.slice(-remembered));
  return kl - standardErrors * (Number.isFinite(standardError) ? standardError : 0) > factor * level;
}

/** KL cannot be negative: an estimate far below 0 means that samples and log-probabilities do not belong together. */
export function negativeKlAlarm(kl: number, standardError: number): Alarm | null {
  if (!(standardError > 0) || kl >= -standardErrors * standardError) return null;
  return {
    kind: "kl_negative",
    message: `objective/kl is ${kl.toFixed(2)}, more than three standard errors (${standardError.toFixed(2)}) below 0: the answers do not come from the distribution that the log-probabilities describe.`,
    causes: [
      "sampling used another temperature, top-p or top-k than the log-probabilities",
      "tokens after the end of the answer were counted, or the end token was left out",
      "the policy's weights changed between sampling and scoring",
      "the reference is trained along with the policy",
    ],
    promptId: null,
    completion: null,
  };
}

/** Watches the KL of each update, keeps the policy's last good weights and goes back to them. */
export interface KlGuard {
  /** 1, and half as much after each roll-back. */
  readonly learningRateScale: number;
  /**
   * Judges the KL with which an update's answers were sampled, before anything is learned from them. On a spike the
   * weights are those of the last update without one, the optimiser starts anew at half the learning rate, and the alarm
   * says so; else the weights as they are become the last good ones.
   */
  judge(kl: number, standardError: number): Alarm | null;
  exportTo(target: TrainerState): void;
  importFrom(source: TrainerState): void;
}

/** @param factor how many times the usual KL is a spike; null never is one, and nothing is kept */
export function createKlGuard(learner: Learner, factor: number | null): KlGuard {
  let usual: number[] = [];
  let good: Record<string, Float32Array> | null = null;
  let learningRateScale = 1;

  return {
    get learningRateScale() {
      return learningRateScale;
    },
    judge(kl, standardError) {
      if (factor === null) return null;
      if (!good || !isKlSpike(usual, kl, standardError, factor)) {
        usual = [...usual, kl].slice(-remembered);
        good = learner.weights();
        return null;
      }
      learner.startAnew(good);
      learningRateScale *= slowdown;
      return {
        kind: "kl_spike",
        message: `objective/kl jumped to ${kl.toFixed(2)} nats an answer, where ${Math.max(...usual).toFixed(2)} was the most of the updates before: the policy went back to its last good weights and learns at ${learningRateScale.toPrecision(2)} of the learning rate from here.`,
        causes: [
          "the learning rate is too high: divide it by three",
          "the KL penalty is too low for this reward",
          "the reward model gives an extreme score to some answer: look at the samples",
          "too many passes over each batch: lower them, or set a target KL",
        ],
        promptId: null,
        completion: null,
      };
    },
    exportTo(target) {
      target.values[state.kl] = JSON.stringify(usual);
      target.values[state.scale] = learningRateScale;
      for (const [name, values] of Object.entries(good ?? {})) target.tensors[`${state.weight}/${name}`] = values;
    },
    importFrom(source) {
      const level = source.values[state.kl];
      const scale = source.values[state.scale];
      if (typeof level !== "string" || typeof scale !== "number") throw new Error(`${state.kl} is missing`);
      usual = JSON.parse(level) as number[];
      learningRateScale = scale;
      if (usual.length === 0) {
        good = null;
        return;
      }
      good = {};
      for (const [name, { size }] of learner.variables) {
        const values = source.tensors[`${state.weight}/${name}`];
        if (values?.length !== size)
          throw new Error(`${state.weight}/${name}: ${values?.length ?? "no"} values where ${size} are expected`);
        good[name] = values;
      }
    },
  };
}
