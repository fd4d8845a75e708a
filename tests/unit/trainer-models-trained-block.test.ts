/** What a block keeps for its gradient does not change it. That the gradient is right, the parity tests show. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { createBatch } from "../../trainer/models/batch.ts";
import { tokenLogProbs } from "../../trainer/models/heads.ts";
import { loadModel } from "../../trainer/models/language-model.ts";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";
import { type Scalar, tf } from "../../trainer/tensor/backend.ts";
import { valueAndGradients } from "../../trainer/tensor/gradients.ts";

const folder = mkdtempSync(path.join(tmpdir(), "attune-block-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("gives the same gradients whether it keeps its activations or computes them again", async () => {
  await writeTinyModel(folder, { seed: 3, family: "qwen2", tiedEmbeddings: false });
  const { top, trunk } = await loadModel(folder, { topLayers: 3 });
  const batch = createBatch(
    [
      { tokens: [5, 9, 77, 130, 8, 41], promptLength: 2 },
      { tokens: [9, 9, 200, 3], promptLength: 1 },
    ],
    0,
  );
  const gradients = () =>
    valueAndGradients(top.variables, () => tf.mean(tokenLogProbs(top, trunk.forward(batch), batch).logProbs) as Scalar)
      .gradients;
  const kept = gradients();
  top.keptLimit = 0;
  const again = gradients();
  expect(Object.keys(kept)).toEqual([...top.variables.keys()]);
  for (const name of Object.keys(kept)) expect(again[name]!.dataSync(), name).toEqual(kept[name]!.dataSync());
  tf.dispose([kept, again]);
});
