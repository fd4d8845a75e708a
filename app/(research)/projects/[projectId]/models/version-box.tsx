import { CircleCheck, HardDrive, type LucideIcon, MessageSquareText, Scale } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ModelKind } from "../../../../../lib/generated/prisma/enums.ts";
import type { ModelLine } from "../../../../../lib/models/list-models.ts";
import { Badge } from "../../../../_components/badge.tsx";
import { classes } from "../../../../_components/classes.ts";
import { useQuantities } from "../../../../_components/use-quantities.ts";
import { RollBackButton } from "./roll-back-button.tsx";
import { VersionFigures } from "./version-figures.tsx";

const icons: Record<ModelKind, LucideIcon> = {
  base: HardDrive,
  sft: MessageSquareText,
  reward: Scale,
  policy: MessageSquareText,
};

/** One version: what it is, how good it is, what it takes, and the way back to it. */
export function VersionBox({
  version,
  startsFrom,
  projectId,
  active,
  mayRollBack,
}: {
  version: ModelLine;
  startsFrom?: ModelLine | undefined;
  projectId: string;
  active: ModelLine;
  mayRollBack: boolean;
}) {
  const { formatBytes } = useQuantities();
  const t = useTranslations("research.versionBox");
  const Icon = icons[version.kind];
  const isActive = version.id === active.id;
  const wasPublished = version.kind === "base" || version.activatedAt !== null;
  return (
    <article
      id={version.id}
      className={classes(
        "flex min-w-0 scroll-mt-16 flex-col rounded-md border px-3.5 py-3 target:ring-2 target:ring-accent",
        isActive ? "border-accent bg-accent-soft/40" : "border-border bg-background",
      )}
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
        <h3 className="min-w-0 truncate font-medium">{version.name}</h3>
        <VersionState version={version} isActive={isActive} />
      </div>
      <p className="mt-0.5 text-muted text-sm">
        {t(`kinds.${version.kind}`)}
        {startsFrom && t("startsFromName", { name: startsFrom.name })}
      </p>
      <VersionFigures version={version} />
      <div className="mt-auto flex flex-wrap items-end justify-between gap-2 pt-2.5">
        <p className="text-muted text-xs tabular-nums">
          {version.weightsRemovedAt ? t("noWeightsOnDisk") : formatBytes(version.bytes)}
          {version.kind !== "reward" && t("answersWritten", { completions: version.completions })}
          <span className="block truncate font-mono" title={t("hashOfWeights", { weightsHash: version.weightsHash })}>
            {version.weightsHash.slice(0, 12)}
          </span>
        </p>
        {version.state === "candidate" && version.kind === "policy" && version.round && (
          <Link
            href={`/projects/${projectId}/rounds/${version.round.id}`}
            className="text-accent-text text-sm underline underline-offset-2"
          >
            {t("decideAboutIt")}
          </Link>
        )}
        {mayRollBack &&
          !isActive &&
          version.kind !== "reward" &&
          version.kind !== "sft" &&
          wasPublished &&
          !version.weightsRemovedAt && (
            <RollBackButton
              projectId={projectId}
              modelVersionId={version.id}
              name={version.name}
              activeName={active.name}
              isOlder={version.createdAt < active.createdAt}
            />
          )}
      </div>
    </article>
  );
}

function VersionState({ version, isActive }: { version: ModelLine; isActive: boolean }) {
  const t = useTranslations("research.versionBox");
  if (isActive) {
    return (
      <Badge tone="good">
        <CircleCheck aria-hidden />
        {t("active")}
      </Badge>
    );
  }
  if (version.weightsRemovedAt) {
    return <Badge title={t("retentionRemovedTheWeightsTo")}>{t("weightsRemoved")}</Badge>;
  }
  if (version.kind === "sft" && version.state === "active") {
    return <Badge title={t("theReferenceOfNewRounds")}>{t("startingPoint")}</Badge>;
  }
  if (version.kind !== "policy") return null;
  if (version.state === "candidate") return <Badge tone="warning">{t("candidate")}</Badge>;
  return <Badge>{version.activatedAt ? t("publishedBefore") : t("declined")}</Badge>;
}
