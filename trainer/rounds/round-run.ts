import type { Split } from "../../lib/generated/prisma/enums.ts";
import { type LocatedModel, locateModel } from "../../lib/models/locate-model.ts";
import { estimateRoundSeconds } from "../../lib/rounds/estimate-round-seconds.ts";
import { getRoundOutlook } from "../../lib/rounds/get-round-outlook.ts";
import { listRoundDemonstrations } from "../../lib/rounds/list-round-demonstrations.ts";
import { listRoundPrompts } from "../../lib/rounds/list-round-prompts.ts";
import { type RoundRow, readRound } from "../../lib/rounds/read-round.ts";
import { recordAlarm } from "../../lib/rounds/record-alarm.ts";
import { recordProgress } from "../../lib/rounds/record-progress.ts";
import type { RoundStageName } from "../../lib/rounds/settings.ts";
import { roundFolder } from "../../lib/storage/model-store.ts";
import type { Alarm } from "../algorithms/alarm.ts";
import { loadRewardModel } from "../algorithms/reward-file.ts";
import type { RewardModel } from "../algorithms/reward-model.ts";
import type { TrainingPrompt } from "../algorithms/rollout.ts";
import type { Sequence } from "../models/batch.ts";
import { type LanguageModel, loadModel } from "../models/language-model.ts";
import { loadTop } from "../models/save.ts";
import { type ChatTokenizer, tokenizerProblems } from "../models/tokenizer.ts";
import type { Top } from "../models/top.ts";
import { RoundError } from "./round-error.ts";

/** Prompt and answer together; longer ones are left out of training. */
export const longestSequence = 2048;

/** One run of a round in this process: its row, and the models that its stages share. */
export class RoundRun {
  readonly worker: string;
  /** For checkpoints; gone when the round has ended for good. */
  readonly folder: string;
  private row: RoundRow;
  private base: LanguageModel | null = null;
  private reference: LanguageModel | null = null;

  private constructor(row: RoundRow, worker: string) {
    this.row = row;
    this.worker = worker;
    this.folder = roundFolder(row.id);
  }

  static async open(roundId: string, worker: string): Promise<RoundRun> {
    return new RoundRun(await readRound({ roundId }), worker);
  }

  get round(): RoundRow {
    return this.row;
  }

  /** Reads the row again, after a stage has changed it. */
  async reread(): Promise<void> {
    const { referenceId } = this.row;
    this.row = await readRound({ roundId: this.row.id });
    if (this.row.referenceId !== referenceId) this.reference = null;
  }

  /** Throws where the round is another worker's by now. */
  async report(stage: RoundStageName, progress: number, secondsLeft: number | null = null): Promise<void> {
    await recordProgress({ roundId: this.row.id, worker: this.worker, stage, progress, secondsLeft });
  }

  /** About how long the stages after the reward model take, by what earlier rounds took here; null before the first. */
  async secondsAfterReward(): Promise<number | null> {
    const { timings } = await getRoundOutlook({ projectId: this.row.projectId });
    return timings && estimateRoundSeconds(timings, this.row.settings, { prompts: 0, demonstrations: 0 });
  }

  /**
   * The base below the round's reference: the frozen trunk, and the base's own top on it; loaded once. Throws where its
   * tokenizer would spoil training.
   */
  async loadBase(): Promise<LanguageModel> {
    if (this.base) return this.base;
    const { base } = await locateModel({ modelVersionId: this.row.referenceId! });
    const model = await loadModel(base.location, { topLayers: this.row.settings.topBlocks });
    const problems = tokenizerProblems(model.tokenizer);
    if (problems.length > 0) {
      throw new RoundError("unfit_tokenizer", "The model's tokenizer or chat template would spoil training.", problems);
    }
    this.base = model;
    return model;
  }

  /** The same trunk with the reference's top on it; loaded once. */
  async loadReference(): Promise<LanguageModel> {
    if (this.reference) return this.reference;
    const base = await this.loadBase();
    const located = await locateModel({ modelVersionId: this.row.referenceId! });
    if (located.kind === "base") this.reference = base;
    else {
      this.requireTrunk(located, base.trunk);
      this.reference = { ...base, top: (await loadTop(located.weights, base.trunk)).top };
    }
    return this.reference;
  }

  /** The top where the policy starts, as a copy of its own. */
  async loadStart(): Promise<Top> {
    const { trunk, top } = await this.loadReference();
    const { startId, referenceId } = this.row;
    if (startId === referenceId) return top.clone();
    const located = await locateModel({ modelVersionId: startId! });
    this.requireTrunk(located, trunk);
    return (await loadTop(located.weights, trunk)).top;
  }

  private requireTrunk({ name, trunkHash, config }: LocatedModel, trunk: LanguageModel["trunk"]): void {
    if (trunkHash === trunk.hash) return;
    throw new RoundError("other_trunk", `${name} was trained on another base or with other top blocks.`, [
      `set topBlocks to the ${config.topBlocks} of ${name}`,
      "start from the reference",
    ]);
  }

  /** What the reward stage made. */
  async loadReward(): Promise<RewardModel> {
    const { trunk, tokenizer } = await this.loadReference();
    const located = await locateModel({ modelVersionId: this.row.rewardVersionId! });
    return await loadRewardModel(located.weights, trunk, tokenizer.padToken);
  }

  /** What the policy stage made. */
  async loadPolicy(): Promise<Top> {
    const { trunk } = await this.loadReference();
    const located = await locateModel({ modelVersionId: this.row.policyVersionId! });
    return (await loadTop(located.weights, trunk)).top;
  }

  /** Keeps alarms of a step where the round's page shows them, and says them in the log. */
  async alarm(stage: RoundStageName, step: number, alarms: readonly Alarm[], tokenizer: ChatTokenizer): Promise<void> {
    const { id: roundId, projectId } = this.row;
    for (const { completion, ...alarm } of alarms) {
      console.warn(`${stage} ${step}: ${alarm.message}`);
      const text = completion && tokenizer.decode(completion);
      await recordAlarm({ roundId, projectId, stage, step, alarm: { ...alarm, completion: text } });
    }
  }

  /** The demonstrations of one side of the dataset as tokens; those beyond the context are left out. */
  async demonstrations(split: Split, tokenizer: ChatTokenizer, context: number): Promise<Sequence[]> {
    const { id: roundId, systemPrompt } = this.row;
    const longest = Math.min(longestSequence, context);
    return (await listRoundDemonstrations({ roundId, split }))
      .map(({ messages, text }) => {
        const prompt = tokenizer.encodeChat(messages, { systemPrompt });
        const completion = tokenizer.encodeCompletion(text, { finished: true });
        return { tokens: [...prompt, ...completion], promptLength: prompt.length };
      })
      .filter(({ tokens }) => tokens.length <= longest);
  }

  /**
   * What PPO goes on modelling while it learns: the demonstrations it trains on; none where their weight is 0. Throws
   * where they have a weight and there are none.
   */
  async mix(): Promise<Sequence[]> {
    if (this.row.settings.ppo.ptxCoefficient === 0) return [];
    const { tokenizer, trunk } = await this.loadBase();
    const mix = await this.demonstrations("train", tokenizer, trunk.architecture.context);
    if (mix.length > 0) return mix;
    throw new RoundError("no_demonstrations", "There are no demonstrations to mix in.", [
      "set ptxCoefficient to 0",
      "let annotators write demonstrations to training prompts",
    ]);
  }

  /** Prompts of one side as tokens; those that leave no room for an answer are left out. */
  async trainingPrompts(split: Split, tokenizer: ChatTokenizer, context: number): Promise<TrainingPrompt[]> {
    const { id, systemPrompt, settings } = this.row;
    const limit = Math.min(longestSequence, context) - settings.ppo.maxNewTokens;
    return (await listRoundPrompts({ roundId: id, split }))
      .map(({ id: promptId, messages }) => ({ id: promptId, tokens: tokenizer.encodeChat(messages, { systemPrompt }) }))
      .filter(({ tokens }) => tokens.length <= limit);
  }
}
