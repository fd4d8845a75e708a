"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { Button } from "../../_components/button.tsx";
import { Field } from "../../_components/field.tsx";
import { Input } from "../../_components/input.tsx";
import { NewPasswordField } from "../_door/new-password-field.tsx";
import { changePassword } from "./actions.ts";

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("account.passwordForm");
  const [failure, setFailure] = useState<{ code: string; message: string } | null>(null);
  const [waiting, setWaiting] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const password = String(given.get("password"));
    setWaiting(true);
    setFailure(null);
    const answer = await changePassword({ currentPassword: String(given.get("currentPassword")), password });
    if (answer.ok) {
      // The change ended this session too: go on in a new one.
      await signIn("credentials", { email, password, redirect: false });
      form.reset();
      toast.success(t("changedAndSignedOut"));
    } else {
      setFailure(answer);
    }
    setWaiting(false);
  }

  const currentIsWrong = failure?.code === "UNPROCESSABLE";
  return (
    <form onSubmit={submit} className="flex max-w-sm flex-col gap-4">
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label={t("presentPassword")} error={currentIsWrong && failure.message}>
        <Input name="currentPassword" type="password" autoComplete="current-password" required maxLength={200} />
      </Field>
      <NewPasswordField error={failure && !currentIsWrong ? failure.message : null} />
      <div>
        <Button type="submit" disabled={waiting}>
          {waiting ? t("changing") : t("changePassword")}
        </Button>
      </div>
    </form>
  );
}
