import { useFormatter, useTranslations } from "next-intl";
import type { AuditLine } from "../../../../../lib/audit/list-audit-entries.ts";
import { flatten, type Nested } from "../../../../_components/settings-form/schema-fields.ts";
import { useSettingWords } from "../../../../_components/settings-form/use-setting-words.ts";
import { useRecordedText } from "../../../../_i18n/use-recorded-text.ts";

/**
 * How to say the detail of a line, as "name: value" pairs, in the reader's language; what says nothing is left out. Names,
 * ids and what people typed stay as they are.
 */
export function useDetailWords(): (line: Pick<AuditLine, "actor" | "detail">) => string {
  const t = useTranslations();
  const format = useFormatter();
  const recordedInWords = useRecordedText();
  const settingInWords = useSettingWords();
  const wordsAt = (key: string) => (t.has(key as never) ? t(key as never) : null);
  const nameInWords = (name: string) => wordsAt(`admin.auditDetails.names.${name}`) ?? name;

  return ({ actor, detail }) => {
    function pairs(given: object): string[] {
      return Object.entries(given)
        .map(([name, value]): [string, string] => [name, valueInWords(name, value)])
        .filter(([, words]) => words !== "")
        .map(([name, words]) => `${nameInWords(name)}: ${words}`);
    }
    function valueInWords(name: string, value: unknown): string {
      if (value === null || value === undefined) return "";
      if (typeof value === "boolean") return t(`admin.auditDetails.${value ? "yes" : "no"}`);
      if (typeof value === "number") return format.number(value, { maximumFractionDigits: 3 });
      if (Array.isArray(value)) {
        const words = value.map((entry) => valueInWords(name, entry));
        return words.filter((word) => word !== "").join(", ");
      }
      if (name === "settings") return settingsInWords(value as Nested).join("; ");
      return typeof value === "object" ? pairs(value).join("; ") : textInWords(name, String(value));
    }
    /** A setting that no form has, such as the rubric, by its path. */
    function settingsInWords(given: Nested): string[] {
      return Object.entries(flatten(given)).map(
        ([path, value]) => settingInWords(path, value) ?? `${nameInWords(path)}: ${valueInWords(path, value)}`,
      );
    }
    function textInWords(name: string, text: string): string {
      if (name === "sentence" || name === "failure" || (name === "reason" && !actor)) return recordedInWords(text);
      // What of the settings was changed follows with its values.
      if (name === "changed") return text.startsWith("settings.") ? "" : nameInWords(text);
      if (name === "past") return text.split(": ").map(gateInWords).join(": ");
      return (
        keysOf(name, text)
          .map(wordsAt)
          .find((words) => words !== null) ?? text
      );
    }
    const gateInWords = (word: string) =>
      wordsAt(`research.gateNames.${word}.name`) ?? wordsAt(`research.gateOutcomes.${word}`) ?? word;

    return typeof detail === "object" && detail !== null ? pairs(detail).join(" · ") : "";
  };
}

/** Where a catalogue may have words for a value; of names and ids nowhere. */
function keysOf(name: string, value: string): string[] {
  switch (name) {
    case "role":
      return [`shared.roles.${value}`];
    case "split":
      return [`shared.splits.${value}.name`];
    case "state":
      return [`research.roundStates.${value}.name`];
    case "kind":
      return [`shared.kinds.${value}.verb`, `admin.auditDetails.values.kind.${value}`];
    default:
      return [`admin.auditDetails.values.${name}.${value}`];
  }
}
