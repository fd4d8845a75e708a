import type { useTranslations } from "next-intl";
import type { DatasetOptions } from "../../../lib/datasets/options.ts";
import type { Quantities } from "../../_components/format-quantity.ts";

/** What was weighted and left out, in a few words; `t` is of "research.optionsFields". */
export function describeOptions(
  { weightByReliability, minimumAgreement }: DatasetOptions,
  t: ReturnType<typeof useTranslations<"research.optionsFields">>,
  { formatPercent }: Quantities,
): string {
  const words = [
    ...(weightByReliability ? [t("byReliability")] : []),
    ...(minimumAgreement === null ? [] : [t("agreementOf", { share: formatPercent(minimumAgreement) })]),
  ];
  return words.length > 0 ? words.join(", ") : t("allAlike");
}
