"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { SampleComparison } from "../../../../../../lib/rounds/compare-samples.ts";
import type { RoundSampleView } from "../../../../../../lib/rounds/get-round.ts";
import { Badge } from "../../../../../_components/badge.tsx";
import { Markdown } from "../../../../../_components/markdown.tsx";
import { useQuantities } from "../../../../../_components/use-quantities.ts";

/** One prompt with its answers before and after, and the base model's where policies start from another. What is closed is not drawn: a live page is drawn often. */
export function SampleEntry({
  sample,
  promptHref,
  initiallyOpen,
}: {
  sample: SampleComparison;
  promptHref: string;
  initiallyOpen: boolean;
}) {
  const { formatSigned } = useQuantities();
  const t = useTranslations("research.sampleEntry");
  const [open, setOpen] = useState(initiallyOpen);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="flex cursor-pointer items-start gap-3 px-4 py-3 hover:bg-hover/60">
        <span className="min-w-0 flex-1">
          <span className="line-clamp-2 break-words font-medium">{sample.messages.at(-1)!.content}</span>
        </span>
        {sample.gain !== null && (
          <Badge tone={sample.gain > 0 ? "good" : "danger"}>
            {t("gainReward", { gain: formatSigned(sample.gain) })}
          </Badge>
        )}
      </summary>
      {open && (
        <div className="px-4 pb-4">
          <Sides sample={sample} />
          <Link href={promptHref} className="mt-3 inline-block text-accent-text text-sm underline underline-offset-2">
            {t("thePromptWithAllIts")}
          </Link>
        </div>
      )}
    </details>
  );
}

function Sides({ sample: { base, before, during, after } }: { sample: SampleComparison }) {
  const t = useTranslations("research.sampleEntry");
  const newestStep = during.at(-1)?.step;
  const right = after.length > 0 ? after : during.filter(({ step }) => step === newestStep);
  const rightTitle =
    after.length > 0 || newestStep === undefined ? t("after") : t("atUpdateNewestStep", { newestStep });
  if (base.length > 0) {
    return (
      <div className="grid gap-3 lg:grid-cols-3">
        <Side title={t("baseModel")} samples={base} />
        <Side title={t("fineTunedSFT")} samples={before} />
        <Side title={after.length > 0 ? t("policy") : rightTitle} samples={right} />
      </div>
    );
  }
  return (
    <div className="grid gap-3 md:grid-cols-2">
      <Side title={t("before")} samples={before} />
      <Side title={rightTitle} samples={right} />
    </div>
  );
}

function Side({ title, samples }: { title: string; samples: RoundSampleView[] }) {
  const t = useTranslations("research.sampleEntry");
  const [first, ...others] = samples;
  return (
    <div className="min-w-0 rounded-md border border-border bg-background px-3.5 py-3">
      {first ? (
        <>
          <Answer title={title} sample={first} />
          {others.length > 0 && (
            <details className="mt-2">
              <summary className="cursor-pointer rounded text-muted text-sm hover:text-foreground">
                {others.length === 1 ? t("anotherAnswer") : t("otherAnswers", { count: others.length })}
              </summary>
              <div className="mt-2 flex flex-col gap-3">
                {others.map((sample) => (
                  <Answer
                    key={sample.index}
                    title={t("answerNumber", { title, number: sample.index + 1 })}
                    sample={sample}
                  />
                ))}
              </div>
            </details>
          )}
        </>
      ) : (
        <p className="text-muted">
          <span className="font-medium text-foreground">{title}</span>
          {t("notThereYet")}
        </p>
      )}
    </div>
  );
}

function Answer({ title, sample: { text, reward, kl, tokens } }: { title: string; sample: RoundSampleView }) {
  const { formatFigure } = useQuantities();
  const t = useTranslations("research.sampleEntry");
  return (
    <div>
      <div className="mb-1.5 flex flex-wrap items-center gap-x-3 text-muted text-sm tabular-nums">
        <h3 className="font-medium text-foreground">{title}</h3>
        <span>
          {t.rich("rewardOf", {
            reward: formatFigure(reward),
            figure: (value) => <span className="font-medium text-foreground">{value}</span>,
          })}
        </span>
        <span>{t("tokenCount", { count: tokens })}</span>
        {kl !== null && kl !== 0 && <span>{t("klOf", { kl: formatFigure(kl) })}</span>}
      </div>
      {text.trim() === "" ? (
        <p className="text-muted italic">{t("anEmptyAnswer")}</p>
      ) : (
        <Markdown text={text} className="reading" />
      )}
    </div>
  );
}
