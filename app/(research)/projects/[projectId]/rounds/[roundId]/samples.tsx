import { useTranslations } from "next-intl";
import type { SampleComparison } from "../../../../../../lib/rounds/compare-samples.ts";
import { Card } from "../../../../../_components/card.tsx";
import { SampleEntry } from "./sample-entry.tsx";

const openAtFirst = 3;

/** Answers to held-out prompts before and after, the largest changes of reward first. */
export function Samples({ samples, promptHref }: { samples: SampleComparison[]; promptHref: string }) {
  const t = useTranslations("research.samples");
  if (samples.length === 0) return null;
  return (
    <Card title={t("answersBeforeAndAfter")} description={t("toHeldOutPromptsThe")} flush>
      <ul className="divide-y divide-border">
        {samples.map((sample, position) => (
          <li key={sample.promptId}>
            <SampleEntry
              sample={sample}
              promptHref={`${promptHref}/${sample.promptId}`}
              initiallyOpen={position < openAtFirst}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
