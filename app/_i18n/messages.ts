import type english from "../_messages/en/catalogue.ts";
import type { Locale } from "./locales.ts";

/** What every catalogue holds: the English one's keys. */
export type Messages = typeof english;

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
