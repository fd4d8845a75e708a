import { useLocale, useTranslations } from "next-intl";
import { writeNumber } from "./field-values.ts";
import type { SettingWords } from "./setting-words.ts";

/** How to say a setting's value: "64 tokens", "never", "on". */
export function useSettingValue(): (value: unknown, words: SettingWords) => string {
  const locale = useLocale();
  const t = useTranslations("shared");
  return (value, { unit, nullLabel, options }) => {
    if (value === null || value === undefined) return nullLabel ?? t("settingValues.none");
    if (typeof value === "boolean") return t(value ? "settingValues.on" : "settingValues.off");
    if (Array.isArray(value)) {
      return value.map((entry) => options?.[entry] ?? String(entry)).join(", ") || t("settingValues.none");
    }
    if (typeof value !== "number") return options?.[String(value)] ?? String(value);
    const text = writeNumber(value, locale);
    return unit ? `${text} ${t(`settingUnits.${unit}`, { count: value })}` : text;
  };
}
