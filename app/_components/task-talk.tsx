"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useCallback, useEffect, useState } from "react";
import { inReadersLanguage } from "../_i18n/in-readers-language.ts";
import { Button } from "./button.tsx";
import { Field } from "./field.tsx";
import { Textarea } from "./input.tsx";
import { Skeleton } from "./skeleton.tsx";
import { TimeAgo } from "./time-ago.tsx";

interface Comment {
  id: string;
  text: string;
  by: string;
  createdAt: string;
}

/** What people say to each other about a task, and a place to say more. */
export function TaskTalk({ taskId, hint }: { taskId: string; hint?: string }) {
  const t = useTranslations("shared.taskTalk");
  const words = useTranslations("shared.errors");
  const path = `/api/v1/tasks/${taskId}/comments`;
  const [comments, setComments] = useState<readonly Comment[] | null>(null);
  const [text, setText] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [sending, setSending] = useState(false);

  const load = useCallback(async () => {
    const answer = await ask<{ comments: Comment[] }>(path, words);
    if ("failure" in answer) setFailure(answer.failure);
    else setComments(answer.comments);
  }, [path, words]);
  useEffect(() => void load(), [load]);

  async function send(event: FormEvent) {
    event.preventDefault();
    setSending(true);
    const answer = await ask<Comment>(path, words, { text });
    setSending(false);
    if ("failure" in answer) return setFailure(answer.failure);
    setFailure(null);
    setText("");
    setComments([...(comments ?? []), answer]);
  }

  return (
    <div className="flex flex-col gap-4">
      {hint && <p className="text-muted text-sm">{hint}</p>}
      {comments === null && !failure && <Skeleton className="h-16" />}
      {comments?.length === 0 && <p className="text-muted">{t("nobodyHasSaidAnythingYet")}</p>}
      {comments && comments.length > 0 && (
        <ol className="flex flex-col gap-3">
          {comments.map((comment) => (
            <li key={comment.id} className="rounded-lg border border-border bg-surface px-3 py-2">
              <p className="flex flex-wrap gap-x-2 text-muted text-sm">
                <span className="font-medium text-foreground">{comment.by}</span>
                <TimeAgo date={new Date(comment.createdAt)} />
              </p>
              <p dir="auto" className="whitespace-pre-wrap break-words">
                {comment.text}
              </p>
            </li>
          ))}
        </ol>
      )}
      <form onSubmit={(event) => void send(event)} className="flex flex-col gap-2">
        <Field label={t("saySomething")} error={failure}>
          <Textarea
            rows={3}
            required
            maxLength={5000}
            dir="auto"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button type="submit" disabled={sending || text.trim() === ""} className="self-end">
          {t("sayIt")}
        </Button>
      </form>
    </div>
  );
}

async function ask<Value>(
  path: string,
  words: (key: "failed" | "unreachable") => string,
  body?: object,
): Promise<Value | { failure: string }> {
  try {
    const response = await fetch(path, {
      ...(body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(15_000),
    });
    const answer = await response.json();
    return response.ok
      ? (answer as Value)
      : { failure: (await inReadersLanguage(String(answer?.error?.message ?? ""))) || words("failed") };
  } catch {
    return { failure: words("unreachable") };
  }
}
