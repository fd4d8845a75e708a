import { formatCount, formatCounted } from "../../../../_components/format-quantity.ts";
import { Notice } from "../../../../_components/notice.tsx";

export type Outcome =
  | {
      kind: "imported";
      lines: number;
      prompts: number;
      completions: number;
      tasks: number;
      rankings: number;
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
  if (outcome.kind === "imported") {
    const made = [
      outcome.prompts > 0 && formatCounted(outcome.prompts, "new prompt"),
      outcome.completions > 0 && formatCounted(outcome.completions, "answer"),
      outcome.tasks > 0 && formatCounted(outcome.tasks, "task"),
      outcome.rankings > 0 && formatCounted(outcome.rankings, "ranking"),
      outcome.demonstrations > 0 && formatCounted(outcome.demonstrations, "demonstration"),
    ].filter(Boolean);
    return (
      <Notice tone="good" title={`Imported ${formatCounted(outcome.lines, "line")}`}>
        {made.length > 0 ? `${made.join(", ")}.` : "Nothing new in them."}
        {outcome.duplicates > 0 && ` ${formatCounted(outcome.duplicates, "line was", "lines were")} there already.`}
        {outcome.generationJobs > 0 &&
          ` The model is answering ${formatCounted(outcome.generationJobs, "prompt")}; each becomes a task when it is done.`}
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
                <th className="w-20 py-1 pr-3 font-medium">Line</th>
                <th className="py-1 font-medium">Reason</th>
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
            <p className="mt-2 text-sm">and {formatCounted(outcome.count - outcome.faults.length, "more line")}.</p>
          )}
        </>
      )}
    </Notice>
  );
}
