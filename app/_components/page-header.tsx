import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** Where one is, what the page is for, and the one thing to do here. */
export function PageHeader({
  title,
  breadcrumb = [],
  description,
  badge,
  action,
}: {
  title: ReactNode;
  /** From the project down to the page above this one. */
  breadcrumb?: readonly { href: string; label: string }[];
  description?: ReactNode;
  /** A state beside the title. */
  badge?: ReactNode;
  /** The page's primary action; quiet ones may stand before it. */
  action?: ReactNode;
}) {
  const t = useTranslations("shared.pageHeader");
  return (
    <header className="mb-6">
      {breadcrumb.length > 0 && (
        <nav aria-label={t("breadcrumb")} className="mb-2">
          <ol className="flex flex-wrap items-center gap-1 text-muted text-sm">
            {breadcrumb.map(({ href, label }, position) => (
              <li key={href} className="flex min-w-0 items-center gap-1">
                {position > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0" />}
                <Link href={href} className="max-w-60 truncate rounded hover:text-foreground hover:underline">
                  {label}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="break-words font-semibold text-2xl tracking-tight">{title}</h1>
            {badge}
          </div>
          {description && <p className="mt-1 max-w-2xl text-muted">{description}</p>}
        </div>
        {action && <div className="flex flex-wrap items-center gap-2">{action}</div>}
      </div>
    </header>
  );
}
