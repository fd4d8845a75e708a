"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../_components/button.tsx";
import { Dialog, DialogClose } from "../../_components/dialog.tsx";
import { useAction } from "../../_components/use-action.ts";
import { changeSkills } from "./actions.ts";

/** Which of the skills that prompts ask for a member has. */
export function SkillsDialog({
  open,
  onOpenChange,
  projectId,
  userId,
  name,
  skills,
  skillTags,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  projectId: string;
  userId: string;
  name: string;
  skills: string[];
  skillTags: string[];
}) {
  const t = useTranslations("admin.skillsDialog");
  const [chosen, setChosen] = useState(() => new Set(skills));
  const { pending, run } = useAction();
  const toggle = (skill: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(skill)) after.add(skill);
      return after;
    });
  const save = () =>
    run(() => changeSkills({ projectId, userId, skills: [...chosen] }), {
      done: t("skillsOfNameSaved", { name }),
      onDone: () => onOpenChange(false),
    });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("skillsOfName", { name })}
      description={t("promptsThatAreTaggedWith")}
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button tone="primary" disabled={pending} onClick={save}>
            {pending ? t("saving") : t("save")}
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col">
        <legend className="sr-only">{t("skills")}</legend>
        {skillTags.map((skill) => (
          <label key={skill} className="flex items-center gap-2 rounded-md px-2 py-2 hover:bg-hover">
            <input type="checkbox" checked={chosen.has(skill)} onChange={() => toggle(skill)} />
            {skill}
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
