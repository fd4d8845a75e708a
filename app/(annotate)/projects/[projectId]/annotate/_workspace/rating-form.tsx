"use client";

import { useTranslations } from "next-intl";
import { useEffect, useId, useRef } from "react";
import type { AnswerRating } from "../../../../../../lib/annotations/kinds/rate.ts";
import type { Criterion } from "../../../../../../lib/projects/rubric.ts";
import { classes } from "../../../../../_components/classes.ts";
import { givenTo, type RatingQuestion } from "./rating-questions.ts";

/** What the rubric asks of one answer. */
export function RatingForm({
  rating,
  letter,
  questions,
  marks,
  inHand,
  onAnswer,
  onMark,
}: {
  rating: AnswerRating;
  letter: string;
  questions: readonly RatingQuestion[];
  marks: readonly Criterion[];
  /** The question that digits answer now. */
  inHand: string | null;
  onAnswer: (question: RatingQuestion, value: number | null) => void;
  onMark: (key: string, on: boolean) => void;
}) {
  const t = useTranslations("annotate.ratingForm");
  return (
    <div className="flex flex-col gap-3">
      {questions.map((question) => (
        <Question
          key={question.key}
          question={question}
          answerId={rating.completionId}
          letter={letter}
          value={givenTo(rating, question)}
          inHand={inHand === question.key}
          onAnswer={(value) => onAnswer(question, value)}
        />
      ))}
      {marks.length > 0 && (
        <fieldset className="flex flex-col">
          <legend className="mb-0.5 font-medium">
            {t("whatIsWrongWithIt")}
            <span className="sr-only"> {t("answerLetter", { letter })}</span>
          </legend>
          {marks.map(({ key, name, description }) => (
            <label
              key={key}
              title={description || undefined}
              className="flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-1.5 hover:bg-hover pointer-coarse:min-h-11"
            >
              <input
                type="checkbox"
                checked={rating.marks.includes(key)}
                onChange={(event) => onMark(key, event.target.checked)}
                className="size-4 shrink-0 accent-(--accent)"
              />
              <span>
                {name}
                {description && <span className="text-muted text-sm"> · {description}</span>}
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}

function Question({
  question: { key, name, description, count, words, of },
  answerId,
  letter,
  value,
  inHand,
  onAnswer,
}: {
  question: RatingQuestion;
  answerId: string;
  letter: string;
  value: number | null;
  inHand: boolean;
  onAnswer: (value: number | null) => void;
}) {
  const t = useTranslations("annotate.ratingForm");
  const id = useId();
  const place = useRef<HTMLFieldSetElement>(null);
  // Not where it is in hand from the start: reading comes first.
  const wasInHand = useRef(inHand);
  useEffect(() => {
    if (inHand && !wasInHand.current) place.current?.scrollIntoView({ block: "nearest" });
    wasInHand.current = inHand;
  }, [inHand]);
  const isRule = of.kind === "rule";
  return (
    <fieldset
      ref={place}
      data-question={`${answerId} ${key}`}
      aria-describedby={description ? `${id}-description` : undefined}
      className={classes("-mx-2 scroll-mt-16 scroll-mb-28 rounded-lg px-2 py-1", inHand && "bg-accent-soft")}
    >
      <legend className="float-left w-full font-medium">
        <span className="sr-only">{t("ofAnswer", { letter })} </span>
        {name}
      </legend>
      {description && (
        <p id={`${id}-description`} className="clear-both text-muted text-sm">
          {description}
        </p>
      )}
      <div className="clear-both flex flex-wrap gap-1 pt-1">
        {Array.from({ length: count }, (_, at) => at + 1).map((digit) => (
          <button
            key={digit}
            type="button"
            aria-label={words(digit)}
            aria-pressed={value === digit}
            onClick={() => onAnswer(value === digit ? null : digit)}
            className={classes(
              "inline-flex h-8 items-center justify-center rounded-md border text-sm tabular-nums transition-colors pointer-coarse:h-11",
              isRule ? "px-3" : "w-9",
              value === digit
                ? "border-accent bg-accent font-semibold text-on-accent"
                : "border-border-strong bg-surface hover:bg-hover",
            )}
          >
            {isRule ? words(digit) : digit}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
