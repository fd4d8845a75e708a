"use client";

import { Plus, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Message } from "../../../../../lib/prompts/messages.ts";
import { Button } from "../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../_components/dialog.tsx";
import { Field } from "../../../../_components/field.tsx";
import { Input, Textarea } from "../../../../_components/input.tsx";
import { Notice } from "../../../../_components/notice.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { add } from "./actions.ts";

/** Types one prompt: a system message if wanted, then user and assistant in turn. */
export function AddPromptDialog({ projectId, tags }: { projectId: string; tags: string[] }) {
  const t = useTranslations("research.addPromptDialog");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [system, setSystem] = useState("");
  const [turns, setTurns] = useState<string[]>([""]);
  const [tagText, setTagText] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const { pending, run } = useAction();

  const role = (position: number) => (position % 2 === 0 ? "user" : "assistant");
  const complete = turns.every((turn) => turn.trim() !== "");

  function submit() {
    const messages: Message[] = [
      ...(system.trim() ? [{ role: "system" as const, content: system }] : []),
      ...turns.map((content, position) => ({ role: role(position) as Message["role"], content })),
    ];
    const given = tagText.split(",").map((tag) => tag.trim());
    setFailure(null);
    run(() => add({ projectId, messages, tags: given.filter(Boolean) }), {
      done: t("promptAdded"),
      onDone: ({ id }) => {
        setOpen(false);
        setSystem("");
        setTurns([""]);
        router.push(`/projects/${projectId}/prompts/${id}`);
      },
      onFailure: ({ message }) => setFailure(message),
    });
  }

  return (
    <Dialog
      wide
      open={open}
      onOpenChange={setOpen}
      title={t("addAPrompt")}
      description={t("aQuestionOrAConversation")}
      trigger={
        <Button>
          <Plus aria-hidden />
          {t("addAPrompt")}
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button tone="primary" disabled={!complete || pending} onClick={submit}>
            {pending ? t("adding") : t("addPrompt")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure && <Notice tone="danger">{failure}</Notice>}
        <Field label={t("systemMessage")} optional hint={t("whatTheModelIsTold")}>
          <Textarea rows={2} value={system} maxLength={100_000} onChange={(event) => setSystem(event.target.value)} />
        </Field>
        {turns.map((turn, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: turns only grow and shrink at the end
          <Field key={position} label={role(position) === "user" ? t("user") : t("assistant")}>
            <Textarea
              rows={position === turns.length - 1 ? 4 : 3}
              value={turn}
              maxLength={100_000}
              onChange={(event) => setTurns(turns.map((old, at) => (at === position ? event.target.value : old)))}
            />
          </Field>
        ))}
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => setTurns([...turns, "", ""])}>
            <Plus aria-hidden />
            {t("addAnAnswerAndA")}
          </Button>
          {turns.length > 1 && (
            <Button size="small" tone="quiet" onClick={() => setTurns(turns.slice(0, -2))}>
              <Trash2 aria-hidden />
              {t("removeTheLastTwoTurns")}
            </Button>
          )}
        </div>
        <Field label={t("tags")} optional hint={t("separatedByCommasTheyHelp")}>
          <Input value={tagText} list="prompt-tags" onChange={(event) => setTagText(event.target.value)} />
        </Field>
        <datalist id="prompt-tags">
          {tags.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
      </div>
    </Dialog>
  );
}
