import { useTranslations } from "next-intl";
import { Notice } from "../../../../_components/notice.tsx";
import { useQuantities } from "../../../../_components/use-quantities.ts";

export type Outcome =
  | {
      kind: "imported";
      lines: number;
      prompts: number;
      completions: number;
      tasks: number;
      rankings: number;
      gold: number;
      demonstrations: number;
      duplicates: number;
      generationJobs: number;
    }
  | {
      kind: "failed";
      message: string;
      faults: { line: number; reason: string }[] /** All bad lines. */;
      count: number;
    };

/** What an import did, or each bad line with its reason. */
export function ImportOutcome({ outcome }: { outcome: Outcome }) {
  const { formatCount } = useQuantities();
  const t = useTranslations("research.importOutcome");
  if (outcome.kind === "imported") {
    const made = [
      outcome.prompts > 0 && t("prompts", { prompts: outcome.prompts }),
      outcome.completions > 0 && t("answers", { completions: outcome.completions }),
      outcome.tasks > 0 && t("tasks", { tasks: outcome.tasks }),
      outcome.rankings > 0 && t("rankings", { rankings: outcome.rankings }),
      outcome.gold > 0 && t("gold", { gold: outcome.gold }),
      outcome.demonstrations > 0 && t("demonstrations", { demonstrations: outcome.demonstrations }),
    ].filter(Boolean);
    return (
      <Notice tone="good" title={t("imported", { lines: outcome.lines })}>
        {made.length > 0 ? `${made.join(", ")}.` : t("nothingNewInThem")}
        {outcome.duplicates > 0 && t("duplicates", { duplicates: outcome.duplicates })}
        {outcome.generationJobs > 0 && t("modelIsAnswering", { generationJobs: outcome.generationJobs })}
      </Notice>
    );
  }
  return (
    <Notice tone="danger" title={outcome.message}>
      {outcome.faults.length > 0 && (
        <>
          <table className="mt-2 w-full text-sm tabular-nums">
            <thead className="text-left text-muted">
              <tr>
                <th className="w-20 py-1 pr-3 font-medium">{t("line")}</th>
                <th className="py-1 font-medium">{t("reason")}</th>
              </tr>
            </thead>
            <tbody>
              {outcome.faults.map(({ line, reason }) => (
                <tr key={line} className="border-danger/20 border-t align-top">
                  <td className="py-1 pr-3">{formatCount(line)}</td>
                  <td className="break-words py-1">{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {outcome.count > outcome.faults.length && (
            <p className="mt-2 text-sm">{t("andMoreLines", { value: outcome.count - outcome.faults.length })}</p>
          )}
        </>
      )}
    </Notice>
  );
}
