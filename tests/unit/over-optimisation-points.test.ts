import { expect, it } from "vitest";
import { overOptimisationPoints } from "../../app/(research)/projects/[projectId]/rounds/[roundId]/over-optimisation.tsx";

it("draws each look at the root of its KL, as gains since the first; updates without a look are no point", () => {
  const look = (kl: number, proxy: number, gold?: number) => ({
    "held_out/kl_k3": kl,
    "held_out/proxy": proxy,
    ...(gold === undefined ? {} : { "held_out/gold": gold }),
  });
  const points = overOptimisationPoints([
    { step: 0, values: { "objective/kl": 0, ...look(0, 0.5, -1) } },
    { step: 1, values: { "objective/kl": 1 } },
    { step: 3, values: look(4, 1.5, -0.5) },
    { step: 6, values: look(9, 2) },
  ]);
  expect(points).toEqual([
    { step: 0, values: { "held_out/proxy": 0, "held_out/gold": 0 } },
    { step: 2, values: { "held_out/proxy": 1, "held_out/gold": 0.5 } },
    { step: 3, values: { "held_out/proxy": 1.5, "held_out/gold": null } },
  ]);
});
