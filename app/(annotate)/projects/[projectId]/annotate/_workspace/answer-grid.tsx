"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { classes } from "../../../../../_components/classes.ts";
import type { Layout } from "./layout-menu.tsx";

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

/** Answers side by side where they fit, or one below the other. */
export function AnswerGrid({ count, layout, children }: { count: number; layout: Layout; children: ReactNode }) {
  const t = useTranslations("annotate.answerGrid");
  return (
    <section aria-label={t("answers")} className="@container">
      <div
        className={classes(
          "grid grid-cols-1 gap-3 sm:gap-4",
          layout === "stacked" ? "max-w-3xl" : columnsByCount[count],
        )}
      >
        {children}
      </div>
    </section>
  );
}
