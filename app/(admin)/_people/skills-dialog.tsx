"use client";

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
      done: `Skills of ${name} saved.`,
      onDone: () => onOpenChange(false),
    });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Skills of ${name}`}
      description="Prompts that are tagged with one of these go only to people who have it."
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button tone="primary" disabled={pending} onClick={save}>
            {pending ? "Saving …" : "Save"}
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col">
        <legend className="sr-only">Skills</legend>
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
