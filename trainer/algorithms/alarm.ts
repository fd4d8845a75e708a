/** What an alarm is about; the same words as in lib/rounds/record-alarm.ts. */
export type AlarmKind = "kl_negative" | "kl_spike" | "not_finite" | "reward_dead" | "overoptimisation";

/** Something seen in training that usually ends badly. */
export interface Alarm {
  kind: AlarmKind;
  /** One sentence a person understands. */
  message: string;
  /** What usually lies behind it, likeliest first. */
  causes: readonly string[];
  /** The sample at which it was first seen; null where all contributed. */
  promptId: string | null;
  completion: readonly number[] | null;
}
