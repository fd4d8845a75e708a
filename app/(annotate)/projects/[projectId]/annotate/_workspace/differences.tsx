"use client";

import { diffWordsWithSpace } from "diff";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { PlainText } from "../../../../../_components/plain-text.tsx";

/** Longer texts, or ones with less in common than this many steps, are shown whole: finding the steps takes too long. */
const longest = 30_000;
const mostSteps = 4_000;

/**
 * A text as it was written, with the words marked that another one has not. Markdown is left as it stands: its signs are
 * part of the difference.
 */
export function Differences({ text, comparedWith }: { text: string; comparedWith: string }) {
  const t = useTranslations("annotate.differences");
  const pieces = useMemo(() => piecesOf(comparedWith, text), [comparedWith, text]);
  return (
    <div dir="auto" className="markdown reading whitespace-pre-wrap break-words">
      {pieces === null ? (
        <>
          <p className="mb-2 text-muted text-sm">{t("theseAnswersAreTooDifferent")}</p>
          <PlainText text={text} />
        </>
      ) : (
        pieces.map(({ value, added }, at) =>
          added ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change their order
            <mark key={at} className="rounded-xs bg-warning-soft text-foreground underline decoration-warning">
              {value}
            </mark>
          ) : (
            value
          ),
        )
      )}
    </div>
  );
}

function piecesOf(before: string, after: string) {
  if (Math.max(before.length, after.length) > longest) return null;
  const found = diffWordsWithSpace(before, after, { maxEditLength: mostSteps });
  return found?.filter(({ removed }) => !removed) ?? null;
}
