"use client";

import "./globals.css";

/** The last resort, when not even the frame of the site could be rendered, and with it no catalogue: in English. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main style={{ display: "grid", placeContent: "center", minHeight: "100vh", textAlign: "center", gap: 12 }}>
          <h1 style={{ fontSize: 20, fontWeight: 600 }}>Attune did not load</h1>
          <p>What you submitted before is stored. The reason is in the server’s log.</p>
          <p>
            <button type="button" onClick={reset} style={{ textDecoration: "underline" }}>
              Try again
            </button>
          </p>
        </main>
      </body>
    </html>
  );
}
