/** Text to tokens and back, with the chat template that is stored beside the model. */
import { Tokenizer } from "@huggingface/tokenizers";
import { z } from "zod";
import type { TokenizerFiles } from "../weights/weight-source.ts";
import { type ChatMessage, ChatTemplate, chatMl, plainTemplate } from "./chat-template.ts";

const tokenText = z
  .union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)])
  .nullish();
const configSchema = z.object({
  bos_token: tokenText,
  eos_token: tokenText,
  pad_token: tokenText,
  chat_template: z
    .union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))])
    .nullish()
    .transform((value) =>
      Array.isArray(value) ? (value.find(({ name }) => name === "default") ?? value[0])?.template : value,
    ),
});
const tokenizerSchema = z.object({
  added_tokens: z.array(z.object({ id: z.number(), content: z.string(), special: z.boolean() })).default([]),
});

export class ChatTokenizer {
  /** Ids are below it; the model's, which may be larger than the tokenizer's. */
  readonly vocabulary: number;
  /** Never equal to `endToken`. */
  readonly padToken: number;
  /** Ends an assistant turn; taught and sampled. */
  readonly endToken: number;
  readonly beginToken: number | null;
  /** Tokens at which sampling stops. */
  readonly stopTokens: readonly number[];
  readonly chat: ChatTemplate;
  readonly files: TokenizerFiles;
  private readonly tokenizer: Tokenizer;
  /** Knows no added tokens: what people write is never taken for a control token. */
  private readonly plain: Tokenizer;
  private readonly addedTexts: readonly string[];

  /**
   * A model without a chat template gets ChatML where it has its tokens, else roles written out.
   * Throws where there is no end-of-sequence token.
   */
  constructor(files: TokenizerFiles, vocabulary: number) {
    const config = configSchema.parse(files.config);
    const { added_tokens: added } = tokenizerSchema.parse(files.tokenizer);
    this.vocabulary = vocabulary;
    this.tokenizer = new Tokenizer(files.tokenizer, files.config);
    this.plain = new Tokenizer({ ...files.tokenizer, added_tokens: [] }, files.config);
    this.addedTexts = added.map(({ content }) => content);
    const idOf = (text: string | null | undefined) => (text ? this.tokenizer.token_to_id(text) : undefined);
    const endToken = idOf(config.eos_token);
    if (endToken === undefined) throw new Error("the tokenizer has no eos_token");
    this.endToken = endToken;
    this.beginToken = idOf(config.bos_token) ?? null;
    this.stopTokens = [endToken];
    // Where pad = eos, "the last token that is not padding" loses the end token and no model learns to stop.
    const spare = added
      .filter(({ id, special }) => special && id !== endToken && id !== this.beginToken)
      .map(({ id }) => id);
    const padToken = [idOf(config.pad_token), ...spare].find((id) => id !== undefined && id !== endToken);
    // GPT-2 has no special token but the end: padding is never read here, so that any other token will do.
    this.padToken = padToken ?? (endToken === 0 ? 1 : 0);
    const hasChatMl = this.addedTexts.includes("<|im_start|>") && this.addedTexts.includes("<|im_end|>");
    const template = config.chat_template ?? (hasChatMl ? chatMl : plainTemplate);
    this.chat = new ChatTemplate(template, { bos_token: config.bos_token ?? "", eos_token: config.eos_token! });
    this.files = {
      tokenizer: files.tokenizer,
      config: { ...files.config, pad_token: this.tokenizer.id_to_token(this.padToken), chat_template: template },
    };
  }

  /** Plain text, no special tokens added; special tokens written in it are recognised. */
  encode(text: string): number[] {
    return text === "" ? [] : this.tokenizer.encode(text, { add_special_tokens: false }).ids;
  }

  /** Plain text in which nothing counts as a special token. */
  encodePlain(text: string): number[] {
    return text === "" ? [] : this.plain.encode(text, { add_special_tokens: false }).ids;
  }

  /** Text of tokens, special tokens left out. */
  decode(tokens: readonly number[]): string {
    return tokens.length === 0 ? "" : this.tokenizer.decode([...tokens], { skip_special_tokens: true });
  }

  /**
   * Tokens of a conversation up to and including the header of the assistant's answer.
   * @param systemPrompt put first where the conversation has no system turn of its own; null inserts none, not even
   * the one that the template would insert by itself.
   */
  encodeChat(messages: readonly ChatMessage[], { systemPrompt }: { systemPrompt: string | null }): number[] {
    if (!messages.some(({ content }) => this.hasAddedText(content)) && !this.hasAddedText(systemPrompt ?? "")) {
      return this.encode(this.chat.render(messages, systemPrompt));
    }
    // Contents that spell a control token are cut out, encoded as plain text and put back between the template's parts.
    const mark = markFor([...messages.map(({ content }) => content), systemPrompt ?? ""]);
    const contents: string[] = [];
    const marked = (content: string) => `${mark}${contents.push(content) - 1}${mark}`;
    const rendered = this.chat.render(
      messages.map(({ role, content }) => ({ role, content: marked(content) })),
      systemPrompt === null ? null : marked(systemPrompt),
    );
    return rendered
      .split(mark)
      .flatMap((part, position) =>
        position % 2 === 0 ? this.encode(part) : this.encodePlain(contents[Number(part)]!),
      );
  }

  /** Tokens of an assistant's answer, followed by `endToken` when the answer is finished (not cut off). */
  encodeCompletion(text: string, { finished }: { finished: boolean }): number[] {
    return [...this.encodePlain(text), ...(finished ? [this.endToken] : [])];
  }

  private hasAddedText(text: string): boolean {
    return this.addedTexts.some((added) => text.includes(added));
  }
}

/** A text, from Unicode's private use, that none of the contents holds. */
function markFor(contents: readonly string[]): string {
  let mark = "\u{F0000}";
  while (contents.some((content) => content.includes(mark))) mark += "\u{F0000}";
  return mark;
}

/**
 * What would make training or export go wrong: padding that is the end token, ids outside the vocabulary, a template
 * that does not close the assistant's turn with the end token. Empty when all is well.
 */
export function tokenizerProblems(tokenizer: ChatTokenizer): string[] {
  const { padToken, endToken, stopTokens, vocabulary, chat } = tokenizer;
  const problems: string[] = [];
  if (stopTokens.includes(padToken)) problems.push(`padding token ${padToken} is also a stop token`);
  for (const [name, id] of Object.entries({ padToken, endToken })) {
    if (id < 0 || id >= vocabulary) problems.push(`${name} ${id} is outside the vocabulary of ${vocabulary}`);
  }
  const closed = tokenizer.encode(
    chat.renderTurns([
      { role: "user", content: "a" },
      { role: "assistant", content: "b" },
    ]),
  );
  const answer = closed.slice(
    tokenizer.encodeChat([{ role: "user", content: "a" }], { systemPrompt: null }).length - 1,
  );
  if (!answer.includes(endToken))
    problems.push(`the chat template does not end the assistant's turn with token ${endToken}`);
  return problems;
}
