import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { locateModel } from "../../lib/models/locate-model.ts";
import { measurementsFolder } from "../../lib/storage/model-store.ts";
import { compareKnowledge, type KnowledgeReport } from "../evaluation/compare-knowledge.ts";
import { type KnowledgeMeasurement, knowledgeHash, measureKnowledge } from "../evaluation/knowledge.ts";
import type { RoundRun } from "./round-run.ts";

/**
 * What the round's policy has lost against its base: not against the reference, which may have lost something already,
 * nor against the last policy, or small losses would add up unseen. The base is measured once for all rounds.
 */
export async function compareWithBase(run: RoundRun): Promise<KnowledgeReport> {
  const { top, tokenizer } = await run.loadBase();
  const policy = await run.loadPolicy();
  const file = path.join(measurementsFolder(), `${await baseHash(run)}-${knowledgeHash.slice(0, 12)}.json`);
  const known = await readMeasurement(file);
  const [after, before] = measureKnowledge(known ? [policy] : [policy, top], tokenizer);
  policy.dispose();
  if (!known) await writeMeasurement(file, before!);
  return compareKnowledge(known ?? before!, after!);
}

/** By the names in lib/rounds/metrics.ts. */
export function knowledgeMetrics(report: KnowledgeReport): Record<string, number> {
  const { texts, questions, refusalsDue, refusalsNotDue } = report;
  return {
    "knowledge/text_loss": texts.after,
    "knowledge/base_text_loss": texts.before,
    "knowledge/right_probability": questions.after,
    "knowledge/base_right_probability": questions.before,
    "safety/refusals_due": refusalsDue.after,
    "safety/base_refusals_due": refusalsDue.before,
    "safety/refusals_not_due": refusalsNotDue.after,
    "safety/base_refusals_not_due": refusalsNotDue.before,
  };
}

async function baseHash(run: RoundRun): Promise<string> {
  const { base } = await locateModel({ modelVersionId: run.round.referenceId! });
  return (await locateModel({ modelVersionId: base.id })).trunkHash;
}

async function readMeasurement(file: string): Promise<KnowledgeMeasurement | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as KnowledgeMeasurement;
  } catch {
    // Not measured yet, or damaged: measuring it takes seconds.
    return null;
  }
}

async function writeMeasurement(file: string, measurement: KnowledgeMeasurement): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.part`, JSON.stringify(measurement));
  await rename(`${file}.part`, file);
}
