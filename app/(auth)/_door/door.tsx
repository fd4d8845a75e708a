import type { ReactNode } from "react";
import { Logo } from "../../_components/logo.tsx";
import { LanguageSelect } from "../../_i18n/language-select.tsx";

/** The one card on a page that stands before the product: sign in, invitation, reset. */
export function Door({
  title,
  description,
  children,
}: {
  title: string;
  description?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="w-full max-w-sm">
        <p className="mb-8 flex items-center justify-center gap-2 font-semibold text-lg">
          <Logo className="size-6" /> Attune
        </p>
        <div className="rounded-xl border border-border bg-surface p-6 shadow-sm">
          <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
          {description && <p className="mt-1 text-muted">{description}</p>}
          <div className="mt-5">{children}</div>
        </div>
        <div className="mt-4 flex justify-center">
          <LanguageSelect />
        </div>
      </div>
    </main>
  );
}
