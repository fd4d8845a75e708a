import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./test.ts";

/** No finding of axe at any level, in both themes. `place` names it in the report. */
export async function expectAccessible(page: Page, place: string): Promise<void> {
  await setTheme(page, "light");
  await expectNoFinding(new AxeBuilder({ page }), place);
  // The theme changes colours and nothing else.
  await setTheme(page, "dark");
  await expectNoFinding(new AxeBuilder({ page }).withRules(["color-contrast"]), `${place}, dark`);
}

async function setTheme(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
}

async function expectNoFinding(axe: AxeBuilder, place: string): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`);
  expect(found, place).toEqual([]);
}

/** Nothing is wider than the window; nor, on a phone, a table than its frame. */
export async function expectNoSidewaysScroll(page: Page, place: string): Promise<void> {
  const width = page.viewportSize()!.width;
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: place })
    .toBeLessThanOrEqual(width);
  if (width < 640) await expect.poll(() => page.evaluate(tablesWiderThanTheirFrames), { message: place }).toEqual([]);
}

/** In the browser. */
function tablesWiderThanTheirFrames(): (string | null)[] {
  const frames = [...document.querySelectorAll("section:has(> table)")];
  return frames.filter((frame) => frame.scrollWidth > frame.clientWidth).map((frame) => frame.ariaLabel);
}
