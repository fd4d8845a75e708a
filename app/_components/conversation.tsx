import { Bot, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Message } from "../../lib/prompts/messages.ts";
import { classes } from "./classes.ts";
import { Markdown } from "./markdown.tsx";
import { TurnImages } from "./turn-images.tsx";

/** A conversation as a chat, in full. A system message stands above it, as what the assistant was told. */
export function Conversation({ messages, className }: { messages: readonly Message[]; className?: string }) {
  return (
    <ol className={classes("flex flex-col gap-5", className)}>
      {messages.map((message, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a conversation never changes its order
        <li key={position}>
          <Turn message={message} />
        </li>
      ))}
    </ol>
  );
}

function Turn({ message: { role, content, images } }: { message: Message }) {
  const t = useTranslations("shared.conversation");
  if (role === "system") {
    return (
      <details className="rounded-lg border border-border border-dashed px-3.5 py-2 text-muted">
        <summary className="cursor-pointer text-sm">{t("whatTheAssistantWasTold")}</summary>
        <Markdown text={content} className="reading mt-2 text-foreground" />
      </details>
    );
  }
  const byUser = role === "user";
  const Icon = byUser ? UserRound : Bot;
  return (
    <div className="flex gap-3">
      <span
        className={classes(
          "mt-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-full border border-border",
          byUser ? "bg-accent-soft text-accent-text" : "bg-inset text-muted",
        )}
      >
        <Icon aria-hidden className="size-3.5" />
      </span>
      <div className="min-w-0 flex-1 [contain:paint]">
        <p className="mb-1 font-medium text-muted text-sm leading-6">{byUser ? t("user") : t("assistant")}</p>
        <Markdown text={content} className="reading" />
        {images && <TurnImages images={images} />}
      </div>
    </div>
  );
}
