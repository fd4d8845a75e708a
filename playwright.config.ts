import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";

// CHROMIUM_PATH, else the system's Chromium, else the browser that `npx playwright install chromium` downloads.
const systemChromium = "/usr/bin/chromium";
const executablePath = process.env.CHROMIUM_PATH || (existsSync(systemChromium) ? systemChromium : undefined);

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  globalSetup: "./tests/e2e/installation/global-setup.ts",
  fullyParallel: true,
  // The site, the trainer and the sampler want the rest of a two-core machine.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["html", { open: "never" }]],
  use: {
    ...devices["Desktop Chrome"],
    // Set by the global set-up; each worker reads this file again after it.
    baseURL: process.env.ATTUNE_E2E_URL,
    trace: "retain-on-failure",
    launchOptions: { executablePath, args: ["--disable-dev-shm-usage"] },
    // Motion is under 150 ms by design; without it a test sees the end at once.
    contextOptions: { reducedMotion: "reduce" },
  },
  projects: [
    { name: "sign-in", testMatch: /sign-in\.setup\.ts/ },
    { name: "chromium", dependencies: ["sign-in"] },
  ],
});
