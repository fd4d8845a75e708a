import { browserStateOf, type Person, password, people } from "./installation/people.ts";
import { expect, test } from "./installation/test.ts";

for (const [person, { email }] of Object.entries(people)) {
  test(`${person} signs in`, async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).not.toHaveURL(/sign-in/);
    await page.context().storageState({ path: browserStateOf(person as Person) });
  });
}
