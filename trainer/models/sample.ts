/**
 * Sampling with a key-value cache and continuous batching: whatever is asked for at the same time is decoded together,
 * new requests join between two steps, finished ones leave.
 */
import { setImmediate } from "node:timers/promises";
import { scoped, type Tensor2D, tf } from "../tensor/backend.ts";
import { chooseToken } from "./choose-token.ts";
import { Decoder } from "./decoder.ts";
import type { KeyValueCache } from "./key-value-cache.ts";
import type { LanguageModel } from "./language-model.ts";
import { RunningSequence, type SampledSequence, type SampleOptions, type SampleRequest } from "./running-sequence.ts";

export type { SampledSequence, SampleOptions, SampleRequest } from "./running-sequence.ts";

/** Sequences decoded together at most; others wait. */
const maxSequences = 64;
/** A long queue joins in groups of this size, since every joining copies the cache. */
const joiningGroup = 16;
/** Prompt tokens, with padding, that go through the model at once. */
const prefillTokens = 8192;
/** Room that the cache gains at a time, in positions. */
const growth = 64;

/**
 * Holds weights laid out for decoding. It reads the top's variables once: after training make a new one or call
 * `refresh`. Gives way to the event loop between steps, so that other work of the process goes on.
 */
export class Sampler {
  private readonly model: LanguageModel;
  private decoder: Decoder;
  private waiting: RunningSequence[] = [];
  private active: RunningSequence[] = [];
  /** A row for each of `active`. */
  private cache: KeyValueCache | null = null;
  private running = false;

  constructor(model: LanguageModel) {
    this.model = model;
    this.decoder = new Decoder(model.top);
  }

  /** Takes over the top's weights as they are now. Not while something is sampled. */
  refresh(): void {
    this.dispose();
    this.decoder = new Decoder(this.model.top);
  }

  dispose(): void {
    if (this.running) throw new Error("the sampler is at work");
    this.decoder.dispose();
  }

  /** Answers in the order of the requests. Throws where a prompt is empty or fills the model's context. */
  async sample(requests: readonly SampleRequest[], options: SampleOptions = {}): Promise<SampledSequence[]> {
    const { context } = this.model.trunk.architecture;
    const { stopTokens } = this.model.tokenizer;
    for (const [place, { promptTokens }] of requests.entries()) {
      if (promptTokens.length === 0 || promptTokens.length >= context) {
        throw new Error(`prompt ${place} has ${promptTokens.length} tokens; the model takes 1 … ${context - 1}`);
      }
    }
    const sequences = requests.map(
      (request, place) => new RunningSequence(request, place, options, { stopTokens, context }),
    );
    this.waiting.push(...sequences);
    if (!this.running) void this.run();
    return Promise.all(sequences.map(({ result }) => result));
  }

  private async run(): Promise<void> {
    this.running = true;
    try {
      while (this.waiting.length + this.active.length > 0) {
        // Before each step, so that timers and requests get their turn.
        await setImmediate();
        for (const sequence of [...this.waiting, ...this.active]) sequence.failIfAborted();
        this.join();
        this.settle();
        if (this.cache) this.step(this.cache);
        this.settle();
      }
    } catch (error) {
      for (const sequence of [...this.waiting, ...this.active]) sequence.fail(error);
      this.waiting = [];
    } finally {
      this.clear();
      this.running = false;
    }
  }

  /** Lets as many in as there is room for; their prompts are run at once, equal ones once. */
  private join(): void {
    this.waiting = this.waiting.filter((sequence) => !sequence.isComplete);
    const free = maxSequences - this.active.filter((sequence) => !sequence.isComplete).length;
    if (this.waiting.length === 0 || free < Math.min(this.waiting.length, joiningGroup)) return;
    const group = this.takeGroup(free);
    const { prompts, promptOf } = distinctPrompts(group);
    const keepHidden = group.some(({ options }) => options.keepHidden);
    const start = this.decoder.prefill(prompts, promptOf, roomFor(longest(group)), keepHidden);
    const { width } = this.model.trunk.architecture;
    group.forEach((sequence, row) => {
      const from = promptOf[row]! * start.length * width;
      const rows = sequence.request.promptTokens.length * width;
      if (start.hidden) sequence.addHidden(start.hidden.slice(from, from + rows));
    });
    const logits = tf.tidy(() => tf.gather(start.logits, tf.tensor1d(promptOf, "int32")));
    start.logits.dispose();
    this.draw(logits, group);
    if (this.cache) this.cache.append(start.cache);
    else this.cache = start.cache;
    this.active.push(...group);
  }

  private takeGroup(free: number): RunningSequence[] {
    let longestPrompt = 0;
    let count = 0;
    while (count < Math.min(free, this.waiting.length)) {
      longestPrompt = Math.max(longestPrompt, this.waiting[count]!.request.promptTokens.length);
      if (count > 0 && (count + 1) * longestPrompt > prefillTokens) break;
      count++;
    }
    return this.waiting.splice(0, count);
  }

  private step(cache: KeyValueCache): void {
    const { width } = this.model.trunk.architecture;
    const tokens = Int32Array.from(this.active, (sequence) => sequence.tokens.at(-1)!);
    // What is complete and not yet dropped goes along; it may write only to rows of its own.
    const positions = Int32Array.from(this.active, (sequence) => Math.min(sequence.length, cache.capacity) - 1);
    const keepHidden = this.active.some(({ options, isComplete }) => options.keepHidden && !isComplete);
    const { logits, hidden } = this.decoder.step(cache, tokens, positions, keepHidden);
    if (hidden) {
      this.active.forEach((sequence, row) => {
        sequence.addHidden(hidden.slice(row * width, (row + 1) * width));
      });
    }
    this.draw(logits, this.active);
  }

  /**
   * Draws a token for each sequence that wants one from logits [sequences, vocabulary], which it disposes. The
   * exponentials are left to the tensor library; here only a running sum is walked.
   */
  private draw(logits: Tensor2D, sequences: readonly RunningSequence[]): void {
    const vocabulary = logits.shape[1];
    const { best, probabilities } = scoped(() => {
      const sharpness = Float32Array.from(sequences, ({ request }) => 1 / (request.temperature || 1));
      const sharpened = tf.mul(logits, tf.tensor2d(sharpness, [sequences.length, 1]));
      return {
        best: tf.argMax(logits, 1).dataSync<"int32">(),
        probabilities: tf.softmax(sharpened).dataSync<"float32">(),
      };
    });
    logits.dispose();
    sequences.forEach((sequence, row) => {
      if (sequence.isFinished) return;
      const { request, random } = sequence;
      // One number a token, whatever is done with it: a seed stands for the same draws under all settings.
      const uniform = random.uniform();
      const ofRow = probabilities.subarray(row * vocabulary, (row + 1) * vocabulary);
      sequence.addToken(request.temperature === 0 ? best[row]! : chooseToken(ofRow, request, uniform));
    });
  }

  /** Hands out what is complete; drops it from the cache when that saves half the work or the cache grows anyway. */
  private settle(): void {
    const going: number[] = [];
    this.active.forEach((sequence, row) => {
      if (sequence.isComplete) sequence.complete();
      else going.push(row);
    });
    if (going.length === 0) {
      this.clear();
      return;
    }
    const needed = longest(going.map((row) => this.active[row]!));
    if (needed <= this.cache!.capacity && going.length > this.active.length / 2) return;
    this.cache!.rearrange(Int32Array.from(going), roomFor(needed));
    this.active = going.map((row) => this.active[row]!);
  }

  private clear(): void {
    this.cache?.dispose();
    this.cache = null;
    this.active = [];
  }
}

function longest(sequences: readonly RunningSequence[]): number {
  return Math.max(...sequences.map(({ length }) => length));
}

function roomFor(length: number): number {
  return (Math.floor(length / growth) + 1) * growth;
}

/** Prompts that occur several times (several samples of one prompt) are run once. */
function distinctPrompts(group: readonly RunningSequence[]): { prompts: (readonly number[])[]; promptOf: Int32Array } {
  const places = new Map<string, number>();
  const prompts: (readonly number[])[] = [];
  const promptOf = Int32Array.from(group, ({ request }) => {
    const key = request.promptTokens.join(",");
    let place = places.get(key);
    if (place === undefined) {
      place = prompts.push(request.promptTokens) - 1;
      places.set(key, place);
    }
    return place;
  });
  return { prompts, promptOf };
}
