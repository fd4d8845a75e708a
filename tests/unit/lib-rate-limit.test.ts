import { expect, test } from "vitest";
import { limitSignIns } from "../../lib/auth/limit-sign-ins.ts";
import { addressOf, count } from "../../lib/http/rate-limit.ts";

const headers = (address: string) => new Headers({ "x-forwarded-for": `10.0.0.1, ${address}` });
const attempt = (email: string, address: string, worked: boolean) =>
  limitSignIns({ email, headers: headers(address), signIn: async () => ({ worked, response: new Response() }) });
const limited = { code: "RATE_LIMITED", status: 429 };

test("the nearest proxy says where a request came from", () => {
  expect(addressOf(headers("192.0.2.7"))).toBe("192.0.2.7");
  expect(addressOf(new Headers())).toBe("unknown");
});

test("failed sign-ins to one account are limited, whatever the address and the case; others go on", async () => {
  for (let n = 0; n < 15; n++) await attempt(n % 2 ? "Eve@example.org" : "eve@example.org", `192.0.2.${n}`, false);
  const refused = attempt("eve@example.org", "192.0.2.99", true);
  await expect(refused).rejects.toMatchObject(limited);
  await expect(refused).rejects.toMatchObject({ details: { retryAfterSeconds: expect.any(Number) } });
  await attempt("ada@example.org", "192.0.2.99", true);
});

test("failed sign-ins from one address are limited, whatever the account", async () => {
  for (let n = 0; n < 30; n++) await attempt(`${n}@example.org`, "198.51.100.1", false);
  await expect(attempt("ada@example.org", "198.51.100.1", false)).rejects.toMatchObject(limited);
});

test("those that work are not counted", async () => {
  for (let n = 0; n < 100; n++) await attempt("bob@example.org", "198.51.100.2", true);
});

test("callers that nobody knows are limited by address", async () => {
  for (let n = 0; n < 120; n++) await count("refusedFromAddress", "203.0.113.5");
  await expect(count("refusedFromAddress", "203.0.113.5")).rejects.toMatchObject(limited);
  await count("refusedFromAddress", "203.0.113.6");
});
