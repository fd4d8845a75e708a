import { type NamedTensorMap, tf } from "../tensor/backend.ts";
import { areFinite } from "../tensor/gradients.ts";
import type { Alarm } from "./alarm.ts";

/** Where a number that is not finite was first met in a step that was left out. */
export interface TrainingFault {
  /** Null where each prompt by itself was fine, or where the data names none. */
  promptId: string | null;
  /** The offending completion; null where the fault is in a prompt's gradient. */
  completion: readonly number[] | null;
}

/** Of a method that learns from data that is given. */
export function trainingFaultAlarm({ promptId, completion }: TrainingFault): Alarm {
  return {
    kind: "not_finite",
    message: "A gradient was not finite: the step was left out, the weights are as before.",
    causes: [
      "the learning rate is too high: divide it by three",
      "an example is unlike all others: look at it",
      "the base model gives numbers that are not finite in bfloat16",
    ],
    promptId,
    completion,
  };
}

/** The first item whose gradient by itself is not finite; undefined where each by itself is fine. */
export function findOffender<Item>(
  items: readonly Item[],
  gradientsOf: (item: Item) => NamedTensorMap,
): Item | undefined {
  return items.find((item) => {
    const gradients = gradientsOf(item);
    const finite = areFinite(gradients);
    tf.dispose(gradients);
    return !finite;
  });
}
