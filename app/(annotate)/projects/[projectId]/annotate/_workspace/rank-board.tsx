"use client";

import { DndContext } from "@dnd-kit/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AnswerGrid } from "./answer-grid.tsx";
import { type Arrangement, isUntouched, move, pick, placeOf, takeOff, tie, tiedWith, unplaced } from "./arrangement.ts";
import type { Bodies } from "./bodies.ts";
import { ChipActions } from "./chip-actions.tsx";
import { ConfirmOrderDialog } from "./confirm-order-dialog.tsx";
import { Duel } from "./duel.tsx";
import { forSubmission } from "./for-submission.ts";
import { decide, duelOf, insertionOf, questionsLeft } from "./insertion.ts";
import { RankAnswer } from "./rank-answer.tsx";
import { DraggedChip, RankStrip } from "./rank-strip.tsx";
import { rankingKeys } from "./ranking-keys.ts";
import { type BoardProps, TaskFrame } from "./task-frame.tsx";
import { useDecision } from "./use-decision.ts";
import { useRankingDrag } from "./use-ranking-drag.ts";
import { type Bindings, once } from "./use-shortcuts.ts";
import { letterOf, useOrderWords } from "./words.ts";

/** Orders the answers: all in view, or one against one. Mounted anew for each task. */
export function RankBoard(board: BoardProps<Bodies["rank"]>) {
  const t = useTranslations("annotate.rankBoard");
  const { task, layout, judging, onSubmit } = board;
  const work = useDecision(board.initial);
  const [confirming, setConfirming] = useState(false);
  const [spoken, setSpoken] = useState("");
  const { listed, standing } = useOrderWords();
  const { body, decision, focused } = work;
  const { arrangement, noneAcceptable } = body;
  const ids = arrangement.shown;
  const nameOf = (id: string) => letterOf(ids.indexOf(id));
  const textOf = (id: string) => task.completions.find((completion) => completion.id === id)!.text;

  /** Takes a new order over and says how the answer stands now. */
  function rearrange(next: Arrangement, about: string | null) {
    // The one that follows gets the focus: `=` and arrows are about it next.
    if (next !== arrangement) work.decide({ ...body, arrangement: next, insertion: null }, next.leftOver ?? about);
    if (about === null) return;
    const letters = { letter: nameOf(about), standing: standing(next, about) };
    const follower = next.leftOver && next.leftOver !== about ? nameOf(next.leftOver) : null;
    setSpoken(follower ? t("standsAndFollows", { ...letters, follower }) : t("stands", letters));
  }
  const pickAnswer = (id: string) => rearrange(pick(arrangement, id), id);
  const moveFocused = (direction: -1 | 1) => focused && rearrange(move(arrangement, focused, direction), focused);
  const tieFocused = () => {
    const next = tie(arrangement, focused);
    if (next === arrangement) return setSpoken(t("thereIsNothingAboveTo"));
    rearrange(next, focused);
    if (next.joining) setSpoken(t("theNextAnswerTiesWith"));
  };

  const waiting = unplaced(arrangement);
  const enough = judging.rank.top !== null && ids.length - waiting.length >= judging.rank.top;
  const complete = waiting.length === 0 || enough;
  const hint = hintOf(
    { arrangement, waiting: listed(waiting.map(nameOf), "disjunction"), top: judging.rank.top, enough },
    t,
  );

  function trySubmit() {
    if (isUntouched(arrangement)) return setConfirming(true);
    if (complete) return onSubmit(decision);
    setSpoken(hint);
    document.querySelector<HTMLElement>(`[data-answer="${waiting[0]}"]`)?.focus();
  }

  const drag = useRankingDrag({ arrangement, onArrange: rearrange });
  const insertion = layout === "focus" ? insertionOf(arrangement, body.insertion) : null;
  const duel = duelOf(arrangement, insertion);
  const answerDuel = (result: -1 | 0 | 1) => {
    const next = decide(arrangement, insertion!, result);
    work.decide({ ...body, ...next }, next.insertion?.id ?? null);
    setSpoken(next.insertion ? t("nextPair") : t("allAnswersHaveAPlace"));
  };
  const duelKeys: Bindings = duel
    ? {
        "1": once(() => answerDuel(1)),
        "2": once(() => answerDuel(-1)),
        ArrowLeft: once(() => answerDuel(1)),
        ArrowRight: once(() => answerDuel(-1)),
        "=": once(() => answerDuel(0)),
      }
    : {};
  const answer = (id: string, comparedWith: string | null, flag: (id: string) => void) => ({
    id,
    text: textOf(id),
    position: ids.indexOf(id),
    place: placeOf(arrangement, id),
    standing: standing(arrangement, id),
    tied: tiedWith(arrangement, id).length > 0,
    pressHint: !duel,
    focused: focused === id,
    flagged: decision.flags.some(({ completionId }) => completionId === id),
    ownScroll: layout === "columns" && !board.scrollTogether,
    comparedWith: board.differences && comparedWith !== null && comparedWith !== id ? textOf(comparedWith) : null,
    onPick: pickAnswer,
    onFocus: work.setFocused,
    onFlag: flag,
  });

  return (
    <DndContext {...drag.context}>
      <TaskFrame
        board={board}
        work={work}
        keys={{
          ...rankingKeys({
            ids,
            onPick: pickAnswer,
            onMove: moveFocused,
            onTie: tieFocused,
            onSubmit: trySubmit,
            isPlaced: (id) => placeOf(arrangement, id) !== null,
          }),
          ...duelKeys,
        }}
        strip={
          <RankStrip
            arrangement={arrangement}
            focused={focused}
            dragged={drag.dragged?.id ?? null}
            target={drag.target}
            onPick={pickAnswer}
            onFocus={work.setFocused}
          />
        }
        actions={
          focused &&
          !duel && (
            <ChipActions
              letter={nameOf(focused)}
              onBetter={() => moveFocused(-1)}
              onWorse={() => moveFocused(1)}
              onTie={tieFocused}
              onTakeOff={
                placeOf(arrangement, focused) === null ? null : () => rearrange(takeOff(arrangement, focused), focused)
              }
            />
          )
        }
        hint={duel && !enough ? t("whichOfTheseTwoIs") : hint}
        none={{
          label: t("noneAcceptable"),
          shortLabel: t("none"),
          pressed: noneAcceptable,
          onClick: () => work.decide({ ...body, noneAcceptable: !noneAcceptable }),
        }}
        ready={complete || isUntouched(arrangement)}
        spoken={spoken}
        onSpeak={setSpoken}
        onSubmit={trySubmit}
      >
        {({ flag }) =>
          duel ? (
            <Duel
              left={nameOf(duel.other)}
              right={nameOf(duel.one)}
              questionsLeft={questionsLeft(arrangement, insertion)}
              onAnswer={answerDuel}
            >
              <RankAnswer key={duel.other} {...answer(duel.other, duel.one, flag)} />
              <RankAnswer key={duel.one} {...answer(duel.one, duel.other, flag)} />
            </Duel>
          ) : (
            <AnswerGrid count={ids.length} layout={layout}>
              {ids.map((id) => (
                <RankAnswer key={id} {...answer(id, referenceFor(id, ids, focused), flag)} />
              ))}
            </AnswerGrid>
          )
        }
      </TaskFrame>
      <DraggedChip dragged={drag.dragged} letter={drag.dragged && nameOf(drag.dragged.id)} />
      <p id="strip-help" hidden>
        {t("arrowKeysMoveItThe")}
      </p>
      {confirming && (
        <ConfirmOrderDialog
          count={ids.length}
          noneAcceptable={noneAcceptable}
          onClose={() => setConfirming(false)}
          onConfirm={() => onSubmit({ ...decision, body: forSubmission(body) })}
        />
      )}
    </DndContext>
  );
}

/** Of two answers each is marked against the other; of more, all against the one in focus, or else the first. */
function referenceFor(id: string, ids: readonly string[], focused: string | null): string {
  if (ids.length === 2) return ids.find((other) => other !== id)!;
  return focused ?? ids[0]!;
}

function hintOf(
  {
    arrangement,
    waiting,
    top,
    enough,
  }: {
    arrangement: Arrangement;
    /** Letters without a place; empty where all have one. */
    waiting: string;
    top: number | null;
    enough: boolean;
  },
  t: ReturnType<typeof useTranslations<"annotate.rankBoard">>,
): string {
  if (isUntouched(arrangement)) return top === null ? t("placeAll") : t("placeBest", { top });
  if (waiting === "") return "";
  if (enough) return t("enough");
  return arrangement.joining ? t("joining", { waiting }) : t("next", { waiting });
}
