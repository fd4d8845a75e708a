import type { DatasetOptions } from "../../../lib/datasets/options.ts";
import { formatPercent } from "../../_components/format-quantity.ts";

/** What was weighted and left out, in a few words. */
export function describeOptions({ weightByReliability, minimumAgreement }: DatasetOptions): string {
  const words = [
    ...(weightByReliability ? ["weighted by reliability"] : []),
    ...(minimumAgreement === null ? [] : [`agreement of ${formatPercent(minimumAgreement)} or more`]),
  ];
  return words.length > 0 ? words.join(", ") : "all alike";
}
