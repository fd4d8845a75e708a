import { db } from "../../../lib/db/client.ts";
import type { TaskKind } from "../../../lib/generated/prisma/enums.ts";
import type { ProjectInput } from "../../../lib/projects/create-project.ts";
import { expectAccessible } from "../installation/accessible.ts";
import { importFor, makeProject, type TestProject } from "../installation/projects.ts";
import { expectStrip, openRanking } from "../installation/ranking.ts";
import { expect, test } from "../installation/test.ts";

async function projectWith(kind: TaskKind, answers: number, settings: ProjectInput["settings"] = {}) {
  const project = await makeProject({ kinds: [kind], sampling: { maxNewTokens: 16 }, ...settings });
  const completions = ["first", "second", "third", "fourth"].slice(0, answers).map((which) => ({
    text: `The ${which} answer, one of ${answers}.`,
    model: which,
  }));
  await importFor(project, [
    { prompt: `Something to ${kind}`, kind, tags: ["grief"], ...(answers > 0 ? { completions } : {}) },
  ]);
  return project;
}

async function newest({ id: projectId }: TestProject) {
  const find = () =>
    db().annotation.findFirst({
      where: { projectId, supersededAt: null },
      include: { comparisons: true, demonstration: true, task: true },
      orderBy: { id: "desc" },
    });
  await expect.poll(find).not.toBeNull();
  return (await find())!;
}

test("compare by a digit; a reload keeps it", async ({ pageOf }) => {
  const project = await projectWith("compare", 2);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  await page.keyboard.press("3");
  await expect(page.getByRole("button", { name: "A is slightly better" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText("Draft saved")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "A is slightly better" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText("A is slightly better.", { exact: true })).toBeVisible();
  await page.keyboard.press("8");
  await expectAccessible(page, "a comparison");
  await page.keyboard.press("Enter");
  const { comparisons, shownOrder } = await newest(project);
  expect(comparisons).toMatchObject([{ betterId: shownOrder[1], worseId: shownOrder[0], strength: 1 }]);
});

test("rate on the rubric by digits and marks", async ({ pageOf }) => {
  const rubric = {
    aspects: [{ key: "true", name: "True" }],
    marks: [{ key: "made-up", name: "Makes things up" }],
    rules: [{ key: "calm", name: "Calm" }],
  };
  const project = await projectWith("rate", 2, { rubric });
  const page = await pageOf("annotator");
  await openRanking(page, project);
  for (const key of ["5", "6", "2", "3", "4"]) await page.keyboard.press(key);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("1 to go")).toBeVisible();
  await page.keyboard.press("1");
  await page.getByRole("article").nth(1).getByLabel("Makes things up").check();
  await expectAccessible(page, "a rating");
  await page.keyboard.press("Control+Enter");
  const { judgement, comparisons } = await newest(project);
  expect(judgement).toMatchObject({
    ratings: [
      { overall: 5, aspects: { true: 6 }, rules: { calm: "keeps" }, marks: [] },
      { overall: 3, aspects: { true: 4 }, rules: { calm: "breaks" }, marks: ["made-up"] },
    ],
  });
  expect(comparisons).toHaveLength(1);
});

test("edit an answer into the one it should have been", async ({ pageOf }) => {
  const project = await projectWith("demonstrate", 2);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  await expectAccessible(page, "a demonstration");
  await page.getByRole("button", { name: "Edit this one" }).first().click();
  const field = page.getByRole("textbox", { name: "Your answer" });
  await expect(field).toHaveValue(/The (first|second) answer, one of 2\./);
  await field.press("Control+End");
  await field.pressSequentially(" And more.");
  await field.press("Control+Enter");
  const { demonstration, comparisons } = await newest(project);
  expect(demonstration!.text).toMatch(/one of 2\. And more\.$/);
  expect(comparisons).toMatchObject([{ betterId: demonstration!.completionId, worseId: demonstration!.editedFromId }]);
});

test("talk with the model: answers stream in, the chosen one goes on", async ({ pageOf }) => {
  const rubric = { rules: [{ key: "calm", name: "Calm", description: "It must not shout." }] };
  const project = await projectWith("converse", 0, { rubric, converse: { probe: true } });
  const page = await pageOf("annotator");
  await openRanking(page, project);
  await expect(page.getByText("Try to make the model break this rule: Calm")).toBeVisible();
  await page.getByRole("button", { name: /^Go on with B/ }).waitFor();
  await expectAccessible(page, "a conversation");
  await page.keyboard.press("2");
  const field = page.getByLabel("Your next turn");
  await field.fill("Louder, please");
  await field.press("Control+Enter");
  await page.getByRole("button", { name: /^Go on with A/ }).click();
  await page.reload();
  await expect(page.getByText("Louder, please")).toBeVisible();
  await page.getByRole("button", { name: "Kept" }).click();
  await page.getByRole("button", { name: "Submit" }).click();
  await expect.poll(() => db().annotation.count({ where: { projectId: project.id } })).toBe(3);
  expect((await newest(project)).judgement).toEqual({ verdict: "kept" });
  expect(await db().comparison.count({ where: { projectId: project.id } })).toBe(2);
});

test("one against one asks no question that follows from others", async ({ pageOf }) => {
  const project = await projectWith("rank", 4);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  await page.getByRole("button", { name: "Layout of the answers" }).click();
  await page.getByText("One against one").click();
  // A is best, then B, C, D: the one in hand is always worse, and each is put behind the others.
  let questions = 0;
  const choice = page.getByRole("button", { name: "is better" }).first();
  while (await choice.isVisible()) {
    await expect(page.getByRole("article")).toHaveCount(2);
    if (questions === 0) await expectAccessible(page, "one against one");
    await page.keyboard.press("1");
    questions += 1;
    await expect(page.getByText(/questions? left at most/).or(page.getByRole("article").nth(3))).toBeVisible();
  }
  expect(questions).toBeLessThanOrEqual(5);
  await expectStrip(page, ["A, 1st", "B, 2nd", "C, 3rd", "D, 4th"]);
  await page.getByRole("button", { name: "Submit" }).click();
  expect((await newest(project)).ranking).toHaveLength(4);
});

test("a warning before what is sensitive, and talk about a task", async ({ pageOf }) => {
  const project = await projectWith("rank", 4, { sensitiveTags: ["grief"] });
  const page = await pageOf("annotator");
  await openRanking(page, project);
  await expect(page.getByText("This may be hard to read")).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(0);
  await expectAccessible(page, "the warning");
  await page.getByRole("button", { name: "Show it" }).click();
  await expect(page.getByRole("article")).toHaveCount(4);

  await page.keyboard.press("t");
  const sheet = page.getByRole("dialog", { name: "Talk about this task" });
  await sheet.getByLabel("Say something").fill("What does the prompt mean?");
  await sheet.getByRole("button", { name: "Say it" }).click();
  await expect(sheet.getByText("What does the prompt mean?")).toBeVisible();
  await expectAccessible(page, "talk about a task");
  const { id } = await db().task.findFirstOrThrow({ where: { projectId: project.id } });
  const other = await pageOf("secondAnnotator");
  expect((await other.request.get(`/api/v1/tasks/${id}/comments`)).status()).toBe(403);
});

test("differences are marked on demand", async ({ pageOf }) => {
  const project = await projectWith("compare", 2);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  await expect(page.locator("mark")).toHaveCount(0);
  await page.keyboard.press("v");
  await expect(page.getByRole("article").first().locator("mark")).toHaveText(/first|second/);
  await expectAccessible(page, "differences");
});

const dot =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const part = (url: string) => ({ type: "image_url", image_url: { url } });

test("an image within a prompt is shown and opens large; one on the web is only linked", async ({
  pageOf,
  project,
}) => {
  await importFor(project, [
    {
      prompt: [
        {
          role: "user",
          content: [{ type: "text", text: "What is this?" }, part(dot), part("https://pictures.example/cat.png")],
        },
      ],
      completions: [
        { text: "A dot.", model: "a" },
        { text: "A cat.", model: "b" },
      ],
    },
  ]);
  const page = await pageOf("annotator");
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("pictures.example")) elsewhere.push(request.url());
  });
  await openRanking(page, project);
  await expect(page.getByRole("link", { name: "Image, not loaded: open it at pictures.example" })).toBeVisible();
  await page.getByRole("button", { name: "Show Image 1 large" }).click();
  await expect(page.getByRole("dialog", { name: "Image 1" }).locator("img")).toBeVisible();
  const zoom = page.getByRole("button", { name: "Zoom into Image 1" });
  const { width } = (await zoom.locator("img").boundingBox())!;
  await zoom.click();
  await expect(zoom).toHaveAttribute("aria-pressed", "true");
  expect((await zoom.locator("img").boundingBox())!.width).toBeGreaterThan(width * 1.9);
  await expectAccessible(page, "an image, large");
  expect(elsewhere).toEqual([]);
});

test("several turns with an image stand above the answers in every kind", async ({ pageOf }) => {
  const page = await pageOf("annotator");
  for (const kind of ["rank", "compare", "rate", "demonstrate", "converse"] as const) {
    const project = await makeProject({ kinds: [kind], sampling: { maxNewTokens: 8 } });
    const prompt = [
      { role: "user", content: [{ type: "text", text: "Look at this." }, part(dot)] },
      { role: "assistant", content: "A dot." },
      { role: "user", content: "Which colour has it?" },
    ];
    const completions = kind === "converse" ? [] : ["Red.", "Blue."].map((text) => ({ text, model: "m" }));
    await importFor(project, [{ prompt, kind, ...(completions.length > 0 ? { completions } : {}) }]);
    await openRanking(page, project);
    await expect(page.getByText("A dot."), kind).toBeVisible();
    await expect(page.getByRole("button", { name: "Show Image 1 large" }), kind).toBeVisible();
    if (kind === "converse") await page.getByRole("button", { name: /^Go on with B/ }).waitFor();
    else await expect(page.getByText("Blue.")).toBeVisible();
  }
});
