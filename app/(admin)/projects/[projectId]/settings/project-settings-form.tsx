"use client";

import { useTranslations } from "next-intl";
import { SaveBar } from "../../../../_components/settings-form/save-bar.tsx";
import { flatten, type SchemaField, unflatten } from "../../../../_components/settings-form/schema-fields.ts";
import type { SettingSection } from "../../../../_components/settings-form/setting-words.ts";
import { SettingsFields } from "../../../../_components/settings-form/settings-fields.tsx";
import { useSettings } from "../../../../_components/settings-form/use-settings.ts";
import { useAction } from "../../../../_components/use-action.ts";
import { saveProjectSettings } from "./actions.ts";

/** Tasks, sampling, automatic rounds, split and disk. */
export function ProjectSettingsForm({
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
  const t = useTranslations("admin.projectSettingsForm");
  const baselines = flatten(defaults);
  const form = useSettings(fields, current, baselines);
  const { pending, run } = useAction();

  function save() {
    const wanted = { ...baselines, ...form.changed };
    const before = flatten(current);
    const groups = new Set(
      Object.keys(wanted)
        .filter((path) => JSON.stringify(wanted[path]) !== JSON.stringify(before[path]))
        .map((path) => path.split(".")[0]!),
    );
    // Whole groups that changed, and only these: another admin may be changing the others.
    const settings = Object.fromEntries(Object.entries(unflatten(wanted)).filter(([name]) => groups.has(name)));
    run(() => saveProjectSettings({ projectId, settings }), {
      done: t("settingsSaved"),
      onFailure: ({ details }) => form.showFaults(details),
    });
  }

  return (
    <>
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
