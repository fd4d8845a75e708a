import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ComponentProps, memo, useId } from "react";
import ReactMarkdown, { type Components, type Options } from "react-markdown";
import rehypeHighlight from "rehype-highlight";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { classes } from "./classes.ts";
import { withFormulasInDollars } from "./formula-delimiters.ts";
import { isParseable } from "./markdown-bounds.ts";
import { PlainText } from "./plain-text.tsx";

const schema = {
  ...defaultSchema,
  // Only footnotes have ids, and they get a prefix of their own below.
  clobberPrefix: "",
  attributes: {
    ...defaultSchema.attributes,
    code: [["className", /^language-./, "math-inline", "math-display"] as [string, ...(string | RegExp)[]]],
  },
};

const components: Components = {
  // Headings within a text stand below the page's own, whatever their level.
  h1: (props) => <Heading level={1} {...props} />,
  h2: (props) => <Heading level={2} {...props} />,
  h3: (props) => <Heading level={3} {...props} />,
  h4: (props) => <Heading level={4} {...props} />,
  h5: (props) => <Heading level={5} {...props} />,
  h6: (props) => <Heading level={6} {...props} />,
  a: ({ node: _node, href, ...rest }) =>
    href?.startsWith("#") ? (
      <a href={href} {...rest} />
    ) : (
      <a {...rest} href={href} target="_blank" rel="noopener noreferrer nofollow" />
    ),
  // A picture from elsewhere would tell its server who reads; its words are shown instead.
  img: ({ alt, src }) => <UnloadedImage name={alt || (typeof src === "string" && src) || null} />,
  input: ({ checked }) => <span aria-hidden>{checked ? "☑" : "☐"} </span>,
  // What scrolls sideways must be reachable by keyboard.
  pre: ({ node: _node, ...rest }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <pre tabIndex={0} {...rest} />
  ),
  table: ({ node: _node, ...rest }) => <ScrollingTable {...rest} />,
};

function UnloadedImage({ name }: { name: string | null }) {
  const t = useTranslations("shared.markdown");
  return (
    <span className="rounded border border-border bg-inset px-1.5 py-0.5 text-muted text-sm">
      {t("imageNotLoaded", { name: name ?? t("noDescription") })}
    </span>
  );
}

function ScrollingTable(props: ComponentProps<"table">) {
  const t = useTranslations("shared.markdown");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <figure className="scroll" tabIndex={0} aria-label={t("table")}>
      <table {...props} />
    </figure>
  );
}

/** HTML in a text is shown, not obeyed and not dropped: it is part of what was written. */
function asWritten(_state: unknown, { value }: { value: string }, parent: { type: string } | undefined) {
  const text = { type: "text" as const, value };
  const isBlock = parent?.type === "root" || parent?.type === "blockquote" || parent?.type === "listItem";
  return isBlock ? { type: "element" as const, tagName: "p", properties: {}, children: [text] } : text;
}

function Heading({ level, node: _node, ...rest }: ComponentProps<"h3"> & { level: number; node?: unknown }) {
  return <h3 data-level={level} {...rest} />;
}

export type MarkdownPlugins = Pick<Options, "remarkPlugins" | "rehypePlugins">;

/** Parses, drops whatever could act, then colours code. `plugins` run around that: before, and after. */
export function SafeMarkdown({ text, plugins = {} }: { text: string; plugins?: MarkdownPlugins }) {
  const id = useId();
  const t = useTranslations("shared.markdown");
  const footnotes = {
    footnoteLabel: t("footnotes"),
    footnoteBackLabel: (reference: number) => t("backToReference", { number: reference + 1 }),
  };
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm, ...(plugins.remarkPlugins ?? [])]}
      remarkRehypeOptions={{ clobberPrefix: `${id}-`, handlers: { html: asWritten }, ...footnotes }}
      rehypePlugins={[
        [rehypeSanitize, schema],
        [rehypeHighlight, { detect: false, plainText: ["text", "txt", "plain"] }],
        ...(plugins.rehypePlugins ?? []),
      ]}
      components={components}
    >
      {text}
    </ReactMarkdown>
  );
}

// KaTeX weighs more than all the rest: fetched only for a text that holds a formula.
const MarkdownWithMath = dynamic(() => import("./markdown-with-math.tsx"));

/**
 * A text by a person or a model, as Markdown: GitHub's flavour, highlighted code, formulas in any of TeX's marks. Treated
 * as hostile: no HTML, no scripts, no remote images; a text too long or too deep to parse is shown as it was written.
 */
export const Markdown = memo(function Markdown({ text, className }: { text: string; className?: string }) {
  const look = classes("markdown", className);
  if (!isParseable(text)) {
    return (
      <div dir="auto" className={classes(look, "whitespace-pre-wrap")}>
        <PlainText text={text} />
      </div>
    );
  }
  const formulas = withFormulasInDollars(text);
  return (
    <div dir="auto" className={look}>
      {formulas.includes("$$") ? <MarkdownWithMath text={formulas} /> : <SafeMarkdown text={text} />}
    </div>
  );
});
