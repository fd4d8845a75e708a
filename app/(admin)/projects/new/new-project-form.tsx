"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, ButtonLink } from "../../../_components/button.tsx";
import { Card } from "../../../_components/card.tsx";
import { Field } from "../../../_components/field.tsx";
import { Input, Textarea } from "../../../_components/input.tsx";
import { useAction } from "../../../_components/use-action.ts";
import { create } from "./actions.ts";

export function NewProjectForm() {
  const router = useRouter();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const { pending, run } = useAction();
  return (
    <Card>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setFault(null);
          run(() => create({ name, description }), {
            done: "Project created.",
            onDone: ({ id }) => router.push(`/projects/${id}`),
            onFailure: ({ message }) => setFault(message),
          });
        }}
      >
        <Field label="Name" error={fault ?? undefined}>
          <Input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Description" optional hint="A line for those who choose among projects.">
          <Textarea
            rows={2}
            maxLength={2000}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        </Field>
        <div className="flex gap-2">
          <Button type="submit" tone="primary" disabled={!name.trim() || pending}>
            {pending ? "Creating …" : "Create project"}
          </Button>
          <ButtonLink href="/projects" tone="quiet">
            Cancel
          </ButtonLink>
        </div>
      </form>
    </Card>
  );
}
