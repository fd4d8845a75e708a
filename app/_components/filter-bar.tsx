"use client";

import { Search } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useRef, useTransition } from "react";
import { classes } from "./classes.ts";
import { Input } from "./input.tsx";

const typingPauseMilliseconds = 250;

/** Filters above a list, kept in the address: choices count at once, typing after a short pause, Enter always. */
export function FilterBar({ label, children }: { label: string; children: ReactNode }) {
  const router = useRouter();
  const path = usePathname();
  const [pending, startTransition] = useTransition();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  function apply(form: HTMLFormElement) {
    clearTimeout(timer.current);
    const parameters = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) parameters.set(name, value);
    startTransition(() => router.replace(parameters.size ? `${path}?${parameters}` : path, { scroll: false }));
  }

  return (
    <form
      aria-label={label}
      aria-busy={pending}
      className={classes("mb-3 flex flex-wrap items-center gap-2", pending && "opacity-70")}
      onSubmit={(event) => {
        event.preventDefault();
        apply(event.currentTarget);
      }}
      onChange={(event) => {
        const form = event.currentTarget;
        clearTimeout(timer.current);
        timer.current = setTimeout(
          () => apply(form),
          event.target instanceof HTMLSelectElement ? 0 : typingPauseMilliseconds,
        );
      }}
    >
      {children}
    </form>
  );
}

/** The search input of a FilterBar. */
export function SearchInput({
  label,
  name = "search",
  defaultValue,
}: {
  label: string;
  name?: string;
  defaultValue: string | undefined;
}) {
  return (
    <span className="relative block min-w-44 flex-1 sm:max-w-xs">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
      />
      <Input
        type="search"
        name={name}
        aria-label={label}
        placeholder={label}
        defaultValue={defaultValue}
        maxLength={200}
        className="pl-8"
      />
    </span>
  );
}
