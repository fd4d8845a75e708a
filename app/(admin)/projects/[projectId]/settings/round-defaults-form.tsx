"use client";

import { useTranslations } from "next-intl";
import { SaveBar } from "../../../../_components/settings-form/save-bar.tsx";
import { flatten, type SchemaField, unflatten } from "../../../../_components/settings-form/schema-fields.ts";
import type { SettingSection } from "../../../../_components/settings-form/setting-words.ts";
import { SettingsFields } from "../../../../_components/settings-form/settings-fields.tsx";
import { useSettings } from "../../../../_components/settings-form/use-settings.ts";
import { useAction } from "../../../../_components/use-action.ts";
import { saveRoundDefaults } from "./actions.ts";

/** What every round of the project starts with. Only differences are stored, so better built-in defaults arrive. */
export function RoundDefaultsForm({
  projectId,
  sections,
  fields,
  current,
  defaults,
}: {
  projectId: string;
  sections: SettingSection[];
  fields: Record<string, SchemaField>;
  current: Record<string, unknown>;
  defaults: Record<string, unknown>;
}) {
  const t = useTranslations("admin.roundDefaultsForm");
  const baselines = flatten(defaults);
  const form = useSettings(fields, current, baselines);
  const { pending, run } = useAction();
  const save = () =>
    run(() => saveRoundDefaults({ projectId, settings: unflatten(form.changed) }), {
      done: t("defaultsSaved"),
      onFailure: ({ details }) => form.showFaults(details),
    });
  return (
    <>
      <p className="mb-4 max-w-prose text-muted">{t("roundsThatStartByThemselves")}</p>
      <SettingsFields
        sections={sections}
        fields={fields}
        inputs={form.inputs}
        baselines={baselines}
        faults={form.faults}
        onChange={form.change}
      />
      <SaveBar isEdited={form.isEdited} isFaulty={form.isFaulty} pending={pending} onSave={save} onReset={form.reset} />
    </>
  );
}
