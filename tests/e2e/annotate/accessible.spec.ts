import type { Page } from "@playwright/test";
import { createResetLink } from "../../../lib/auth/create-reset-link.ts";
import { invitePerson } from "../../../lib/auth/invite-person.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../installation/accessible.ts";
import { addTasks, idOf, type TestProject } from "../installation/projects.ts";
import { expectStrip, newestOf, openRanking, shownAnswers } from "../installation/ranking.ts";
import { expect, test } from "../installation/test.ts";

const longTask = [
  "What is a word that is very long?",
  "",
  "```",
  "a line of code that is wider than any phone, because nobody broke it where it should have been broken",
  "```",
  "",
  "| a | table | with | many | columns | in | it |",
  "| - | - | - | - | - | - | - |",
  "| Donaudampfschifffahrtsgesellschaft | Rindfleischetikettierung | 3 | 4 | 5 | 6 | 7 |",
].join("\n");

async function doors(project: TestProject): Promise<string[]> {
  const actorId = await idOf("admin");
  const invitation = await invitePerson({ projectId: project.id, role: "annotator", actorId });
  const reset = await createResetLink({ userId: await idOf("outsider"), actorId: null });
  return ["/sign-in", "/sign-in?reason=signed-out", invitation.url, reset.url, "/invitation/no-such-link"];
}

/** Opens each dialog of the ranking page in turn. */
async function eachDialog(page: Page, look: (place: string) => Promise<void>) {
  for (const [name, key] of [
    ["Skip this task?", "s"],
    ["Flag this task", "r"],
    ["Comment", "m"],
    ["Keys", "?"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog", { name })).toBeVisible();
    await look(name);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog", { name })).toBeHidden();
  }
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await look("the question about an untouched order");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog")).toBeHidden();
}

test("doors are accessible", async ({ page, project }) => {
  for (const path of await doors(project)) {
    await page.goto(path);
    await expectAccessible(page, path);
  }
});

test("an annotator's pages and dialogs are accessible", async ({ pageOf, project }) => {
  test.setTimeout(120_000);
  await addTasks(project, [longTask, "And what is a short one?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  await expectAccessible(page, "a task, untouched");
  await eachDialog(page, (place) => expectAccessible(page, place));
  for (const key of ["1", "=", "2"]) await page.keyboard.press(key);
  await page.keyboard.press("n");
  await expectAccessible(page, "a task, half ranked");
  await page.keyboard.press("3");
  await page.keyboard.press("Enter");
  await newestOf(project, 1);
  for (const path of [
    `/projects/${project.id}/annotate/history`,
    `/projects/${project.id}/guidelines`,
    "/projects",
    "/account",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page, path);
  }
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page, "a new token");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("nothing scrolls sideways, and tapping the letters ranks", async ({ pageOf, project, page }) => {
    for (const path of await doors(project)) {
      await page.goto(path);
      await expectNoSidewaysScroll(page, path);
    }

    await addTasks(project, [longTask]);
    const phone = await pageOf("annotator");
    await phone.goto(`/projects/${project.id}/annotate`);
    const guideline = phone.getByRole("dialog", { name: "Guideline" });
    await expect(guideline).toBeVisible();
    await expectNoSidewaysScroll(phone, "guideline");
    await guideline.getByRole("button", { name: "Close" }).click();
    await expectNoSidewaysScroll(phone, "task");

    const [a, b, c, d] = await shownAnswers(phone);
    for (const letter of ["D", "B", "C"]) {
      await phone
        .getByRole("article")
        .getByRole("button", { name: new RegExp(`^Answer ${letter}`) })
        .tap();
    }
    await expectStrip(phone, ["D, 1st", "B, 2nd", "C, 3rd", "A, 4th"]);
    await expectNoSidewaysScroll(phone, "ranked");
    await phone.getByRole("button", { name: "Submit" }).tap();
    expect((await newestOf(project, 1)).ranking).toEqual([[d], [b], [c], [a]]);

    for (const path of [`/projects/${project.id}/annotate/history`, `/projects/${project.id}/guidelines`, "/account"]) {
      await phone.goto(path);
      await expectNoSidewaysScroll(phone, path);
    }
  });
});
