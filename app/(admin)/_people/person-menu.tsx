"use client";

import { Ellipsis, KeyRound, Languages, Lock, LockOpen, LogOut, UserMinus, UserX } from "lucide-react";
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
          <Button tone="quiet" size="icon" aria-label={`Actions for ${name}`} disabled={pending}>
            <Ellipsis />
          </Button>
        }
      >
        {mayManageAccount && (
          <>
            <MenuItem onSelect={() => run(() => makeResetLink({ projectId, userId }), { onDone: setLink })}>
              <KeyRound /> Make a reset link
            </MenuItem>
            <MenuItem onSelect={() => setQuestion("signOut")}>
              <LogOut /> Sign out everywhere
            </MenuItem>
            {isLocked ? (
              <MenuItem
                onSelect={() =>
                  run(() => setLocked({ projectId, userId, locked: false }), { done: `${name} unlocked.` })
                }
              >
                <LockOpen /> Unlock
              </MenuItem>
            ) : (
              !isSelf && (
                <MenuItem danger onSelect={() => setQuestion("lock")}>
                  <Lock /> Lock
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
                <Languages /> Skills
              </MenuItem>
            )}
            {!viaGroup && (
              <MenuItem danger onSelect={() => setQuestion("remove")}>
                <UserMinus /> Remove from project
              </MenuItem>
            )}
          </>
        )}
        {mayManageAccount && !isSelf && projectId === null && (
          <>
            <MenuSeparator />
            <MenuItem danger onSelect={() => setQuestion("delete")}>
              <UserX /> Delete account
            </MenuItem>
          </>
        )}
      </Menu>
      <ConfirmDialog
        {...ask("signOut")}
        tone="primary"
        title={`Sign ${name} out everywhere?`}
        description="Every browser they are signed in on asks for the password again. API tokens go on working. Drafts are kept."
        confirm="Sign out everywhere"
        onConfirm={() => run(() => signPersonOut({ projectId, userId }), { done: `${name} signed out everywhere.` })}
      />
      <ConfirmDialog
        {...ask("lock")}
        title={`Lock ${name}?`}
        description="They cannot sign in, in any project, and their API tokens stop working. Tasks they hold go back to the others. Their rankings stay, and you can unlock them at any time."
        confirm={`Lock ${name}`}
        onConfirm={() => run(() => setLocked({ projectId, userId, locked: true }), { done: `${name} locked.` })}
      />
      <ConfirmDialog
        {...ask("remove")}
        title={`Remove ${name} from this project?`}
        description="They lose access to it, and tasks they hold go back to the others. Their rankings stay. A new invitation brings them back."
        confirm={`Remove ${name}`}
        onConfirm={() =>
          projectId !== null && run(() => removePerson({ projectId, userId }), { done: `${name} removed.` })
        }
      />
      <ConfirmDialog
        {...ask("delete")}
        title={`Delete the account of ${name}?`}
        description="For somebody who left: name, e-mail address, password, sessions, tokens and drafts are deleted. What they judged stays, under a pseudonym. This cannot be undone."
        confirm="Delete account"
        onConfirm={() => run(() => deleteAccount({ projectId, userId }), { done: `Account of ${name} deleted.` })}
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
          title={`Reset link for ${name}`}
          explanation="Whoever opens it sets a new password for this account. Good once, for 24 hours; it is shown only here."
          url={link.url}
          onClose={() => setLink(null)}
        />
      )}
    </>
  );
}
