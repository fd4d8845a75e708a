import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import admin from "../../app/_messages/en/admin.json";
import research from "../../app/_messages/en/research.json";
import { generationsOf } from "../../app/(research)/projects/[projectId]/models/generations.ts";
import { nextStep } from "../../app/(research)/projects/[projectId]/next-step.ts";
import type { ModelLine } from "../../lib/models/list-models.ts";
import type { ProjectOverview } from "../../lib/projects/get-overview.ts";

type Round = ProjectOverview["lastRounds"][number];

const round = (number: number, state: Round["state"]): Round => ({
  id: `r${number}`,
  number,
  state,
  stage: null,
  progress: 0,
  secondsLeft: null,
  trigger: "manual",
  createdAt: new Date(0),
  startedAt: null,
  finishedAt: null,
  createdBy: null,
  dataset: null,
  policyVersion: null,
  gates: [],
  improvement: null,
  kl: null,
});

function overview(given: Partial<ProjectOverview> = {}): ProjectOverview {
  return {
    prompts: { total: 60, train: 42, validation: 12, gold: 6 },
    completions: 240,
    tasks: { open: 40, done: 20, cancelled: 0 },
    annotations: { total: 20, lastDay: 20, noneAcceptable: 0 },
    annotators: 1,
    generation: { queued: 0, running: 0, done: 60, failed: 0 },
    rankingsNoRoundHasSeen: 20,
    activePolicy: null,
    lastRounds: [],
    ...given,
  };
}

const step = (given: Partial<ProjectOverview>, role: "admin" | "researcher" = "admin") =>
  nextStep(
    overview(given),
    { projectId: "p", role },
    createTranslator({ locale: "en", messages: { research }, namespace: "research.nextStep" }),
  );

describe("the next step", () => {
  it("starts with prompts, then answers, then rankings, then a round", () => {
    const noPrompts = { total: 0, train: 0, validation: 0, gold: 0 };
    expect(step({ prompts: noPrompts, completions: 0 }).action?.href).toBe("/projects/p/prompts?import=open");
    expect(step({ completions: 0 }).action?.href).toBe("/projects/p/prompts");
    expect(step({}).action?.href).toBe("/projects/p/annotate");
    expect(step({ rankingsNoRoundHasSeen: 64 }).action?.href).toBe("/projects/p/rounds?launch=open");
  });

  it("asks for a decision before anything else, unless a later round has settled it", () => {
    expect(step({ lastRounds: [round(3, "running"), round(2, "undecided")] }).action?.href).toBe(
      "/projects/p/rounds/r2",
    );
    expect(step({ lastRounds: [round(3, "succeeded"), round(2, "undecided")] }).title).toBe("Rank more answers");
  });

  it("prefers the round that runs to one that waits", () => {
    expect(step({ lastRounds: [round(4, "queued"), round(3, "running")] }).title).toBe("Round 3 is running");
  });

  it("offers a researcher nothing that they may not do", () => {
    expect(step({}, "researcher").action).toBeNull();
    expect(step({ rankingsNoRoundHasSeen: 64 }, "researcher").action).toBeNull();
    expect(step({ lastRounds: [round(3, "running")] }, "researcher").action?.href).toBe("/projects/p/rounds/r3");
  });
});

describe("the lineage", () => {
  const version = (id: string, kind: ModelLine["kind"], roundId: string | null, minute: number) =>
    ({
      id,
      kind,
      round: roundId === null ? null : { id: roundId, number: 1, state: "succeeded" },
      createdAt: new Date(minute * 60_000),
    }) as ModelLine;

  it("puts what a round made side by side, newest first, and leaves bases out", () => {
    const generations = generationsOf([
      version("base", "base", null, 0),
      version("sft-1", "sft", "r1", 0.5),
      version("reward-1", "reward", "r1", 1),
      version("policy-1", "policy", "r1", 2),
      version("reward-2", "reward", "r2", 3),
    ]);
    expect(generations.map(({ sft, reward, policy }) => [sft?.id, reward?.id, policy?.id])).toEqual([
      [undefined, "reward-2", undefined],
      ["sft-1", "reward-1", "policy-1"],
    ]);
  });
});

describe("the audit log", () => {
  it("has words for every action that the code records", () => {
    const recorded = sources("lib")
      .concat(sources("app"))
      .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/"([a-z]+\.[a-zA-Z]+)"/g)].map(([, name]) => name!))
      .filter((name) => /^(data|model|person|project|prompts|round|task|token)\.[a-zA-Z]+$/.test(name));
    expect(recorded.length).toBeGreaterThan(20);
    const actions: Record<string, Record<string, string>> = admin.auditActions;
    const wordless = [...new Set(recorded)].filter((name) => {
      const [thing = "", verb = ""] = name.split(".");
      return !actions[thing]?.[verb];
    });
    expect(wordless).toEqual([]);
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes("generated"))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
