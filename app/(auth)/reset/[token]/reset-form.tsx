"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "../../../_components/button.tsx";
import { Notice } from "../../../_components/notice.tsx";
import { NewPasswordField } from "../../_door/new-password-field.tsx";
import { setNewPassword } from "./actions.ts";

export function ResetForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("account.resetForm");
  const [failure, setFailure] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password"));
    setWaiting(true);
    setFailure(null);
    const answer = await setNewPassword({ token, password });
    if (!answer.ok) {
      setWaiting(false);
      setFailure(answer.message);
      return;
    }
    const signedIn = await signIn("credentials", { email, password, redirect: false });
    window.location.assign(signedIn?.ok ? "/" : "/sign-in?reason=password-set");
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {/* For password managers: whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <NewPasswordField />
      {failure && <Notice tone="danger">{failure}</Notice>}
      <Button type="submit" tone="primary" size="large" disabled={waiting}>
        {waiting ? t("setting") : t("setPassword")}
      </Button>
    </form>
  );
}
