"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { rankingOfRatings } from "../../../../../../lib/annotations/kinds/ranking-of-ratings.ts";
import type { AnswerRating } from "../../../../../../lib/annotations/kinds/rate.ts";
import { AnswerGrid } from "./answer-grid.tsx";
import { AnswerLetter, AnswerPane } from "./answer-pane.tsx";
import type { Bodies } from "./bodies.ts";
import { RatingForm } from "./rating-form.tsx";
import { answerQuestion, firstOpen, isAnswered, questionsOf, type RatingQuestion } from "./rating-questions.ts";
import { type BoardProps, TaskFrame } from "./task-frame.tsx";
import { useDecision } from "./use-decision.ts";
import { type Bindings, once } from "./use-shortcuts.ts";
import { letterOf } from "./words.ts";

/** Each answer by itself on the project's rubric. Digits answer the question in hand and go on to the next. */
export function RateBoard(board: BoardProps<Bodies["rate"]>) {
  const t = useTranslations("annotate.rateBoard");
  const { task, layout, scrollTogether, differences, judging, onSubmit } = board;
  const work = useDecision(board.initial);
  const [spoken, setSpoken] = useState("");
  const [chosen, setChosen] = useState<{ id: string; question: string } | null>(null);
  const { body, decision } = work;
  const questions = questionsOf(judging, useTranslations("annotate.ratingQuestions"));
  const open = firstOpen(body.ratings, questions);
  const inHand = chosen ?? open;
  const ids = task.completions.map(({ id }) => id);
  const letter = (id: string) => letterOf(ids.indexOf(id));

  function answer(id: string, question: RatingQuestion, value: number | null) {
    const ratings = body.ratings.map((rating) =>
      rating.completionId === id ? answerQuestion(rating, question, value) : rating,
    );
    work.decide({ kind: "rate", ratings }, id);
    setChosen(null);
    const next = firstOpen(ratings, questions);
    setSpoken(
      `${letter(id)}, ${question.name}: ${value === null ? t("takenBack") : question.words(value)}. ${
        next
          ? t("nextQuestion", {
              letter: letter(next.id),
              name: questions.find(({ key }) => key === next.question)!.name,
            })
          : t("allIsRated")
      }`,
    );
  }
  function setMark(rating: AnswerRating, key: string, on: boolean) {
    const marks = on ? [...rating.marks, key] : rating.marks.filter((other) => other !== key);
    const ratings = body.ratings.map((other) => (other === rating ? { ...rating, marks } : other));
    work.decide({ kind: "rate", ratings }, rating.completionId);
  }
  const missing = body.ratings.flatMap((rating) => questions.filter((question) => !isAnswered(rating, question)));
  const hint = inHand
    ? `${letter(inHand.id)}, ${questions.find(({ key }) => key === inHand.question)!.name}`
    : t("allIsRated");

  function trySubmit() {
    if (missing.length === 0) return onSubmit(decision);
    setSpoken(t("ratingsMissing", { count: missing.length, hint }));
    if (open) document.querySelector<HTMLElement>(`[data-question="${open.id} ${open.question}"] button`)?.focus();
  }
  const keys: Bindings = {};
  for (let digit = 1; digit <= 7; digit++) {
    keys[String(digit)] = once(() => {
      const question = questions.find(({ key }) => key === inHand?.question);
      if (inHand && question && digit <= question.count) answer(inHand.id, question, digit);
    });
  }
  ids.forEach((id, position) => {
    const first = questions[0];
    keys[String.fromCharCode(97 + position)] = once(() => first && setChosen({ id, question: first.key }));
  });

  const order = rankingOfRatings(body.ratings).map((group) => group.map(letter).join(" = "));
  return (
    <TaskFrame
      board={board}
      work={work}
      keys={keys}
      strip={
        <p className="flex h-9 items-center pointer-coarse:h-10 gap-2 font-medium tabular-nums">
          {order.length > 0 ? (
            order.join(" › ")
          ) : (
            <span className="font-normal text-muted">{t("nothingRatedYet")}</span>
          )}
        </p>
      }
      hint={missing.length > 0 ? t("nextAndToGo", { hint, count: missing.length }) : hint}
      ready={missing.length === 0}
      spoken={spoken}
      onSpeak={setSpoken}
      onSubmit={trySubmit}
    >
      {({ flag }) => (
        <AnswerGrid count={ids.length} layout={layout}>
          {task.completions.map(({ id, text }, position) => (
            <AnswerPane
              key={id}
              id={id}
              text={text}
              position={position}
              focused={inHand?.id === id}
              flagged={decision.flags.some(({ completionId }) => completionId === id)}
              ownScroll={layout === "columns" && !scrollTogether}
              comparedWith={differences && position > 0 ? task.completions[0]!.text : null}
              heading={<AnswerLetter position={position} />}
              onFlag={flag}
              footer={
                <RatingForm
                  rating={body.ratings[position]!}
                  letter={letterOf(position)}
                  questions={questions}
                  marks={judging.rubric.marks}
                  inHand={inHand?.id === id ? inHand.question : null}
                  onAnswer={(question, value) => answer(id, question, value)}
                  onMark={(key, on) => setMark(body.ratings[position]!, key, on)}
                />
              }
            />
          ))}
        </AnswerGrid>
      )}
    </TaskFrame>
  );
}
