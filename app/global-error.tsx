"use client";

import "./globals.css";
import { locales } from "./_i18n/locales.ts";
import german from "./_messages/de/shared.json" with { type: "json" };
import english from "./_messages/en/shared.json" with { type: "json" };

const words = { en: english.errorPage, de: german.errorPage };

/** The last resort, when not even the frame of the site could be rendered, which knows the language: in every one. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main style={{ display: "grid", placeContent: "center", minHeight: "100vh", textAlign: "center", gap: 32 }}>
          {locales.map((locale) => (
            <section key={locale} lang={locale} style={{ display: "grid", gap: 12, maxWidth: "65ch" }}>
              <h1 style={{ fontSize: 20, fontWeight: 600 }}>{words[locale].title}</h1>
              <p>{words[locale].text}</p>
              <p>
                <button type="button" onClick={reset} style={{ textDecoration: "underline" }}>
                  {words[locale].again}
                </button>
              </p>
            </section>
          ))}
        </main>
      </body>
    </html>
  );
}
