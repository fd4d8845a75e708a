import { type DatasetGroup, readDataset } from "../../lib/datasets/read-dataset.ts";
import type { RankedPrompt } from "../algorithms/ranked-prompt.ts";
import { softLabel } from "../math/bradley-terry.ts";
import type { Sequence } from "../models/batch.ts";
import type { ChatTokenizer } from "../models/tokenizer.ts";

/**
 * The comparisons of one side of a frozen dataset as the reward model takes them; strengths become soft labels, a tie ½,
 * and a person's reliability the weight, where the version has weights.
 *
 * @param longest tokens of prompt and answer together; prompts with a longer one are left out, because cutting would
 *   change what people judged
 */
export async function readRankedPrompts(
  {
    datasetVersionId,
    split,
    systemPrompt,
  }: {
    datasetVersionId: string;
    split: DatasetGroup["split"];
    systemPrompt: string | null;
  },
  tokenizer: ChatTokenizer,
  longest: number,
): Promise<{ prompts: RankedPrompt[]; leftOut: number }> {
  const prompts: RankedPrompt[] = [];
  let leftOut = 0;
  for await (const group of readDataset({ datasetVersionId, split })) {
    if (group.comparisons.length === 0) continue;
    const prompt = toRankedPrompt(group, systemPrompt, tokenizer);
    if (prompt.completions.every(({ tokens }) => tokens.length <= longest)) prompts.push(prompt);
    else leftOut++;
  }
  return { prompts, leftOut };
}

/**
 * Completions in the order of their texts and pairs in the order of their places: ids are random, and sums in another
 * order would make other weights of the same data.
 */
function toRankedPrompt(group: DatasetGroup, systemPrompt: string | null, tokenizer: ChatTokenizer): RankedPrompt {
  const promptTokens = tokenizer.encodeChat(group.messages, { systemPrompt });
  const completions = group.completions.toSorted((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)));
  const places = new Map(completions.map(({ id }, place) => [id, place]));
  return {
    id: group.promptId,
    completions: completions.map(
      ({ text, finished }): Sequence => ({
        tokens: [...promptTokens, ...tokenizer.encodeCompletion(text, { finished })],
        promptLength: promptTokens.length,
      }),
    ),
    pairs: group.comparisons
      .map(({ better, worse, tie, strength, weight }) => ({
        better: places.get(better)!,
        worse: places.get(worse)!,
        target: softLabel(tie ? 0 : strength),
        weight,
      }))
      .sort((a, b) => a.better - b.better || a.worse - b.worse || a.target - b.target || a.weight - b.weight),
  };
}
