import { db } from "../../lib/db/client.ts";
import { updateProject } from "../../lib/projects/update-project.ts";
import { excludeAnnotator } from "../../lib/quality/exclude-annotator.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./installation/accessible.ts";
import { addPrompts, addTasks, idOf, importFor } from "./installation/projects.ts";
import { newestOf, shownAnswers } from "./installation/ranking.ts";
import { addFailedRound, addUndecidedRound } from "./installation/rounds.ts";
import { expect, test } from "./installation/test.ts";
import { wordsNotGerman } from "./installation/words.ts";

test("somebody chooses German and ranks in it, on a phone too", async ({ pageOf, project }) => {
  await addTasks(project, ["What is an estuary?", "What is a tarn?"]);
  const page = await pageOf("annotator");
  await page.goto("/account");
  await page.getByLabel("Language").selectOption({ label: "Deutsch" });
  await expect(page.getByRole("heading", { name: "Konto", exact: true })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");

  await page.goto(`/projects/${project.id}/annotate`);
  await page.getByRole("button", { name: "Richtlinie schließen" }).click();
  await expect(page.getByText("Ordnen Sie die Antworten ein, die beste zuerst.")).toBeVisible();
  await expectAccessible(page, "ranking in German");
  const [a, b, c, d] = await shownAnswers(page);
  for (const key of ["3", "1", "4"]) await page.keyboard.press(key);
  await expect(page.getByRole("button", { name: "C, 1." }).first()).toBeVisible();
  await page.getByRole("button", { name: "Einreichen" }).click();
  await expect(page.getByText("What is a tarn?", { exact: true })).toBeVisible();
  expect((await newestOf(project, 1)).ranking).toEqual([[c], [a], [d], [b]]);

  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScroll(page, "ranking in German on a phone");
});

test("settings and refusals are in German too", async ({ pageOf, project, baseURL }) => {
  const page = await pageOf("admin");
  await page.context().addCookies([{ name: "attune-locale", value: "de", url: baseURL! }]);
  await page.goto(`/projects/${project.id}/settings`);
  await page.getByLabel("Antworten je Aufgabe").fill("1,5");
  await expect(page.getByText("Geben Sie eine ganze Zahl an.")).toBeVisible();
  await expect(page.getByLabel("Anteil zur Validierung")).toHaveValue("0,2");
  await expectAccessible(page, "settings in German");

  await addPrompts(project, ["What is a moor?"]);
  await page.goto(`/projects/${project.id}/prompts`);
  await page.getByRole("button", { name: "Prompt hinzufügen" }).click();
  const dialog = page.getByRole("dialog", { name: "Prompt hinzufügen" });
  await dialog.getByLabel("Person").fill("What is a moor?");
  await dialog.getByRole("button", { name: "Prompt hinzufügen" }).click();
  await expect(dialog.getByText("Das Projekt hat diesen Prompt schon.")).toBeVisible();

  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/projects/${project.id}/people`);
  await expect(page.getByRole("row", { name: /Nina Annotator/ })).toBeVisible();
  await expectNoSidewaysScroll(page, "people on a phone");
  const list = page.getByRole("region", { name: "Personen" });
  expect(await list.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
});

test("the audit log is in German, but for what people typed", async ({ pageOf, project, baseURL }) => {
  const actorId = await idOf("admin");
  await addTasks(project, ["What is a fen?"]);
  const overlap = { overlap: 2, quality: { feedback: "always" as const } };
  await updateProject({ projectId: project.id, actorId, name: "Fens", settings: overlap });
  const userId = await idOf("annotator");
  await excludeAnnotator({ projectId: project.id, userId, actorId, reason: "Answered at random." });
  const page = await pageOf("admin");
  await page.context().addCookies([{ name: "attune-locale", value: "de", url: baseURL! }]);
  await page.goto(`/projects/${project.id}/audit`);
  await expect(page.getByText("Grund: Answered at random.")).toBeVisible();
  await expect(
    page.getByText(/geändert: Name · Einstellungen: .*Personen je Aufgabe: 2 Personen.*geben: Nach jeder Goldaufgabe/),
  ).toBeVisible();
  await expect(page.getByText("Rolle: Annotation").first()).toBeVisible();
  await expect(page.getByText(/Zeilen: 1 · .*Format: Prompts · .*Antworten: 4$/)).toBeVisible();
  await expect(page.locator("body [lang=en]")).toHaveCount(0);
});

test("no page of a project says a word of English to a German reader", async ({ pageOf, project, baseURL }) => {
  test.setTimeout(240_000);
  const actorId = await idOf("admin");
  await updateProject({ projectId: project.id, actorId, name: "Lorem", guidelines: "Dolor sit amet." });
  const answers = ["Aqua salsa.", "Terra firma.", "Ventus secundus.", "Ignis fatuus."].map((text) => ({ text }));
  const ranked = answers.map((answer, place) => ({ ...answer, rank: place + 1 }));
  await importFor(project, [
    { prompt: "Quid est fluvius?", tags: ["natura"], completions: ranked },
    { prompt: "Quid est palus?", completions: answers },
    { prompt: "Quid est stagnum?" },
  ]);
  const { id: taskId } = await db().task.findFirstOrThrow({ where: { projectId: project.id, status: "open" } });
  const round = await addUndecidedRound(project);
  const people = "Ada Amir Nina Noah Rosa Owner Admin Annotator Researcher";
  const data = `${people} ${project.name} Lorem Dolor sit amet Quid est fluvius palus stagnum natura Aqua salsa Terra firma Ventus secundus Ignis fatuus Quod respondit antea postea tiny model reward policy`;
  const page = await pageOf("admin");
  await page.context().addCookies([{ name: "attune-locale", value: "de", url: baseURL! }]);
  const paths = [
    "",
    "prompts",
    "tasks",
    "rounds",
    `rounds/${round.id}`,
    "models",
    "data",
    "data/versions",
    "data/export",
    "quality",
    "quality/annotators",
    "quality/disagreements",
    "quality/flags",
    "quality/gold",
    `quality/gold/${taskId}`,
    "people",
    "settings",
    "settings?tab=rounds",
    "settings?tab=rubric",
    "settings?tab=consent",
    "guidelines",
    "audit",
    "annotate",
    "annotate/history",
  ];
  for (const path of paths) {
    await page.goto(`/projects/${project.id}/${path}`);
    await expect(page.getByRole("heading", { level: 1 }).or(page.getByRole("article")).first()).toBeVisible();
    expect(await wordsNotGerman(page, data), path).toEqual([]);
  }
});

test("what the program said of a fault of its own is quoted, and marked as English", async ({
  pageOf,
  project,
  baseURL,
}) => {
  const message = "tensor model.norm.weight is missing from model.safetensors";
  const id = await addFailedRound(project, { code: "error", message, causes: ["the trainer's log says more"] });
  const page = await pageOf("researcher");
  await page.context().addCookies([{ name: "attune-locale", value: "de", url: baseURL! }]);
  await page.goto(`/projects/${project.id}/rounds/${id}`);
  await expect(page.getByText("Etwas Unvorhergesehenes hat sie beendet.")).toBeVisible();
  await expect(page.getByText("das Protokoll des Trainers sagt mehr")).toBeVisible();
  await expect(page.locator("code[lang=en]")).toHaveText(message);
  await expectAccessible(page, "a failed round in German");
});

test.describe("a browser that asks for German", () => {
  test.use({ locale: "de-DE" });

  test("gets it before anybody has signed in", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
    await expectAccessible(page, "signing in, in German");
    await page.getByLabel("Sprache").selectOption({ label: "English" });
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });
});
