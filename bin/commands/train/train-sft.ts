import { createSftTrainer } from "../../../trainer/algorithms/sft.ts";
import { type TrainingFault, trainingFaultAlarm } from "../../../trainer/algorithms/training-fault.ts";
import {
  type DemonstrationLoss,
  demonstrationLosses,
  lossPerToken,
} from "../../../trainer/evaluation/demonstration-loss.ts";
import type { Sequence } from "../../../trainer/models/batch.ts";
import type { ChatTokenizer } from "../../../trainer/models/tokenizer.ts";
import { alarmText } from "./alarm-text.ts";
import type { Figures } from "./figures.ts";
import type { MethodSettings } from "./method-settings.ts";
import { type Demonstration, readDemonstrations } from "./read-training-data.ts";
import { savePolicy } from "./save-policy.ts";
import type { TrainingMethod } from "./training-run.ts";

/** Fine-tunes on a file of demonstrations. */
export const sft: TrainingMethod = {
  method: "sft",
  shown: ["loss"],
  async prepare(options, settings, { base, model }) {
    const { tokenizer, trunk } = model;
    const read = async (file: string) => {
      const demonstrations = (await readDemonstrations(file, options))
        .map((demonstration) => toSequence(demonstration, tokenizer, options.systemPrompt ?? null))
        .filter(({ tokens }) => tokens.length <= trunk.architecture.context);
      if (demonstrations.length === 0) throw new Error(`${file} holds no demonstration that fits into ${base.name}.`);
      return demonstrations;
    };
    const demonstrations = await read(options.data);
    const held = options.eval ? await read(options.eval) : null;
    return {
      data: `${demonstrations.length} demonstrations`,
      start(seed) {
        const top = model.top.clone();
        const trainer = createSftTrainer(
          { ...(settings as MethodSettings<"sft">), seed },
          { top, padToken: tokenizer.padToken },
          demonstrations,
        );
        let before: DemonstrationLoss[] | null = null;
        /** The second time also how the loss has changed since the first, demonstration by demonstration. */
        const judgeDemonstrations = (demonstrations: readonly Sequence[]): Figures => {
          const losses = demonstrationLosses(top, demonstrations, tokenizer.padToken);
          const changes = before?.map(({ loss }, place) => ({ ...losses[place]!, loss: losses[place]!.loss - loss }));
          before = losses;
          return { "eval/loss": lossPerToken(losses), ...(changes && { "eval/loss_change": lossPerToken(changes) }) };
        };
        return {
          get progress() {
            return trainer.progress;
          },
          async step() {
            const { step, metrics, fault } = trainer.step();
            return { metrics: { ...metrics }, warnings: fault ? [faultText(step, fault, tokenizer)] : [] };
          },
          ...(held ? { evaluate: async () => judgeDemonstrations(held) } : {}),
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

/** Said where a step was left out. */
export function faultText(
  step: number,
  fault: TrainingFault,
  tokenizer: ChatTokenizer,
  promptOf?: (id: string) => readonly number[] | undefined,
): string {
  return `step ${step + 1}: ${alarmText(trainingFaultAlarm(fault), tokenizer, promptOf)}`;
}

export function toSequence(
  { messages, completion }: Demonstration,
  tokenizer: ChatTokenizer,
  systemPrompt: string | null,
): Sequence {
  const prompt = tokenizer.encodeChat(messages, { systemPrompt });
  const tokens = [...prompt, ...tokenizer.encodeCompletion(completion, { finished: true })];
  return { tokens, promptLength: prompt.length };
}
