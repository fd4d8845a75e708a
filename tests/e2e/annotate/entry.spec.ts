import type { Page } from "@playwright/test";
import { db } from "../../../lib/db/client.ts";
import { publishConsentForm } from "../../../lib/quality/consent.ts";
import { excludeAnnotator, readmitAnnotator } from "../../../lib/quality/exclude-annotator.ts";
import { makeGold } from "../../../lib/quality/gold.ts";
import { expectAccessible } from "../installation/accessible.ts";
import { addTasks, idOf, makeProject, type TestProject } from "../installation/projects.ts";
import { shownAnswers } from "../installation/ranking.ts";
import { expect, test } from "../installation/test.ts";

const open = (page: Page, { id }: TestProject) => page.goto(`/projects/${id}/annotate`);

/** What the API says to somebody who asks for a task from the page. */
const claim = (page: Page, { id }: TestProject) =>
  page.evaluate(async (path) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(path, { method: "POST", headers, body: "{}" });
    return { status: response.status, reason: (await response.json()).error?.details?.reason };
  }, `/api/v1/projects/${id}/tasks/next`);

test("nobody gets a task before they agree to the form that counts", async ({ pageOf, project }) => {
  await addTasks(project, ["What is a strait?"]);
  const form = { projectId: project.id, actorId: await idOf("admin") };
  await publishConsentForm({ ...form, text: "# What you take part in\n\nYour judgements train a model." });
  const page = await pageOf("annotator");
  await open(page, project);
  await expect(page.getByRole("heading", { name: "What you take part in" })).toBeVisible();
  await expectAccessible(page, "a consent form");
  expect(await claim(page, project)).toEqual({ status: 403, reason: "consent" });
  await expect(page.getByRole("button", { name: "Agree and begin" })).toBeDisabled();

  await page.getByLabel("I have read this and agree.").check();
  await page.getByRole("button", { name: "Agree and begin" }).click();
  await expect(page.getByText("What is a strait?", { exact: true })).toBeVisible();

  await publishConsentForm({ ...form, text: "Now it trains two models." });
  await open(page, project);
  await expect(page.getByText("version 2 of it")).toBeVisible();
  await expect(page.getByText("What is a strait?", { exact: true })).toBeHidden();
});

/** A project with gold tasks, whose known order is the order of the answers' names. */
async function withGold(questions: string[], quality: object): Promise<TestProject> {
  const project = await makeProject({ quality });
  await addTasks(project, questions);
  const actorId = await idOf("admin");
  const tasks = await db().task.findMany({
    where: { projectId: project.id },
    include: { completions: { orderBy: { position: "asc" } } },
  });
  for (const { id: taskId, completions } of tasks) {
    const ranking = completions.map(({ completionId }) => [completionId]);
    await makeGold({ projectId: project.id, actorId, taskId, ranking, explanation: "The **earlier** one is better." });
  }
  return project;
}

const names = ["first", "second", "third", "fourth"];

/** Submits the known order, or its reverse. */
async function judge(page: Page, asKnown: boolean) {
  const shown = await shownAnswers(page);
  const wanted = asKnown ? names : [...names].reverse();
  for (const name of wanted.slice(0, 3)) await page.keyboard.press(String(1 + shown.indexOf(name)));
  await page.keyboard.press("Control+Enter");
}

test("trial tasks come first, teach, and open the door", async ({ pageOf }) => {
  const project = await withGold(["What is a reef?", "What is a cape?", "What is a bay?"], {
    qualificationTasks: 2,
    feedback: "qualification",
  });
  await addTasks(project, ["What is a dune?"]);
  const page = await pageOf("annotator");
  await open(page, project);
  await expect(page.getByText("First, 2 trial tasks")).toBeVisible();
  await expect(page.getByText("Trial task 1 of 2")).toBeVisible();
  const guideline = page.getByRole("complementary", { name: "Guideline" });
  await expect(guideline).toBeVisible();
  await expectAccessible(page, "before the trial tasks");
  await page.getByRole("button", { name: "Begin" }).click();

  await judge(page, true);
  const dialog = page.getByRole("dialog", { name: "That is how the project sees it too" });
  await expect(dialog.getByText("The earlier one is better.")).toBeVisible();
  await expectAccessible(page, "feedback");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("Trial task 2 of 2")).toBeVisible();

  const before = await db().annotation.count({ where: { projectId: project.id } });
  await judge(page, true);
  await expect.poll(() => db().annotation.count({ where: { projectId: project.id } })).toBe(before + 1);
  await page.getByRole("dialog").getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("You passed the trial tasks.")).toBeVisible();
  await expect(page.getByText("2 done")).toBeVisible();
});

test("whoever fails the trial tasks is told so kindly, and gets no others", async ({ pageOf }) => {
  const project = await withGold(["What is a fen?", "What is a bog?"], { qualificationTasks: 1, feedback: "always" });
  const page = await pageOf("annotator");
  await open(page, project);
  await page.getByRole("button", { name: "Begin" }).click();
  await judge(page, false);
  const dialog = page.getByRole("dialog", { name: "The project sees this one a little differently" });
  await expect(dialog.getByText("0 of 6 pairs")).toBeVisible();
  await expectAccessible(page, "feedback on a mistake");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("Not passed this time")).toBeVisible();
  await expectAccessible(page, "a trial that was not passed");
  expect(await claim(page, project)).toEqual({ status: 403, reason: "qualification" });
});

test("a person whose work is left out reads that it is paused", async ({ pageOf, project }) => {
  await addTasks(project, ["What is a mesa?"]);
  const whose = { projectId: project.id, userId: await idOf("annotator"), actorId: await idOf("admin") };
  await excludeAnnotator({ ...whose, reason: "To be looked at" });
  const page = await pageOf("annotator");
  await open(page, project);
  await expect(page.getByText("Your work here is paused")).toBeVisible();
  await expectAccessible(page, "paused work");
  await readmitAnnotator(whose);
  await open(page, project);
  await expect(page.getByText("What is a mesa?", { exact: true })).toBeVisible();
});
