import type { Page } from "@playwright/test";
import { createResetLink } from "../../lib/auth/create-reset-link.ts";
import { createUser } from "../../lib/auth/create-user.ts";
import { invitePerson } from "../../lib/auth/invite-person.ts";
import { setRole } from "../../lib/auth/set-role.ts";
import { signOutEverywhere } from "../../lib/auth/sign-out-everywhere.ts";
import { password } from "./installation/people.ts";
import { idOf } from "./installation/projects.ts";
import { expect, test } from "./installation/test.ts";

async function signIn(page: Page, email: string, secret: string) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function newcomer(name: string) {
  const email = `${name}-${Date.now()}@example.org`;
  return await createUser({ email, name, password, role: null, actorId: null });
}

test("who is not signed in comes to the form, and after it to where they wanted to go", async ({ page, project }) => {
  const { id: userId, email } = await newcomer("wanderer");
  await setRole({ userId, projectId: project.id, role: "annotator", actorId: null });
  await page.goto(`/projects/${project.id}/annotate`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signIn(page, email, password);
  await expect(page).toHaveURL(`/projects/${project.id}/annotate`);
});

test("a link to another site is not followed after signing in", async ({ page }) => {
  const { email } = await newcomer("careful");
  await page.goto("/sign-in?next=https://example.com/");
  await signIn(page, email, password);
  await expect(page).toHaveURL("/projects");
});

test("ten wrong passwords lock the account, for the right one too", async ({ page }) => {
  const { email } = await newcomer("forgetful");
  await page.goto("/sign-in");
  const refusal = page.getByText("That did not match.");
  for (let attempt = 1; attempt <= 10; attempt++) {
    await Promise.all([
      page.waitForResponse((response) => response.url().includes("/api/auth/callback/credentials")),
      signIn(page, email, `wrong password ${attempt}`),
    ]);
    await expect(refusal).toBeVisible();
  }
  await Promise.all([
    page.waitForResponse((response) => response.url().includes("/api/auth/callback/credentials")),
    signIn(page, email, password),
  ]);
  await expect(refusal).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
});

test("an invitation makes an account with its role, once", async ({ page, project, browser, baseURL }) => {
  const { url } = await invitePerson({ projectId: project.id, role: "annotator", actorId: await idOf("admin") });
  await page.goto(url);
  await expect(page.getByText(project.name)).toBeVisible();
  await page.getByLabel("Your name").fill("Ines Invited");
  await page.getByLabel("E-mail").fill(`ines-${Date.now()}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page).toHaveURL(`/projects/${project.id}/annotate`);

  const stranger = await browser.newContext({ baseURL });
  const secondPage = await stranger.newPage();
  await secondPage.goto(url);
  await expect(secondPage.getByRole("heading", { name: "This link does not work" })).toBeVisible();
  await stranger.close();
});

test("a reset link sets a new password, once, and ends the old sessions", async ({ page, browser, baseURL }) => {
  const { id: userId, email } = await newcomer("resetter");
  const elsewhere = await browser.newContext({ baseURL });
  const oldPage = await elsewhere.newPage();
  await oldPage.goto("/sign-in");
  await signIn(oldPage, email, password);
  await expect(oldPage).toHaveURL("/projects");

  const { url } = await createResetLink({ userId, actorId: null });
  await page.goto(url);
  await page.getByLabel("New password", { exact: true }).fill("an entirely new password");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page).toHaveURL("/projects");

  await oldPage.goto("/projects");
  await expect(oldPage).toHaveURL(/sign-in/);
  await elsewhere.close();
  await page.goto(url);
  await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();
});

test("signing a person out everywhere bites at their next step", async ({ page }) => {
  const { id: userId, email } = await newcomer("leaver");
  await page.goto("/sign-in");
  await signIn(page, email, password);
  await expect(page).toHaveURL("/projects");
  await signOutEverywhere({ userId, actorId: null });
  await page.goto("/projects");
  await expect(page).toHaveURL(/sign-in/);
});
