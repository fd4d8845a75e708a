import type { Page } from "@playwright/test";
import { db } from "../../../lib/db/client.ts";
import { createTask } from "../../../lib/tasks/create-task.ts";
import { addTasks, secretModelName } from "../installation/projects.ts";
import { newestOf, openRanking } from "../installation/ranking.ts";
import { expect, test } from "../installation/test.ts";

/** Everything that reaches the browser from now on, page and data alike. */
function recordAnswers(page: Page): Promise<string>[] {
  const answers: Promise<string>[] = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith("/_next/static")) return;
    answers.push(
      response.text().then(
        (text) => `${pathname} ${JSON.stringify(response.headers())} ${text}`,
        () => pathname, // a redirect has no body
      ),
    );
  });
  return answers;
}

test("no answer to an annotator's browser says which model wrote what", async ({ pageOf, project }) => {
  await addTasks(project, ["Who wrote this?", "And who wrote that?"]);
  const base = await db().modelVersion.findFirstOrThrow({ where: { kind: "base" } });
  const prompt = await db().prompt.findFirstOrThrow({ where: { projectId: project.id } });
  const ownAnswers = await Promise.all(
    ["first", "second", "third", "fourth"].map((which) =>
      db().completion.create({
        data: {
          projectId: project.id,
          promptId: prompt.id,
          text: `The ${which} answer of a version of ours`,
          modelVersionId: base.id,
        },
      }),
    ),
  );
  const completionIds = ownAnswers.map(({ id }) => id);
  await createTask({ projectId: project.id, promptId: prompt.id, completionIds, priority: 1 });

  const page = await pageOf("annotator");
  const recorded = recordAnswers(page);
  await openRanking(page, project);
  for (let done = 1; done <= 3; done++) {
    for (const key of ["2", "1", "4"]) await page.keyboard.press(key);
    await page.keyboard.press("Enter");
    await newestOf(project, done);
  }
  await expect(page.getByText("All done for now")).toBeVisible();
  await page.goto(`/projects/${project.id}/annotate/history`);
  await page.goto(`/projects/${project.id}/guidelines`);
  await page.goto("/projects");

  const answers = await Promise.all(recorded);
  expect(answers.length).toBeGreaterThan(8);
  expect(answers.some((answer) => answer.includes("answer of a version of ours"))).toBe(true);
  for (const answer of answers) {
    for (const telling of [secretModelName, base.id, base.name, "modelVersion", "sourceName", "weightsHash"]) {
      expect(answer).not.toContain(telling);
    }
  }
});

test("a hostile answer is text and nothing else", async ({ pageOf, project }) => {
  const prompt = await db().prompt.create({
    data: {
      projectId: project.id,
      messages: [{ role: "user", content: "Say something nasty." }],
      contentHash: "hostile",
      splitKey: "hostile",
      split: "train",
      tags: [],
    },
  });
  const texts = [
    "<script>document.title = 'taken over'</script>plain words",
    '<img src="x" onerror="document.title = \'taken over\'">',
    "[a link](javascript:document.title='taken%20over')",
    '![picture](https://tracker.example/pixel.png)<iframe src="https://evil.example"></iframe>',
  ];
  const completionIds: string[] = [];
  for (const text of texts) {
    const { id } = await db().completion.create({ data: { projectId: project.id, promptId: prompt.id, text } });
    completionIds.push(id);
  }
  await createTask({ projectId: project.id, promptId: prompt.id, completionIds });

  const page = await pageOf("annotator");
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(process.env.ATTUNE_E2E_URL!)) elsewhere.push(request.url());
  });
  await openRanking(page, project);
  const articles = page.getByRole("article");
  await expect(articles).toHaveCount(4);
  await expect(articles.locator("script, iframe, [onerror], [href^='javascript']")).toHaveCount(0);
  await expect(page).toHaveTitle(/Judge answers/);
  expect(elsewhere.filter((url) => !url.startsWith("data:") && !url.startsWith("blob:"))).toEqual([]);
});
