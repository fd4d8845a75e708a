import type { Messages } from "../../_i18n/messages.ts";
import { type SettingUnit, settingOrder } from "./setting-order.ts";

/** How a setting is spoken of: the words beside its input, in the user's language. */
export interface SettingWords {
  path: string;
  label: string;
  /** One plain sentence or two: what it does, and what more of it brings. */
  explanation: string;
  unit?: SettingUnit;
  /** What null means, e.g. "never". */
  nullLabel?: string;
  /** Names of the choices. */
  options?: Record<string, string>;
}

export interface SettingSection {
  title: string;
  description: string;
  settings: SettingWords[];
}

type Tree<Leaf> = { [key: string]: Tree<Leaf> | Leaf };

/** Every setting of a project or of a round, in order, as a catalogue speaks of it. */
export function settingSections(kind: "project" | "round", messages: Messages["settings"]): SettingSection[] {
  const titles: Record<string, { title: string; description: string }> = messages.sections[kind];
  return settingOrder[kind].map(({ name, settings }) => ({
    ...titles[name]!,
    settings: settings.map((setting) => ({ ...setting, ...wordsAt(messages[kind], setting.path) })),
  }));
}

function wordsAt(tree: unknown, path: string): Pick<SettingWords, "label" | "explanation" | "nullLabel" | "options"> {
  let place = tree as Tree<string>;
  for (const key of path.split(".")) place = place[key] as Tree<string>;
  return place as unknown as SettingWords;
}
