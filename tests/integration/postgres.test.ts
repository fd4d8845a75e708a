import { expect, test } from "vitest";
import { db } from "../../lib/db/client.ts";
import { ownDatabase } from "./postgres.ts";

const database = await ownDatabase();

test("a test file gets a database of its own, migrated and empty", async () => {
  expect(database.url).toContain(database.name);
  expect(await db().user.count()).toBe(0);
  const [{ name }] = await db().$queryRaw<[{ name: string }]>`SELECT current_database() AS name`;
  expect(name).toBe(database.name);
});
