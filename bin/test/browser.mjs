import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { runCommand } from "../start/commands.mjs";
import { root } from "../start/places.mjs";

const systemChromium = "/usr/bin/chromium";

/**
 * A Chromium for the end-to-end tests: CHROMIUM_PATH, the system's, or Playwright's own download; as root on Debian it
 * is installed. playwright.config.ts looks in the same order.
 * @returns {Promise<string>} its path
 * @throws Error with what to do
 */
export async function ensureBrowser(step) {
  const asked = process.env.CHROMIUM_PATH;
  if (asked && !existsSync(asked)) throw new Error(`CHROMIUM_PATH=${asked} is not there.`);
  const found = [asked, systemChromium, downloaded()].find((place) => place && existsSync(place));
  if (found) return found;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    throw new Error("No Chromium. To add: sudo apt-get install -y chromium, or npx playwright install chromium");
  }
  step.progress("apt-get install chromium");
  const environment = { DEBIAN_FRONTEND: "noninteractive" };
  const onLine = (line) => step.progress(line);
  await runCommand("apt-get", ["update"], { environment, onLine });
  await runCommand("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { environment, onLine });
  return systemChromium;
}

function downloaded() {
  const { chromium } = createRequire(path.join(root, "package.json"))("@playwright/test");
  return chromium.executablePath();
}
