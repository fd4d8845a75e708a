import type { Page } from "@playwright/test";
import { db } from "../../lib/db/client.ts";
import type { ProjectInput } from "../../lib/projects/create-project.ts";
import { addRankings, makeProject, type TestProject } from "./installation/projects.ts";
import { newestOf, openRanking } from "./installation/ranking.ts";
import { expect, test } from "./installation/test.ts";

/** A round that two cores finish on the tiny model in seconds, with answers of a few bytes. */
const settings: ProjectInput["settings"] = {
  sampling: { maxNewTokens: 16 },
  promptsPerPublishedPolicy: 2,
  round: {
    topBlocks: 2,
    // Rates that a real model could not bear: the tiny one has to learn in seconds.
    reward: { learningRate: 0.003, epochs: 10, promptsPerBatch: 4 },
    ppo: { batchSize: 8, epochs: 2, maxNewTokens: 12, learningRate: 0.001 },
    evaluation: { prompts: 4, samplesPerPrompt: 2 },
    // A random model knows nothing, and loses what little there is.
    gates: { textLossMargin: 1000, questionMargin: 1 },
  },
};

// One after the other: the installation has one trainer, which takes one round at a time.
test.describe.configure({ mode: "default" });

test("rankings become a round, the round a policy, its answers tasks; one click rolls back", async ({ pageOf }) => {
  test.setTimeout(300_000);
  const project = await makeProject(settings);
  // Few enough held-out ones that the gates leave the decision to a person.
  await addRankings(project, 24);
  const page = await pageOf("admin");

  await page.goto(`/projects/${project.id}/rounds`);
  await page.getByRole("button", { name: "Launch a round" }).click();
  const dialog = page.getByRole("dialog", { name: "Launch a round" });
  await dialog.getByText("Settings as the project has them").click();
  await dialog.getByLabel("Updates", { exact: true }).fill("6");
  await dialog.getByRole("button", { name: "Launch round" }).click();

  // From here on the page is never loaded again: all it shows comes to it while the round runs.
  await expect(page).toHaveURL(/\/rounds\/[\w-]+$/);
  const loadedAt = await page.evaluate(() => performance.timeOrigin);
  await expect(page.getByRole("progressbar").first()).toBeVisible({ timeout: 30_000 });
  const rewardCurves = page.getByRole("region", { name: "Reward model" });
  await expect(rewardCurves.getByRole("heading", { name: "Accuracy of the reward model" })).toBeVisible({
    timeout: 60_000,
  });
  const policyCurves = page.getByRole("region", { name: "Policy" });
  for (const title of ["Reward of the policy’s answers", "Distance from the reference", "Clip fraction", "Entropy"]) {
    await expect(policyCurves.getByRole("heading", { name: title })).toBeVisible({ timeout: 60_000 });
  }
  await expect(policyCurves.locator(".recharts-line-curve").first()).toBeVisible();
  const publish = page.getByRole("button", { name: /^Publish / });
  await expect(publish).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole("heading", { name: "Answers before and after" })).toBeVisible();
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loadedAt);

  const round = await db().round.findFirstOrThrow({ where: { projectId: project.id }, include: { metrics: true } });
  expect(updatesOf(round.metrics)).toHaveLength(6);
  const [first] = round.metrics.filter(({ stage, step }) => stage === "policy" && step <= 1);
  expect(Math.abs((first!.values as Record<string, number>)["objective/kl"]!)).toBeLessThan(1e-4);

  // Nobody sees whose an answer is; this test looks it up, and has people prefer the new policy's each time.
  await page.getByLabel("Pairs", { exact: true }).fill("4");
  await page.getByRole("button", { name: "Ask people" }).click();
  await expect(page.getByText("0 of 4 pairs judged")).toBeVisible();
  const annotator = await pageOf("annotator");
  await openRanking(annotator, project);
  for (let pair = 1; pair <= 4; pair++) await preferAnswerOf(round.policyVersionId!, annotator, project, pair);
  await expect(page.getByText("people chose its answer 4 times")).toBeVisible();
  await expect(page.getByText("100 %").first()).toBeVisible();

  await page.getByLabel("Reason").fill("Read the answers before and after.");
  await publish.click();
  await expect(page.getByText("Its answers to new prompts come back as tasks")).toBeVisible();
  const policy = await db().modelVersion.findFirstOrThrow({ where: { projectId: project.id, kind: "policy" } });
  expect(policy.state).toBe("active");

  await openRanking(annotator, project);
  await expect(annotator.getByRole("article")).toHaveCount(4, { timeout: 60_000 });
  for (const key of ["1", "2", "3"]) await annotator.keyboard.press(key);
  await annotator.keyboard.press("Enter");
  const { taskId } = await newestOf(project, 5);
  const ranked = await db().completion.findMany({ where: { taskCompletions: { some: { taskId } } } });
  expect(ranked.map(({ modelVersionId }) => modelVersionId)).toEqual(Array(4).fill(policy.id));

  await page.goto(`/projects/${project.id}/models`);
  await expect(page.getByRole("article").filter({ hasText: policy.name }).getByText("active")).toBeVisible();
  await page.getByRole("button", { name: "Roll back", exact: true }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /^Roll back to/ })
    .click();
  await expect(page.getByText(/^Rolled back to/)).toBeVisible();
  expect((await db().modelVersion.findUniqueOrThrow({ where: { id: policy.id } })).state).not.toBe("active");
});

test("a running round is cancelled, and resumed to its end", async ({ pageOf }) => {
  test.setTimeout(180_000);
  const project = await makeProject({
    ...settings,
    round: { ...settings.round, ppo: { batchSize: 8, epochs: 2, maxNewTokens: 12, updates: 40 } },
  });
  await addRankings(project, 24);
  const page = await pageOf("admin");
  await page.goto(`/projects/${project.id}/rounds?launch=open`);
  await page.getByRole("dialog").getByRole("button", { name: "Launch round" }).click();
  await expect(page.getByRole("region", { name: "Policy" })).toBeVisible({ timeout: 90_000 });
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel round" }).click();
  await expect(page.getByText("Cancelled by a person")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: /^Publish / })).toBeVisible({ timeout: 90_000 });
  const { metrics } = await db().round.findFirstOrThrow({
    where: { projectId: project.id },
    include: { metrics: { where: { stage: "policy" } } },
  });
  expect(updatesOf(metrics)).toHaveLength(40);
});

/** Figures of updates; those of a look after the last one stand by themselves. */
function updatesOf(metrics: { stage: string; values: unknown }[]) {
  return metrics.filter(({ stage, values }) => stage === "policy" && "objective/kl" in (values as object));
}

/** Judges the pair on the screen for the side that a version wrote, and waits until that is stored. */
async function preferAnswerOf(versionId: string, page: Page, project: TestProject, pair: number): Promise<void> {
  await expect(page.getByRole("article")).toHaveCount(2, { timeout: 60_000 });
  const held = await db().assignment.findFirstOrThrow({
    where: { status: "held", task: { projectId: project.id, kind: "compare" } },
    orderBy: { number: "asc" },
  });
  const { modelVersionId } = await db().completion.findUniqueOrThrow({ where: { id: held.shownOrder[0]! } });
  await page.keyboard.press(modelVersionId === versionId ? "1" : "8");
  await page.keyboard.press("Enter");
  await newestOf(project, pair);
}
