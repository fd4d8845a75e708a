import { recordSample } from "../../lib/rounds/record-sample.ts";
import { disposeRewardModel } from "../algorithms/reward-model.ts";
import type { TrainingPrompt } from "../algorithms/rollout.ts";
import { answerHeldOut } from "../evaluation/held-out.ts";
import { seedOf } from "../math/random.ts";
import type { RoundRun } from "./round-run.ts";

/**
 * Where the reference is an SFT version, has the base answer the held-out prompts too: base, fine-tuned and reward-tuned
 * answers then stand side by side. Sampled again after a kill: it takes seconds.
 */
export async function keepBaseAnswers(
  run: RoundRun,
  prompts: readonly TrainingPrompt[],
  samplesPerPrompt: number,
): Promise<void> {
  const base = await run.loadBase();
  if (prompts.length === 0 || (await run.loadReference()) === base) return;
  const { id: roundId, settings } = run.round;
  const reward = await run.loadReward();
  const answers = await answerHeldOut(
    {
      seed: seedOf(settings.seed, "held-out"),
      samplesPerPrompt,
      temperature: settings.ppo.temperature,
      maxNewTokens: settings.ppo.maxNewTokens,
    },
    { model: base, reward },
    prompts,
  );
  disposeRewardModel(reward);
  for (const [place, { promptId, completion, reward: score }] of answers.entries()) {
    const text = base.tokenizer.decode(completion);
    const index = place % samplesPerPrompt;
    const sample = { promptId, phase: "base", step: 0, index, text, reward: score, kl: null } as const;
    await recordSample({ roundId, sample: { ...sample, tokens: completion.length } });
  }
}
