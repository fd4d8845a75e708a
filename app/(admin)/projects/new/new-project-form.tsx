"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, ButtonLink } from "../../../_components/button.tsx";
import { Card } from "../../../_components/card.tsx";
import { Field } from "../../../_components/field.tsx";
import { Input, Textarea } from "../../../_components/input.tsx";
import { useAction } from "../../../_components/use-action.ts";
import { create } from "./actions.ts";

export function NewProjectForm() {
  const t = useTranslations("admin.newProjectForm");
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
            done: t("projectCreated"),
            onDone: ({ id }) => router.push(`/projects/${id}`),
            onFailure: ({ message }) => setFault(message),
          });
        }}
      >
        <Field label={t("name")} error={fault ?? undefined}>
          <Input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label={t("description")} optional hint={t("aLineForThoseWho")}>
          <Textarea
            rows={2}
            maxLength={2000}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        </Field>
        <div className="flex gap-2">
          <Button type="submit" tone="primary" disabled={!name.trim() || pending}>
            {pending ? t("creating") : t("createProject")}
          </Button>
          <ButtonLink href="/projects" tone="quiet">
            {t("cancel")}
          </ButtonLink>
        </div>
      </form>
    </Card>
  );
}
