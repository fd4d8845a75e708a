"use client";

import { useTranslations } from "next-intl";
import type { DatasetOptions } from "../../../lib/datasets/options.ts";
import { Field } from "../../_components/field.tsx";
import { Select } from "../../_components/input.tsx";
import { SwitchField } from "../../_components/switch.tsx";
import { useQuantities } from "../../_components/use-quantities.ts";
import { describeOptions } from "./options-words.ts";

const steps = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1];

/** What a dataset version takes in and how much it counts; to read only for those who may not change it. */
export function DatasetOptionsFields({
  options,
  onChange,
}: {
  options: DatasetOptions;
  /** Null: may not be changed. */
  onChange: ((options: DatasetOptions) => void) | null;
}) {
  const t = useTranslations("research.optionsFields");
  const formats = useQuantities();
  const { weightByReliability, minimumAgreement } = options;
  if (!onChange) {
    return (
      <p className="text-muted">
        {t("rankingsCountOptionsAnAdmin", { options: describeOptions(options, t, formats) })}
      </p>
    );
  }
  const choices = [...new Set([...steps, ...(minimumAgreement === null ? [] : [minimumAgreement])])].sort(
    (one, other) => one - other,
  );
  return (
    <div className="flex flex-col gap-4">
      <SwitchField
        label={t("weightByReliability")}
        hint={t("rankingsOfPeopleWhomThe")}
        checked={weightByReliability}
        onCheckedChange={(on) => onChange({ ...options, weightByReliability: on })}
      />
      <Field label={t("leastAgreement")} hint={t("tasksOnWhichPeopleAgree")}>
        <Select
          value={minimumAgreement === null ? "" : String(minimumAgreement)}
          onChange={({ target }) =>
            onChange({ ...options, minimumAgreement: target.value === "" ? null : Number(target.value) })
          }
        >
          <option value="">{t("noMinimum")}</option>
          {choices.map((share) => (
            <option key={share} value={share}>
              {t("valueOfPairs", { value: Math.round(share * 100) })}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
