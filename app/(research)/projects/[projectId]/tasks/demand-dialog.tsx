"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../_components/dialog.tsx";
import { Field } from "../../../../_components/field.tsx";
import { Input } from "../../../../_components/input.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { changeDemand } from "./actions.ts";

/** How many of the people have judged a task; pressed, it asks by how many it is to be judged, and how soon. */
export function DemandDialog({
  projectId,
  taskId,
  text,
  annotationCount,
  ...now
}: {
  projectId: string;
  taskId: string;
  /** The prompt, to tell the buttons of several tasks apart. */
  text: string;
  annotationCount: number;
  overlap: number;
  priority: number;
}) {
  const t = useTranslations("research.demandDialog");
  const [open, setOpen] = useState(false);
  const [overlap, setOverlap] = useState(String(now.overlap));
  const [priority, setPriority] = useState(String(now.priority));
  const { pending, run } = useAction();
  const state = useTranslations("research.tasksTable")("annotationCountOfOverlap", {
    annotationCount,
    overlap: now.overlap,
  });
  const isWhole = (value: string) => /^-?\d+$/.test(value);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t("title")}
      description={t("description")}
      trigger={
        <button
          type="button"
          title={t("title")}
          aria-label={t("changeOf", { state, text: text.slice(0, 80) })}
          className="min-h-6 min-w-6 underline decoration-dotted underline-offset-4 hover:decoration-solid pointer-coarse:min-h-10"
        >
          {state}
        </button>
      }
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button
            tone="primary"
            disabled={pending || !isWhole(overlap) || !isWhole(priority)}
            onClick={() =>
              run(() => changeDemand({ projectId, taskId, overlap: Number(overlap), priority: Number(priority) }), {
                done: t("changed"),
                onDone: () => setOpen(false),
              })
            }
          >
            {t("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t("people")} hint={t("haveJudgedIt", { count: annotationCount })}>
          <Input
            type="number"
            inputMode="numeric"
            min={Math.max(1, annotationCount)}
            max={20}
            value={overlap}
            onChange={(event) => setOverlap(event.target.value)}
          />
        </Field>
        <Field label={t("priority")} hint={t("higherFirst")}>
          <Input
            type="number"
            min={-1000}
            max={1000}
            value={priority}
            onChange={(event) => setPriority(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
