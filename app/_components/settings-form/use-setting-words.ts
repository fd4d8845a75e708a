import { useMessages } from "next-intl";
import { settingSections } from "./setting-words.ts";
import { useSettingValue } from "./use-setting-value.ts";

/** How to say a setting of a project with its value: "Answers a task: 4 answers"; null for one that no form has. */
export function useSettingWords(): (path: string, value: unknown) => string | null {
  const { settings } = useMessages();
  const valueInWords = useSettingValue();
  const ofProject = settingSections("project", settings).flatMap((section) => section.settings);
  // Two parts of a round may have a setting of the same name.
  const ofRounds = settingSections("round", settings).flatMap(({ title, settings: own }) =>
    own.map((words) => ({ ...words, path: `round.${words.path}`, label: `${title}, ${words.label}` })),
  );
  const byPath = new Map([...ofProject, ...ofRounds].map((words) => [words.path, words]));
  return (path, value) => {
    const words = byPath.get(path);
    return words ? `${words.label}: ${valueInWords(value, words)}` : null;
  };
}
