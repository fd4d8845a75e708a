import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import type { TurnView } from "../../../../../../lib/conversations/turn.ts";
import { inReadersLanguage } from "../../../../../_i18n/in-readers-language.ts";
import { post } from "./request.ts";

/** A turn under way: what has come of each answer so far. */
interface Streaming {
  number: number;
  text: string;
  pieces: readonly string[];
}

interface State {
  /** Null while it is being fetched. */
  turns: readonly TurnView[] | null;
  streaming: Streaming | null;
  failure: string | null;
}

/** A live conversation: what was said, what is being answered, and how to go on. */
export function useConversation(taskId: string, answers: number) {
  const t = useTranslations("annotate.conversation");
  const [state, setState] = useState<State>({ turns: null, streaming: null, failure: null });
  const path = `/api/v1/tasks/${taskId}/turns`;
  const leaving = useRef(new AbortController());

  const load = useCallback(async () => {
    try {
      const response = await fetch(path);
      if (!response.ok) throw new Error(String(response.status));
      const { turns } = (await response.json()) as { turns: TurnView[] };
      setState((before) => ({ ...before, turns, failure: null }));
    } catch {
      setState((before) => ({ ...before, failure: t("notLoaded") }));
    }
  }, [path, t]);
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    void load();
    return () => controller.abort();
  }, [load]);

  /** Says something; resolves to whether all answers came. */
  async function say(number: number, text: string): Promise<boolean> {
    const none = Array.from({ length: answers }, () => "");
    setState((before) => ({ ...before, streaming: { number, text, pieces: none }, failure: null }));
    const { signal } = leaving.current;
    try {
      const turn = await streamTurn(path, { number, text }, signal, (position, piece) =>
        setState((before) =>
          before.streaming ? { ...before, streaming: withPiece(before.streaming, position, piece) } : before,
        ),
      );
      setState((before) => ({
        turns: [...(before.turns ?? []).slice(0, number), turn],
        streaming: null,
        failure: null,
      }));
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const failure =
        error instanceof Refused ? (await inReadersLanguage(error.message)) || t("failed") : t("unreachable");
      setState((before) => ({ ...before, streaming: null, failure }));
      return false;
    }
  }

  async function choose(number: number, chosenId: string, tie: boolean, activeSeconds: number): Promise<boolean> {
    const answer = await post<TurnView>(`${path}/${number}/choice`, { chosenId, tie, activeSeconds });
    if (answer.outcome !== "ok") {
      const failure = answer.outcome === "refused" ? answer.message : t("unreachable");
      setState((before) => ({ ...before, failure }));
      return false;
    }
    setState((before) => ({
      ...before,
      failure: null,
      turns: (before.turns ?? []).map((turn) => (turn.number === number ? answer.value! : turn)),
    }));
    return true;
  }

  return { ...state, load, say, choose };
}

class Refused extends Error {}

function withPiece(streaming: Streaming, position: number, piece: string): Streaming {
  return { ...streaming, pieces: streaming.pieces.map((text, at) => (at === position ? text + piece : text)) };
}

/** Reads the server-sent events of one turn. Throws Refused with the server's words, or none, or whatever fetch throws. */
async function streamTurn(
  path: string,
  body: object,
  signal: AbortSignal,
  onText: (position: number, piece: string) => void,
): Promise<TurnView> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok || !response.body) {
    throw new Refused(String((await response.json())?.error?.message ?? ""));
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (waiting + part.value).split("\n\n");
    waiting = events.pop()!;
    for (const event of events) {
      const name = /^event: (.*)$/m.exec(event)?.[1];
      const data = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? "null");
      if (name === "text") onText(data.position, data.piece);
      if (name === "failure") throw new Refused(data.message);
      if (name === "turn") return data as TurnView;
    }
  }
  throw new Error("The stream ended early.");
}
