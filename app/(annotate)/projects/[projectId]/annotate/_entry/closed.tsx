import { CircleSlash, GraduationCap } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "../../../../../_components/button.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";

/** Why there are no tasks for a person here, without blame, and what can be done. */
export function Closed({ reason, projectId }: { reason: "excluded" | "failed"; projectId: string }) {
  const t = useTranslations("annotate.closed");
  const history = (
    <ButtonLink href={`/projects/${projectId}/annotate/history`}>{t("lookAtWhatYouSubmitted")}</ButtonLink>
  );
  return (
    <>
      <h1 className="sr-only">{t("noTasksForYouHere")}</h1>
      {reason === "excluded" ? (
        <EmptyState icon={CircleSlash} title={t("yourWorkHereIsPaused")} action={history}>
          {t("anAdminOfThisProject")}
        </EmptyState>
      ) : (
        <EmptyState icon={GraduationCap} title={t("notPassedThisTime")} action={history}>
          <p>{t("yourAnswersToTheTrial")}</p>
          <p className="mt-2">{t("ifYouWouldLikeTo")}</p>
        </EmptyState>
      )}
    </>
  );
}
