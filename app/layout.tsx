import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Providers } from "./_components/providers.tsx";
import { MessageArea } from "./_i18n/message-area.tsx";
import "./globals.css";
import "./markdown.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shared.site");
  return {
    title: { default: "Attune", template: "%s · Attune" },
    description: t("description"),
    robots: { index: false },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fafafb" },
    { media: "(prefers-color-scheme: dark)", color: "#0d0d10" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Set by proxy.ts: only scripts that carry it run.
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang={await getLocale()} className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <MessageArea>
          <Providers nonce={nonce}>{children}</Providers>
        </MessageArea>
      </body>
    </html>
  );
}
