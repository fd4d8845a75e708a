"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { type InputFault, type InputValue, inputOf, readInputs, writeNumber } from "./field-values.ts";
import { flatten, type SchemaField } from "./schema-fields.ts";

/**
 * The state of a settings form. `current` are the values shown first; `baselines` what counts as unchanged (the defaults).
 * `faults` holds what the inputs or, after a try, the server found wrong.
 */
export function useSettings(
  fields: Record<string, SchemaField>,
  current: Record<string, unknown>,
  baselines: Record<string, unknown>,
) {
  const t = useTranslations("shared.settingFaults");
  const locale = useLocale();
  const untouched = inputsFrom(fields, current, locale);
  const [inputs, setInputs] = useState(untouched);
  const [serverFaults, setServerFaults] = useState<Record<string, string>>({});
  const { changed, faults } = readInputs(fields, inputs, baselines);
  const wordsOf = (fault: InputFault) =>
    "bound" in fault ? t(fault.name, { bound: writeNumber(fault.bound, locale) }) : t(fault.name);
  return {
    inputs,
    /** By path, what differs from the baselines. */
    changed,
    faults: {
      ...serverFaults,
      ...Object.fromEntries(Object.entries(faults).map(([path, fault]) => [path, wordsOf(fault)])),
    },
    isFaulty: Object.keys(faults).length > 0,
    isEdited: Object.entries(untouched).some(([path, input]) => String(input) !== String(inputs[path])),
    change(path: string, input: InputValue) {
      setInputs((old) => ({ ...old, [path]: input }));
      setServerFaults(({ [path]: _gone, ...others }) => others);
    },
    reset: () => setInputs(untouched),
    /** Takes the faults that a failed action names to their fields. */
    showFaults: (details: unknown) => setServerFaults(faultsFrom(details)),
  };
}

function inputsFrom(
  fields: Record<string, SchemaField>,
  nested: Record<string, unknown>,
  locale: string,
): Record<string, InputValue> {
  const flat = flatten(nested);
  return Object.fromEntries(Object.keys(fields).map((path) => [path, inputOf(fields[path]!, flat[path], locale)]));
}

function faultsFrom(details: unknown): Record<string, string> {
  const { faults = [] } = (details ?? {}) as { faults?: { path: string; message: string }[] };
  return Object.fromEntries(faults.map(({ path, message }) => [path, message]));
}
