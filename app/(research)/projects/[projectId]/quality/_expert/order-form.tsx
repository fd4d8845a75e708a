"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ActionResult } from "../../../../../_actions/perform.ts";
import { Button } from "../../../../../_components/button.tsx";
import { Field } from "../../../../../_components/field.tsx";
import { Textarea } from "../../../../../_components/input.tsx";
import { Markdown } from "../../../../../_components/markdown.tsx";
import { Notice } from "../../../../../_components/notice.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { letterOf, orderInLetters, type Places, rankingOf } from "./order.ts";

/** An expert's own order of a task's answers, with a few words; the same place twice is a tie. */
export function OrderForm({
  completions,
  initial,
  words,
  submit,
  done,
  then,
  action,
}: {
  completions: readonly { id: string; text: string }[];
  initial?: { places: Places; words: string };
  /** What the words are for. */
  words: { label: string; hint: string };
  submit: string;
  done: string;
  /** Where the page goes afterwards. */
  then: string;
  action: (given: { ranking: string[][]; words: string }) => Promise<ActionResult>;
}) {
  const t = useTranslations("research.orderForm");
  const router = useRouter();
  const ids = completions.map(({ id }) => id);
  const [places, setPlaces] = useState<Places>(initial?.places ?? {});
  const [text, setText] = useState(initial?.words ?? "");
  const [failure, setFailure] = useState<string | null>(null);
  const { pending, run } = useAction();
  const missing = ids.filter((id) => !places[id]).length;
  const ranks = ids.map((id) => places[id] ?? Number.POSITIVE_INFINITY);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setFailure(null);
        run(() => action({ ranking: rankingOf(places, ids), words: text }), {
          done,
          onDone: () => router.push(then),
          onFailure: ({ message }) => setFailure(message),
        });
      }}
    >
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {completions.map(({ id, text: answer }, position) => (
          <article
            key={id}
            aria-label={t("answerPosition", { position: letterOf(position) })}
            className="min-w-0 rounded-xl border border-border bg-surface shadow-sm"
          >
            <PlaceChoice
              letter={letterOf(position)}
              count={ids.length}
              place={places[id] ?? null}
              onPlace={(place) => setPlaces({ ...places, [id]: place })}
            />
            <div className="max-h-96 overflow-y-auto px-4 py-3.5 [contain:paint] sm:px-5">
              <Markdown text={answer} className="reading" />
            </div>
          </article>
        ))}
      </div>
      <Field label={words.label} hint={words.hint} optional>
        <Textarea rows={3} maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      {failure && <Notice tone="danger">{failure}</Notice>}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" tone="primary" size="large" disabled={pending || missing > 0}>
          {submit}
        </Button>
        <p aria-live="polite" className="text-muted tabular-nums">
          {missing > 0 ? t("giveEachAnswerAPlace", { missing }) : orderInLetters(ranks)}
        </p>
      </div>
    </form>
  );
}

function PlaceChoice({
  letter,
  count,
  place,
  onPlace,
}: {
  letter: string;
  count: number;
  place: number | null;
  onPlace: (place: number) => void;
}) {
  const t = useTranslations("research.orderForm");
  return (
    <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-2 border-border border-b px-3 py-2">
      <legend className="sr-only">{t("placeOfAnswerLetter", { letter })}</legend>
      <span aria-hidden className="font-semibold text-lg">
        {letter}
      </span>
      <span aria-hidden className="text-muted text-sm">
        {t("place")}
      </span>
      <span className="flex flex-wrap gap-1">
        {Array.from({ length: count }, (_, at) => at + 1).map((value) => (
          <label key={value} className="relative">
            <input
              type="radio"
              name={`place-${letter}`}
              checked={place === value}
              onChange={() => onPlace(value)}
              className="peer absolute inset-0 cursor-pointer opacity-0"
            />
            <span className="inline-flex size-8 items-center justify-center rounded-md border border-border-strong tabular-nums peer-checked:border-accent peer-checked:bg-accent peer-checked:font-semibold peer-checked:text-on-accent peer-focus-visible:outline-2 peer-focus-visible:outline-accent peer-focus-visible:outline-offset-2 pointer-coarse:size-10">
              {value}
            </span>
          </label>
        ))}
      </span>
    </fieldset>
  );
}
