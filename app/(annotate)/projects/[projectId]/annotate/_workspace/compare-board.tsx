"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { gradesOf } from "../../../../../../lib/annotations/kinds/grades.ts";
import { AnswerGrid } from "./answer-grid.tsx";
import { AnswerLetter, AnswerPane } from "./answer-pane.tsx";
import type { Bodies } from "./bodies.ts";
import { CompareScale, pointsOf, type ScalePoint, useScaleWords } from "./compare-scale.tsx";
import { type BoardProps, TaskFrame } from "./task-frame.tsx";
import { useDecision } from "./use-decision.ts";
import { type Bindings, once } from "./use-shortcuts.ts";

/** Two answers and how much better one of them is. */
export function CompareBoard(board: BoardProps<Bodies["compare"]>) {
  const t = useTranslations("annotate.compareBoard");
  const { task, layout, scrollTogether, differences, judging, onSubmit } = board;
  const work = useDecision(board.initial);
  const [spoken, setSpoken] = useState("");
  const { body, decision } = work;
  const [left, right] = task.completions as [(typeof task.completions)[0], (typeof task.completions)[0]];
  const grades = gradesOf(judging.compare.scale);
  const points = pointsOf(grades, left.id, right.id);
  const wordsOf = useScaleWords();
  const undecided = body.preferred === null && !body.tie;
  const mayLeaveOpen = body.bothBad;
  const ready = !undecided || mayLeaveOpen;
  const chosen = points.findIndex(({ id, grade }) => id === body.preferred && grade === body.grade);
  const hint = ready ? "" : t("whichAnswerIsBetterAnd");
  const shown = body.tie ? null : points[chosen];
  const inWords = (point: ScalePoint | null) => (point ? `${wordsOf(point)}.` : t("tie"));

  const choose = (point: ScalePoint | null) => {
    work.decide({ ...body, preferred: point?.id ?? null, grade: point?.grade ?? null, tie: point === null });
    setSpoken(inWords(point));
  };
  function trySubmit() {
    if (ready) return onSubmit(decision);
    setSpoken(hint);
    document.querySelector<HTMLElement>("[data-scale] button")?.focus();
  }
  const keys: Bindings = {};
  points.forEach((point, at) => {
    keys[String(at + 1)] = once(() => choose(point));
  });
  if (judging.compare.ties) keys["="] = once(() => choose(null));

  return (
    <TaskFrame
      board={board}
      work={work}
      keys={keys}
      strip={
        <CompareScale
          points={points}
          chosen={chosen}
          tie={judging.compare.ties ? body.tie : null}
          onPoint={choose}
          onTie={() => choose(null)}
        />
      }
      hint={shown === undefined ? hint : inWords(shown)}
      none={{
        label: t("bothBad"),
        shortLabel: t("bothBadShort"),
        pressed: body.bothBad,
        onClick: () => work.decide({ ...body, bothBad: !body.bothBad }),
      }}
      ready={ready}
      spoken={spoken}
      onSpeak={setSpoken}
      onSubmit={trySubmit}
    >
      {({ flag }) => (
        <AnswerGrid count={2} layout={layout}>
          {[left, right].map(({ id, text }, position) => (
            <AnswerPane
              key={id}
              id={id}
              text={text}
              position={position}
              focused={body.preferred === id}
              flagged={decision.flags.some(({ completionId }) => completionId === id)}
              ownScroll={layout === "columns" && !scrollTogether}
              comparedWith={differences ? (position === 0 ? right : left).text : null}
              heading={<AnswerLetter position={position} />}
              onFlag={flag}
            />
          ))}
        </AnswerGrid>
      )}
    </TaskFrame>
  );
}
