/** How a setting is spoken of: the words beside its input, in the user's language. */
export interface SettingWords {
  path: string;
  label: string;
  /** One plain sentence or two: what it does, and what more of it brings. */
  explanation: string;
  unit?: string;
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
