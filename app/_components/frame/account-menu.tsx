"use client";

import { LogOut, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { Menu, MenuItem, MenuRadioRow, MenuSeparator } from "../menu.tsx";
import { useThemes } from "../theme-toggle.tsx";
import type { FrameContent } from "./navigation.ts";

/** Who is signed in; account, theme and the way out. `compact` shows the initial only. */
export function AccountMenu({ person, compact = false }: Pick<FrameContent, "person"> & { compact?: boolean }) {
  const t = useTranslations("shared.accountMenu");
  const router = useRouter();
  const { theme, setTheme } = useTheme();
  return (
    <Menu
      align={compact ? "end" : "start"}
      className="w-60"
      trigger={
        <button
          type="button"
          aria-label={compact ? t("accountOfName", { name: person.name }) : undefined}
          className="flex h-10 w-full items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-hover"
        >
          <span
            aria-hidden
            className="inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent-text text-xs"
          >
            {person.name.trim().charAt(0).toUpperCase() || "?"}
          </span>
          {!compact && <span className="min-w-0 flex-1 truncate">{person.name}</span>}
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="truncate font-medium">{person.name}</p>
        <p className="truncate text-muted text-sm">{person.email}</p>
      </div>
      <MenuSeparator />
      <MenuRadioRow label={t("theme")} value={theme} onValueChange={setTheme} choices={useThemes()} />
      <MenuItem onSelect={() => router.push("/account")}>
        <UserRound /> {t("account")}
      </MenuItem>
      <MenuItem onSelect={() => void signOut({ callbackUrl: "/sign-in" })}>
        <LogOut /> {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
