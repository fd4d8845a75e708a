import { describe, expect, it } from "vitest";
import { generalisedAdvantages } from "../../trainer/math/gae.ts";
import { softmax } from "../../trainer/math/logistic.ts";
import { clippedPolicyLoss, clippedValueLoss, tokenRewards } from "../../trainer/math/ppo-objective.ts";
import { createRandom, type Random } from "../../trainer/math/random.ts";
import { regularisedOptimum } from "../../trainer/math/regularised-optimum.ts";
import { whitenRows } from "../../trainer/math/whitening.ts";
import { createAdam } from "./tabular-adam.ts";

const SYMBOLS = 3;
const LENGTH = 3;
const EPISODES = 128;
const UPDATES = 400;
const EPOCHS = 4;

/** One row of logits, and one value, per prefix; a prefix is numbered by its symbols in base 3 with a leading 1. */
type Table = { logits: number[][]; values: number[] };
type Episode = { prefixes: number[]; symbols: number[] };

const prefixCount = 2 * SYMBOLS ** LENGTH;

function sequences(): Episode[] {
  return Array.from({ length: SYMBOLS ** LENGTH }, (_, index) => {
    const symbols = [Math.floor(index / 9), Math.floor(index / 3) % 3, index % 3];
    return { symbols, prefixes: prefixesOf(symbols) };
  });
}

function prefixesOf(symbols: readonly number[]): number[] {
  let prefix = 1;
  return symbols.map((symbol) => {
    const before = prefix;
    prefix = prefix * SYMBOLS + symbol;
    return before;
  });
}

function logProbabilities(logits: number[][], { prefixes, symbols }: Episode): number[] {
  return symbols.map((symbol, step) => Math.log(softmax(logits[prefixes[step]!]!)[symbol]!));
}

function sample(logits: number[][], random: Random): Episode {
  const symbols: number[] = [];
  let prefix = 1;
  for (let step = 0; step < LENGTH; step++) {
    const probabilities = softmax(logits[prefix]!);
    const draw = random.uniform();
    const symbol = draw < probabilities[0]! ? 0 : draw < probabilities[0]! + probabilities[1]! ? 1 : 2;
    symbols.push(symbol);
    prefix = prefix * SYMBOLS + symbol;
  }
  return { symbols, prefixes: prefixesOf(symbols) };
}

function trainByPpo(reference: number[][], reward: (episode: Episode) => number, coefficient: number) {
  const random = createRandom(11);
  const table: Table = {
    logits: reference.map((row) => row.slice()),
    values: new Array<number>(prefixCount).fill(0),
  };
  const policyAdam = createAdam(prefixCount * SYMBOLS);
  const valueAdam = createAdam(prefixCount);
  const first = { ratios: [] as number[], clipped: 0 };
  for (let update = 0; update < UPDATES; update++) {
    const rate = 0.05 * (1 - update / UPDATES);
    const episodes = Array.from({ length: EPISODES }, () => sample(table.logits, random));
    const old = episodes.map((episode) => logProbabilities(table.logits, episode));
    const oldValues = episodes.map(({ prefixes }) => prefixes.map((prefix) => table.values[prefix]!));
    const estimates = episodes.map((episode, row) =>
      generalisedAdvantages(
        tokenRewards(reward(episode), coefficient, old[row]!, logProbabilities(reference, episode)),
        oldValues[row]!,
        1,
        0.95,
      ),
    );
    const advantages = whitenRows(
      estimates.map((estimate) => estimate.advantages),
      true,
    );
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const policyGradient = new Array<number>(prefixCount * SYMBOLS).fill(0);
      const valueGradient = new Array<number>(prefixCount).fill(0);
      for (const [row, episode] of episodes.entries()) {
        const current = logProbabilities(table.logits, episode);
        for (let step = 0; step < LENGTH; step++) {
          const prefix = episode.prefixes[step]!;
          const ratio = Math.exp(current[step]! - old[row]![step]!);
          const surrogate = clippedPolicyLoss(ratio, advantages[row]![step]!, 0.2);
          if (update === 0 && epoch === 0) {
            first.ratios.push(ratio);
            first.clipped += Number(surrogate.clipped);
          }
          for (const [symbol, probability] of softmax(table.logits[prefix]!).entries()) {
            const indicator = symbol === episode.symbols[step] ? 1 : 0;
            policyGradient[prefix * SYMBOLS + symbol]! +=
              (surrogate.gradient * ratio * (indicator - probability)) / (EPISODES * LENGTH);
          }
          valueGradient[prefix]! +=
            clippedValueLoss(table.values[prefix]!, oldValues[row]![step]!, estimates[row]!.returns[step]!, 0.2)
              .gradient /
            (EPISODES * LENGTH);
        }
      }
      const flat = table.logits.flat();
      policyAdam(flat, policyGradient, rate);
      table.logits = table.logits.map((_, prefix) => flat.slice(prefix * SYMBOLS, (prefix + 1) * SYMBOLS));
      valueAdam(table.values, valueGradient, rate);
    }
  }
  return { logits: table.logits, first };
}

describe("tabular PPO (G12)", () => {
  const random = createRandom(5);
  const reference = Array.from({ length: prefixCount }, () =>
    Array.from({ length: SYMBOLS }, () => random.normal() / 2),
  );
  const all = sequences();
  const rewardOf = new Map(all.map(({ symbols }) => [symbols.join(), random.normal()]));
  const reward = (episode: Episode) => rewardOf.get(episode.symbols.join())!;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const probability = (logits: number[][], episode: Episode) => Math.exp(sum(logProbabilities(logits, episode)));

  it.each([0.2, 0.5, 1])("reaches β·log Σ π_ref·exp(r/β) at β = %f", (coefficient) => {
    const optimum = regularisedOptimum(
      all.map((episode) => probability(reference, episode)),
      all.map(reward),
      coefficient,
    );
    const { logits, first } = trainByPpo(reference, reward, coefficient);
    const reached = sum(
      all.map((episode) => {
        const p = probability(logits, episode);
        return p * (reward(episode) - coefficient * Math.log(p / probability(reference, episode)));
      }),
    );
    expect(first.ratios.every((ratio) => ratio === 1)).toBe(true);
    expect(first.clipped).toBe(0);
    const atStart = sum(all.map((episode) => probability(reference, episode) * reward(episode)));
    expect(optimum.value - atStart).toBeGreaterThan(0.1);
    expect(reached).toBeLessThanOrEqual(optimum.value);
    expect(optimum.value - reached).toBeLessThan(0.001);
  });
});
