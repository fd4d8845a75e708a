import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ModelLine } from "../../../../../lib/models/list-models.ts";
import { Card } from "../../../../_components/card.tsx";
import { classes } from "../../../../_components/classes.ts";
import { TimeAgo } from "../../../../_components/time-ago.tsx";
import { RoundStateBadge } from "../../../_rounds/round-state-badge.tsx";
import { type Generation, generationsOf } from "./generations.ts";
import { VersionBox } from "./version-box.tsx";

/** The way from the base model to the newest policy, newest on top: each round's fine-tuned model where it made one, its reward model and the policy it trained. */
export function Lineage({
  projectId,
  models,
  activeId,
  mayRollBack,
}: {
  projectId: string;
  models: ModelLine[];
  activeId: string;
  mayRollBack: boolean;
}) {
  const t = useTranslations("research.lineage");
  const generations = generationsOf(models);
  const bases = models.filter(({ kind }) => kind === "base");
  const active = models.find(({ id }) => id === activeId)!;
  const common = { projectId, active, mayRollBack };
  return (
    <Card title={t("lineage")} description={t("readFromBelowBaseModel")}>
      <ol className="flex flex-col">
        {generations.length === 0 && (
          <Station marked={false}>
            <p className="pb-2 text-muted">{t("noRoundHasMadeA")}</p>
          </Station>
        )}
        {generations.map((generation) => (
          <Station key={generation.key} marked={generation.policy?.id === activeId}>
            <GenerationHead projectId={projectId} generation={generation} />
            {generation.sft && (
              <div className="mb-2 grid gap-2">
                <VersionBox version={generation.sft} {...common} />
                <ArrowRight aria-hidden className="size-4 rotate-90 place-self-center text-muted" />
              </div>
            )}
            <div className="grid items-stretch gap-2 md:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]">
              {generation.reward ? <VersionBox version={generation.reward} {...common} /> : <span />}
              <ArrowRight aria-hidden className="size-4 rotate-90 place-self-center text-muted md:rotate-0" />
              {generation.policy ? (
                <VersionBox
                  version={generation.policy}
                  startsFrom={models.find(({ id }) => id === generation.policy?.parentId)}
                  {...common}
                />
              ) : (
                <p className="flex items-center rounded-md border border-border border-dashed px-3.5 py-3 text-muted">
                  {generation.round?.state === "running" || generation.round?.state === "queued"
                    ? t("thePolicyIsNotTrained")
                    : t("noPolicyWasTrainedOn")}
                </p>
              )}
            </div>
          </Station>
        ))}
        {bases.map((base) => (
          <Station key={base.id} marked={base.id === activeId} last>
            <p className="mb-2 text-muted text-sm">{t("origin")}</p>
            <VersionBox version={base} {...common} />
          </Station>
        ))}
      </ol>
    </Card>
  );
}

function Station({ marked, last = false, children }: { marked: boolean; last?: boolean; children: React.ReactNode }) {
  return (
    <li className="relative pb-5 pl-7 last:pb-0">
      {!last && <span aria-hidden className="absolute top-2 bottom-0 left-[5px] w-px bg-border" />}
      <span
        aria-hidden
        className={classes(
          "absolute top-1 left-0 size-[11px] rounded-full border-2",
          marked ? "border-accent bg-accent" : "border-border-strong bg-surface",
        )}
      />
      {children}
    </li>
  );
}

function GenerationHead({
  projectId,
  generation: { round, createdAt },
}: {
  projectId: string;
  generation: Generation;
}) {
  const t = useTranslations("research.lineage");
  return (
    <p className="mb-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-sm">
      {round ? (
        <>
          <Link
            href={`/projects/${projectId}/rounds/${round.id}`}
            className="font-medium text-foreground hover:underline"
          >
            {t("roundNumber", { number: round.number })}
          </Link>
          <RoundStateBadge state={round.state} />
        </>
      ) : (
        <span className="font-medium text-foreground">{t("registeredByHand")}</span>
      )}
      <TimeAgo date={createdAt} />
    </p>
  );
}
