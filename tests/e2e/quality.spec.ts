import { randomUUID } from "node:crypto";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { db } from "../../lib/db/client.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./installation/accessible.ts";
import { addTasks, idOf, makeProject, type TestProject } from "./installation/projects.ts";
import { expect, test } from "./installation/test.ts";

/** Tasks on which two people say the opposite of each other; `taskId` and `ids` are of the first. */
async function disputed(
  settings: object = {},
  questions = ["What is a steppe?"],
): Promise<{ project: TestProject; taskId: string; ids: string[] }> {
  const project = await makeProject({ overlap: 2, ...settings });
  await addTasks(project, questions);
  const tasks = await db().task.findMany({
    where: { projectId: project.id },
    orderBy: { createdAt: "asc" },
    include: { completions: { orderBy: { completionId: "asc" } } },
  });
  const idsOf = ({ completions }: (typeof tasks)[number]) => completions.map(({ completionId }) => completionId);
  for (const person of ["annotator", "secondAnnotator"] as const) {
    const userId = await idOf(person);
    for (const task of tasks) {
      await claimTask({ projectId: project.id, userId });
      const order = person === "annotator" ? idsOf(task) : idsOf(task).reverse();
      const ranking = order.map((one) => [one]);
      const comment = `As ${person} sees it`;
      await submitAnnotation({ taskId: task.id, userId, ranking, comment, idempotencyKey: randomUUID() });
    }
  }
  return { project, taskId: tasks[0]!.id, ids: idsOf(tasks[0]!) };
}

const phone = { width: 360, height: 740 };

test("a researcher settles a disagreement, and it counts alone", async ({ pageOf }) => {
  const { project, taskId, ids } = await disputed();
  const page = await pageOf("researcher");
  await page.goto(`/projects/${project.id}/quality/disagreements`);
  await expectAccessible(page, "disagreements");
  await page.getByRole("link", { name: "What is a steppe?" }).click();
  const table = page.getByRole("region", { name: "Rankings side by side" });
  await expect(table.getByRole("row")).toHaveCount(3);
  await expect(table.getByText("D › C › B › A")).toBeVisible();
  await expect(page.getByText("Nina Annotator")).toHaveCount(0);

  for (const [letter, place] of [
    ["A", 2],
    ["B", 1],
    ["C", 2],
    ["D", 4],
  ] as const) {
    await page
      .getByRole("group", { name: `Place of answer ${letter}` })
      .getByLabel(String(place))
      .check();
  }
  await page.getByLabel("Why").fill("B answers the question.");
  await expectAccessible(page, "a disagreement");
  await page.getByRole("button", { name: "Settle" }).click();
  await expect(page.getByText("All is settled")).toBeVisible();
  const settled = await db().annotation.findFirstOrThrow({ where: { taskId, resolves: true } });
  expect([settled.ranking, settled.comment]).toEqual([
    [[ids[1]], [ids[0], ids[2]], [ids[3]]],
    "B answers the question.",
  ]);
  const annotator = await pageOf("annotator");
  expect((await annotator.goto(`/projects/${project.id}/quality/disagreements/${taskId}`))!.status()).toBe(404);
});

test("what a researcher compares fits a phone", async ({ pageOf }) => {
  const { project, taskId } = await disputed({}, ["What is a steppe?", "What is a tundra?"]);
  const page = await pageOf("researcher");
  await page.setViewportSize(phone);
  for (const [path, table, says] of [
    ["", "Measures of agreement", "Cohen’s κ, mean over pairs of people"],
    ["/disagreements", "Disagreements", "What is a tundra?"],
    [`/disagreements/${taskId}`, "Rankings side by side", "D › C › B › A"],
  ] as const) {
    await page.goto(`/projects/${project.id}/quality${path}`);
    await expect(page.getByRole("region", { name: table }).getByText(says)).toBeVisible();
    await expectNoSidewaysScroll(page, table);
  }
});

test("a gold task is made from a task, and retired", async ({ pageOf }) => {
  const { project } = await disputed();
  const page = await pageOf("admin");
  await page.goto(`/projects/${project.id}/quality/gold`);
  await expectAccessible(page, "no gold tasks");
  await page.getByRole("link", { name: "Choose a task" }).click();
  await page.getByRole("link", { name: "Make gold" }).click();
  await expect(page.getByRole("button", { name: "Make gold task" })).toBeDisabled();
  for (const [at, letter] of ["A", "B", "C", "D"].entries()) {
    await page
      .getByRole("group", { name: `Place of answer ${letter}` })
      .getByLabel(String(at + 1))
      .check();
  }
  await page.getByLabel("What people may learn from it").fill("A is complete.");
  await expectAccessible(page, "making a gold task");
  await page.getByRole("button", { name: "Make gold task" }).click();
  await expect(page.getByRole("link", { name: "What is a steppe?" })).toBeVisible();
  await page.getByText("Known order", { exact: true }).click();
  await expect(page.getByText("Told: A is complete.")).toBeVisible();
  await expectAccessible(page, "gold tasks");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page, "gold tasks");
  await page.getByRole("button", { name: "Retire: What is a steppe?" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Retire" }).click();
  await expect(page.getByText("retired", { exact: true })).toBeVisible();
  expect(await db().gold.count({ where: { projectId: project.id, retiredAt: null } })).toBe(0);
});

test("an admin lets somebody in without qualification; a researcher is not asked to", async ({ pageOf }) => {
  const project = await makeProject({ quality: { qualificationTasks: 2 } });
  const path = `/projects/${project.id}/quality/annotators`;
  const researcher = await pageOf("researcher");
  await researcher.goto(path);
  await expect(researcher.getByRole("region", { name: "Qualification" })).toBeVisible();
  await expect(researcher.getByRole("button", { name: /^Let in/ })).toHaveCount(0);
  const page = await pageOf("admin");
  await page.goto(path);
  await expectAccessible(page, "qualification");
  await page.getByRole("button", { name: "Let in Nina Annotator" }).click();
  await expect(page.getByRole("cell", { name: "let in", exact: true })).toBeVisible();
  const userId = await idOf("annotator");
  expect(await db().qualification.count({ where: { projectId: project.id, userId, passedAt: { not: null } } })).toBe(1);
});

test("a consent form is published by version", async ({ pageOf, project }) => {
  const page = await pageOf("admin");
  await page.goto(`/projects/${project.id}/settings?tab=consent`);
  await expect(page.getByText("Nothing is asked", { exact: true })).toBeVisible();
  await page.getByLabel("Consent form in Markdown").fill("You may stop at any time.");
  await page.getByRole("button", { name: "Publish version 1" }).click();
  await expectAccessible(page, "publishing a consent form");
  await page.getByRole("alertdialog").getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("agreed to by 0 people")).toBeVisible();
  await expectAccessible(page, "consent forms");
  expect(await db().consentForm.findMany({ where: { projectId: project.id }, select: { version: true } })).toEqual([
    { version: 1 },
  ]);
});

test("a version is frozen by options of one's choice", async ({ pageOf }) => {
  const { project } = await disputed();
  const page = await pageOf("admin");
  await page.goto(`/projects/${project.id}/data/versions`);
  await page.getByRole("button", { name: "Freeze now" }).click();
  const dialog = page.getByRole("dialog", { name: "Freeze the rankings?" });
  await dialog.getByLabel("Least agreement").selectOption("0.7");
  await expectAccessible(page, "freezing");
  await dialog.getByRole("button", { name: "Freeze" }).click();
  await expect(page.getByText("Frozen as version 1.")).toBeVisible();
  await expect(page.getByRole("cell", { name: "agreement of 70 % or more" })).toBeVisible();
  const version = await db().datasetVersion.findFirstOrThrow({ where: { projectId: project.id } });
  expect([version.options, version.annotationCount]).toEqual([
    { weightByReliability: false, minimumAgreement: 0.7 },
    0,
  ]);
});

test("a reason to look is let rest by somebody who looked", async ({ pageOf, project }) => {
  await addTasks(
    project,
    Array.from({ length: 12 }, (_, at) => `What is island ${at}?`),
  );
  const userId = await idOf("annotator");
  for (let done = 0; done < 12; done++) {
    const task = (await claimTask({ projectId: project.id, userId }))!;
    const ranking = task.completions.map(({ id }) => [id]);
    await submitAnnotation({ taskId: task.id, userId, ranking, idempotencyKey: randomUUID() });
  }
  const page = await pageOf("admin");
  await page.goto(`/projects/${project.id}/quality/annotators`);
  await page.getByRole("button", { name: /^Let it rest: Follows the places/ }).click();
  const dialog = page.getByRole("dialog", { name: "Let this rest?" });
  await expectAccessible(page, "letting a reason rest");
  await expect(dialog.getByRole("button", { name: "Let it rest" })).toBeDisabled();
  await dialog.getByLabel("What you found").fill("Chance: I read ten of them.");
  await dialog.getByRole("button", { name: "Let it rest" }).click();
  await expect(page.getByText("Looked at: Chance: I read ten of them.")).toBeVisible();
  await expectAccessible(page, "a reason that rests");
  expect(await db().dismissedSuspicion.findMany({ where: { projectId: project.id } })).toMatchObject([
    { kind: "position", userId, judgements: 12 },
  ]);
});

test("a researcher leaves a flagged task out, and keeps it after all", async ({ pageOf }) => {
  const project = await makeProject();
  await addTasks(project, ["How do I clean a well?"]);
  const userId = await idOf("annotator");
  const { id: taskId, completions } = (await claimTask({ projectId: project.id, userId }))!;
  await submitAnnotation({
    taskId,
    userId,
    ranking: completions.map(({ id }) => [id]),
    flags: [{ completionId: completions[0]!.id, reason: "Harmful", note: "It advises poison." }],
    idempotencyKey: randomUUID(),
  });
  const page = await pageOf("researcher");
  await page.goto(`/projects/${project.id}/quality/flags`);
  await expect(page.getByText("1 task waits for a decision.")).toBeVisible();
  await expect(page.getByText("It advises poison.")).toBeVisible();
  await expect(page.getByText("Nina Annotator")).toHaveCount(0);
  await expectAccessible(page, "flags");
  await page.getByRole("button", { name: "Leave out: How do I clean a well?" }).click();
  const dialog = page.getByRole("dialog", { name: "Leave this task out?" });
  await expect(dialog.getByRole("button", { name: "Leave out" })).toBeDisabled();
  await dialog.getByLabel("Why").fill("It does.");
  await expectAccessible(page, "deciding about a flag");
  await dialog.getByRole("button", { name: "Leave out" }).click();
  await expect(page.getByText("Nothing waits for a decision.")).toBeVisible();
  expect(await db().task.findUniqueOrThrow({ where: { id: taskId } })).toMatchObject({ leftOut: true });
  for (const list of ["data", "tasks"]) {
    await page.goto(`/projects/${project.id}/${list}`);
    await expect(page.getByText("left out", { exact: true })).toBeVisible();
  }
  await page.getByRole("link", { name: "left out" }).click();
  await page.getByRole("button", { name: "Keep: How do I clean a well?" }).click();
  await page.getByRole("dialog").getByLabel("Why").fill("It is meant for the well.");
  await page.getByRole("dialog").getByRole("button", { name: "Keep" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByText("It is meant for the well.")).toBeVisible();
  expect(await db().task.findUniqueOrThrow({ where: { id: taskId } })).toMatchObject({ leftOut: false });
  const annotator = await pageOf("annotator");
  expect((await annotator.goto(`/projects/${project.id}/quality/flags`))!.status()).toBe(404);
});
