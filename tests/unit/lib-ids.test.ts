import { expect, test } from "vitest";
import { newId } from "../../lib/db/new-id.ts";

test("ids are UUIDs of version 7 and sort as they were made", () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, newId);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  const milliseconds = Number.parseInt(ids[0]!.replaceAll("-", "").slice(0, 12), 16);
  expect(milliseconds).toBeGreaterThanOrEqual(before);
  expect(milliseconds).toBeLessThan(before + 10_000);
});
