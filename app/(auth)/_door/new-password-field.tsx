"use client";

import { Field } from "../../_components/field.tsx";
import { Input } from "../../_components/input.tsx";

/** A new password, of 10 to 200 characters. */
export function NewPasswordField({ label = "New password", error }: { label?: string; error?: string | null }) {
  return (
    <Field label={label} hint="At least 10 characters. A few words are better than symbols." error={error}>
      <Input name="password" type="password" autoComplete="new-password" required minLength={10} maxLength={200} />
    </Field>
  );
}
