"use client";

import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Role } from "../../../lib/generated/prisma/enums.ts";
import { Button } from "../../_components/button.tsx";
import { Dialog, DialogClose } from "../../_components/dialog.tsx";
import { Field } from "../../_components/field.tsx";
import { Input, Select } from "../../_components/input.tsx";
import { Notice } from "../../_components/notice.tsx";
import { useAction } from "../../_components/use-action.ts";
import { invite } from "./actions.ts";
import { LinkToCopy } from "./link-to-copy.tsx";
import { RoleOptions } from "./role-options.tsx";

/** Makes a link with which somebody joins; no mail is sent, so it is copied and handed on. */
export function InviteDialog({ projectId }: { projectId: string | null }) {
  const t = useTranslations("admin.inviteDialog");
  const [open, setOpen] = useState(false);
  const [role, setRole] = useState<Role>("annotator");
  const [email, setEmail] = useState("");
  const [url, setUrl] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const { pending, run } = useAction();

  const submit = () =>
    run(() => invite({ projectId, role, email }), {
      onDone: (made) => {
        setFailure(null);
        setUrl(made.url);
      },
      onFailure: ({ message }) => setFailure(message),
    });

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) {
          setUrl(null);
          setEmail("");
          setFailure(null);
        }
      }}
      title={url ? t("handOnThisLink") : projectId ? t("inviteToThisProject") : t("inviteToEveryProject")}
      description={url ? t("linkMade", { role }) : t("description")}
      trigger={
        <Button tone="primary">
          <UserPlus aria-hidden />
          {t("invite")}
        </Button>
      }
      footer={
        url ? (
          <DialogClose>
            <Button>{t("done")}</Button>
          </DialogClose>
        ) : (
          <>
            <DialogClose>
              <Button>{t("cancel")}</Button>
            </DialogClose>
            <Button tone="primary" disabled={pending} onClick={submit}>
              {pending ? t("makingTheLink") : t("makeTheLink")}
            </Button>
          </>
        )
      }
    >
      {url ? (
        <LinkToCopy url={url} />
      ) : (
        <div className="flex flex-col gap-4">
          {failure && <Notice tone="danger">{failure}</Notice>}
          <Field label={t("role")} hint={t(`explanations.${role}`)}>
            <Select value={role} onChange={(event) => setRole(event.target.value as Role)}>
              <RoleOptions />
            </Select>
          </Field>
          <Field label={t("eMailAddress")} optional hint={t("eMailHint")}>
            <Input type="email" value={email} maxLength={320} onChange={(event) => setEmail(event.target.value)} />
          </Field>
        </div>
      )}
    </Dialog>
  );
}
