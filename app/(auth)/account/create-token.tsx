"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "../../_components/button.tsx";
import { CopyButton } from "../../_components/copy-button.tsx";
import { Dialog, DialogClose } from "../../_components/dialog.tsx";
import { Field } from "../../_components/field.tsx";
import { Input } from "../../_components/input.tsx";
import { Notice } from "../../_components/notice.tsx";
import { createToken } from "./actions.ts";

/** Names a token, then shows it this once. */
export function CreateToken() {
  const t = useTranslations("account.createToken");
  const [open, setOpen] = useState(false);
  const [token, setToken] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  async function create(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setFailure(null);
    const answer = await createToken({ name: String(new FormData(event.currentTarget).get("name")) });
    if (answer.ok) setToken(answer.value.token);
    else setFailure(answer.message);
  }
  function change(next: boolean) {
    setOpen(next);
    setToken(null);
    setFailure(null);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={token ? t("yourNewToken") : t("createAToken")}
      trigger={<Button>{t("createToken")}</Button>}
      footer={
        token ? (
          <DialogClose>
            <Button tone="primary">{t("done")}</Button>
          </DialogClose>
        ) : (
          <>
            <DialogClose>
              <Button>{t("cancel")}</Button>
            </DialogClose>
            <Button type="submit" form="create-token" tone="primary">
              {t("createToken")}
            </Button>
          </>
        )
      }
    >
      {token ? (
        <div className="flex flex-col gap-3">
          <Notice tone="warning">{t("copyItNowItIs")}</Notice>
          <div className="flex items-center gap-2">
            <code className="min-w-0 flex-1 break-all rounded-md border border-border bg-inset px-2.5 py-1.5 font-mono text-sm">
              {token}
            </code>
            <CopyButton text={token} />
          </div>
        </div>
      ) : (
        <form id="create-token" onSubmit={create}>
          <Field label={t("name")} hint={t("whatItIsForSo")} error={failure}>
            <Input name="name" required maxLength={100} placeholder={t("nightlyExport")} />
          </Field>
        </form>
      )}
    </Dialog>
  );
}
