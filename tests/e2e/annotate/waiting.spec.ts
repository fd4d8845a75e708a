import { db } from "../../../lib/db/client.ts";
import { updateProject } from "../../../lib/projects/update-project.ts";
import { addTasks, idOf } from "../installation/projects.ts";
import { expectStrip, newestOf, openRanking, shownAnswers, storedAnnotations } from "../installation/ranking.ts";
import { expect, test } from "../installation/test.ts";

test("a new task appears by itself, at once", async ({ pageOf, project }) => {
  const page = await pageOf("annotator");
  const listening = page.waitForResponse((response) => response.url().includes("/api/events"));
  await page.goto(`/projects/${project.id}/annotate`);
  await expect(page.getByText("No tasks yet")).toBeVisible();
  await listening;
  await addTasks(project, ["What is a delta?"]);
  // Far sooner than the page looks by itself.
  await expect(page.getByText("What is a delta?", { exact: true })).toBeVisible({ timeout: 8_000 });
});

test("who has had the day's tasks is told so, and when the next one comes", async ({ pageOf, project }) => {
  await updateProject({ projectId: project.id, actorId: await idOf("admin"), settings: { tasksPerDay: 1 } });
  await addTasks(project, ["What is a fjord?", "What is a lagoon?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  for (const key of ["1", "2", "3", "Enter"]) await page.keyboard.press(key);
  await expect(page.getByText("That is all for today")).toBeVisible();
  await expect(page.getByText(/The next one comes (tomorrow )?at \d/)).toBeVisible();
  expect(await storedAnnotations(project)).toHaveLength(1);
});

test.describe("a task's lease", () => {
  test("is seen, and extended for somebody at work", async ({ pageOf, project }) => {
    await addTasks(project, ["What is a strait?"]);
    const page = await pageOf("annotator");
    await page.clock.install();
    await openRanking(page, project);
    await expect(page.getByText(/^Kept for you until \d/)).toBeVisible();
    const lease = async () =>
      (
        await db().assignment.findFirstOrThrow({ where: { task: { projectId: project.id }, status: "held" } })
      ).leaseExpiresAt.getTime();
    // As if it had begun 28 minutes ago.
    await db().assignment.updateMany({
      where: { task: { projectId: project.id } },
      data: { leaseExpiresAt: new Date(Date.now() + 90_000) },
    });
    await page.reload();
    const shortened = await lease();
    await page.clock.fastForward(20_000);
    await page.keyboard.press("1");
    const extended = page.waitForResponse((response) => response.url().endsWith("/lease"));
    await page.clock.fastForward("12:00");
    expect((await extended).ok()).toBe(true);
    expect(await lease()).toBeGreaterThan(shortened);
    await expect(page.getByText(/^Kept for you until \d/)).toBeVisible();
  });

  test("says that it nears its end, and that late work is kept", async ({ pageOf, project }) => {
    await addTasks(project, ["What is an isthmus?"]);
    const page = await pageOf("annotator");
    await page.clock.install();
    await openRanking(page, project);
    await page.clock.fastForward("28:40");
    await expect(page.getByText(/Kept for you for [01]:\d\d more/)).toBeVisible();
    await page.clock.fastForward("02:00");
    await expect(page.getByText("No longer kept for you.")).toBeVisible();
    for (const key of ["1", "2", "3", "Enter"]) await page.keyboard.press(key);
    await newestOf(project, 1);
  });
});

test("minutes without a connection: the draft stays, what was submitted arrives later, once", async ({
  pageOf,
  project,
}) => {
  await addTasks(project, ["What is an atoll?", "What is a reef?"]);
  const page = await pageOf("annotator");
  await page.clock.install();
  await openRanking(page, project);
  const [a, b, c, d] = await shownAnswers(page);
  // The server takes the first one, but its answer gets lost on the way.
  let arrived = 0;
  await page.route(
    "**/annotations",
    async (route) => {
      arrived = (await route.fetch()).status();
      await route.abort("connectionreset");
    },
    { times: 1 },
  );
  for (const key of ["2", "1", "3", "Enter"]) await page.keyboard.press(key);
  await expect(page.getByText("What is a reef?", { exact: true })).toBeVisible();
  await expect.poll(() => arrived).toBe(201);
  await page.context().setOffline(true);
  await page.keyboard.press("4");
  await expectStrip(page, ["D, 1st", "A, no place yet", "B, no place yet", "C, no place yet"]);
  await page.clock.fastForward("05:00");
  await expect(page.getByText("1 ranking kept here")).toBeVisible();
  await page.context().setOffline(false);
  await page.reload();
  await expect(page.getByText("What is a reef?", { exact: true })).toBeVisible();
  await expectStrip(page, ["D, 1st", "A, no place yet", "B, no place yet", "C, no place yet"]);
  await expect(page.getByText("kept here")).toBeHidden();
  expect((await newestOf(project, 1)).ranking).toEqual([[b], [a], [c], [d]]);
  for (const key of ["1", "2", "Enter"]) await page.keyboard.press(key);
  await newestOf(project, 2);
});
