/**
 * Called by check_saved.py: saves a policy, merged, and a reward model as a sequence classifier, and what our own code
 * computes with them. `node --import tsx save-models.ts MODEL FOLDER`
 */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createRandom } from "../../../trainer/math/random.ts";
import { createBatch, type Sequence } from "../../../trainer/models/batch.ts";
import { createScalarHead, scores } from "../../../trainer/models/heads.ts";
import { loadModel } from "../../../trainer/models/language-model.ts";
import { saveModelFolder } from "../../../trainer/models/save.ts";
import type { Top } from "../../../trainer/models/top.ts";
import { unstackHidden } from "../../../trainer/models/trunk.ts";
import { scoped, tf } from "../../../trainer/tensor/backend.ts";
import { multiply } from "../../../trainer/tensor/linear.ts";
import { writeSafetensors } from "../../../trainer/weights/safetensors.ts";

const [location, folder] = process.argv.slice(2) as [string, string];
const texts = [
  "What is 12 × 345?",
  "Naïve café — 東京, 2024-11-24.\n\n\tEnd  of line",
  "Write one line about the sea.",
];
const answers = ["4140", "It is a list of odd words.", "The sea keeps\nno diary; 7 waves, 1 shore."];

const model = await loadModel(location, { topLayers: 2 });
const { trunk, top, tokenizer } = model;
trainedAlready(top, 1);
const conversations = texts.map((content) => [{ role: "user" as const, content }]);
const sequences: Sequence[] = conversations.map((conversation, place) => {
  const prompt = tokenizer.encodeChat(conversation, { systemPrompt: "Be brief." });
  const completion = tokenizer.encodeCompletion(answers[place]!, { finished: true });
  return { tokens: [...prompt, ...completion], promptLength: prompt.length };
});
const batch = createBatch(sequences, tokenizer.padToken);

await saveModelFolder(path.join(folder, "policy"), model);
const logits = scoped(() => {
  const outputs = top.forward(trunk.forward(batch), batch);
  const rows = unstackHidden(outputs, batch).map((values) =>
    tf.tensor2d(values, [values.length / outputs.shape[2], outputs.shape[2]]),
  );
  return multiply(tf.concat(rows, 0), top.outputHead, false, true).dataSync<"float32">();
});
await writeSafetensors(path.join(folder, "logits.safetensors"), [
  {
    name: "logits",
    shape: [logits.length / trunk.architecture.vocabulary, trunk.architecture.vocabulary],
    values: () => logits,
  },
]);

const rewardTop = top.clone();
trainedAlready(rewardTop, 2);
const head = createScalarHead(trunk.architecture.width, { normal: { seed: 3 } });
await saveModelFolder(path.join(folder, "reward"), { trunk, top: rewardTop, tokenizer }, { head });
const found = scoped(() => scores(rewardTop, head, trunk.forward(batch), batch, "last").dataSync<"float32">());

await writeFile(
  path.join(folder, "ours.json"),
  JSON.stringify({
    sequences,
    scores: [...found],
    padToken: tokenizer.padToken,
    conversations,
    texts: texts.map((text) => ({ text, tokens: tokenizer.encode(text) })),
  }),
);

/** Moves the weights as training would, so that a merge that forgot the top would be seen. */
function trainedAlready({ variables }: Top, seed: number): void {
  const random = createRandom(seed);
  for (const variable of variables.values()) {
    const noise = Float32Array.from({ length: variable.size }, () => 0.01 * random.normal());
    tf.tidy(() => variable.assign(tf.add(variable, tf.tensor(noise, variable.shape))));
  }
}
