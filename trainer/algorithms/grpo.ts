import { groupRelativeAdvantages } from "../math/group-advantages.ts";
import { createGroupPolicyTrainer, type GroupPolicyTrainer } from "./group-policy.ts";
import { type GrpoConfig, grpoDefaults } from "./group-policy-config.ts";
import type { PpoModels } from "./ppo.ts";
import type { TrainingPrompt } from "./rollout.ts";

/**
 * Group relative policy optimisation (Shao et al. 2024, arXiv:2402.03300): a completion's advantage is its reward
 * standardised among its prompt's completions. Unlike the paper, which adds k3 to the loss, the KL penalty is part of the
 * reward, as in PPO and RLOO here.
 */
export function createGrpoTrainer(
  settings: Partial<GrpoConfig>,
  models: PpoModels,
  prompts: readonly TrainingPrompt[],
): GroupPolicyTrainer {
  const config = { ...grpoDefaults, ...settings };
  return createGroupPolicyTrainer(config, models, prompts, (rewards) =>
    groupRelativeAdvantages(rewards, config.scaleRewards),
  );
}
