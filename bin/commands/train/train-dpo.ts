import { createDpoTrainer } from "../../../trainer/algorithms/dpo.ts";
import { completionLength } from "../../../trainer/algorithms/ranked-prompt.ts";
import { preferenceReport } from "../../../trainer/math/preference-report.ts";
import { createRandom } from "../../../trainer/math/random.ts";
import type { MethodSettings } from "./method-settings.ts";
import { savePolicy } from "./save-policy.ts";
import { promptIn, readPrompts, reportFigures } from "./train-reward.ts";
import { faultText } from "./train-sft.ts";
import type { TrainingMethod } from "./training-run.ts";

/** DPO on a file of rankings. */
export const dpo: TrainingMethod = {
  method: "dpo",
  shown: ["loss", "rewards/accuracies", "rewards/margins"],
  async prepare(options, settings, opened) {
    const { model } = opened;
    const prompts = await readPrompts(options.data, options, opened);
    const held = options.eval ? await readPrompts(options.eval, options, opened) : null;
    return {
      data: `${prompts.length} prompts`,
      start(seed) {
        const top = model.top.clone();
        const trainer = createDpoTrainer(
          { ...(settings as MethodSettings<"dpo">), seed },
          { policy: top, reference: model.top, startsFromReference: true, padToken: model.tokenizer.padToken },
          prompts,
        );
        return {
          get progress() {
            return trainer.progress;
          },
          async step() {
            const { step, metrics, fault } = trainer.step();
            const warnings = fault ? [faultText(step, fault, model.tokenizer, promptIn(prompts))] : [];
            return { metrics: { ...metrics }, warnings };
          },
          ...(held
            ? {
                // The implicit rewards judge as a reward model's scores do.
                evaluate: async () => {
                  const judged = held.map((prompt) => ({
                    scores: trainer.implicitRewards(prompt),
                    lengths: prompt.completions.map(completionLength),
                    pairs: prompt.pairs,
                  }));
                  return reportFigures("eval/", preferenceReport(judged, createRandom(1)));
                },
              }
            : {}),
          state: () => trainer.state(),
          restore: (state) => trainer.restore(state),
          async finish(folder) {
            return { ...(await savePolicy(folder, { ...model, top }, options)), figures: {} };
          },
          dispose() {
            trainer.dispose();
            top.dispose();
          },
        };
      },
    };
  },
};
