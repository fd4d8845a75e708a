import type { APIRequestContext, Page, Request } from "@playwright/test";
import { db } from "../../lib/db/client.ts";
import type { Person } from "./installation/people.ts";
import { expect, test } from "./installation/test.ts";

/** What the page would send for `act`, kept from reaching the server. */
async function intercept(page: Page, act: () => Promise<void>): Promise<Request> {
  const isAction = (request: Request) => request.headers()["next-action"] !== undefined;
  await page.route(
    () => true,
    (route, request) => (isAction(request) ? route.abort() : route.continue()),
  );
  const [request] = await Promise.all([page.waitForRequest(isAction), act()]);
  return request;
}

/** Sends an action of one person's page with another person's session. */
async function replay(request: Request, browser: APIRequestContext, origin: string): Promise<string> {
  const headers = Object.fromEntries(
    Object.entries(request.headers()).filter(([name]) => /^(next-|content-type|accept)/.test(name)),
  );
  const response = await browser.fetch(request.url(), {
    method: "POST",
    headers: { ...headers, origin },
    data: request.postDataBuffer()!,
  });
  return await response.text();
}

const refused: Person[] = ["researcher", "annotator", "outsider"];

test("what an admin's page does to settings, nobody else can do", async ({ project, pageOf, baseURL }) => {
  const page = await pageOf("admin");
  await page.goto(`/projects/${project.id}/settings`);
  await page.getByLabel("People a task", { exact: true }).fill("3");
  const action = await intercept(page, () => page.getByRole("button", { name: "Save", exact: true }).click());
  const overlap = async () => {
    const { settings } = await db().project.findUniqueOrThrow({ where: { id: project.id } });
    return (settings as { overlap: number }).overlap;
  };

  for (const person of refused) {
    const answer = await replay(action, (await pageOf(person)).request, baseURL!);
    expect(answer, person).toMatch(/FORBIDDEN|NOT_FOUND/);
    expect(await overlap(), person).toBe(1);
  }
  // The same bytes work for the one who may: it was the person that was refused, not the form.
  await replay(action, (await pageOf("admin")).request, baseURL!);
  expect(await overlap()).toBe(3);
});

test("what an admin's page does to people, nobody else can do", async ({ project, pageOf, baseURL }) => {
  const page = await pageOf("admin");
  await page.goto(`/projects/${project.id}/people`);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByLabel("Role", { exact: true }).selectOption("admin");
  const action = await intercept(page, () => page.getByRole("button", { name: "Make the link" }).click());
  const invitations = () => db().invitation.count({ where: { projectId: project.id } });

  for (const person of refused) {
    const answer = await replay(action, (await pageOf(person)).request, baseURL!);
    expect(answer, person).toMatch(/FORBIDDEN|NOT_FOUND/);
    expect(await invitations(), person).toBe(0);
  }
  expect(await replay(action, (await pageOf("admin")).request, baseURL!)).toContain("/invitation/");
  expect(await invitations()).toBe(1);
});
