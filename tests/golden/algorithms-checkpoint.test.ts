import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  CheckpointError,
  listCheckpoints,
  readCheckpoint,
  readLatestCheckpoint,
  writeCheckpoint,
} from "../../trainer/algorithms/checkpoint.ts";
import type { TrainerState } from "../../trainer/algorithms/learner.ts";
import { temporaryFolder } from "./algorithms-fixtures.ts";

const state: TrainerState = {
  tensors: { "policy/weight/a": Float32Array.of(1, -2.5, 1e-30), "policy/first/a": new Float32Array(5).fill(0.1) },
  values: { update: 7, klCoefficient: 0.05, config: "{}", note: null, done: false },
};

describe("checkpoints", () => {
  it("come back as they were written", async () => {
    const folder = await writeCheckpoint(temporaryFolder(), 7, state);
    expect(await readCheckpoint(folder)).toEqual(state);
  });

  it("keep the newest ones and find the furthest", async () => {
    const root = temporaryFolder();
    for (const progress of [1, 2, 10]) {
      await writeCheckpoint(root, progress, { ...state, values: { update: progress } });
    }
    expect((await listCheckpoints(root)).map((folder) => path.basename(folder))).toEqual([
      "checkpoint-00000002",
      "checkpoint-00000010",
    ]);
    expect((await readLatestCheckpoint(root))?.values.update).toBe(10);
    expect(await readLatestCheckpoint(path.join(root, "nothing"))).toBeNull();
  });

  it("ignore what a killed process left half written", async () => {
    const root = temporaryFolder();
    await writeCheckpoint(root, 1, state);
    await mkdir(path.join(root, "checkpoint-00000002.part"));
    expect((await readLatestCheckpoint(root))?.values.update).toBe(7);
    await writeCheckpoint(root, 2, state);
    expect(await readdir(root)).toEqual(["checkpoint-00000001", "checkpoint-00000002"]);
  });

  it("are refused when truncated, changed or without their manifest", async () => {
    const write = () => writeCheckpoint(temporaryFolder(), 1, state);
    const truncated = await write();
    const tensors = await readFile(path.join(truncated, "tensors.bin"));
    await writeFile(path.join(truncated, "tensors.bin"), tensors.subarray(0, 12));
    await expect(readCheckpoint(truncated)).rejects.toThrow("12 bytes where 32 were written");

    const changed = await write();
    tensors[3]! ^= 1;
    await writeFile(path.join(changed, "tensors.bin"), tensors);
    await expect(readCheckpoint(changed)).rejects.toThrow(CheckpointError);

    const counted = await write();
    const manifest = await readFile(path.join(counted, "manifest.json"), "utf8");
    await writeFile(path.join(counted, "manifest.json"), manifest.replace('"update":7', '"update":8'));
    await expect(readCheckpoint(counted)).rejects.toThrow("do not have the hash");

    const cut = await write();
    await writeFile(path.join(cut, "manifest.json"), "{");
    await expect(readCheckpoint(cut)).rejects.toThrow("the manifest is damaged");

    await expect(readCheckpoint(temporaryFolder())).rejects.toThrow("the manifest is missing");
  });
});
