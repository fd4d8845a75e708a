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
  function whatHappened(): string {
    if (!failure) return t("noReason");
    const detail = inWords(failure.message);
    // A fault of the program itself is said in words that are nobody's.
    return failure.code === "error" ? t("unforeseen", { detail }) : detail;
  }
  if (state === "failed") {
    return (
      <Notice tone="danger" title={whatHappened()}>
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
