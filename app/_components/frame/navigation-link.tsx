"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classes } from "../classes.ts";
import type { NavigationItem } from "./navigation.ts";

/** One line of the rail; marked where the page belongs to it. */
export function NavigationLink({
  item: { href, label, icon: Icon, exact = false },
  onNavigate,
}: {
  item: NavigationItem;
  onNavigate?: () => void;
}) {
  const path = usePathname();
  const current = path === href || (!exact && path.startsWith(`${href}/`));
  return (
    <li>
      <Link
        href={href}
        onClick={onNavigate}
        aria-current={current ? "page" : undefined}
        className={classes(
          "flex h-8 items-center gap-2.5 rounded-md px-2 text-base text-muted transition-colors hover:bg-hover hover:text-foreground pointer-coarse:h-10",
          current && "bg-hover font-medium text-foreground",
        )}
      >
        <Icon aria-hidden className={classes("size-4 shrink-0", current && "text-accent-text")} />
        {label}
      </Link>
    </li>
  );
}
