import { randomUUID } from "node:crypto";
import { db } from "../../lib/db/client.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./installation/accessible.ts";
import { addPrompts, addRankings, addTasks, type TestProject } from "./installation/projects.ts";
import { addUndecidedRound } from "./installation/rounds.ts";
import { expect, test } from "./installation/test.ts";

/** A project with something of everything; returns the addresses of its pages. */
async function fill(project: TestProject): Promise<string[]> {
  await addRankings(project, 3);
  await addTasks(project, [`What is open? ${randomUUID()}`]);
  await addPrompts(project, [`What has no answer yet? ${randomUUID()}`]);
  const round = await addUndecidedRound(project);
  const prompt = await db().prompt.findFirstOrThrow({
    where: { projectId: project.id, completions: { some: {} } },
  });
  const base = `/projects/${project.id}`;
  return [
    base,
    ...[
      "prompts",
      `prompts/${prompt.id}`,
      "tasks",
      "people",
      "settings",
      "settings?tab=rounds",
      "settings?tab=consent",
      "guidelines",
    ].map((page) => `${base}/${page}`),
    ...[
      "rounds",
      `rounds/${round.id}`,
      "models",
      "data",
      "quality",
      "quality/annotators",
      "quality/disagreements",
      "quality/flags",
      "quality/gold",
      "data/versions",
      "data/export",
      "audit",
    ].map((page) => `${base}/${page}`),
  ];
}

test("project pages are accessible, and none is wider than a phone", async ({ project, pageOf }) => {
  test.setTimeout(240_000);
  const page = await pageOf("admin");
  const desktop = page.viewportSize()!;
  for (const path of await fill(project)) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page, path);
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoSidewaysScroll(page, path);
    await page.setViewportSize(desktop);
  }
});

test("empty project pages and the installation's are accessible", async ({ project, pageOf }) => {
  test.setTimeout(180_000);
  const base = `/projects/${project.id}`;
  const page = await pageOf("installationAdmin");
  for (const path of [
    "",
    "/prompts",
    "/tasks",
    "/rounds",
    "/models",
    "/data",
    "/quality",
    "/quality/annotators",
    "/data/versions",
  ]) {
    await page.goto(`${base}${path}`);
    await expectAccessible(page, path);
  }
  for (const path of ["/projects/new", "/admin/people"]) {
    await page.goto(path);
    await expectAccessible(page, path);
  }
});

test("dialogs are accessible", async ({ project, pageOf }) => {
  await fill(project);
  const base = `/projects/${project.id}`;
  const page = await pageOf("admin");
  for (const [path, button] of [
    ["/prompts", "Import"],
    ["/prompts", "Add a prompt"],
    ["/prompts", "Generate answers"],
    ["/people", "Invite"],
    ["/rounds", "Launch a round"],
  ] as const) {
    await page.goto(`${base}${path}`);
    await page.getByRole("button", { name: button, exact: true }).click();
    await expect(page.getByRole("dialog").or(page.getByRole("alertdialog"))).toBeVisible();
    if (button === "Launch a round") await page.getByText("Settings as the project has them").click();
    await expectAccessible(page, `${path}, ${button}`);
  }
});

test("an admin imports prompts and is told of each bad line", async ({ project, pageOf }) => {
  const page = await pageOf("admin");
  await page.goto(`/projects/${project.id}`);
  await page.getByRole("link", { name: "Import prompts" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("tab", { name: "Paste" }).click();
  await dialog.getByLabel("Lines of JSON").fill('{"prompt": "Why is the sky blue?"}\nnot JSON at all\n{"prompt": 3}');
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(dialog.getByText("2 lines are not right; nothing was imported.")).toBeVisible();
  await expect(dialog.getByRole("row", { name: "2 not JSON" })).toBeVisible();
  await expectAccessible(page, "bad lines");
  expect(await db().prompt.count({ where: { projectId: project.id } })).toBe(0);

  await dialog.getByLabel("Lines of JSON").fill('{"prompt": "Why is the sky blue?", "tags": ["physics"]}');
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(dialog.getByText("1 new prompt.")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("link", { name: "Why is the sky blue?" })).toBeVisible();
});

test("an admin invites, changes a role and removes", async ({ project, pageOf }) => {
  const page = await pageOf("admin");
  await page.goto(`/projects/${project.id}/people`);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByLabel("Role", { exact: true }).selectOption("researcher");
  await page.getByRole("button", { name: "Make the link" }).click();
  await expect(page.getByLabel("Link", { exact: true })).toHaveValue(/\/invitation\//);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("Anybody with the link as researcher")).toBeVisible();

  await page.getByLabel("Role of Noah Annotator").selectOption("researcher");
  await expect(page.getByText("Noah Annotator is now researcher.")).toBeVisible();
  // Noah belongs to other tests' projects too: his account is not this admin's alone.
  await page.getByRole("button", { name: "Actions for Noah Annotator" }).click();
  await page.getByRole("menuitem", { name: "Remove from project" }).click();
  await page.getByRole("button", { name: "Remove Noah Annotator" }).click();
  await expect(page.getByText("noah@example.org")).toBeHidden();
});

test("settings show their default, refuse what is out of range, and save", async ({ project, pageOf }) => {
  const page = await pageOf("admin");
  await page.goto(`/projects/${project.id}/settings`);
  const people = page.getByLabel("People a task", { exact: true });
  await people.fill("0");
  await expect(page.getByText("Give 1 or more.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeDisabled();
  await people.fill("3");
  await expect(page.getByText("default: 1 person")).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Settings saved.")).toBeVisible();
  await page.reload();
  await expect(people).toHaveValue("3");
});

test("an admin decides on a candidate with a reason, then rolls back", async ({ project, pageOf }) => {
  await addRankings(project, 3);
  const { id, policyName } = await addUndecidedRound(project);
  const page = await pageOf("admin");
  await page.goto(`/projects/${project.id}/rounds/${id}`);
  await page.getByRole("button", { name: `Publish ${policyName}` }).click();
  await expect(page.getByText("Say why, for those who read it later.")).toBeVisible();
  await page.getByLabel("Reason").fill("Read them; shorter and kinder.");
  await page.getByRole("button", { name: `Publish ${policyName}` }).click();
  await expect(page.getByText(`${policyName} was published`)).toBeVisible();
  await expect(page.getByText("Decided by Amir Admin").first()).toBeVisible();

  await page.goto(`/projects/${project.id}/models`);
  await page.getByRole("button", { name: "Roll back", exact: true }).click();
  await expect(page.getByRole("alertdialog")).toContainText(`${policyName} stops`);
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /^Roll back to/ })
    .click();
  await expect(page.getByText(/^Rolled back to/)).toBeVisible();
  await page.goto(`/projects/${project.id}/audit`);
  await expect(page.getByText("Read them; shorter and kinder.").first()).toBeVisible();
});

test("a researcher freezes and exports, and sees no names", async ({ project, pageOf }) => {
  await addRankings(project, 3);
  const page = await pageOf("researcher");
  await page.goto(`/projects/${project.id}/data/versions`);
  await page.getByRole("button", { name: "Freeze now" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Freeze" }).click();
  await expect(page.getByText("Frozen as version 1.")).toBeVisible();
  await page.getByRole("link", { name: "Export version 1" }).click();
  await expect(page.getByText(/Authorization: Bearer \$ATTUNE_TOKEN/)).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download JSONL" }).click();
  const stream = await (await download).createReadStream();
  const lines = (await stream.toArray()).join("").trim().split("\n");
  expect(lines).toHaveLength(9);
  expect(Object.keys(JSON.parse(lines[0]!))).toEqual(["prompt", "chosen", "rejected", "weight"]);
  await page.goto(`/projects/${project.id}/data`);
  await expect(page.getByLabel("Annotator")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Launch a round" })).toHaveCount(0);
});
