"use client";

import { Field } from "../../_components/field.tsx";
import { Input } from "../../_components/input.tsx";

/** A new password, of 10 to 200 characters. */
export function NewPasswordField({ label = "New password", name = "password" }: { label?: string; name?: string }) {
  return (
    <Field label={label} hint="At least 10 characters. A few words are better than symbols.">
      <Input name={name} type="password" autoComplete="new-password" required minLength={10} maxLength={200} />
    </Field>
  );
}
