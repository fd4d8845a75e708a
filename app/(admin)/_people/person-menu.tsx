"use client";

import { Ellipsis, KeyRound, Languages, Lock, LockOpen, LogOut, UserMinus, UserX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "../../_components/alert-dialog.tsx";
import { Button } from "../../_components/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../_components/menu.tsx";
import { useAction } from "../../_components/use-action.ts";
import { deleteAccount, makeResetLink, removePerson, setLocked, signPersonOut } from "./actions.ts";
import { LinkDialog } from "./link-dialog.tsx";
import { SkillsDialog } from "./skills-dialog.tsx";

type Question = "lock" | "remove" | "signOut" | "skills" | "delete";

/** What can be done about a person: reset link, lock, sign out everywhere, remove. */
export function PersonMenu({
  projectId,
  userId,
  name,
  isMember,
  isLocked,
  mayManageAccount,
  isSelf,
  viaGroup,
  skills,
  skillTags,
}: {
  projectId: string | null;
  userId: string;
  name: string;
  isMember: boolean;
  isLocked: boolean;
  mayManageAccount: boolean;
  isSelf: boolean;
  /** A member through a group only. */
  viaGroup: boolean;
  skills: string[];
  /** The project's tags that ask for a skill. */
  skillTags: string[];
}) {
  const t = useTranslations("admin.personMenu");
  const [question, setQuestion] = useState<Question | null>(null);
  const [link, setLink] = useState<{ url: string; expiresAt: Date } | null>(null);
  const { pending, run } = useAction();
  const ask = (wanted: Question) => ({
    open: question === wanted,
    onOpenChange: (open: boolean) => setQuestion(open ? wanted : null),
  });
  if (!mayManageAccount && !isMember) return null;
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button tone="quiet" size="icon" aria-label={t("actionsForName", { name })} disabled={pending}>
            <Ellipsis />
          </Button>
        }
      >
        {mayManageAccount && (
          <>
            <MenuItem onSelect={() => run(() => makeResetLink({ projectId, userId }), { onDone: setLink })}>
              <KeyRound /> {t("makeAResetLink")}
            </MenuItem>
            <MenuItem onSelect={() => setQuestion("signOut")}>
              <LogOut /> {t("signOutEverywhere")}
            </MenuItem>
            {isLocked ? (
              <MenuItem
                onSelect={() =>
                  run(() => setLocked({ projectId, userId, locked: false }), { done: t("nameUnlocked", { name }) })
                }
              >
                <LockOpen /> {t("unlock")}
              </MenuItem>
            ) : (
              !isSelf && (
                <MenuItem danger onSelect={() => setQuestion("lock")}>
                  <Lock /> {t("lock")}
                </MenuItem>
              )
            )}
          </>
        )}
        {isMember && projectId !== null && (
          <>
            {mayManageAccount && <MenuSeparator />}
            {skillTags.length > 0 && (
              <MenuItem onSelect={() => setQuestion("skills")}>
                <Languages /> {t("skills")}
              </MenuItem>
            )}
            {!viaGroup && (
              <MenuItem danger onSelect={() => setQuestion("remove")}>
                <UserMinus /> {t("removeFromProject")}
              </MenuItem>
            )}
          </>
        )}
        {mayManageAccount && !isSelf && projectId === null && (
          <>
            <MenuSeparator />
            <MenuItem danger onSelect={() => setQuestion("delete")}>
              <UserX /> {t("deleteAccount")}
            </MenuItem>
          </>
        )}
      </Menu>
      <ConfirmDialog
        {...ask("signOut")}
        tone="primary"
        title={t("signNameOutEverywhere", { name })}
        description={t("everyBrowserTheyAreSigned")}
        confirm={t("signOutEverywhere")}
        onConfirm={() =>
          run(() => signPersonOut({ projectId, userId }), { done: t("nameSignedOutEverywhere", { name }) })
        }
      />
      <ConfirmDialog
        {...ask("lock")}
        title={t("lockName", { name })}
        description={t("theyCannotSignInIn")}
        confirm={t("lockThem", { name })}
        onConfirm={() => run(() => setLocked({ projectId, userId, locked: true }), { done: t("nameLocked", { name }) })}
      />
      <ConfirmDialog
        {...ask("remove")}
        title={t("removeNameFromThisProject", { name })}
        description={t("theyLoseAccessToIt")}
        confirm={t("removeName", { name })}
        onConfirm={() =>
          projectId !== null && run(() => removePerson({ projectId, userId }), { done: t("nameRemoved", { name }) })
        }
      />
      <ConfirmDialog
        {...ask("delete")}
        title={t("deleteTheAccountOfName", { name })}
        description={t("forSomebodyWhoLeftName")}
        confirm={t("deleteAccount")}
        onConfirm={() => run(() => deleteAccount({ projectId, userId }), { done: t("accountOfNameDeleted", { name }) })}
      />
      {projectId !== null && (
        <SkillsDialog
          {...ask("skills")}
          projectId={projectId}
          userId={userId}
          name={name}
          skills={skills}
          skillTags={skillTags}
        />
      )}
      {link && (
        <LinkDialog
          title={t("resetLinkForName", { name })}
          explanation={t("whoeverOpensItSetsA")}
          url={link.url}
          onClose={() => setLink(null)}
        />
      )}
    </>
  );
}
