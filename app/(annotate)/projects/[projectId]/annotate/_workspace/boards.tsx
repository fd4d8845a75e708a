"use client";

import type { ComponentType } from "react";
import type { TaskKind } from "../../../../../../lib/generated/prisma/enums.ts";
import { CompareBoard } from "./compare-board.tsx";
import { ConverseBoard } from "./converse-board.tsx";
import { DemonstrateBoard } from "./demonstrate-board.tsx";
import { RankBoard } from "./rank-board.tsx";
import { RateBoard } from "./rate-board.tsx";
import type { BoardProps } from "./task-frame.tsx";

/** What each kind of task looks like, and how it is called. */
const boards: Record<TaskKind, { Board: ComponentType<BoardProps<never>>; title: string }> = {
  rank: { Board: RankBoard, title: "Rank the answers" },
  compare: { Board: CompareBoard, title: "Compare the answers" },
  rate: { Board: RateBoard, title: "Rate the answers" },
  demonstrate: { Board: DemonstrateBoard, title: "Write the answer" },
  converse: { Board: ConverseBoard, title: "Talk with the model" },
};

export const titleOf = (kind: TaskKind) => boards[kind].title;

/** The board of the task's kind. */
export function Board(props: BoardProps) {
  const { Board: OfKind } = boards[props.task.kind];
  return <OfKind {...(props as BoardProps<never>)} />;
}
