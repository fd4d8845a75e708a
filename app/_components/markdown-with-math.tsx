import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import { type MarkdownPlugins, SafeMarkdown } from "./markdown.tsx";

const plugins: MarkdownPlugins = {
  // A single dollar that is left is money.
  remarkPlugins: [[remarkMath, { singleDollarTextMath: false }]],
  rehypePlugins: [[rehypeKatex, { throwOnError: false, strict: "ignore", maxSize: 20, maxExpand: 200 }]],
};

/** Markdown with formulas between `$$`, where `withFormulasInDollars` put them. */
export default function MarkdownWithMath({ text }: { text: string }) {
  return <SafeMarkdown text={text} plugins={plugins} />;
}
