"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Tabs as Radix } from "radix-ui";
import { type ReactNode, useEffect, useRef } from "react";
import { classes } from "./classes.ts";

const bar = "relative flex gap-2 overflow-x-auto border-b border-border";
// The ring lies inside: the bar scrolls and would cut it off.
const tab =
  "-mb-px inline-flex min-h-9 items-center px-1 focus-visible:-outline-offset-2 whitespace-nowrap border-transparent border-b-2 text-base text-muted transition-colors hover:text-foreground";
const chosen = "border-accent font-medium text-foreground";

/** Tabs within a page. */
export function Tabs({
  label,
  tabs,
  value,
  defaultValue = tabs[0]?.value,
  onValueChange,
}: {
  label: string;
  tabs: readonly { value: string; label: ReactNode; content: ReactNode }[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
}) {
  return (
    <Radix.Root
      value={value}
      defaultValue={value === undefined ? defaultValue : undefined}
      onValueChange={onValueChange}
    >
      <Radix.List aria-label={label} className={bar}>
        {tabs.map((entry) => (
          <Radix.Trigger
            key={entry.value}
            value={entry.value}
            className={classes(
              tab,
              "data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-foreground",
            )}
          >
            {entry.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((entry) => (
        <Radix.Content key={entry.value} value={entry.value} className="pt-4">
          {entry.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

/** Tabs that are pages: each has an address of its own. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly { href: string; label: ReactNode }[] }) {
  const path = usePathname();
  // A page below a tab's belongs to it.
  const active = tabs
    .map(({ href }) => href)
    .filter((href) => path === href || path.startsWith(`${href}/`))
    .sort((one, other) => other.length - one.length)[0];
  const nav = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen tab is read from the page
  useEffect(() => {
    // Where not all have room, the chosen one is in the middle and shows that there are more.
    const tab = nav.current?.querySelector<HTMLElement>("[aria-current]");
    if (tab) nav.current!.scrollLeft = tab.offsetLeft - (nav.current!.clientWidth - tab.offsetWidth) / 2;
  }, [active]);
  return (
    <nav ref={nav} aria-label={label} className={bar}>
      {tabs.map(({ href, label: text }) => (
        <Link
          key={href}
          href={href}
          aria-current={path === href ? "page" : href === active ? "true" : undefined}
          className={classes(tab, href === active && chosen)}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
