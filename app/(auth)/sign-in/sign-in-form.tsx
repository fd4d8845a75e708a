"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Button } from "../../_components/button.tsx";
import { Field } from "../../_components/field.tsx";
import { Input } from "../../_components/input.tsx";
import { Notice } from "../../_components/notice.tsx";

type Failure = "refused" | "limited" | "unreachable";

export function SignInForm({ next, providers }: { next: string; providers: { id: string; name: string }[] }) {
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
        <Field label="E-mail">
          <Input name="email" type="email" autoComplete="username" required maxLength={320} autoFocus />
        </Field>
        <Field label="Password">
          <Input name="password" type="password" autoComplete="current-password" required maxLength={200} />
        </Field>
        {failure === "refused" && (
          <Notice tone="danger" title="That did not match.">
            Check e-mail and password. After ten wrong tries in a row an account is locked for 15 minutes, also for the
            right password. Forgotten it? An admin can send you a reset link.
          </Notice>
        )}
        {failure === "limited" && (
          <Notice tone="warning" title="Too many tries.">
            Wait a minute, then try again.
          </Notice>
        )}
        {failure === "unreachable" && (
          <Notice tone="danger" title="The server does not answer.">
            Nothing was sent. Try again in a moment.
          </Notice>
        )}
        <Button type="submit" tone="primary" size="large" disabled={waiting}>
          {waiting ? "Signing in…" : "Sign in"}
        </Button>
      </form>
      {providers.length > 0 && (
        <div className="flex flex-col gap-2 border-t border-border pt-4">
          {providers.map(({ id, name }) => (
            <Button key={id} size="large" onClick={() => void signIn(id, { callbackUrl: next })}>
              Continue with {name}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
