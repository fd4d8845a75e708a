import type { Page } from "@playwright/test";
import { importFor, type TestProject } from "../installation/projects.ts";
import { expectStrip, newestOf, shownAnswers, strip } from "../installation/ranking.ts";
import { expect, test } from "../installation/test.ts";
import { fingerOn } from "../installation/touch.ts";

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

/** Each answer is longer than the screen. */
test.beforeEach(async ({ project }) => {
  const completions = ["first", "second", "third", "fourth"].map((which) => ({
    text: `The ${which} answer begins here.\n\n${"It goes on, as answers do. ".repeat(40)}`,
    model: "m",
  }));
  await importFor(project, [{ prompt: "What is a tidal bore?", completions }]);
});

test("an answer is dragged by its handle, and its chip within the strip; the order is kept", async ({
  pageOf,
  project,
}) => {
  const phone = await openOnPhone(await pageOf("annotator"), project);
  const finger = await fingerOn(phone);
  const [a, b, c, d] = await shownAnswers(phone);

  const handle = phone.getByRole("article").nth(1).getByTitle("Drag to the strip below");
  await handle.scrollIntoViewIfNeeded();
  const scrolledBefore = await scrolledBy(phone);
  await finger.putDown(handle);
  await finger.moveTo(strip(phone).nth(0), { share: 0.1 });
  // What is dragged is seen before the finger, wherever on its card it began.
  await expect.poll(() => lead(phone, finger.at)).toEqual(beforeFinger);
  expect(await scrolledBy(phone)).toBe(scrolledBefore);
  await finger.lift();
  await expectStrip(phone, ["B, 1st", "A, 2nd", "C, 3rd", "D, 4th"]);

  await finger.putDown(strip(phone).nth(3));
  await finger.moveTo(strip(phone).nth(1), { share: 0.5 });
  await expect.poll(() => lead(phone, finger.at)).toEqual(beforeFinger);
  await finger.lift();
  await expectStrip(phone, ["B, 1st", "A, 2nd, tied with D", "D, 2nd, tied with A", "C, 3rd"]);

  await phone.reload();
  await expectStrip(phone, ["B, 1st", "A, 2nd, tied with D", "D, 2nd, tied with A", "C, 3rd"]);
  await phone.getByRole("button", { name: "Submit" }).tap();
  expect((await newestOf(project, 1)).ranking).toEqual([[b], [a, d], [c]]);
});

test("a finger on an answer's text scrolls the page and drags nothing", async ({ pageOf, project }) => {
  const phone = await openOnPhone(await pageOf("annotator"), project);
  const finger = await fingerOn(phone);
  await finger.putDown(phone.getByRole("article").nth(0).getByText("begins here"));
  await finger.moveBy({ x: 0, y: -150 });
  await expect.poll(() => scrolledBy(phone)).toBeGreaterThan(100);
  await expect(phone.locator("[data-dragged]")).toHaveCount(0);
  await finger.lift();
  await expectStrip(phone, ["A, no place yet", "B, no place yet", "C, no place yet", "D, no place yet"]);
});

async function openOnPhone(page: Page, project: TestProject): Promise<Page> {
  await page.goto(`/projects/${project.id}/annotate`);
  const guideline = page.getByRole("dialog", { name: "Guideline" });
  await guideline.getByRole("button", { name: "Close" }).tap();
  await expect(guideline).toBeHidden();
  return page;
}

const beforeFinger = { x: 0, y: 24 };

/** How far what is dragged stands before the finger. */
async function lead(page: Page, finger: { x: number; y: number }): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await page.locator("[data-dragged]").boundingBox())!;
  return { x: Math.round(x + width / 2 - finger.x), y: Math.round(finger.y - (y + height)) };
}

const scrolledBy = (page: Page) => page.evaluate(() => window.scrollY);
