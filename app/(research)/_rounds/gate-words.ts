import type { useTranslations } from "next-intl";

type Words = ReturnType<typeof useTranslations<"research.gateNames">>;

/** What a gate is called and asks, by its name (lib/rounds/record-gate.ts); one without words by that name alone. */
export function gateWords(name: string, t: Words): { name: string; question: string | null } {
  const gate = name as "reward";
  return t.has(`${gate}.name`)
    ? { name: t(`${gate}.name`), question: t(`${gate}.question`) }
    : { name, question: null };
}
