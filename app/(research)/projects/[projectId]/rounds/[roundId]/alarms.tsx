import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RoundAlarmView } from "../../../../../../lib/rounds/get-round.ts";
import { Card } from "../../../../../_components/card.tsx";
import { TimeAgo } from "../../../../../_components/time-ago.tsx";
import { useRecordedText } from "../../../../../_i18n/use-recorded-text.ts";

/** What the trainer saw that usually ends badly: newest first, with the answer it was seen at. Nothing while all is well. */
export function Alarms({ alarms }: { alarms: RoundAlarmView[] }) {
  const t = useTranslations("research.alarms");
  const inWords = useRecordedText();
  const stages = useTranslations("research.roundStages");
  if (alarms.length === 0) return null;
  return (
    <Card title={t("alarms")} description={t("description")} flush>
      <ul className="divide-y divide-border">
        {alarms.toReversed().map((alarm) => (
          <li key={alarm.id} className="flex gap-3 px-4 py-3.5">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
            <div className="min-w-0">
              <p className="max-w-prose">{inWords(alarm.message)}</p>
              <p className="mt-0.5 text-muted text-sm">
                {t.rich("where", {
                  stage: stages(`${alarm.stage}.name`),
                  unit: alarm.stage === "policy" ? "update" : "step",
                  number: alarm.step + 1,
                  time: () => <TimeAgo date={alarm.createdAt} />,
                })}
              </p>
              {alarm.completion !== null && (
                <pre className="mt-2 max-h-40 max-w-prose overflow-auto whitespace-pre-wrap break-words rounded-md bg-inset p-2.5 font-mono text-xs">
                  {alarm.completion}
                </pre>
              )}
              {alarm.causes.length > 0 && (
                <details className="mt-1.5 text-sm">
                  <summary className="cursor-pointer text-muted">{t("causes")}</summary>
                  <ul className="mt-1 list-disc pl-5">
                    {alarm.causes.map((cause) => (
                      <li key={cause}>{inWords(cause)}</li>
                    ))}
                  </ul>
                </details>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
