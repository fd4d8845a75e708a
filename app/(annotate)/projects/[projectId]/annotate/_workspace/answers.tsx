"use client";

import { classes } from "../../../../../_components/classes.ts";
import { AnswerCard } from "./answer-card.tsx";
import { type Arrangement, placeOf, tiedWith } from "./arrangement.ts";
import type { Layout } from "./layout-menu.tsx";
import type { OpenTask } from "./task.ts";
import { standing } from "./words.ts";

/** Columns by number of answers, as wide as reading allows and in even rows. */
const columnsByCount: Record<number, string> = {
  2: "@min-[48rem]:grid-cols-2",
  3: "@min-[48rem]:grid-cols-2 @min-[72rem]:grid-cols-3",
  4: "@min-[48rem]:grid-cols-2 @min-[100rem]:grid-cols-4",
  5: "@min-[48rem]:grid-cols-2 @min-[72rem]:grid-cols-3",
  6: "@min-[48rem]:grid-cols-2 @min-[72rem]:grid-cols-3",
  7: "@min-[48rem]:grid-cols-2 @min-[72rem]:grid-cols-3 @min-[100rem]:grid-cols-4",
  8: "@min-[48rem]:grid-cols-2 @min-[100rem]:grid-cols-4",
  9: "@min-[48rem]:grid-cols-2 @min-[72rem]:grid-cols-3",
};

/** The answers of a task, side by side where they fit. */
export function Answers({
  task,
  arrangement,
  focused,
  flagged,
  layout,
  scrollTogether,
  onPick,
  onFocus,
  onFlag,
}: {
  task: OpenTask;
  arrangement: Arrangement;
  focused: string | null;
  flagged: readonly string[];
  layout: Layout;
  scrollTogether: boolean;
  onPick: (id: string) => void;
  onFocus: (id: string) => void;
  onFlag: (id: string) => void;
}) {
  const { completions } = task;
  const sideBySide = layout === "columns";
  return (
    <div className="@container">
      <div
        className={classes(
          "grid grid-cols-1 gap-3 sm:gap-4",
          sideBySide ? columnsByCount[completions.length] : "max-w-3xl",
        )}
      >
        {completions.map(({ id, text }, position) => (
          <AnswerCard
            key={id}
            id={id}
            text={text}
            position={position}
            place={placeOf(arrangement, id)}
            standing={standing(arrangement, id)}
            tied={tiedWith(arrangement, id).length > 0}
            focused={focused === id}
            flagged={flagged.includes(id)}
            ownScroll={sideBySide && !scrollTogether}
            onPick={onPick}
            onFocus={onFocus}
            onFlag={onFlag}
          />
        ))}
      </div>
    </div>
  );
}
