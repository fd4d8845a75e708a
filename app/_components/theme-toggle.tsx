"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { ToggleGroup } from "radix-ui";
import { useSyncExternalStore } from "react";

const themes = [
  { value: "light", icon: Sun },
  { value: "dark", icon: Moon },
  { value: "system", icon: Monitor },
] as const;

/** The themes, by their names in the reader's language. */
export function useThemes() {
  const t = useTranslations("shared.themeToggle");
  return themes.map((theme) => ({ ...theme, label: t(theme.value) }));
}

const never = () => () => {};

/** Light, dark, or what the system says. */
export function ThemeToggle() {
  const t = useTranslations("shared.themeToggle");
  const { theme, setTheme } = useTheme();
  // Which theme is chosen is known in the browser only.
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={t("theme")}
      value={inBrowser ? theme : ""}
      onValueChange={(value) => value && setTheme(value)}
      className="inline-flex rounded-md border border-border bg-inset p-0.5"
    >
      {useThemes().map(({ value, label, icon: Icon }) => (
        <ToggleGroup.Item
          key={value}
          value={value}
          aria-label={label}
          title={label}
          className="inline-flex h-6 w-7 items-center justify-center rounded text-muted transition-colors hover:text-foreground data-[state=on]:bg-surface data-[state=on]:text-foreground data-[state=on]:shadow-sm pointer-coarse:h-8 pointer-coarse:w-10"
        >
          <Icon aria-hidden className="size-3.5" />
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
