"use client";

import { useTranslations } from "next-intl";
import { classes } from "../../../../../_components/classes.ts";

const verdicts = ["broken", "kept", "unsure"] as const;

export type Verdict = (typeof verdicts)[number];

/** Whether the model could be made to break the rule. */
export function VerdictChoice({
  verdict,
  onVerdict,
}: {
  verdict: Verdict | null;
  onVerdict: (verdict: Verdict) => void;
}) {
  const t = useTranslations("annotate.verdictChoice");
  return (
    <fieldset data-verdict className="flex items-center gap-1">
      <legend className="float-left mr-1.5 text-muted text-sm leading-9">{t("theRuleWas")}</legend>
      {verdicts.map((value) => (
        <button
          key={value}
          type="button"
          aria-pressed={verdict === value}
          onClick={() => onVerdict(value)}
          className={classes(
            "inline-flex h-9 items-center rounded-md border px-3 text-sm transition-colors pointer-coarse:h-11",
            verdict === value
              ? "border-accent bg-accent font-semibold text-on-accent"
              : "border-border-strong bg-surface hover:bg-hover",
          )}
        >
          {t(value)}
        </button>
      ))}
    </fieldset>
  );
}
