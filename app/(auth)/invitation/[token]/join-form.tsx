"use client";

import Link from "next/link";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "../../../_components/button.tsx";
import { Field } from "../../../_components/field.tsx";
import { Input } from "../../../_components/input.tsx";
import { Notice } from "../../../_components/notice.tsx";
import { NewPasswordField } from "../../_door/new-password-field.tsx";
import { join } from "./actions.ts";

/** `email` is fixed where the invitation names one. */
export function JoinForm({ token, email }: { token: string; email: string | null }) {
  const t = useTranslations("account.joinForm");
  const [failure, setFailure] = useState<{ code: string; message: string } | null>(null);
  const [waiting, setWaiting] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get("password"));
    setWaiting(true);
    setFailure(null);
    const answer = await join({
      token,
      newcomer: { email: String(form.get("email")), name: String(form.get("name")), password },
    });
    if (!answer.ok) {
      setWaiting(false);
      setFailure(answer);
      return;
    }
    await signIn("credentials", { email: answer.value.email, password, redirect: false });
    window.location.assign("/");
  }

  const signInPath = `/sign-in?next=${encodeURIComponent(`/invitation/${token}`)}`;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t("yourName")} hint={t("adminsSeeItItNever")}>
        <Input name="name" autoComplete="name" required maxLength={200} autoFocus />
      </Field>
      <Field label={t("eMail")} hint={email ? t("theInvitationIsForThis") : undefined}>
        <Input
          name="email"
          type="email"
          autoComplete="username"
          required
          maxLength={320}
          defaultValue={email ?? ""}
          readOnly={email !== null}
        />
      </Field>
      <NewPasswordField label={t("password")} />
      {failure && (
        <Notice tone="danger">
          {failure.message}{" "}
          {failure.code === "CONFLICT" && (
            <Link href={signInPath} className="underline">
              {t("signInToAccept")}
            </Link>
          )}
        </Notice>
      )}
      <Button type="submit" tone="primary" size="large" disabled={waiting}>
        {waiting ? t("joining") : t("join")}
      </Button>
      <p className="text-center text-muted">
        {t.rich("haveAnAccount", {
          link: (words) => (
            <Link href={signInPath} className="text-accent-text underline">
              {words}
            </Link>
          ),
        })}
      </p>
    </form>
  );
}
