import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { isLocale, type Locale, localeCookie, preferredLocale } from "./locales.ts";
import type { Messages } from "./messages.ts";

const catalogues: Record<Locale, () => Promise<{ default: Messages }>> = {
  en: () => import("../_messages/en/catalogue.ts"),
  de: () => import("../_messages/de/catalogue.ts"),
};

/** The language of a request, what its pages say in it, and how they write numbers and dates. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(localeCookie)?.value;
  const locale = isLocale(chosen) ? chosen : preferredLocale((await headers()).get("accept-language"));
  const { default: messages } = await catalogues[locale]();
  return { locale, messages, timeZone: "UTC" };
});
