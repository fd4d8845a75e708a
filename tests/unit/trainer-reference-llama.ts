/** A LLaMA-type forward pass written plainly in double precision, one token and one number at a time. */
import { type Architecture, outputHeadName } from "../../trainer/models/architecture.ts";
import type { WeightSource } from "../../trainer/weights/weight-source.ts";

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let sum = 0;
  for (let place = 0; place < a.length; place++) sum += a[place]! * b[place]!;
  return sum;
};

/** Log-probabilities of every next token after every position: [tokens][vocabulary]. */
export function referenceLogProbs(
  architecture: Architecture,
  weights: WeightSource,
  tokens: readonly number[],
): number[][] {
  const { layers, width, heads, keyValueHeads, headSize, ropeTheta, normEpsilon, queryKeyValueBias } = architecture;
  const rows = (name: string) => {
    const values = weights.read(name);
    const columns = weights.shapes.get(name)![1]!;
    return Array.from({ length: values.length / columns }, (_, row) =>
      values.subarray(row * columns, (row + 1) * columns),
    );
  };
  const apply = (name: string, x: number[]) => {
    const bias = queryKeyValueBias && /[qkv]_proj/.test(name) ? weights.read(`${name}.bias`) : null;
    return rows(`${name}.weight`).map((row, place) => dot(row, x) + (bias?.[place] ?? 0));
  };
  const norm = (name: string, x: number[]) => {
    const gain = weights.read(name);
    const scale = 1 / Math.sqrt(dot(x, x) / width + normEpsilon);
    return x.map((value, place) => value * scale * gain[place]!);
  };
  const rotate = (x: number[], position: number) =>
    x.map((value, place) => {
      const within = place % headSize;
      const half = headSize / 2;
      const angle = position * ropeTheta ** ((-2 * (within % half)) / headSize);
      const partner = within < half ? -x[place + half]! : x[place - half]!;
      return value * Math.cos(angle) + partner * Math.sin(angle);
    });

  const embedding = rows("model.embed_tokens.weight");
  let stream = tokens.map((token) => Array.from(embedding[token]!));
  for (let layer = 0; layer < layers; layer++) {
    const prefix = `model.layers.${layer}`;
    const normed = stream.map((x) => norm(`${prefix}.input_layernorm.weight`, x));
    const queries = normed.map((x, position) => rotate(apply(`${prefix}.self_attn.q_proj`, x), position));
    const keys = normed.map((x, position) => rotate(apply(`${prefix}.self_attn.k_proj`, x), position));
    const values = normed.map((x) => apply(`${prefix}.self_attn.v_proj`, x));
    stream = stream.map((x, position) => {
      const context: number[] = [];
      for (let head = 0; head < heads; head++) {
        const group = Math.floor(head / (heads / keyValueHeads));
        const part = (row: number[], of: number) => row.slice(of * headSize, (of + 1) * headSize);
        const scores = keys
          .slice(0, position + 1)
          .map((key) => Math.exp(dot(part(queries[position]!, head), part(key, group)) / Math.sqrt(headSize)));
        const total = scores.reduce((sum, score) => sum + score, 0);
        for (let place = 0; place < headSize; place++) {
          context.push(scores.reduce((sum, score, at) => sum + (score / total) * part(values[at]!, group)[place]!, 0));
        }
      }
      const attended = apply(`${prefix}.self_attn.o_proj`, context).map((value, place) => value + x[place]!);
      const second = norm(`${prefix}.post_attention_layernorm.weight`, attended);
      const up = apply(`${prefix}.mlp.up_proj`, second);
      const gated = apply(`${prefix}.mlp.gate_proj`, second).map(
        (value, place) => (value / (1 + Math.exp(-value))) * up[place]!,
      );
      return apply(`${prefix}.mlp.down_proj`, gated).map((value, place) => value + attended[place]!);
    });
  }
  const head = architecture.tiedEmbeddings ? embedding : rows(outputHeadName);
  return stream.map((x) => {
    const last = norm("model.norm.weight", x);
    const logits = head.map((row) => dot(row, last));
    const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    return logits.map((logit) => logit - total);
  });
}
