import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

const looks = {
  info: { icon: Info, look: "border-border bg-inset", mark: "text-muted" },
  good: { icon: CircleCheck, look: "border-good/30 bg-good-soft", mark: "text-good" },
  warning: { icon: TriangleAlert, look: "border-warning/30 bg-warning-soft", mark: "text-warning" },
  danger: { icon: CircleAlert, look: "border-danger/30 bg-danger-soft", mark: "text-danger" },
} as const;

/** Something to know before going on: what happened, what was kept, what to do. */
export function Notice({
  tone = "info",
  title,
  action,
  children,
  className,
}: {
  tone?: keyof typeof looks;
  title?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
  className?: string;
}) {
  const { icon: Icon, look, mark } = looks[tone];
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={classes("flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-4 py-3", look, className)}
    >
      <Icon aria-hidden className={classes("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1 basis-52">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-foreground/90">{children}</div>}
      </div>
      {action}
    </div>
  );
}
