import { expect, test } from "vitest";
import { newPassword } from "../../lib/auth/hash-password.ts";
import { isKnownPassword } from "../../lib/auth/known-passwords.ts";

test("passwords from leaks are known in any case and with digits around them", () => {
  for (const password of ["password123", "PASSWORD123", "1q2w3e4r5t", "!Superman1987", "qwertyuiop"]) {
    expect(isKnownPassword(password), password).toBe(true);
  }
});

test("a sentence and a random one are not", () => {
  for (const password of ["another long one", "tXq7-vmm2-Rk9z", "superman eats soup", "2718281828459"]) {
    expect(isKnownPassword(password), password).toBe(false);
  }
});

test("a new password must not be one of them", () => {
  expect(newPassword.safeParse("Password123").error?.issues[0]?.message).toContain("leaks");
  expect(newPassword.safeParse("superman eats soup").success).toBe(true);
  expect(newPassword.safeParse("short").success).toBe(false);
});
