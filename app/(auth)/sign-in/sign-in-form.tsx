"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "../../_components/button.tsx";
import { Field } from "../../_components/field.tsx";
import { Input } from "../../_components/input.tsx";
import { Notice } from "../../_components/notice.tsx";

type Failure = "refused" | "limited" | "unreachable";

export function SignInForm({ next, providers }: { next: string; providers: { id: string; name: string }[] }) {
  const t = useTranslations("account.signInForm");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [waiting, setWaiting] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setWaiting(true);
    setFailure(null);
    const answer = await signIn("credentials", {
      email: String(form.get("email")),
      password: String(form.get("password")),
      redirect: false,
    }).catch(() => null);
    if (answer?.ok) {
      // A full load: nothing that was rendered for nobody stays in the router's cache.
      window.location.assign(next);
      return;
    }
    setWaiting(false);
    setFailure(!answer ? "unreachable" : answer.status === 429 ? "limited" : "refused");
  }

  return (
    <>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t("eMail")}>
          <Input name="email" type="email" autoComplete="username" required maxLength={320} autoFocus />
        </Field>
        <Field label={t("password")}>
          <Input name="password" type="password" autoComplete="current-password" required maxLength={200} />
        </Field>
        {failure === "refused" && (
          <Notice tone="danger" title={t("thatDidNotMatch")}>
            {t("checkEMailAndPassword")}
          </Notice>
        )}
        {failure === "limited" && (
          <Notice tone="warning" title={t("tooManyTries")}>
            {t("waitAMinuteThenTry")}
          </Notice>
        )}
        {failure === "unreachable" && (
          <Notice tone="danger" title={t("theServerDoesNotAnswer")}>
            {t("nothingWasSentTryAgain")}
          </Notice>
        )}
        <Button type="submit" tone="primary" size="large" disabled={waiting}>
          {waiting ? t("signingIn") : t("signIn")}
        </Button>
      </form>
      {providers.length > 0 && (
        <div className="flex flex-col gap-2 border-t border-border pt-4">
          {providers.map(({ id, name }) => (
            <Button key={id} size="large" onClick={() => void signIn(id, { callbackUrl: next })}>
              {t("continueWithName", { name })}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
