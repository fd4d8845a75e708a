import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { can } from "../../../../../../lib/auth/permissions.ts";
import { getProject } from "../../../../../../lib/projects/get-project.ts";
import { compareSamples } from "../../../../../../lib/rounds/compare-samples.ts";
import { countHeldOutPrompts, getBlindComparison } from "../../../../../../lib/rounds/get-blind-comparison.ts";
import { getRound, type RoundView } from "../../../../../../lib/rounds/get-round.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { orNotFound } from "../../../../../_actions/or-not-found.ts";
import { LiveRefresh } from "../../../../../_components/live-refresh.tsx";
import { PageHeader } from "../../../../../_components/page-header.tsx";
import { TimeAgo } from "../../../../../_components/time-ago.tsx";
import { RoundStateBadge } from "../../../../_rounds/round-state-badge.tsx";
import { Alarms } from "./alarms.tsx";
import { BlindComparison } from "./blind-comparison.tsx";
import { Curves } from "./curves.tsx";
import { Decision } from "./decision.tsx";
import { EffectiveSettings } from "./effective-settings.tsx";
import { Gates } from "./gates.tsx";
import { KeyFigures } from "./key-figures.tsx";
import { Outcome } from "./outcome.tsx";
import { RoundActions } from "./round-actions.tsx";
import { Samples } from "./samples.tsx";
import { StageSteps } from "./stage-steps.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.roundPage");
  return { title: t("round") };
}

const promptsShown = 24;

export default async function RoundPage({ params }: { params: Promise<{ projectId: string; roundId: string }> }) {
  const t = await getTranslations("research.roundPage");
  const { projectId, roundId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const [project, round, samples, comparison, heldOutPrompts] = await Promise.all([
    getProject({ projectId }),
    orNotFound(getRound({ roundId, projectId })),
    compareSamples({ roundId, limit: promptsShown }),
    getBlindComparison({ roundId }),
    countHeldOutPrompts({ projectId }),
  ]);
  const base = `/projects/${projectId}`;
  const mayRun = can(role, "runRounds");
  const isLive = round.state === "queued" || round.state === "running";
  const waitsForDecision =
    (round.state === "undecided" || round.state === "rejected") && round.policyVersion?.state === "candidate";
  return (
    <>
      <LiveRefresh projectId={projectId} types={comparison ? ["round", "task", "generation"] : ["round"]} />
      <PageHeader
        title={t("roundNumber", { number: round.number })}
        breadcrumb={[
          { href: base, label: project.name },
          { href: `${base}/rounds`, label: t("rounds") },
        ]}
        badge={<RoundStateBadge state={round.state} />}
        description={<Origin base={base} round={round} />}
        action={
          mayRun && (
            <RoundActions
              projectId={projectId}
              roundId={roundId}
              number={round.number}
              state={round.state}
              isCancelling={isLive && round.cancelRequestedAt !== null}
            />
          )
        }
      />
      <div className="flex flex-col gap-4">
        <StageSteps round={round} />
        <Outcome base={base} round={round} />
        {round.policyVersion && (comparison || waitsForDecision) && (
          <BlindComparison
            projectId={projectId}
            roundId={roundId}
            policyName={round.policyVersion.name}
            comparison={comparison}
            heldOutPrompts={heldOutPrompts}
            mayStart={mayRun && waitsForDecision}
            isAsked={round.gates.some(({ name }) => name === "people")}
          />
        )}
        {waitsForDecision && round.policyVersion && (
          <Decision
            projectId={projectId}
            roundId={roundId}
            state={round.state}
            policyName={round.policyVersion.name}
            mayDecide={mayRun}
            unpassed={round.gates.filter(({ outcome }) => outcome !== "passed").map(({ name }) => name)}
          />
        )}
        <Alarms alarms={round.alarms} />
        <KeyFigures round={round} />
        <Gates gates={round.gates} isLive={isLive} />
        <Curves round={round} />
        <Samples samples={samples} promptHref={`${base}/prompts`} />
        <EffectiveSettings settings={round.settings} />
      </div>
    </>
  );
}

/** Who or what launched it, on which data, from where. */
function Origin({ base, round }: { base: string; round: RoundView }) {
  const t = useTranslations("research.roundPage");
  const linked = (href: string) => (words: ReactNode) => (
    <Link href={href} className="underline underline-offset-2">
      {words}
    </Link>
  );
  return t.rich("origin", {
    trigger: round.createdBy ? "manual" : round.trigger === "manual" ? "somebody" : round.trigger,
    name: round.createdBy?.name ?? "",
    time: () => <TimeAgo date={round.createdAt} />,
    data: round.dataset ? String(round.dataset.number) : "none",
    dataset: linked(`${base}/data`),
    start: round.start?.name ?? "none",
    model: linked(`${base}/models#${round.start?.id}`),
  });
}
