import { describe, expect, it } from "vitest";
import { generalisedAdvantages } from "../../trainer/math/gae.ts";
import { softmax } from "../../trainer/math/logistic.ts";
import { clippedPolicyLoss, clippedValueLoss } from "../../trainer/math/ppo-objective.ts";
import { createRandom, type Random } from "../../trainer/math/random.ts";
import { mean } from "../../trainer/math/statistics.ts";
import { whitenRows } from "../../trainer/math/whitening.ts";
import { createAdam } from "./tabular-adam.ts";

/**
 * The toy task of trlX, random walks: find a short way to node 0 in a directed graph of 21 nodes, with at most 10 nodes a
 * way, from a policy that imitates random walks. A way earns its optimality: 1 where it is the shortest, falling to 0 with
 * its length, 0 where it does not arrive or takes an edge that is not there. PPO without a KL penalty.
 */
const NODES = 21;
const LONGEST = 10;
const EDGE_SHARE = 0.15;
const EPISODES = 128;
const EPOCHS = 4;
const UPDATES = 60;

function drawGraph(random: Random): boolean[][] {
  const edges = Array.from({ length: NODES }, (_, from) =>
    Array.from({ length: NODES }, (_, to) => from !== to && from !== 0 && random.uniform() < EDGE_SHARE),
  );
  // Every node leads somewhere, and one of them home.
  for (let node = 1; node < NODES; node++) edges[node]![node - 1] ||= node === 1 || !edges[node]!.includes(true);
  return edges;
}

/** Nodes of the shortest way from each node to 0, itself and 0 included; infinite where there is none. */
function shortestWays(edges: boolean[][]): number[] {
  const ways = new Array<number>(NODES).fill(Number.POSITIVE_INFINITY);
  ways[0] = 1;
  for (let pass = 0; pass < NODES; pass++) {
    for (let node = 1; node < NODES; node++) {
      for (const [to, exists] of edges[node]!.entries()) if (exists) ways[node] = Math.min(ways[node]!, ways[to]! + 1);
    }
  }
  return ways;
}

interface Walk {
  from: number[];
  to: number[];
  optimality: number;
}

function drawFrom(probabilities: readonly number[], random: Random): number {
  let rest = random.uniform();
  for (const [place, probability] of probabilities.entries()) {
    rest -= probability;
    if (rest < 0) return place;
  }
  return probabilities.length - 1;
}

function walk(logits: number[][], edges: boolean[][], ways: number[], start: number, random: Random): Walk {
  const result: Walk = { from: [], to: [], optimality: 0 };
  let node = start;
  while (result.to.length < LONGEST - 1) {
    const next = drawFrom(softmax(logits[node]!), random);
    result.from.push(node);
    result.to.push(next);
    if (!edges[node]![next]) break;
    node = next;
    if (node === 0) {
      const length = result.to.length + 1;
      result.optimality = 1 - (length - ways[start]!) / (LONGEST - ways[start]! + 1);
      break;
    }
  }
  return result;
}

function learn(seed: number): { before: number; after: number } {
  const random = createRandom(seed);
  const edges = drawGraph(random);
  const ways = shortestWays(edges);
  const starts = ways.flatMap((length, node) => (node > 0 && length <= LONGEST ? [node] : []));
  const logits = edges.map((row) => row.map((exists) => (exists ? 0 : -5)));
  const values = new Array<number>(NODES).fill(0);
  const batch = () =>
    Array.from({ length: EPISODES }, (_, place) => walk(logits, edges, ways, starts[place % starts.length]!, random));
  const optimality = () => mean(batch().map((own) => own.optimality));
  const before = optimality();
  const [policyAdam, valueAdam] = [createAdam(NODES * NODES), createAdam(NODES)];
  for (let update = 0; update < UPDATES; update++) {
    const walks = batch();
    const old = walks.map(({ from, to }) => from.map((node, step) => Math.log(softmax(logits[node]!)[to[step]!]!)));
    const oldValues = walks.map(({ from }) => from.map((node) => values[node]!));
    const estimates = walks.map(({ from, optimality: earned }, row) =>
      generalisedAdvantages(
        from.map((_, step) => (step === from.length - 1 ? earned : 0)),
        oldValues[row]!,
        1,
        0.95,
      ),
    );
    const advantages = whitenRows(
      estimates.map((estimate) => estimate.advantages),
      true,
    );
    const steps = walks.reduce((sum, { from }) => sum + from.length, 0);
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const slopes = new Array<number>(NODES * NODES).fill(0);
      const valueSlopes = new Array<number>(NODES).fill(0);
      for (const [row, { from, to }] of walks.entries()) {
        for (const [step, node] of from.entries()) {
          const probabilities = softmax(logits[node]!);
          const ratio = probabilities[to[step]!]! / Math.exp(old[row]![step]!);
          const { gradient } = clippedPolicyLoss(ratio, advantages[row]![step]!, 0.2);
          for (const [next, probability] of probabilities.entries()) {
            slopes[node * NODES + next]! += (gradient * ratio * (Number(next === to[step]) - probability)) / steps;
          }
          valueSlopes[node]! +=
            clippedValueLoss(values[node]!, oldValues[row]![step]!, estimates[row]!.returns[step]!, 0.2).gradient /
            steps;
        }
      }
      const flat = logits.flat();
      policyAdam(flat, slopes, 0.05);
      for (const [place, value] of flat.entries()) logits[Math.floor(place / NODES)]![place % NODES] = value;
      valueAdam(values, valueSlopes, 0.05);
    }
  }
  return { before, after: optimality() };
}

describe("random walks (G26)", () => {
  it("become shortest ways, whatever the graph", () => {
    for (const seed of [1, 2, 3]) {
      const { before, after } = learn(seed);
      expect(before).toBeLessThan(0.6);
      expect(after).toBeGreaterThan(0.93);
    }
  });
});
