import { expectAccessible, expectNoSidewaysScroll } from "../installation/accessible.ts";
import { addTasks, importFor } from "../installation/projects.ts";
import { expectStrip, openRanking, strip } from "../installation/ranking.ts";
import { expect, test } from "../installation/test.ts";

test("whatever a model writes renders fast and stays in its place", async ({ pageOf, project }) => {
  // 200 kB, as long as an answer may be.
  const line = "ж".repeat(100_000);
  const table = `| a | b | c |\n| --- | --- | --- |\n${"| 1 | 2 | 3 |\n".repeat(6_000)}`;
  const stacked = `z${"\u0335\u0337\u0300\u0301\u0302\u0303\u0304".repeat(400)} stacked`;
  const turned = "left \u202Eright turned\u202C ![remote](https://tracker.example/p.png) \u2066isolated";
  await importFor(project, [
    { prompt: "Something hostile", completions: [line, table, stacked, turned].map((text) => ({ text, model: "m" })) },
  ]);
  const page = await pageOf("annotator");
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http") && host !== new URL(process.env.ATTUNE_E2E_URL!).host) elsewhere.push(host);
  });
  await openRanking(page, project);
  await expectNoSidewaysScroll(page, "hostile answers");
  const before = Date.now();
  for (const key of ["1", "2", "3"]) await page.keyboard.press(key);
  await expectStrip(page, ["A, 1st", "B, 2nd", "C, 3rd", "D, 4th"]);
  // Three keys and their redraws: a text that were parsed again at each would take many seconds.
  expect(Date.now() - before).toBeLessThan(3_000);
  const overlaps = await page.evaluate(() =>
    [...document.querySelectorAll("article > div")].map((body) => getComputedStyle(body).contain),
  );
  expect(overlaps.every((contain) => contain.includes("paint"))).toBe(true);
  expect(elsewhere).toEqual([]);
});

test("in the middle of a drag the page is accessible, and a screen reader hears where the answer is", async ({
  pageOf,
  project,
}) => {
  await addTasks(project, ["What is a cape?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const [from, to] = [(await strip(page).nth(3).boundingBox())!, (await strip(page).nth(0).boundingBox())!];
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
  const live = page.locator("[id^='DndLiveRegion']");
  await expect(live).toHaveText("Over the 1st place.");
  await expectAccessible(page, "the middle of a drag");
  await page.mouse.move(to.x + 2, to.y + to.height / 2, { steps: 2 });
  await page.mouse.up();
  await expect(live).toHaveText("Dropped answer D.");
  await expectStrip(page, ["D, 1st", "A, 2nd", "B, 3rd", "C, 4th"]);
});
