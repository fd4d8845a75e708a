"use client";

import { MenuChoice, MenuLabel, MenuSeparator } from "../../../../../_components/menu.tsx";

/** `focus`: one against one, where answers are ranked. */
export type Layout = "columns" | "stacked" | "focus";

/** The menu's content: how the answers lie on the screen. */
export function LayoutChoices({
  layout,
  onLayout,
  scrollTogether,
  onScrollTogether,
  differences,
  onDifferences,
}: {
  layout: Layout;
  onLayout: (layout: Layout) => void;
  scrollTogether: boolean;
  onScrollTogether: (together: boolean) => void;
  differences: boolean;
  onDifferences: () => void;
}) {
  return (
    <>
      <MenuLabel>Answers</MenuLabel>
      <MenuChoice checked={layout === "columns"} onSelect={() => onLayout("columns")}>
        Side by side where they fit
      </MenuChoice>
      <MenuChoice checked={layout === "stacked"} onSelect={() => onLayout("stacked")}>
        One below the other
      </MenuChoice>
      <MenuChoice checked={layout === "focus"} onSelect={() => onLayout("focus")}>
        One against one
      </MenuChoice>
      <MenuSeparator />
      <MenuChoice
        checked={scrollTogether}
        disabled={layout !== "columns"}
        onSelect={() => onScrollTogether(!scrollTogether)}
      >
        Scroll together
      </MenuChoice>
      <MenuChoice checked={differences} onSelect={onDifferences}>
        Mark differences (V)
      </MenuChoice>
    </>
  );
}
