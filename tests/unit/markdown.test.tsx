import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { withFormulasInDollars } from "../../app/_components/formula-delimiters.ts";
import { Markdown } from "../../app/_components/markdown.tsx";
import { isParseable } from "../../app/_components/markdown-bounds.ts";
import german from "../../app/_messages/de/catalogue.ts";
import english from "../../app/_messages/en/catalogue.ts";

const render = (text: string, { locale = "en", times = 1 }: { locale?: "en" | "de"; times?: number } = {}) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={locale === "en" ? english : german} timeZone="UTC">
      {Array.from({ length: times }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same text, and nothing moves
        <Markdown key={place} text={text} />
      ))}
    </NextIntlClientProvider>,
  );

describe("a hostile text", () => {
  it.each([
    ["a script", "<script>alert(1)</script>"],
    ["a handler", "<img src=x onerror=alert(1)>"],
    ["a frame inside a sentence", "look <iframe src='https://evil.example'></iframe> here"],
  ])("shows %s as it was written", (_name, text) => {
    const html = render(text);
    expect(html).toContain("&lt;");
    expect(html).not.toMatch(/<(script|img|iframe)/);
  });

  it("loses the address of a link that would run something", () => {
    expect(render("[click](javascript:alert(1))")).not.toContain("javascript:");
    expect(render("[click](data:text/html;base64,AAAA)")).not.toContain("data:");
  });

  it("loads no picture from elsewhere and names it instead", () => {
    const html = render("![a cat](https://evil.example/pixel.png)");
    expect(html).not.toContain("<img");
    expect(html).toContain("Image, not loaded: a cat");
  });

  it("opens links without handing over the page", () => {
    expect(render("[docs](https://example.org)")).toContain('rel="noopener noreferrer nofollow"');
  });
});

it("keeps two texts' footnotes apart", () => {
  const text = "Here[^1].\n\n[^1]: There.";
  const html = render(text, { times: 2 });
  const ids = [...html.matchAll(/ id="([^"]*fn-1)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(2);
});

it("names footnotes in the reader's language", () => {
  const html = render("Here[^1].\n\n[^1]: There.", { locale: "de" });
  expect(html).toContain(">Fußnoten</h3>");
  expect(html).toContain('aria-label="Zurück zum Verweis 1"');
});

it("leaves money alone", () => {
  expect(render("It costs $5, then $10.")).toContain("It costs $5, then $10.");
});

describe("bounds", () => {
  const table = (rows: number) => `|a|b|c|\n|-|-|-|\n${"|1|2|3|\n".repeat(rows)}`;

  it.each([
    ["an ordinary answer", "Some *words*, `code` and a list:\n\n- one\n- two\n".repeat(50)],
    ["a table of 300 rows", table(300)],
    ["a nested list", "- a\n  - b\n    - c\n"],
  ])("parses %s", (_name, text) => {
    expect(isParseable(text)).toBe(true);
  });

  it.each([
    ["quotes within quotes", `${"> ".repeat(3000)}x`],
    ["lists within lists", Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth * 2)}- x`).join("\n")],
    ["a table of 20,000 cells", table(5000)],
    ["a very long line", "a ".repeat(100_000)],
  ])("shows %s as written, in full", (_name, text) => {
    expect(isParseable(text)).toBe(false);
    expect(render(text).length).toBeGreaterThan(text.length);
  });
});

describe("formulas", () => {
  it.each([
    ["so \\(x^2\\) grows", "so $$x^2$$ grows"],
    ["that is \\( n \\).", "that is $$n$$."],
    ["so $x$ and $f(n) = 2^n$ grow", "so $$x$$ and $$f(n) = 2^n$$ grow"],
    ["thus\n\\[\n\\int f\n\\]\nholds", "thus\n$$\n\\int f\n$$\nholds"],
    ["- thus\n  \\[ a = b \\]", "- thus\n  $$\n  a = b\n  $$"],
    ["already $$a$$ so", "already $$a$$ so"],
  ])("stands between double dollars: %j", (text, expected) => {
    expect(withFormulasInDollars(text)).toBe(expected);
  });

  it.each([
    "It costs $5, not $6.",
    "From US$100 to CA$200, or $100 (US$).",
    "echo $HOME and $PATH",
    "an escaped \\[not a link\\] and \\(an aside here\\)",
    "in `$x^2$` and ``\\(y\\)``",
    "```tex\n$x^2$\n\\[ y \\]\n```",
    "~~~\n$x^2$",
  ])("is none: %j", (text) => {
    expect(withFormulasInDollars(text)).toBe(text);
  });
});
