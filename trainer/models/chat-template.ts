/** A model's chat template (Jinja), and whether a system turn is in the text or not: decided by us, not by the template. */
import { Template } from "@huggingface/jinja";

export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** ChatML, for models that have its tokens and no template. */
export const chatMl =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/**
 * For models that were never taught a conversation (GPT-2): roles written out, an assistant's turn closed by the
 * end-of-sequence token.
 */
export const plainTemplate =
  "{% for message in messages %}{% if message['role'] == 'system' %}{{ message['content'] + '\\n\\n' }}{% elif message['role'] == 'user' %}{{ 'User:\\n' + message['content'] + '\\n\\n' }}{% else %}{{ 'Assistant:\\n' + message['content'] + eos_token + '\\n\\n' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:\\n' }}{% endif %}";

export class ChatTemplate {
  /** Jinja source. */
  readonly source: string;
  /**
   * What the template puts before a conversation that has no system turn, besides the begin token: for some models a
   * system turn of the maker's. Empty for others.
   */
  readonly defaultSystemTurn: string;
  private readonly template: Template;
  private readonly tokens: { bos_token: string; eos_token: string };

  constructor(source: string, tokens: { bos_token: string; eos_token: string }) {
    this.source = source;
    this.tokens = tokens;
    this.template = new Template(source);
    this.defaultSystemTurn = this.findDefaultSystemTurn();
  }

  /**
   * Text up to and including the header of the assistant's answer.
   * @param systemPrompt put first where there is no system turn; null: none, not even the template's own
   */
  render(messages: readonly ChatMessage[], systemPrompt: string | null): string {
    if (messages[0]?.role === "system") return this.run(messages, true);
    if (systemPrompt !== null) return this.run([{ role: "system", content: systemPrompt }, ...messages], true);
    return this.withoutDefault(this.run(messages, true));
  }

  /** Text of finished turns, without a system turn and without the header of an answer. */
  renderTurns(messages: readonly ChatMessage[]): string {
    return this.withoutDefault(this.run(messages, false));
  }

  private run(messages: readonly ChatMessage[], add_generation_prompt: boolean): string {
    return this.template.render({
      messages: messages.map((message) => ({ ...message })),
      ...this.tokens,
      add_generation_prompt,
    });
  }

  /** The begin token stays: some models need it first. */
  private withoutDefault(text: string): string {
    const begin = text.startsWith(this.tokens.bos_token + this.defaultSystemTurn) ? this.tokens.bos_token : "";
    return begin + text.slice(begin.length + this.defaultSystemTurn.length);
  }

  /** A later user turn shows how a turn looks by itself; what the first one has before that is the default. */
  private findDefaultSystemTurn(): string {
    const user: ChatMessage = { role: "user", content: "question" };
    const start = this.run([user, { role: "assistant", content: "answer" }], false);
    const turn = this.run([user, { role: "assistant", content: "answer" }, user], false).slice(start.length);
    const first = this.run([user], false);
    if (turn === "" || !first.endsWith(turn)) return "";
    const before = first.slice(0, first.length - turn.length);
    const { bos_token: begin } = this.tokens;
    // ChatML's begin token opens every turn, so a text that starts with it may be a whole system turn.
    return begin && before === begin
      ? ""
      : before.startsWith(begin) && !turn.startsWith(begin)
        ? before.slice(begin.length)
        : before;
  }
}
