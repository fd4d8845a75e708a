"use client";

import { useTranslations } from "next-intl";
import { Button } from "../../../../../_components/button.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { readmit } from "./actions.ts";

export function ReadmitButton({ projectId, userId }: { projectId: string; userId: string }) {
  const t = useTranslations("research.readmitButton");
  const { pending, run } = useAction();
  return (
    <Button
      size="small"
      disabled={pending}
      onClick={() => run(() => readmit({ projectId, userId }), { done: t("countsAgain") })}
    >
      {t("countAgain")}
    </Button>
  );
}
