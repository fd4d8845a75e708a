"use client";

import { ListChecks } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { TaskKind } from "../../../../../lib/generated/prisma/enums.ts";
import { Button } from "../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../_components/dialog.tsx";
import { Field } from "../../../../_components/field.tsx";
import { Select } from "../../../../_components/input.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { make } from "./actions.ts";

/** Makes tasks of a kind from one prompt, or with null from every prompt without an open one. */
export function MakeTasksDialog({ projectId, promptIds }: { projectId: string; promptIds: string[] | null }) {
  const t = useTranslations("research.makeTasksDialog");
  const kinds = useTranslations("shared.kinds");
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<TaskKind>("rank");
  const { pending, run } = useAction();
  function submit() {
    run(() => make({ projectId, kind, promptIds }), {
      onDone: ({ tasks, tooFew }) => {
        setOpen(false);
        const missed = tooFew > 0 ? t("hadTooFewAnswers", { tooFew }) : "";
        if (tasks > 0) toast.success(t("tasksMade", { tasks, missed }));
        else toast.info(tooFew > 0 ? t("noTaskMadeMissed", { missed }) : t("everyPromptHasAnOpen"));
      },
    });
  }
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t("makeTasks")}
      description={promptIds ? t("oneTaskFromThisPrompt") : t("oneTaskFromEveryPrompt")}
      trigger={
        <Button>
          <ListChecks aria-hidden />
          {t("makeTasks")}
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button tone="primary" disabled={pending} onClick={submit}>
            {t("makeTasks")}
          </Button>
        </>
      }
    >
      <Field label={t("whatPeopleDo")} hint={t(`hints.${kind}`)}>
        <Select value={kind} onChange={(event) => setKind(event.target.value as TaskKind)}>
          {Object.values(TaskKind).map((name) => (
            <option key={name} value={name}>
              {kinds(`${name}.verb`)}
            </option>
          ))}
        </Select>
      </Field>
    </Dialog>
  );
}
