"use client";

import { useTranslations } from "next-intl";
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
  const t = useTranslations("annotate.layoutMenu");
  return (
    <>
      <MenuLabel>{t("answers")}</MenuLabel>
      <MenuChoice checked={layout === "columns"} onSelect={() => onLayout("columns")}>
        {t("sideBySideWhereThey")}
      </MenuChoice>
      <MenuChoice checked={layout === "stacked"} onSelect={() => onLayout("stacked")}>
        {t("oneBelowTheOther")}
      </MenuChoice>
      <MenuChoice checked={layout === "focus"} onSelect={() => onLayout("focus")}>
        {t("oneAgainstOne")}
      </MenuChoice>
      <MenuSeparator />
      <MenuChoice
        checked={scrollTogether}
        disabled={layout !== "columns"}
        onSelect={() => onScrollTogether(!scrollTogether)}
      >
        {t("scrollTogether")}
      </MenuChoice>
      <MenuChoice checked={differences} onSelect={onDifferences}>
        {t("markDifferencesV")}
      </MenuChoice>
    </>
  );
}
