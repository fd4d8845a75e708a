"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import { type Locale, localeCookie, locales } from "./locales.ts";

const yearSeconds = 31_536_000;

/** Keeps the language for this browser. Anybody may, signed in or not: it says nothing about them. */
export async function setLocale(locale: Locale): Promise<void> {
  const value = z.enum(locales).parse(locale);
  (await cookies()).set(localeCookie, value, { path: "/", maxAge: yearSeconds, sameSite: "lax" });
}
