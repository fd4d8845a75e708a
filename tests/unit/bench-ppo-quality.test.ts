/** What the bench `ppo-quality` says of its runs: the curve at the same KL, and a reward model that is one on any trunk. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { singleMember } from "../../trainer/algorithms/reward-model.ts";
import { createRandom } from "../../trainer/math/random.ts";
import { createScalarHead } from "../../trainer/models/heads.ts";
import { loadModel } from "../../trainer/models/language-model.ts";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";
import { tf } from "../../trainer/tensor/backend.ts";
import { compareAt, type Look } from "../bench/ppo-quality/compare.ts";
import { onOwnBlocks, rewardsDiffer } from "../bench/ppo-quality/reward.ts";

const random = createRandom(1);
const around = (centre: number, spread: number) => centre + spread * (random.uniform() - 0.5);
const start: Look = Array.from({ length: 60 }, () => ({ reward: around(0, 2), kl: 0 }));

/** Two seeds' looks at some √KL whose gain is `factor` times that of the curve d(1 − 0.2·ln d), each prompt a little off. */
function courseAt(distances: readonly number[], factor = 1): Look[][] {
  const looks = () =>
    distances.map((distance) => {
      const gain = factor * distance * (1 - 0.2 * Math.log(distance));
      return start.map(({ reward }) => ({ reward: reward + around(gain, 0.5), kl: around(distance ** 2, 0.1) }));
    });
  return [looks(), looks()];
}

describe("reward at the same KL", () => {
  const slow = courseAt([0.5, 1, 1.5]);

  it("is equal for a policy that went further on the same curve", () => {
    const { kl, a, b, lower, upper } = compareAt(1, start, slow, courseAt([1, 1.8, 2.5]));
    expect(Math.sqrt(kl)).toBeCloseTo(1.5, 1);
    expect(a).toBeCloseTo(b, 1);
    expect(lower).toBeLessThan(0);
    expect(upper).toBeGreaterThan(0);
  });

  it("is lower for one on a lower curve, however much it gained in the end", () => {
    const wasteful = courseAt([1, 2, 4], 0.7);
    const { kl, a, difference, lower, upper } = compareAt(2 / 3, start, slow, wasteful);
    expect(kl).toBeCloseTo(1, 1);
    expect(a).toBeCloseTo(1, 1);
    expect(difference).toBeCloseTo(0.3, 1);
    expect(lower).toBeGreaterThan(0.15);
    expect(upper).toBeLessThan(0.45);
  });
});

describe("a reward model on blocks of its own", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "attune-ppo-quality-"));
  beforeAll(() => writeTinyModel(folder, { seed: 3, layers: 3 }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("gives the rewards that it gave on the shared trunk, whatever the policy's blocks become", async () => {
    const shared = await loadModel(folder, { topLayers: 1 });
    const whole = await loadModel(folder, { topLayers: 3 });
    const top = shared.top.clone();
    for (const variable of top.variables.values()) tf.tidy(() => variable.assign(tf.mul(variable, 1.5)));
    const reward = singleMember(top, createScalarHead(shared.trunk.architecture.width, { normal: { seed: 1 } }));
    const own = onOwnBlocks(reward, whole);
    const answers = [
      { tokens: [5, 9, 77, 130, 8, 41], promptLength: 2 },
      { tokens: [9, 9, 200, 3], promptLength: 1 },
    ];
    const policy = whole.top.clone();
    for (const variable of policy.variables.values()) tf.tidy(() => variable.assign(tf.mul(variable, 2)));
    const one = { model: shared, reward };
    expect(rewardsDiffer(answers, one, { model: whole, reward: own })).toBeLessThan(1e-4);
    const { head, centre } = reward.members[0]!;
    const onPolicy = { ...reward, members: [{ top: policy, head, centre }] };
    expect(rewardsDiffer(answers, one, { model: whole, reward: onPolicy })).toBeGreaterThan(0.01);
  });
});
