"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../../../_components/button.tsx";
import { Card } from "../../../../_components/card.tsx";
import { Field } from "../../../../_components/field.tsx";
import { Input, Textarea } from "../../../../_components/input.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { rename } from "./actions.ts";

export function NameForm({ projectId, name, description }: { projectId: string; name: string; description: string }) {
  const t = useTranslations("admin.nameForm");
  const [texts, setTexts] = useState({ name, description });
  const [fault, setFault] = useState<string | null>(null);
  const { pending, run } = useAction();
  const edited = texts.name !== name || texts.description !== description;
  return (
    <Card title={t("nameAndDescription")}>
      <form
        className="flex max-w-xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setFault(null);
          run(() => rename({ projectId, ...texts }), {
            done: t("projectRenamed"),
            onFailure: ({ message }) => setFault(message),
          });
        }}
      >
        <Field label={t("name")} error={fault ?? undefined}>
          <Input
            required
            maxLength={200}
            value={texts.name}
            onChange={(event) => setTexts({ ...texts, name: event.target.value })}
          />
        </Field>
        <Field label={t("description")} optional hint={t("aLineForThoseWho")}>
          <Textarea
            rows={2}
            maxLength={2000}
            value={texts.description}
            onChange={(event) => setTexts({ ...texts, description: event.target.value })}
          />
        </Field>
        <div>
          <Button type="submit" tone="primary" disabled={!edited || pending}>
            {pending ? t("saving") : t("save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
