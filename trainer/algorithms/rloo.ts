import { leaveOneOutAdvantages } from "../math/group-advantages.ts";
import { createGroupPolicyTrainer, type GroupPolicyTrainer } from "./group-policy.ts";
import { type GroupPolicyConfig, groupPolicyDefaults } from "./group-policy-config.ts";
import type { PpoModels } from "./ppo.ts";
import type { TrainingPrompt } from "./rollout.ts";

/**
 * REINFORCE leave-one-out (Ahmadian et al. 2024, arXiv:2402.14740): the baseline of a completion is the mean reward of its
 * prompt's other completions.
 */
export function createRlooTrainer(
  settings: Partial<GroupPolicyConfig>,
  models: PpoModels,
  prompts: readonly TrainingPrompt[],
): GroupPolicyTrainer {
  return createGroupPolicyTrainer({ ...groupPolicyDefaults, ...settings }, models, prompts, leaveOneOutAdvantages);
}
