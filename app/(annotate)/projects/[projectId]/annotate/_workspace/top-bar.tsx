"use client";

import { BookOpen, Columns2, Ellipsis, History, Keyboard, MessagesSquare, Undo2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "../../../../../_components/button.tsx";
import { AccountMenu } from "../../../../../_components/frame/account-menu.tsx";
import type { FrameContent } from "../../../../../_components/frame/navigation.ts";
import { Logo } from "../../../../../_components/logo.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../../../../_components/menu.tsx";

/** The thin bar above: where one is, how far, and what is always at hand. */
export function TopBar({
  projectId,
  projectName,
  home,
  person,
  submitted,
  left,
  leftIsMore,
  trial,
  status,
  layoutChoices,
  guidelineOpen,
  onGuideline,
  onKeys,
  onTalk,
  onReopen,
}: {
  projectId: string;
  projectName: string;
  /** Where the mark leads. */
  home: string;
  person: FrameContent["person"];
  submitted: number;
  left: number;
  /** There are more left than were counted. */
  leftIsMore: boolean;
  /** Which of the trial tasks this is; null once they are done. */
  trial: { number: number; of: number } | null;
  status: ReactNode;
  /** How the answers lie on the screen, for a menu. */
  layoutChoices: ReactNode;
  guidelineOpen: boolean;
  onGuideline: () => void;
  onKeys: () => void;
  /** Opens what people say about the task; null without a task. */
  onTalk: (() => void) | null;
  /** Reopens the task submitted last; null when there is none. */
  onReopen: (() => void) | null;
}) {
  const strong = (chunks: ReactNode) => <span className="text-foreground">{chunks}</span>;
  const t = useTranslations("annotate.topBar");
  const done = trial ? (trial.number - 1) / trial.of : submitted + left > 0 ? submitted / (submitted + left) : 0;
  return (
    <header data-beside className="sticky top-0 z-20 border-b border-border bg-surface">
      <div className="flex h-11 items-center gap-1 pr-1.5 pl-3 sm:gap-1.5 sm:pl-5">
        <Link
          href={home}
          className="flex min-w-0 shrink items-center gap-2 rounded-md font-semibold"
          title={projectName}
        >
          <Logo className="shrink-0" />
          <span className="hidden truncate sm:inline">{projectName}</span>
        </Link>
        <p className="mx-2 min-w-0 truncate text-muted text-sm tabular-nums">
          {trial ? (
            t.rich("trialTask", { number: trial.number, of: trial.of, strong })
          ) : (
            <>
              {t.rich("done", { submitted, strong })}
              <span aria-hidden> · </span>
              <span className="sr-only">, </span>
              {leftIsMore ? t("overLeft", { left }) : t("left", { left })}
            </>
          )}
        </p>
        <div className="flex shrink-0 grow items-center justify-end">{status}</div>
        {onReopen && (
          <Button tone="quiet" size="small" onClick={onReopen} title={t("reopenTheTaskSubmittedLast")}>
            <Undo2 />
            <span className="sr-only md:not-sr-only">{t("undoLast")}</span>
          </Button>
        )}
        <Button
          tone="quiet"
          size="small"
          aria-pressed={guidelineOpen}
          aria-keyshortcuts="O"
          title={t("guidelineO")}
          onClick={onGuideline}
          className={guidelineOpen ? "bg-hover" : undefined}
        >
          <BookOpen />
          <span className="sr-only md:not-sr-only">{t("guideline")}</span>
        </Button>
        {onTalk && (
          <Button
            tone="quiet"
            size="icon"
            aria-label={t("talkAboutThisTask")}
            aria-keyshortcuts="T"
            title={t("talkAboutThisTaskT")}
            onClick={onTalk}
            className="hidden sm:inline-flex"
          >
            <MessagesSquare />
          </Button>
        )}
        <span className="hidden sm:inline">
          <Menu
            align="end"
            trigger={
              <Button tone="quiet" size="icon" aria-label={t("layoutOfTheAnswers")} title={t("layoutOfTheAnswers")}>
                <Columns2 />
              </Button>
            }
          >
            {layoutChoices}
          </Menu>
        </span>
        <ButtonLink
          href={`/projects/${projectId}/annotate/history`}
          tone="quiet"
          size="icon"
          aria-label={t("myHistory")}
          title={t("myHistory")}
          className="hidden sm:inline-flex"
        >
          <History />
        </ButtonLink>
        <span className="sm:hidden">
          <Menu
            align="end"
            trigger={
              <Button tone="quiet" size="icon" aria-label={t("more")}>
                <Ellipsis />
              </Button>
            }
          >
            {onTalk && (
              <MenuItem onSelect={onTalk}>
                <MessagesSquare aria-hidden /> {t("talkAboutThisTask")}
              </MenuItem>
            )}
            <MenuItem asChild>
              <Link href={`/projects/${projectId}/annotate/history`}>
                <History aria-hidden /> {t("myHistory")}
              </Link>
            </MenuItem>
            <MenuSeparator />
            {layoutChoices}
          </Menu>
        </span>
        <Button
          tone="quiet"
          size="icon"
          aria-label={t("keys")}
          title={t("keysTitle")}
          onClick={onKeys}
          className="pointer-coarse:hidden"
        >
          <Keyboard />
        </Button>
        <span>
          <AccountMenu person={person} compact />
        </span>
      </div>
      <div aria-hidden className="-mb-px h-0.5">
        <div className="h-full bg-accent transition-[width]" style={{ width: `${done * 100}%` }} />
      </div>
    </header>
  );
}
