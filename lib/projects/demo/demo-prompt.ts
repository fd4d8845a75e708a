/** A prompt of the demo project. */
export interface DemoPrompt {
  tags: string[];
  /** What the person and the assistant said in turn; the person speaks first and last. */
  turns: string[];
}
