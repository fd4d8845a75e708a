import { createUser } from "../../lib/auth/create-user.ts";
import { setRole } from "../../lib/auth/set-role.ts";
import { updateProject } from "../../lib/projects/update-project.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./installation/accessible.ts";
import { password } from "./installation/people.ts";
import { expect, test } from "./installation/test.ts";

async function newcomer(name: string) {
  const email = `${name.toLowerCase()}-${Date.now()}@example.org`;
  return await createUser({ email, name, password, role: null, actorId: null });
}

test("a group brings its people into a project", async ({ pageOf, project }, info) => {
  const person = await newcomer("Gustav");
  const page = await pageOf("installationAdmin");
  await page.goto("/admin/groups");
  await page.getByRole("button", { name: "New group" }).click();
  await page.getByLabel("Name").fill(`Readers ${person.id.slice(-6)}`);
  await page.getByRole("checkbox", { name: new RegExp(person.email) }).check();
  await page.getByLabel(`Role in ${project.name}`).selectOption("annotator");
  await expectAccessible(page, "group dialog");
  await page.screenshot({ path: info.outputPath("group-dialog.png") });
  await page.getByRole("button", { name: "Save" }).click();
  const row = page.getByRole("row", { name: /Readers/ }).filter({ hasText: project.name });
  await expect(row).toContainText("Gustav");
  await expectAccessible(page, "groups");
  await page.screenshot({ path: info.outputPath("groups.png") });
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScroll(page, "groups on a phone");
  await page.screenshot({ path: info.outputPath("groups-phone.png") });
  await page.goto(`/projects/${project.id}/people`);
  await expect(page.getByRole("row", { name: /Gustav/ })).toContainText("by group");
});

test("a member is given a skill that the project asks for", async ({ pageOf, project }, info) => {
  const person = await newcomer("Simone");
  await setRole({ userId: person.id, projectId: project.id, role: "annotator", actorId: null });
  await updateProject({ projectId: project.id, settings: { skillTags: ["french", "medicine"] }, actorId: null });
  const page = await pageOf("admin");
  await page.goto(`/projects/${project.id}/people`);
  await page.getByRole("button", { name: "Actions for Simone" }).click();
  await page.getByRole("menuitem", { name: "Skills" }).click();
  await page.getByRole("checkbox", { name: "french" }).check();
  await expectAccessible(page, "skills dialog");
  await page.screenshot({ path: info.outputPath("skills.png") });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /Simone/ })).toContainText("french");
});

test("one sees one's sessions, ends another browser's, and leaves for good", async ({ browser, baseURL }, info) => {
  const person = await newcomer("Lea");
  const signedIn = async () => {
    const page = await (await browser.newContext({ baseURL: baseURL! })).newPage();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "Projects" })).toBeVisible();
    return page;
  };
  const [phone, desk] = [await signedIn(), await signedIn()];
  await desk.goto("/account");
  const sessions = desk.getByRole("region", { name: "Sessions" });
  await expect(sessions.getByText("this one")).toHaveCount(1);
  await expectAccessible(desk, "account");
  await desk.screenshot({ path: info.outputPath("account.png"), fullPage: true });
  await sessions.getByRole("button", { name: "Sign out" }).click();
  await desk.getByRole("alertdialog").getByRole("button", { name: "Sign out" }).click();
  await expect(sessions.getByRole("button", { name: "Sign out" })).toHaveCount(0);
  await phone.goto("/account");
  await expect(phone).toHaveURL(/sign-in/);

  await desk.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScroll(desk, "account on a phone");
  await desk.screenshot({ path: info.outputPath("account-phone.png"), fullPage: true });
  await desk.getByRole("button", { name: "Delete my account" }).click();
  await desk.getByRole("alertdialog").getByRole("button", { name: "Delete my account" }).click();
  await expect(desk.getByText("Your account is deleted.")).toBeVisible();
});
