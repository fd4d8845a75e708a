"use client";

import { useTranslations } from "next-intl";
import { Input, Select, Textarea } from "../input.tsx";
import { Switch } from "../switch.tsx";
import type { InputValue } from "./field-values.ts";
import type { SchemaField } from "./schema-fields.ts";
import type { SettingWords } from "./setting-words.ts";

/** A text that may be longer than this, in characters, has several lines. */
const longestLine = 100;

/** The control that fits a setting's type. */
export function SettingInput({
  id,
  words: { unit, nullLabel, options = {} },
  field,
  input,
  fault,
  onChange,
}: {
  id: string;
  words: SettingWords;
  field: SchemaField;
  input: InputValue;
  fault: string | undefined;
  onChange: (input: InputValue) => void;
}) {
  const t = useTranslations("shared");
  const common = {
    id,
    "aria-describedby": fault ? `${id}-hint ${id}-fault` : `${id}-hint`,
    "aria-invalid": fault ? true : undefined,
  };
  if (field.type === "boolean") {
    return <Switch {...common} checked={input === true} onCheckedChange={onChange} />;
  }
  if (field.type === "choice" && field.multiple) {
    const chosen = Array.isArray(input) ? input : [];
    return (
      <fieldset aria-labelledby={`${id}-label`} id={id} className="flex flex-col gap-1.5">
        {field.options.map((option) => (
          <label key={option} className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={chosen.includes(option)}
              onChange={(event) =>
                onChange(
                  field.options.filter((other) => (other === option ? event.target.checked : chosen.includes(other))),
                )
              }
            />
            {options[option] ?? option}
          </label>
        ))}
      </fieldset>
    );
  }
  if (field.type === "choice") {
    return (
      <Select {...common} value={String(input)} onChange={(event) => onChange(event.target.value)}>
        {field.options.map((option) => (
          <option key={option} value={option}>
            {options[option] ?? option}
          </option>
        ))}
      </Select>
    );
  }
  if (field.type === "list") {
    return (
      <Input
        {...common}
        autoComplete="off"
        placeholder={t("settingValues.none")}
        value={String(input)}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  if (field.type === "text") {
    const text = { ...common, maxLength: field.maxLength, placeholder: nullLabel, value: String(input) };
    return (field.maxLength ?? Number.POSITIVE_INFINITY) > longestLine ? (
      <Textarea {...text} rows={3} onChange={(event) => onChange(event.target.value)} />
    ) : (
      <Input {...text} autoComplete="off" onChange={(event) => onChange(event.target.value)} />
    );
  }
  return (
    <div className="flex items-center gap-2">
      <Input
        {...common}
        inputMode={field.integer ? "numeric" : "decimal"}
        autoComplete="off"
        placeholder={field.nullable ? nullLabel : undefined}
        value={String(input)}
        onChange={(event) => onChange(event.target.value)}
        className="tabular-nums sm:max-w-32"
      />
      {unit && (
        <span className="whitespace-nowrap text-muted">
          {t(`settingUnits.${unit}`, { count: Number(String(input).replace(",", ".")) })}
        </span>
      )}
    </div>
  );
}
