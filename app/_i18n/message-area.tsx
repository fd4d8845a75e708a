import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Messages } from "./messages.ts";

/** Sends what the client components below may say: the shared words and those of one area, not every catalogue. */
export async function MessageArea({ area, children }: { area?: keyof Messages; children: ReactNode }) {
  const { shared, ...messages } = await getMessages();
  return (
    <NextIntlClientProvider messages={{ shared, ...(area && { [area]: messages[area as keyof typeof messages] }) }}>
      {children}
    </NextIntlClientProvider>
  );
}
