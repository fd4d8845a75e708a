import type { ChatTokenizer } from "../models/tokenizer.ts";

/**
 * Text of tokens as they come: a character that is not complete yet, and what may become a stop text, is held back.
 */
export class TextStream {
  /** Whether a stop text was met; nothing after it is part of the text. */
  stopped = false;
  private readonly tokenizer: ChatTokenizer;
  private readonly stopTexts: readonly string[];
  private readonly tokens: number[] = [];
  private given = 0;
  private text = "";

  constructor(tokenizer: ChatTokenizer, stopTexts: readonly string[]) {
    this.tokenizer = tokenizer;
    this.stopTexts = stopTexts;
  }

  /** What can be said after one more token. */
  add(token: number): string {
    if (this.stopped) return "";
    this.tokens.push(token);
    this.text = this.tokenizer.decode(this.tokens);
    const stop = this.stopTexts.map((text) => this.text.indexOf(text)).filter((at) => at >= 0);
    if (stop.length > 0) {
      this.stopped = true;
      this.text = this.text.slice(0, Math.min(...stop));
      return this.give(this.text.length);
    }
    return this.give(this.text.length - this.undecided());
  }

  /** The rest, when there are no more tokens. */
  end(): string {
    return this.give(this.text.length);
  }

  private give(until: number): string {
    const part = this.text.slice(this.given, until);
    this.given = Math.max(this.given, until);
    return part;
  }

  /** Characters at the end that the next token may change or that may begin a stop text. */
  private undecided(): number {
    const incomplete = /\uFFFD+$/.exec(this.text)?.[0].length ?? 0;
    let longest = incomplete;
    for (const stop of this.stopTexts) {
      for (let length = stop.length - 1; length > longest; length--) {
        if (this.text.endsWith(stop.slice(0, length))) longest = length;
      }
    }
    return longest;
  }
}
