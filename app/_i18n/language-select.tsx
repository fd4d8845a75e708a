"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import { Select } from "../_components/input.tsx";
import { type Locale, localeNames, locales } from "./locales.ts";
import { setLocale } from "./set-locale.ts";

/** In which language the pages speak, each by its own name. */
export function LanguageSelect() {
  const t = useTranslations("shared.language");
  const locale = useLocale();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  function choose(chosen: string) {
    startTransition(async () => {
      await setLocale(chosen as Locale);
      router.refresh();
    });
  }
  return (
    <Select
      aria-label={t("language")}
      value={locale}
      disabled={pending}
      onChange={(event) => choose(event.target.value)}
      className="w-auto"
    >
      {locales.map((name) => (
        <option key={name} value={name} lang={name}>
          {localeNames[name]}
        </option>
      ))}
    </Select>
  );
}
