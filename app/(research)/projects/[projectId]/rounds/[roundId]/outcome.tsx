import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RoundView } from "../../../../../../lib/rounds/get-round.ts";
import { Notice } from "../../../../../_components/notice.tsx";
import { useRecordedText } from "../../../../../_i18n/use-recorded-text.ts";

/** How a round ended: what happened, what was kept, what to do. */
export function Outcome({ base, round }: { base: string; round: RoundView }) {
  const t = useTranslations("research.outcome");
  const inWords = useRecordedText();
  const stages = useTranslations("research.roundStages");
  const { state, stage, failure, policyVersion, rewardVersion } = round;
  /** A fault of the program itself: its words are quoted, for who looks after it. */
  const isUnforeseen = failure?.code === "error";
  function whatHappened(): string {
    if (!failure) return t("noReason");
    return isUnforeseen ? t("unforeseen") : inWords(failure.message);
  }
  if (state === "failed") {
    return (
      <Notice tone="danger" title={whatHappened()}>
        {isUnforeseen && (
          <p className="mt-1">
            {t("programSaid")}{" "}
            <code lang="en" className="break-words">
              {failure.message}
            </code>
          </p>
        )}
        {failure && failure.causes.length > 0 && (
          <>
            <p className="mt-1">{t("causes")}</p>
            <ul className="list-disc pl-5">
              {failure.causes.map((cause) => (
                <li key={cause}>{inWords(cause)}</li>
              ))}
            </ul>
          </>
        )}
        <p className="mt-1.5">
          {t("kept", { hasReward: rewardVersion ? "yes" : "no", stage: stage ? stages(`${stage}.name`) : "none" })}
        </p>
      </Notice>
    );
  }
  if (state === "cancelled") {
    return <Notice title={t("cancelled")}>{t("cancelledKept")}</Notice>;
  }
  if (state === "rejected" && policyVersion?.state !== "candidate") {
    return (
      <Notice tone="warning" title={t("rejected")}>
        {policyVersion
          ? t("declined", { name: policyVersion.name })
          : rewardVersion
            ? t("rewardGateFailed")
            : t("sftGateFailed")}{" "}
        {t("policyBeforeServes")}
      </Notice>
    );
  }
  if (state === "succeeded" && policyVersion) {
    return (
      <Notice tone="good" title={t("published", { name: policyVersion.name })}>
        {t.rich("itsAnswersComeBack", {
          isActive: policyVersion.state === "active" ? "yes" : "no",
          link: (words) => (
            <Link href={`${base}/tasks`} className="underline underline-offset-2">
              {words}
            </Link>
          ),
        })}
      </Notice>
    );
  }
  return null;
}
