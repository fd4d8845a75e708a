import { test as base, type Page } from "@playwright/test";
import { browserStateOf, type Person } from "./people.ts";
import { makeProject, type TestProject } from "./projects.ts";

/**
 * Every end-to-end test's `test`: on the installation that the global set-up started, with a project of its own, whose
 * members are the people of people.ts.
 */
export const test = base.extend<{
  project: TestProject;
  /** A page of a browser in which the person is signed in. */
  pageOf: (person: Person) => Promise<Page>;
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures this one needs.
  project: async ({}, use) => {
    await use(await makeProject());
  },

  pageOf: async ({ browser, contextOptions, baseURL, viewport, hasTouch, colorScheme }, use) => {
    const contexts: Awaited<ReturnType<typeof browser.newContext>>[] = [];
    await use(async (person) => {
      const own = { baseURL, viewport, hasTouch, colorScheme, storageState: browserStateOf(person) };
      const context = await browser.newContext({ ...contextOptions, ...own });
      contexts.push(context);
      return await context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect } from "@playwright/test";
