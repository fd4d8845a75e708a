import { defineConfig } from "vitest/config";

// The native tensor addon is not made for worker threads, and Postgres tests share one server: processes, one file at a time.
const serial = { pool: "forks", fileParallelism: false, isolate: true } as const;

export default defineConfig({
  test: {
    projects: [
      // Some run a small model; how long that takes depends on what else the machine does.
      { test: { name: "unit", include: ["tests/unit/**/*.test.{ts,tsx}"], pool: "forks", testTimeout: 120_000 } },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: ["tests/integration/postgres.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          ...serial,
        },
      },
      {
        test: {
          name: "golden",
          include: ["tests/golden/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          ...serial,
        },
      },
    ],
  },
});
