import type { Page } from "@playwright/test";
import { createUser } from "../../lib/auth/create-user.ts";
import { disableUser } from "../../lib/auth/disable-user.ts";
import { setRole } from "../../lib/auth/set-role.ts";
import { db } from "../../lib/db/client.ts";
import { startOpenIdProvider } from "./installation/openid-provider.ts";
import { expect, test } from "./installation/test.ts";

let stop: () => Promise<void>;
test.beforeAll(async () => {
  stop = await startOpenIdProvider();
});
test.afterAll(async () => await stop());

async function continueWithProvider(page: Page, login: string, path = "/sign-in") {
  await page.goto(path);
  await page.getByRole("button", { name: "Continue with Single sign-on" }).click();
  await page.getByPlaceholder("Enter any login").fill(login);
  await page.getByPlaceholder("and password").fill("anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

async function member(name: string) {
  const email = `${name}-${Date.now()}@example.org`;
  return await createUser({ email, name, password: null, role: null, actorId: null });
}

test("somebody invited signs in with the provider and comes to where they wanted to go", async ({ page, project }) => {
  const { id: userId, email } = await member("federated");
  await setRole({ userId, projectId: project.id, role: "annotator", actorId: null });
  await continueWithProvider(page, email.toUpperCase(), `/projects/${project.id}/annotate`);
  await expect(page).toHaveURL(`/projects/${project.id}/annotate`);
  const session = await db().session.findFirstOrThrow({ where: { userId, revokedAt: null } });
  expect(session.provider).toBe("oidc");

  // A session of this kind ends like any other.
  await disableUser({ userId, disabled: true, actorId: null });
  await page.goto(`/projects/${project.id}/annotate`);
  await expect(page).toHaveURL(/sign-in/);
});

test("who has no account, one that is locked, or an address not shown to be theirs is not let in", async ({ page }) => {
  const locked = await member("locked");
  await disableUser({ userId: locked.id, disabled: true, actorId: null });
  const unverified = await member("unverified");
  for (const login of ["stranger@example.org", locked.email, unverified.email]) {
    await page.context().clearCookies();
    await continueWithProvider(page, login);
    await expect(page.getByText("this account is not known here")).toBeVisible();
    await page.goto("/projects");
    await expect(page).toHaveURL(/sign-in/);
  }
  expect(await db().user.count({ where: { email: "stranger@example.org" } })).toBe(0);
});
