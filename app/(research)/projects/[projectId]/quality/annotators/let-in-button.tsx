"use client";

import { useTranslations } from "next-intl";
import { Button } from "../../../../../_components/button.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { letIn } from "./actions.ts";

export function LetInButton({ projectId, userId, name }: { projectId: string; userId: string; name: string }) {
  const t = useTranslations("research.letInButton");
  const { pending, run } = useAction();
  return (
    <Button
      size="small"
      disabled={pending}
      aria-label={t("letInName", { name })}
      onClick={() => run(() => letIn({ projectId, userId }), { done: t("nameIsLetIn", { name }) })}
    >
      {t("letIn")}
    </Button>
  );
}
