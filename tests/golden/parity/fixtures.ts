/** Reads what generate.py wrote. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { z } from "zod";
import { modelShapes, parseArchitecture } from "../../../trainer/models/architecture.ts";
import { type LanguageModel, loadModel } from "../../../trainer/models/language-model.ts";
import { fromGpt2Layout } from "../../../trainer/weights/gpt2-layout.ts";
import { openSafetensors } from "../../../trainer/weights/safetensors.ts";

export const parityFolder = fileURLToPath(new URL("../fixtures/parity/", import.meta.url));

export const sequenceSchema = z.object({ tokens: z.array(z.number().int()), promptLength: z.number().int() });

export function readFixture<Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> {
  return schema.parse(JSON.parse(readFileSync(parityFolder + name, "utf8")));
}

export function readTensors(name: string): Map<string, Float32Array> {
  const file = openSafetensors(parityFolder + name);
  const tensors = new Map([...file.shapes.keys()].map((key) => [key, file.read(key)]));
  file.close();
  return tensors;
}

/** The same of GPT-2, under our names and in our layout. */
export function readGpt2Tensors(name: string): Map<string, Float32Array> {
  const config: unknown = JSON.parse(readFileSync(`${parityFolder}gpt2/config.json`, "utf8"));
  const file = fromGpt2Layout(openSafetensors(parityFolder + name), modelShapes(parseArchitecture(config)));
  const tensors = new Map([...file.shapes.keys()].map((key) => [key, file.read(key)]));
  file.close();
  return tensors;
}

export function loadParityModel(name: string, topLayers: number): Promise<LanguageModel> {
  return loadModel(parityFolder + name, { topLayers });
}

export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let largest = 0;
  for (let place = 0; place < actual.length; place++) {
    const difference = Math.abs(actual[place]! - expected[place]!);
    // A comparison with NaN is false: let it through, so that it is seen.
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

/** ‖actual − expected‖ / ‖expected‖ */
export function relativeDistance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let distance = 0;
  let norm = 0;
  for (let place = 0; place < actual.length; place++) {
    distance += (actual[place]! - expected[place]!) ** 2;
    norm += expected[place]! ** 2;
  }
  return Math.sqrt(distance / norm);
}
