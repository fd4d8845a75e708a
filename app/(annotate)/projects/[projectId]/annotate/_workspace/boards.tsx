"use client";

import type { ComponentType } from "react";
import type { TaskKind } from "../../../../../../lib/generated/prisma/enums.ts";
import { CompareBoard } from "./compare-board.tsx";
import { ConverseBoard } from "./converse-board.tsx";
import { DemonstrateBoard } from "./demonstrate-board.tsx";
import { RankBoard } from "./rank-board.tsx";
import { RateBoard } from "./rate-board.tsx";
import type { BoardProps } from "./task-frame.tsx";

/** What each kind of task looks like. */
const boards: Record<TaskKind, ComponentType<BoardProps<never>>> = {
  rank: RankBoard,
  compare: CompareBoard,
  rate: RateBoard,
  demonstrate: DemonstrateBoard,
  converse: ConverseBoard,
};

/** The board of the task's kind. */
export function Board(props: BoardProps) {
  const OfKind = boards[props.task.kind];
  return <OfKind {...(props as BoardProps<never>)} />;
}
