"use client";

import { Equal, LoaderCircle, SendHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../../../../_components/button.tsx";
import { Conversation } from "../../../../../_components/conversation.tsx";
import { Textarea } from "../../../../../_components/input.tsx";
import { KeyboardKey } from "../../../../../_components/keyboard-key.tsx";
import { Notice } from "../../../../../_components/notice.tsx";
import { AnswerGrid } from "./answer-grid.tsx";
import { AnswerLetter, AnswerPane } from "./answer-pane.tsx";
import type { Bodies } from "./bodies.ts";
import { saidSoFar } from "./said-so-far.ts";
import { type BoardProps, TaskFrame } from "./task-frame.tsx";
import { useConversation } from "./use-conversation.ts";
import { useDecision } from "./use-decision.ts";
import { type Bindings, once } from "./use-shortcuts.ts";
import { VerdictChoice } from "./verdict-choice.tsx";
import { letterOf } from "./words.ts";

/** Talks with the model: two answers or more to each turn, the chosen one goes on. */
export function ConverseBoard(board: BoardProps<Bodies["converse"]>) {
  const t = useTranslations("annotate.converseBoard");
  const { task, judging, layout, differences, clock, onSubmit } = board;
  const { turns: longest, opening, answers } = judging.converse;
  const work = useDecision(board.initial);
  const [spoken, setSpoken] = useState("");
  const [busy, setBusy] = useState(false);
  const judgedUntil = useRef(0);
  const talk = useConversation(task.id, answers);
  const { body, decision } = work;

  const turns = talk.turns ?? [];
  const last = turns.at(-1);
  /** The turn whose answers wait for a choice. */
  const open = !talk.streaming && last?.answers && last.chosenId === null ? last : null;
  const number = last && last.chosenId === null ? last.number : turns.length;
  const chosen = turns.filter(({ chosenId }) => chosenId !== null).length;
  const opensByPrompt = number === 0 && opening === "prompt";
  const maySpeak = talk.turns !== null && !talk.streaming && !open && number < longest && board.onSkip !== undefined;
  const missesVerdict = task.probedRule !== null && body.verdict === null;
  const ready = chosen > 0 && !missesVerdict && !talk.streaming;

  async function speak(text: string) {
    setSpoken(t("theModelAnswers"));
    const came = await talk.say(number, text);
    if (!came) return;
    work.write({ ...body, text: "" });
    setSpoken(t("answersCame", { answers }));
  }
  async function choose(id: string, position: number, tie = false) {
    if (!open || busy) return;
    setBusy(true);
    const now = clock.seconds();
    const stored = await talk.choose(open.number, id, tie, Math.max(0, now - judgedUntil.current));
    judgedUntil.current = now;
    setBusy(false);
    if (!stored) return;
    setSpoken(tie ? t("theyAreAlikeTheConversation") : t("answerGoesOn", { letter: letterOf(position) }));
    document.getElementById("say")?.focus();
  }
  // The prompt opens by itself, once it is known that nothing was said before.
  const opened = useRef(false);
  useEffect(() => {
    if (!opened.current && maySpeak && opensByPrompt) {
      opened.current = true;
      void speak("");
    }
  });

  const hint = talk.streaming
    ? t("modelAnswering")
    : open
      ? t("whichAnswerGoesOn")
      : chosen === 0
        ? t("saySomething")
        : missesVerdict
          ? t("sayWhetherTheRuleWas")
          : number < longest
            ? t("goOnOrSubmitWhen")
            : t("thatWasTheLastTurn");
  function trySubmit() {
    if (ready) return onSubmit(decision);
    setSpoken(hint);
    (document.querySelector<HTMLElement>("[data-verdict] button") ?? document.getElementById("say"))?.focus();
  }
  const keys: Bindings = {};
  open?.answers?.forEach(({ id }, position) => {
    keys[String(position + 1)] = once(() => void choose(id, position));
    keys[String.fromCharCode(97 + position)] = keys[String(position + 1)];
  });
  if (open) keys["="] = once(() => void choose(open.answers![0]!.id, 0, true));

  const shown = open?.answers ?? talk.streaming?.pieces.map((text, at) => ({ id: String(at), text })) ?? null;
  const said = talk.streaming ? talk.streaming.text : (last?.text ?? "");
  return (
    <TaskFrame
      board={board}
      work={work}
      keys={keys}
      strip={
        task.probedRule ? (
          <VerdictChoice verdict={body.verdict} onVerdict={(verdict) => work.decide({ ...body, verdict })} />
        ) : (
          <p className="flex h-9 items-center pointer-coarse:h-10 tabular-nums">{t("turns", { chosen })}</p>
        )
      }
      hint={hint}
      ready={ready}
      spoken={spoken}
      onSpeak={setSpoken}
      onSubmit={trySubmit}
      conversation={
        <>
          {task.probedRule && (
            <Notice tone="warning" title={t("tryToMakeTheModel", { name: task.probedRule.name })} className="mb-5">
              {task.probedRule.description}
            </Notice>
          )}
          {opening === "theme" && (
            <p className="mb-5 max-w-3xl text-muted">
              {t("theme")} <span className="text-foreground">{task.messages.at(-1)!.content}</span>
            </p>
          )}
          <Conversation messages={saidSoFar({ task, turns, opening, saying: shown ? said : "" })} />
        </>
      }
    >
      {() => (
        <div className="flex flex-col gap-5">
          {talk.failure && (
            <Notice tone="danger" title={t("thatDidNotWork")}>
              {talk.failure}{" "}
              <Button
                size="small"
                onClick={() => void (talk.turns === null ? talk.load() : opensByPrompt && speak(""))}
              >
                {t("tryAgain")}
              </Button>
            </Notice>
          )}
          {shown && (
            <AnswerGrid count={shown.length} layout={layout}>
              {shown.map(({ id, text }, position) => (
                <AnswerPane
                  // biome-ignore lint/suspicious/noArrayIndexKey: an answer gets its id only when it is complete
                  key={position}
                  id={id}
                  text={text}
                  position={position}
                  focused={false}
                  flagged={false}
                  ownScroll={false}
                  comparedWith={open && differences ? shown[position === 0 ? 1 : 0]!.text : null}
                  heading={
                    <>
                      <AnswerLetter position={position} />
                      {open ? (
                        <Button size="small" disabled={busy} onClick={() => void choose(id, position)}>
                          {t("goOnWith", { letter: letterOf(position) })}
                          <KeyboardKey className="pointer-coarse:hidden">{String(position + 1)}</KeyboardKey>
                        </Button>
                      ) : (
                        <LoaderCircle aria-hidden className="size-4 animate-spin text-muted" />
                      )}
                    </>
                  }
                />
              ))}
            </AnswerGrid>
          )}
          {open && (
            <Button disabled={busy} onClick={() => void choose(open.answers![0]!.id, 0, true)} className="self-center">
              <Equal aria-hidden /> {t("alikeGoOnWithA")} <KeyboardKey className="pointer-coarse:hidden">=</KeyboardKey>
            </Button>
          )}
          {maySpeak && !opensByPrompt && (
            <form
              className="flex w-full max-w-3xl flex-col gap-2"
              onSubmit={(event) => {
                event.preventDefault();
                if (body.text.trim()) void speak(body.text);
              }}
            >
              <label htmlFor="say" className="font-medium">
                {number === 0 ? t("openTheConversation") : t("yourNextTurn")}
              </label>
              <Textarea
                id="say"
                dir="auto"
                rows={3}
                maxLength={20_000}
                value={body.text}
                onChange={(event) => work.write({ ...body, text: event.target.value })}
                onKeyDown={(event) => {
                  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && body.text.trim()) {
                    event.preventDefault();
                    void speak(body.text);
                  }
                }}
                className="field-sizing-content min-h-20 text-[1rem] leading-6.5"
              />
              <Button type="submit" className="self-end" disabled={body.text.trim() === ""}>
                <SendHorizontal aria-hidden /> {t("send")}
                <KeyboardKey className="pointer-coarse:hidden">{t("ctrl")}</KeyboardKey>
              </Button>
            </form>
          )}
        </div>
      )}
    </TaskFrame>
  );
}
