import { addTasks } from "../installation/projects.ts";
import { expectStrip, newestOf, openRanking, shownAnswers, storedAnnotations, strip } from "../installation/ranking.ts";
import { expect, test } from "../installation/test.ts";

test("by digits, and the next task is there at once", async ({ pageOf, project }) => {
  await addTasks(project, ["What is a fjord?", "What is a delta?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  await expect(page.getByText("What is a fjord?", { exact: true })).toBeVisible();
  const [a, b, c, d] = await shownAnswers(page);

  for (const key of ["3", "1", "4"]) await page.keyboard.press(key);
  await expectStrip(page, ["C, 1st", "A, 2nd", "D, 3rd", "B, 4th"]);
  await page.keyboard.press("Enter");
  await expect(page.getByText("What is a delta?", { exact: true })).toBeVisible();

  const { ranking, shownOrder, activeSeconds } = await newestOf(project, 1);
  expect(ranking).toEqual([[c], [a], [d], [b]]);
  expect(shownOrder).toHaveLength(4);
  expect(activeSeconds).toBeGreaterThanOrEqual(0);
});

test("by arrow keys", async ({ pageOf, project }) => {
  await addTasks(project, ["What is an isthmus?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const [a, b, c, d] = await shownAnswers(page);
  for (const key of ["1", "2", "3"]) await page.keyboard.press(key);
  // The last one followed by itself and is the one that the arrows are about.
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expectStrip(page, ["A, 1st", "D, 2nd", "B, 3rd", "C, 4th"]);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  expect((await newestOf(project, 1)).ranking).toEqual([[a], [b], [d], [c]]);
});

test("by dragging with the mouse, from a card to the strip and within the strip", async ({ pageOf, project }) => {
  await addTasks(project, ["What is a lagoon?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const [a, b, c, d] = await shownAnswers(page);

  const grip = page.getByRole("article").nth(3).getByTitle("Drag to the strip below");
  await dragTo(grip, strip(page).nth(0), 0.1);
  await expectStrip(page, ["D, 1st", "A, 2nd", "B, 3rd", "C, 4th"]);

  await dragTo(strip(page).nth(3), strip(page).nth(1), 0.5);
  await expectStrip(page, ["D, 1st", "A, 2nd, tied with C", "C, 2nd, tied with A", "B, 3rd"]);
  // dnd-kit swallows clicks for 50 ms after a drop, which no hand is quick enough for.
  await page.keyboard.press("Enter");
  const { ranking } = await newestOf(project, 1);
  expect(ranking).toEqual([[d], expect.arrayContaining([a, c]), [b]]);

  async function dragTo(from: typeof grip, to: typeof grip, share: number) {
    const [start, end] = [(await from.boundingBox())!, (await to.boundingBox())!];
    const target = { x: end.x + share * end.width, y: end.y + end.height / 2 };
    await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
    await page.mouse.down();
    await page.mouse.move(target.x + 12, target.y - 12, { steps: 8 });
    await page.mouse.move(target.x, target.y, { steps: 4 });
    await page.mouse.up();
  }
});

test("answers tie with the equals key", async ({ pageOf, project }) => {
  await addTasks(project, ["What is a moraine?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const [a, b, c, d] = await shownAnswers(page);
  for (const key of ["2", "=", "1", "4"]) await page.keyboard.press(key);
  await expectStrip(page, ["B, 1st, tied with A", "A, 1st, tied with B", "D, 2nd", "C, 3rd"]);
  await page.keyboard.press("Enter");
  expect((await newestOf(project, 1)).ranking).toEqual([[b, a], [d], [c]]);
});

test("none acceptable, with an order and without", async ({ pageOf, project }) => {
  await addTasks(project, ["What is a geyser?", "What is a glacier?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const [a, b, c, d] = await shownAnswers(page);
  await page.keyboard.press("n");
  await expect(page.getByRole("button", { name: "None acceptable" })).toHaveAttribute("aria-pressed", "true");
  for (const key of ["4", "3", "2"]) await page.keyboard.press(key);
  await page.keyboard.press("Enter");
  expect(await newestOf(project, 1)).toMatchObject({ noneAcceptable: true, ranking: [[d], [c], [b], [a]] });

  await expect(page.getByText("What is a glacier?", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "None acceptable" }).click();
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Submit as equally bad" }).click();
  const second = await newestOf(project, 2);
  expect(second.noneAcceptable).toBe(true);
  expect(second.ranking).toHaveLength(1);
});

test("an order that nobody touched is confirmed first", async ({ pageOf, project }) => {
  await addTasks(project, ["What is an atoll?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const shown = await shownAnswers(page);
  await page.keyboard.press("Control+Enter");
  const question = page.getByRole("alertdialog", { name: "Submit the order as shown?" });
  await question.getByRole("button", { name: "Go on ranking" }).click();
  await expect(question).toBeHidden();
  expect(await storedAnnotations(project)).toEqual([]);

  await page.getByRole("button", { name: "Submit" }).click();
  await question.getByRole("button", { name: "Submit this order" }).click();
  await expect(page.getByText("All done for now")).toBeVisible();
  expect((await newestOf(project, 1)).ranking).toEqual(shown.map((answer) => [answer]));
});

test("a ranking made without a connection arrives when it is back", async ({ pageOf, project }) => {
  await addTasks(project, ["What is a plateau?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const [a, b, c, d] = await shownAnswers(page);
  await page.context().setOffline(true);
  for (const key of ["2", "1", "3"]) await page.keyboard.press(key);
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 ranking kept here")).toBeVisible();
  expect(await storedAnnotations(project)).toEqual([]);
  await page.context().setOffline(false);
  expect((await newestOf(project, 1)).ranking).toEqual([[b], [a], [c], [d]]);
});
