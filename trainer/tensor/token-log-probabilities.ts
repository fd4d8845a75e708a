/**
 * Log-probabilities of given tokens under a linear head over a large vocabulary, without ever holding the logits of
 * all rows: rows go through the vocabulary in chunks, and what the gradient needs is reduced to the rows' width on the
 * way, since ∂ log p(token)/∂hidden = (weight[token] − Σ p·weight) / temperature.
 */
import { type Tensor, type Tensor1D, type Tensor2D, tf } from "./backend.ts";
import { differentiable, isRecording } from "./differentiable.ts";
import { type ComputeType, multiply } from "./linear.ts";
import { attribute, dataType, executeToTensors, handleOf, isNative } from "./native.ts";

/** Logits held at once unless said otherwise, 2²³ float32: more is no faster. */
export const chunkElements = 2 ** 23;
/** Gradients of logits kept until the backward pass for a head that is trained; of more, logits are computed again. */
export const keptElements = 2 ** 26;

export interface HeadOptions {
  temperature: number;
  /** Of the gradients' products. Logits are always float32: a bfloat16 of 25 is off by up to 0.06. */
  compute: ComputeType;
  /** Whether entropies are wanted. */
  entropy: boolean;
  /** Whether the head itself is trained: another product, and of many rows a second pass through the vocabulary. */
  trainHead: boolean;
  /** Rows whose logits are held at once; default as many as fit 32 MiB. */
  rowsAtOnce?: number;
}

interface Chunk {
  logProbs: Tensor1D;
  entropy: Tensor1D | null;
  /** [rows, width], ∂ log p / ∂ hidden. */
  slope: Tensor2D | null;
  /** [rows, width], ∂ entropy / ∂ hidden. */
  entropySlope: Tensor2D | null;
  /** [rows, vocabulary], ∂ −log p / ∂ logits, where it is kept for the head's gradient. */
  logitSlope: Tensor2D | null;
}

/**
 * @param hidden [rows, width]
 * @param weight [vocabulary, width]
 * @param targets a token per row
 * @returns log-probabilities [rows], and entropies [rows] in nats where asked for; both differentiable
 */
export function tokenLogProbabilities(
  hidden: Tensor2D,
  weight: Tensor2D,
  targets: Int32Array,
  options: HeadOptions,
): { logProbs: Tensor1D; entropy: Tensor1D | null } {
  const recording = isRecording();
  const columns = options.entropy ? 2 : 1;
  const ranges = chunkRanges(targets.length, weight.shape[0], options);
  const keepSlopes =
    recording && options.trainHead && !options.entropy && targets.length * weight.shape[0] <= keptElements;
  // One output of the custom gradient: log-probabilities in column 0, entropies in column 1.
  const both = differentiable<Tensor2D>(options.trainHead ? [hidden, weight] : [hidden], (save) => {
    const chunks = ranges.map(([start, end]) =>
      tf.tidy(() => {
        const rows = sliceRows(hidden, start, end);
        const part = chunk(rows, weight, targets.subarray(start, end), options, recording, keepSlopes);
        const { logProbs, entropy, slope, entropySlope, logitSlope } = part;
        return [logProbs, entropy, slope, entropySlope, logitSlope].filter((tensor) => tensor !== null);
      }),
    );
    const join = <Result extends Tensor>(position: number) => {
      const parts = chunks.map((tensors) => tensors[position] as Result);
      return (parts.length === 1 ? parts[0]! : tf.concat(parts, 0)) as Result;
    };
    const value =
      columns === 1
        ? tf.expandDims<Tensor2D>(join<Tensor1D>(0), 1)
        : tf.stack([join<Tensor1D>(0), join<Tensor1D>(1)], 1);
    if (recording) {
      const slopes = Array.from({ length: columns }, (_, column) => join<Tensor2D>(columns + column));
      const logitSlopes = keepSlopes ? chunks.map((tensors) => tensors.at(-1)!) : [];
      save(options.trainHead ? [...slopes, hidden, weight, ...logitSlopes] : slopes);
    }
    return {
      value: value as Tensor2D,
      gradient: (upstream, saved) => {
        const upstreams = tf.split(upstream, columns, 1);
        const hiddenGradient = tf.addN(upstreams.map((column, position) => tf.mul(column, saved[position]!)));
        if (!options.trainHead) return [hiddenGradient];
        const [savedHidden, savedWeight, ...logitSlopes] = saved.slice(columns) as [Tensor2D, Tensor2D, ...Tensor2D[]];
        return [
          hiddenGradient,
          keepSlopes
            ? headGradientOf(logitSlopes, ranges, savedHidden, upstreams[0] as Tensor2D, options)
            : headGradient(savedHidden, savedWeight, targets, upstreams as Tensor2D[], options),
        ];
      },
    };
  });
  const column = (position: number) =>
    tf.reshape(tf.slice2d(both, [0, position], [targets.length, 1]), [targets.length]) as Tensor1D;
  return { logProbs: column(0), entropy: options.entropy ? column(1) : null };
}

function chunk(
  hidden: Tensor2D,
  weight: Tensor2D,
  targets: Int32Array,
  options: HeadOptions,
  recording: boolean,
  keepSlope: boolean,
): Chunk {
  const { compute, temperature } = options;
  const logits = scaledLogits(hidden, weight, options);
  const { loss, slope } = crossEntropy(logits, targets);
  const logProbs = tf.neg<Tensor1D>(loss);
  let entropy: Tensor1D | null = null;
  let entropySlope: Tensor2D | null = null;
  if (options.entropy) {
    const { entropies, logitSlope } = entropyOf(logits);
    entropy = entropies;
    if (recording) {
      entropySlope = tf.div<Tensor2D>(multiply(logitSlope(), weight, false, false, compute), temperature);
    }
  }
  return {
    logProbs,
    entropy,
    slope: recording ? tf.div<Tensor2D>(multiply(slope(), weight, false, false, compute), -temperature) : null,
    entropySlope,
    logitSlope: keepSlope ? slope() : null,
  };
}

/** Dividing the rows by the temperature is the same as dividing the logits, and cheaper. */
function scaledLogits(hidden: Tensor2D, weight: Tensor2D, { temperature }: HeadOptions): Tensor2D {
  const scaled = temperature === 1 ? hidden : tf.div<Tensor2D>(hidden, temperature);
  return multiply(scaled, weight, false, true);
}

/** −log softmax(logits)[target], and its gradient in the logits: softmax − one-hot. */
function crossEntropy(logits: Tensor2D, targets: Int32Array): { loss: Tensor1D; slope: () => Tensor2D } {
  const labels = tf.tensor1d(targets, "int32");
  if (isNative) {
    const [loss, slope] = executeToTensors(
      "SparseSoftmaxCrossEntropyWithLogits",
      [attribute.type("T", dataType.float32), attribute.type("Tlabels", dataType.int32)],
      [handleOf(logits), handleOf(labels)],
      2,
    ) as [Tensor1D, Tensor2D];
    return { loss, slope: () => slope };
  }
  const oneHot = tf.oneHot(labels, logits.shape[1]);
  const loss = tf.sub<Tensor1D>(tf.logSumExp(logits, -1), tf.sum(tf.mul(logits, oneHot), -1));
  return { loss, slope: () => tf.sub(tf.softmax(logits), oneHot) };
}

/** H = −Σ p log p, and ∂H/∂logits = −p (log p + H). */
function entropyOf(logits: Tensor2D): { entropies: Tensor1D; logitSlope: () => Tensor2D } {
  const logProbs = tf.logSoftmax(logits);
  const probabilities = tf.softmax(logits);
  const entropies = tf.neg<Tensor1D>(tf.sum(tf.mul(probabilities, logProbs), -1));
  return {
    entropies,
    logitSlope: () => tf.neg<Tensor2D>(tf.mul(probabilities, tf.add(logProbs, tf.expandDims(entropies, 1)))),
  };
}

/** Gradient of the head from what the forward pass kept. */
function headGradientOf(
  logitSlopes: readonly Tensor2D[],
  ranges: readonly [number, number][],
  hidden: Tensor2D,
  upstream: Tensor2D,
  { temperature, compute }: HeadOptions,
): Tensor2D {
  const weighted = tf.mul<Tensor2D>(hidden, tf.div(upstream, -temperature));
  const parts = ranges.map(([start, end], place) =>
    multiply(logitSlopes[place]!, sliceRows(weighted, start, end), true, false, compute),
  );
  return parts.length === 1 ? parts[0]! : tf.addN(parts);
}

/** The same, with logits computed again. */
function headGradient(
  hidden: Tensor2D,
  weight: Tensor2D,
  targets: Int32Array,
  upstreams: readonly Tensor2D[],
  options: HeadOptions,
): Tensor2D {
  return chunkRanges(targets.length, weight.shape[0], options).reduce<Tensor2D>((total, [start, end]) => {
    const next = tf.tidy(() => {
      const rows = sliceRows(hidden, start, end);
      const logits = scaledLogits(rows, weight, options);
      const [logProbUpstream, entropyUpstream] = upstreams.map((upstream) => sliceRows(upstream, start, end));
      const slope = tf.mul(crossEntropy(logits, targets.subarray(start, end)).slope(), tf.neg(logProbUpstream!));
      const whole = entropyUpstream ? tf.add(slope, tf.mul(entropyOf(logits).logitSlope(), entropyUpstream)) : slope;
      const gradient = tf.div(multiply(whole as Tensor2D, rows, true, false, options.compute), options.temperature);
      return tf.add<Tensor2D>(total, gradient);
    });
    total.dispose();
    return next;
  }, tf.zeros(weight.shape));
}

function chunkRanges(rows: number, vocabulary: number, { rowsAtOnce }: HeadOptions): [number, number][] {
  const size = rowsAtOnce ?? Math.max(1, Math.floor(chunkElements / vocabulary));
  const ranges: [number, number][] = [];
  for (let start = 0; start < rows; start += size) ranges.push([start, Math.min(rows, start + size)]);
  return ranges;
}

function sliceRows(x: Tensor2D, start: number, end: number): Tensor2D {
  return tf.slice2d(x, [start, 0], [end - start, x.shape[1]]);
}
