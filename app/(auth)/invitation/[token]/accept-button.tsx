"use client";

import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "../../../_components/button.tsx";
import { Notice } from "../../../_components/notice.tsx";
import { accept } from "./actions.ts";

export function AcceptButton({ token, email }: { token: string; email: string }) {
  const t = useTranslations("account.acceptButton");
  const [failure, setFailure] = useState<string | null>(null);
  const [waiting, start] = useTransition();
  return (
    <div className="flex flex-col gap-3">
      {failure && <Notice tone="danger">{failure}</Notice>}
      <Button
        tone="primary"
        size="large"
        disabled={waiting}
        onClick={() =>
          start(async () => {
            const answer = await accept({ token });
            if (answer.ok) window.location.assign("/");
            else setFailure(answer.message);
          })
        }
      >
        {t("acceptAsEmail", { email })}
      </Button>
      <Button tone="quiet" onClick={() => void signOut({ callbackUrl: `/invitation/${token}` })}>
        {t("useAnotherAccount")}
      </Button>
    </div>
  );
}
