import { db } from "../../../lib/db/client.ts";
import { addTasks, idOf } from "../installation/projects.ts";
import { expectStrip, newestOf, openRanking, shownAnswers, strip } from "../installation/ranking.ts";
import { expect, test } from "../installation/test.ts";

test("a draft survives a reload, and so does the order shown", async ({ pageOf, project }) => {
  await addTasks(project, ["How does rain form?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const shown = await shownAnswers(page);
  await page.keyboard.press("2");
  await page.keyboard.press("4");
  await expect(page.getByText("Draft saved")).toBeVisible();
  await page.reload();
  await expectStrip(page, ["B, 1st", "D, 2nd", "A, no place yet", "C, no place yet"]);
  expect(await shownAnswers(page)).toEqual(shown);
});

test("two people see the answers in orders of their own", async ({ pageOf, project }) => {
  // With 24 orders, ten tasks agree by accident once in 6·10¹³ times.
  const questions = Array.from({ length: 10 }, (_, position) => `What is ${position} plus one?`);
  await addTasks(project, questions);
  await db().task.updateMany({ where: { projectId: project.id }, data: { overlap: 2 } });
  const orders: string[][] = [];
  // One after the other: two who claim at the same moment pass the tasks on to each other in another sequence.
  for (const person of ["annotator", "secondAnnotator"] as const) {
    const page = await pageOf(person);
    await openRanking(page, project);
    const seen: string[] = [];
    for (const question of questions) {
      await expect(page.getByText(question, { exact: true })).toBeVisible();
      seen.push((await shownAnswers(page)).join(" "));
      for (const key of ["1", "2", "3"]) await page.keyboard.press(key);
      await page.keyboard.press("Enter");
    }
    orders.push(seen);
  }
  expect(orders[0]).not.toEqual(orders[1]);
});

test("Enter submits what keys judged, whatever was pressed beside the answers before", async ({ pageOf, project }) => {
  await addTasks(project, ["What is a ford?", "What is a weir?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const guideline = page.getByRole("button", { name: "Guideline", exact: true });
  await guideline.click();
  await guideline.click();
  await expect(guideline).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  for (const key of ["1", "2", "3", "Enter"]) await page.keyboard.press(key);
  await expect(page.getByText("What is a weir?", { exact: true })).toBeVisible();
});

test("a skipped task goes with its reason and doesn't come back", async ({ pageOf, project }) => {
  await addTasks(project, ["What is dew?", "What is hail?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  await expect(page.getByText("What is dew?", { exact: true })).toBeVisible();
  await page.keyboard.press("s");
  const dialog = page.getByRole("dialog", { name: "Skip this task?" });
  await dialog.getByLabel("The conversation is not understandable").check();
  await dialog.getByRole("button", { name: "Skip" }).click();
  await expect(page.getByText("What is hail?", { exact: true })).toBeVisible();
  const skipped = await db().assignment.findFirstOrThrow({
    where: { userId: await idOf("annotator"), task: { projectId: project.id }, status: "skipped" },
  });
  expect(skipped.skipReason).toBe("The conversation is not understandable");

  for (const key of ["1", "2", "3"]) await page.keyboard.press(key);
  await page.keyboard.press("Enter");
  await expect(page.getByText("All done for now")).toBeVisible();

  const other = await pageOf("secondAnnotator");
  await openRanking(other, project);
  await expect(other.getByText("What is dew?", { exact: true })).toBeVisible();
});

test("flag and comment go with the ranking", async ({ pageOf, project }) => {
  await addTasks(project, ["What is fog?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  await page.getByRole("button", { name: "Flag answer B" }).click();
  const flag = page.getByRole("dialog", { name: "Flag answer B" });
  await flag.getByLabel("Personal data").check();
  await flag.getByLabel("Note").fill("There is a phone number in it.");
  await flag.getByRole("button", { name: "Flag", exact: true }).click();
  await expect(page.getByRole("button", { name: "Answer B is flagged" })).toBeVisible();

  await page.getByRole("button", { name: "Comment" }).click();
  const comment = page.getByRole("dialog", { name: "Comment" });
  await comment.getByLabel("Your comment").fill("The second one is kinder.");
  await comment.getByRole("button", { name: "Keep comment" }).click();

  for (const key of ["2", "1", "3"]) await page.keyboard.press(key);
  await page.getByRole("button", { name: "Submit" }).click();
  const stored = await newestOf(project, 1);
  expect(stored.comment).toBe("The second one is kinder.");
  expect(stored.flags).toEqual([
    { completionId: stored.shownOrder[1], reason: "Personal data", note: "There is a phone number in it." },
  ]);
});

test("undo takes a key back, then the submission: only the newest version counts", async ({ pageOf, project }) => {
  await addTasks(project, ["What is snow?", "What is sleet?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const [a, b, c, d] = await shownAnswers(page);
  await page.keyboard.press("4");
  await page.keyboard.press("Control+z");
  await expectStrip(page, ["A, no place yet", "B, no place yet", "C, no place yet", "D, no place yet"]);
  for (const key of ["1", "2", "3"]) await page.keyboard.press(key);
  await page.keyboard.press("Enter");
  await expect(page.getByText("What is sleet?", { exact: true })).toBeVisible();
  const first = await newestOf(project, 1);
  expect(first.ranking).toEqual([[a], [b], [c], [d]]);

  await page.getByRole("button", { name: "Undo last" }).click();
  await expect(page.getByText("What is snow?", { exact: true })).toBeVisible();
  await expectStrip(page, ["A, 1st", "B, 2nd", "C, 3rd", "D, 4th"]);
  await page.getByRole("list", { name: "Order, best first" }).getByRole("button", { name: "D, 4th" }).focus();
  await page.keyboard.press("ArrowUp");
  await page.getByRole("button", { name: "Submit again" }).click();
  await expect(page.getByText("What is sleet?", { exact: true })).toBeVisible();
  await expect.poll(async () => (await newestOf(project, 1)).ranking).toEqual([[a], [b], [d], [c]]);
  const replaced = await db().annotation.findUniqueOrThrow({ where: { id: first.id } });
  expect(replaced.supersededAt).not.toBeNull();
});

test("what was submitted stands in the history and can be corrected there", async ({ pageOf, project }) => {
  await addTasks(project, ["What is thunder?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const [a, b, c, d] = await shownAnswers(page);
  for (const key of ["1", "2", "3"]) await page.keyboard.press(key);
  await page.keyboard.press("Enter");
  await newestOf(project, 1);

  await page.getByRole("link", { name: "My history" }).click();
  await expect(page.getByText("What is thunder?")).toBeVisible();
  await page.getByRole("link", { name: "Correct" }).click();
  await expectStrip(page, ["A, 1st", "B, 2nd", "C, 3rd", "D, 4th"]);
  await strip(page).nth(0).click();
  await page.getByRole("button", { name: "Move A one place worse" }).click();
  await page.getByRole("button", { name: "Submit again" }).click();
  await expect(page.getByRole("heading", { name: "My history" })).toBeVisible();
  await expect.poll(async () => (await newestOf(project, 1)).ranking).toEqual([[b], [a], [c], [d]]);
});
