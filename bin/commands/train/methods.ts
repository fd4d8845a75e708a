import type { Method } from "./method-settings.ts";
import { dpo } from "./train-dpo.ts";
import { grpo, ppo, rloo } from "./train-policy.ts";
import { reward } from "./train-reward.ts";
import { sft } from "./train-sft.ts";
import type { TrainingMethod } from "./training-run.ts";

export const trainingMethods: Record<Method, TrainingMethod> = { sft, reward, ppo, rloo, grpo, dpo };
