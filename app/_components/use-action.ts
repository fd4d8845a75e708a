"use client";

import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { toast } from "sonner";
import type { ActionResult } from "../_actions/perform.ts";

/**
 * Runs server actions: `pending` while one is under way, a toast with the verb in the past when it is done, what went
 * wrong when it is not (or `onFailure`, where the page shows it in place).
 */
export function useAction() {
  const t = useTranslations("shared.errors");
  const [pending, startTransition] = useTransition();
  function run<Value>(
    action: () => Promise<ActionResult<Value>>,
    {
      done,
      onDone,
      onFailure,
    }: {
      done?: string;
      onDone?: (value: Value) => void;
      onFailure?: (failure: Extract<ActionResult<Value>, { ok: false }>) => void;
    } = {},
  ) {
    startTransition(async () => {
      try {
        const result = await action();
        if (result.ok) {
          if (done) toast.success(done);
          onDone?.(result.value);
        } else if (onFailure) onFailure(result);
        else toast.error(result.message);
      } catch {
        toast.error(t("noAnswer"));
      }
    });
  }
  return { pending, run };
}
