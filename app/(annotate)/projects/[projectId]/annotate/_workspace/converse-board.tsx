"use client";

import { useState } from "react";
import type { Bodies } from "./bodies.ts";
import { type BoardProps, TaskFrame } from "./task-frame.tsx";
import { useDecision } from "./use-decision.ts";

/** A live conversation. */
export function ConverseBoard(board: BoardProps<Bodies["converse"]>) {
  const work = useDecision(board.initial);
  const [spoken, setSpoken] = useState("");
  return (
    <TaskFrame
      board={board}
      work={work}
      keys={{}}
      hint=""
      ready
      spoken={spoken}
      onSpeak={setSpoken}
      onSubmit={() => board.onSubmit(work.decision)}
    >
      {() => null}
    </TaskFrame>
  );
}
