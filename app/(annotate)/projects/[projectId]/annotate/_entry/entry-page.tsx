import Link from "next/link";
import type { ReactNode } from "react";
import { AccountMenu } from "../../../../../_components/frame/account-menu.tsx";
import type { FrameContent } from "../../../../../_components/frame/navigation.ts";
import { Logo } from "../../../../../_components/logo.tsx";

/** What stands before the tasks, in the annotator's quiet frame. */
export function EntryPage({
  projectName,
  home,
  person,
  children,
}: {
  projectName: string;
  home: string;
  person: FrameContent["person"];
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="sticky top-0 z-20 flex h-11 items-center gap-2 border-border border-b bg-surface pr-1.5 pl-3 sm:pl-5">
        <Link
          href={home}
          className="flex min-w-0 flex-1 items-center gap-2 rounded-md font-semibold"
          title={projectName}
        >
          <Logo className="shrink-0" />
          <span className="truncate">{projectName}</span>
        </Link>
        <span>
          <AccountMenu person={person} compact />
        </span>
      </header>
      <main className="mx-auto w-full max-w-3xl flex-1 px-4 pt-6 sm:pt-10">{children}</main>
    </div>
  );
}
