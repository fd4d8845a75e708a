"use client";

import { RotateCcw } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "../button.tsx";
import { Card } from "../card.tsx";
import { classes } from "../classes.ts";
import { type InputValue, inputOf } from "./field-values.ts";
import { type SchemaField, sameValue } from "./schema-fields.ts";
import { SettingInput } from "./setting-input.tsx";
import type { SettingSection, SettingWords } from "./setting-words.ts";
import { useSettingValue } from "./use-setting-value.ts";

export interface SettingsFieldsProps {
  sections: SettingSection[];
  fields: Record<string, SchemaField>;
  inputs: Record<string, InputValue>;
  /** What each setting would be untouched; a difference is marked and can be taken back. */
  baselines: Record<string, unknown>;
  faults: Record<string, string>;
  onChange: (path: string, input: InputValue) => void;
}

/** Sections of settings: name and explanation at the left, the input with unit and default at the right. */
export function SettingsFields({ sections, ...rest }: SettingsFieldsProps) {
  return (
    <div className="flex flex-col gap-4">
      {sections.map(({ title, description, settings }) => (
        <Card key={title} title={title} description={description} flush>
          <div className="divide-y divide-border">
            {settings.map((words) => (
              <SettingRow key={words.path} words={words} {...rest} />
            ))}
          </div>
        </Card>
      ))}
    </div>
  );
}

function SettingRow({
  words,
  fields,
  inputs,
  baselines,
  faults,
  onChange,
}: Omit<SettingsFieldsProps, "sections"> & { words: SettingWords }) {
  const t = useTranslations("shared.settingsFields");
  const locale = useLocale();
  const valueInWords = useSettingValue();
  const id = useId();
  const { path, label, explanation } = words;
  const field = fields[path]!;
  const input = inputs[path]!;
  const baseline = inputOf(field, baselines[path], locale);
  const changed = !sameValue(input, baseline);
  const fault = faults[path];
  return (
    <div
      className={classes(
        "grid gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_15rem]",
        changed && "shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      <div className="min-w-0">
        <label id={`${id}-label`} htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="mt-0.5 text-muted text-sm">
          {explanation}
        </p>
      </div>
      <div className="min-w-0">
        <SettingInput
          id={id}
          words={words}
          field={field}
          input={input}
          fault={fault}
          onChange={(value) => onChange(path, value)}
        />
        <div className="mt-1 flex min-h-6 items-center justify-between gap-2 text-muted text-sm">
          <span className="min-w-0 truncate">
            {fault ? (
              <span id={`${id}-fault`} className="text-danger">
                {fault}
              </span>
            ) : (
              t("defaultValue", { value: valueInWords(baselines[path], words) })
            )}
          </span>
          {changed && (
            <Button
              tone="quiet"
              size="icon"
              className="size-6"
              aria-label={t("backToTheDefault")}
              aria-describedby={`${id}-label`}
              onClick={() => onChange(path, baseline)}
            >
              <RotateCcw className="size-3.5!" />
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
