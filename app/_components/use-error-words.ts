import { useLocale, useTranslations } from "next-intl";
import type { AppErrorCode } from "../../lib/errors.ts";

/**
 * What to say of a refusal. Its own message is written in English; readers of another language get a sentence of theirs
 * by its code first.
 */
export function useErrorWords(): (failure: { code: AppErrorCode; message: string }) => string {
  const locale = useLocale();
  const t = useTranslations("shared.errors");
  return ({ code, message }) =>
    locale === "en" ? message : t("withDetail", { general: t(`codes.${code}`), detail: message });
}
