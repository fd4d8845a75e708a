"use client";

import { Columns2 } from "lucide-react";
import { Button } from "../../../../../_components/button.tsx";
import { Menu, MenuChoice, MenuLabel, MenuSeparator } from "../../../../../_components/menu.tsx";

/** `focus`: one against one, where answers are ranked. */
export type Layout = "columns" | "stacked" | "focus";

/** How the answers lie on the screen. */
export function LayoutMenu({
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
    <Menu
      align="end"
      trigger={
        <Button tone="quiet" size="icon" aria-label="Layout of the answers" title="Layout of the answers">
          <Columns2 />
        </Button>
      }
    >
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
    </Menu>
  );
}
