import type { Page } from "@playwright/test";
import { addTasks, type TestProject } from "../installation/projects.ts";
import { newestOf, openRanking } from "../installation/ranking.ts";
import { expect, test } from "../installation/test.ts";

test("time with the page in view counts, and none while it is hidden", async ({ pageOf, project }) => {
  const { page, submit } = await openWithClock(await pageOf("annotator"), project);
  await page.clock.fastForward(20_000);
  await page.keyboard.press("1");
  await turn(page, "hidden");
  // Shorter than what counts as idle: only that it is hidden says that nobody looks.
  await page.clock.fastForward(50_000);
  await turn(page, "visible");
  await page.clock.fastForward(10_000);
  await submit({ attentiveSeconds: 30 });
});

test("time counts until a minute after the last sign of life, and again from the next one", async ({
  pageOf,
  project,
}) => {
  const { page, submit } = await openWithClock(await pageOf("annotator"), project);
  await page.keyboard.press("1");
  await page.clock.fastForward("08:00");
  await page.keyboard.press("2");
  await page.clock.fastForward(15_000);
  await submit({ attentiveSeconds: 75 });
});

/** A ranking whose time a test moves. It also goes on by itself: what passes so is taken into account. */
async function openWithClock(page: Page, project: TestProject) {
  await addTasks(project, ["What is a tarn?"]);
  await page.clock.install();
  const begun = Date.now();
  await openRanking(page, project);
  /** Submits, and compares what is stored. */
  async function submit({ attentiveSeconds }: { attentiveSeconds: number }): Promise<void> {
    for (const key of ["4", "3", "Control+Enter"]) await page.keyboard.press(key);
    const { activeSeconds } = await newestOf(project, 1);
    expect(activeSeconds).toBeGreaterThanOrEqual(attentiveSeconds);
    expect(activeSeconds).toBeLessThan(attentiveSeconds + (Date.now() - begun) / 1000);
  }
  return { page, submit };
}

/** As when somebody turns to another tab: Playwright keeps every page in view, so that the page is told otherwise. */
async function turn(page: Page, state: "hidden" | "visible"): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, "hidden", { configurable: true, value: state === "hidden" });
    Object.defineProperty(document, "visibilityState", { configurable: true, value: state });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}
