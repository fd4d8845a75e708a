import type { Locator, Page } from "@playwright/test";
import type { Ranking } from "../../../lib/annotations/ranking.ts";
import { db } from "../../../lib/db/client.ts";
import type { TestProject } from "./projects.ts";
import { expect } from "./test.ts";

/** Opens the ranking page and waits until it listens to keys: the guideline comes up by itself only then. */
export async function openRanking(page: Page, project: TestProject): Promise<void> {
  await page.goto(`/projects/${project.id}/annotate`);
  await expect(page.getByRole("complementary", { name: "Guideline" })).toBeVisible();
}

/** Which answer ("first", "second", …; see addTasks) stands at A, B, C, D on the screen. */
export async function shownAnswers(page: Page): Promise<string[]> {
  const articles = page.getByRole("article");
  await expect(articles).toHaveCount(4);
  return (await articles.allInnerTexts()).map((text) => /The (\w+) answer/.exec(text)![1]!);
}

/** The chips of the strip in their order, as a screen reader names them: "B, 1st". */
export function strip(page: Page): Locator {
  return page.getByRole("list", { name: "Order, best first" }).getByRole("button");
}

export async function expectStrip(page: Page, names: string[]): Promise<void> {
  await expect
    .poll(() => strip(page).evaluateAll((chips) => chips.map((chip) => chip.getAttribute("aria-label"))))
    .toEqual(names);
}

/** Annotations that count, newest last, with the answers by name instead of by id. */
export async function storedAnnotations(project: TestProject) {
  const rows = await db().annotation.findMany({
    where: { projectId: project.id, supersededAt: null, source: "annotator" },
    orderBy: { createdAt: "asc" },
    include: { task: { include: { completions: { include: { completion: true } } } } },
  });
  return rows.map(({ task, ranking, ...row }) => {
    const names = new Map(
      task.completions.map(({ completion }) => [completion.id, /The (\w+) answer/.exec(completion.text)?.[1] ?? ""]),
    );
    return { ...row, ranking: (ranking as Ranking).map((group) => group.map((id) => names.get(id)!)) };
  });
}

/** Waits until so many annotations are stored, and returns the newest. */
export async function newestOf(project: TestProject, count: number) {
  await expect.poll(async () => (await storedAnnotations(project)).length).toBe(count);
  return (await storedAnnotations(project)).at(-1)!;
}
