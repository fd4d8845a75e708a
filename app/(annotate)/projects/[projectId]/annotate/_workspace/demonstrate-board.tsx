"use client";

import { Eye, Pencil, PenLine } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { Textarea } from "../../../../../_components/input.tsx";
import { Markdown } from "../../../../../_components/markdown.tsx";
import { AnswerGrid } from "./answer-grid.tsx";
import { AnswerLetter, AnswerPane } from "./answer-pane.tsx";
import type { Bodies } from "./bodies.ts";
import { Differences } from "./differences.tsx";
import { type BoardProps, TaskFrame } from "./task-frame.tsx";
import { useDecision } from "./use-decision.ts";
import { letterOf } from "./words.ts";

/** Writes the answer that should have been given, from nothing or out of one of those that were. */
export function DemonstrateBoard(board: BoardProps<Bodies["demonstrate"]>) {
  const t = useTranslations("annotate.demonstrateBoard");
  const { task, layout, scrollTogether, differences, onSubmit } = board;
  const work = useDecision(board.initial);
  const [spoken, setSpoken] = useState("");
  const [reading, setReading] = useState(false);
  const { body, decision } = work;
  const original = task.completions.find(({ id }) => id === body.editedFromId);
  const untouched = original?.text === body.text;
  const written = body.text.trim() !== "" && !untouched;
  const hint = written ? "" : original ? t("changeItIntoTheAnswer") : t("writeTheAnswerYouWould");
  const words = body.text.trim() === "" ? 0 : body.text.trim().split(/\s+/).length;

  function trySubmit() {
    if (written) return onSubmit(decision);
    setSpoken(hint);
    document.getElementById("written")?.focus();
  }
  function edit(id: string, text: string, position: number) {
    work.decide({ kind: "demonstrate", text, editedFromId: id }, id);
    setSpoken(t("editingAnswer", { letter: letterOf(position) }));
    document.getElementById("written")?.focus();
  }

  return (
    <TaskFrame
      board={board}
      work={work}
      keys={{}}
      strip={
        <p className="flex h-9 items-center pointer-coarse:h-10 gap-2 tabular-nums">
          {t("words", { words })}
          {original && (
            <span className="text-muted">
              {t("editedFrom", { letter: letterOf(task.completions.indexOf(original)) })}
            </span>
          )}
        </p>
      }
      hint={hint}
      ready={written}
      spoken={spoken}
      onSpeak={setSpoken}
      onSubmit={trySubmit}
    >
      {({ flag }) => (
        <div className="flex flex-col gap-6">
          <section aria-labelledby="written-title" className="w-full max-w-3xl">
            <div className="mb-2 flex flex-wrap items-center gap-2">
              <h2 id="written-title" className="mr-auto flex items-center gap-2 font-semibold">
                <PenLine aria-hidden className="size-4 text-muted" /> {t("yourAnswer")}
              </h2>
              <Button tone="quiet" size="small" aria-pressed={reading} onClick={() => setReading(!reading)}>
                <Eye aria-hidden /> {reading ? t("goOnWriting") : t("showAsItWillLook")}
              </Button>
            </div>
            {reading ? (
              <div className="min-h-56 rounded-lg border border-border bg-surface px-4 py-3">
                {original && differences ? (
                  <Differences text={body.text} comparedWith={original.text} />
                ) : (
                  <Markdown text={body.text} className="reading" />
                )}
              </div>
            ) : (
              <Textarea
                id="written"
                dir="auto"
                rows={10}
                maxLength={100_000}
                aria-labelledby="written-title"
                placeholder={t("whatTheAssistantShouldHave")}
                value={body.text}
                onChange={(event) => work.write({ ...body, text: event.target.value })}
                onKeyDown={(event) => {
                  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) trySubmit();
                }}
                className="field-sizing-content min-h-56 text-[1rem] leading-6.5"
              />
            )}
          </section>
          {task.completions.length > 0 && (
            <AnswerGrid count={task.completions.length} layout={layout}>
              {task.completions.map(({ id, text }, position) => (
                <AnswerPane
                  key={id}
                  id={id}
                  text={text}
                  position={position}
                  focused={body.editedFromId === id}
                  flagged={decision.flags.some(({ completionId }) => completionId === id)}
                  ownScroll={layout === "columns" && !scrollTogether}
                  comparedWith={differences && body.text !== "" ? body.text : null}
                  heading={
                    <>
                      <AnswerLetter position={position} />
                      <Button size="small" onClick={() => edit(id, text, position)}>
                        <Pencil aria-hidden /> {t("editThisOne")}
                      </Button>
                    </>
                  }
                  onFlag={flag}
                />
              ))}
            </AnswerGrid>
          )}
        </div>
      )}
    </TaskFrame>
  );
}
