import { useTranslations } from "next-intl";
import { classes } from "./classes.ts";

/** The place of something that is on its way; give it the size of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classes("h-4 animate-pulse rounded-md bg-inset", className)} />;
}

/** A page's outline while it loads: heading and a few rows. */
export function PageSkeleton() {
  const t = useTranslations("shared.skeleton");
  return (
    <div className="flex flex-col gap-4" role="status" aria-label={t("loading")}>
      <Skeleton className="h-7 w-56" />
      <Skeleton className="h-24" />
      <Skeleton className="h-72" />
    </div>
  );
}
