import { useTranslations } from "next-intl";

/** Why an answer or a task is flagged, by what is stored: the same for everybody, whatever language they read. */
export const flagReasons = {
  Harmful: "harmful",
  "Personal data": "personal",
  "False and misleading": "misleading",
  "Broken or cut off": "broken",
  "Something else": "else",
} as const;

/** How to say a stored reason; one that came by the API stays as it is. */
export function useFlagReason(): (stored: string) => string {
  const t = useTranslations("shared.flagReasons");
  return (stored) => (stored in flagReasons ? t(flagReasons[stored as keyof typeof flagReasons]) : stored);
}
