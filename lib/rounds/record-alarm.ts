import { type Database, db } from "../db/client.ts";
import { notify } from "../events/notify.ts";
import type { RoundStageName } from "./settings.ts";

/** What an alarm of a round can be about. */
export const alarmKinds = ["kl_negative", "kl_spike", "not_finite", "reward_dead", "overoptimisation"] as const;
export type AlarmKind = (typeof alarmKinds)[number];

export interface AlarmToRecord {
  kind: AlarmKind;
  /** One sentence a person understands. */
  message: string;
  /** What usually lies behind it, likeliest first. */
  causes: readonly string[];
  /** The sample at which it was first seen, where there is one. */
  promptId: string | null;
  completion: string | null;
}

/** Text of an offending sample that is kept, characters. */
const longestText = 2000;

/** Keeps something a round's trainer saw that usually ends badly. The same kind at the same step again is replaced. */
export async function recordAlarm({
  roundId,
  projectId,
  stage,
  step,
  alarm,
  database = db(),
}: {
  roundId: string;
  projectId: string;
  stage: RoundStageName;
  step: number;
  alarm: AlarmToRecord;
  database?: Database;
}): Promise<void> {
  const { kind, message, causes, promptId, completion } = alarm;
  // A model may write a NUL, which Postgres stores nowhere.
  const text = completion?.replaceAll("\0", "\uFFFD").slice(0, longestText) ?? null;
  const data = { message, causes: [...causes], promptId, completion: text };
  await database.roundAlarm.upsert({
    where: { roundId_stage_step_kind: { roundId, stage, step, kind } },
    create: { roundId, stage, step, kind, ...data },
    update: data,
  });
  await notify({ type: "round", projectId, id: roundId }, { database });
}
