"use client";

import { useTranslations } from "next-intl";
import { Field } from "../../_components/field.tsx";
import { Input } from "../../_components/input.tsx";

/** A new password, of 10 to 200 characters. */
export function NewPasswordField({ label, error }: { label?: string; error?: string | null }) {
  const t = useTranslations("account.newPasswordField");
  return (
    <Field label={label ?? t("newPassword")} hint={t("whatIsAsked")} error={error}>
      <Input name="password" type="password" autoComplete="new-password" required minLength={10} maxLength={200} />
    </Field>
  );
}
