"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

/** Where toasts appear. Show one with `toast` from sonner: the verb of the button, in the past. */
export function Toaster() {
  const t = useTranslations("shared.toaster");
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      customAriaLabel={t("notices")}
      position="bottom-right"
      duration={5000}
      gap={8}
      style={{ fontFamily: "inherit" }}
      toastOptions={{
        style: {
          background: "var(--popover)",
          color: "var(--foreground)",
          border: "1px solid var(--border)",
          boxShadow: "var(--shadow-large)",
        },
      }}
    />
  );
}
