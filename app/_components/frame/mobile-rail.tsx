"use client";

import { Menu as MenuIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../button.tsx";
import { Sheet } from "../dialog.tsx";
import { Logo } from "../logo.tsx";
import { AccountMenu } from "./account-menu.tsx";
import type { FrameContent } from "./navigation.ts";
import { Rail } from "./rail.tsx";

/** The rail on a phone: a bar on top, the rest in a sheet. */
export function MobileRail(content: FrameContent) {
  const t = useTranslations("shared.mobileRail");
  const [open, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-1 border-b border-border bg-surface px-2 md:hidden">
      <Sheet
        title={t("menu")}
        side="left"
        open={open}
        onOpenChange={setOpen}
        flush
        trigger={
          <Button tone="quiet" size="icon" aria-label={t("menu")}>
            <MenuIcon />
          </Button>
        }
      >
        <Rail {...content} onNavigate={() => setOpen(false)} />
      </Sheet>
      <span className="flex min-w-0 flex-1 items-center gap-2 font-semibold">
        <Logo className="shrink-0" />
        <span className="truncate">{content.project?.name ?? "Attune"}</span>
      </span>
      <span>
        <AccountMenu person={content.person} compact />
      </span>
    </header>
  );
}
