"use client";

import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { DatasetOptions } from "../../../../../lib/datasets/options.ts";
import { demonstrationsToLearn, estimateRoundSeconds } from "../../../../../lib/rounds/estimate-round-seconds.ts";
import type { RoundOutlook } from "../../../../../lib/rounds/get-round-outlook.ts";
import type { RoundSettings } from "../../../../../lib/rounds/settings.ts";
import { Button } from "../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../_components/dialog.tsx";
import { Notice } from "../../../../_components/notice.tsx";
import { flatten, type SchemaField, unflatten } from "../../../../_components/settings-form/schema-fields.ts";
import type { SettingSection } from "../../../../_components/settings-form/setting-words.ts";
import { SettingsFields } from "../../../../_components/settings-form/settings-fields.tsx";
import { useSettings } from "../../../../_components/settings-form/use-settings.ts";
import { Stat, StatRow } from "../../../../_components/stat.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { useQuantities } from "../../../../_components/use-quantities.ts";
import { saveDatasetOptions } from "../../../_datasets/actions.ts";
import { DatasetOptionsFields } from "../../../_datasets/options-fields.tsx";
import { describeOptions } from "../../../_datasets/options-words.ts";
import { launch } from "./actions.ts";

/** Launches a round: what it would learn from, about how long it takes, and its settings with the project's defaults. */
export function LaunchDialog({
  projectId,
  outlook,
  sections,
  fields,
  dataset,
  defaults,
  initiallyOpen,
}: {
  projectId: string;
  outlook: RoundOutlook;
  sections: SettingSection[];
  fields: Record<string, SchemaField>;
  /** How rankings count, as the project has it. */
  dataset: DatasetOptions;
  /** The project's, with the built-in ones below. */
  defaults: RoundSettings;
  initiallyOpen: boolean;
}) {
  const t = useTranslations("research.launchDialog");
  const words = useTranslations("research.optionsFields");
  const formats = useQuantities();
  const router = useRouter();
  const [open, setOpen] = useState(initiallyOpen);
  const [failure, setFailure] = useState<string | null>(null);
  const [options, setOptions] = useState(dataset);
  const { pending, run } = useAction();
  const baselines = flatten(defaults);
  const settings = useSettings(fields, defaults, baselines);
  const changes = Object.keys(settings.changed).length;

  function submit() {
    setFailure(null);
    const launchBy = async () => {
      const isChanged = JSON.stringify(options) !== JSON.stringify(dataset);
      const saved = isChanged ? await saveDatasetOptions({ projectId, dataset: options }) : null;
      return saved && !saved.ok ? saved : await launch({ projectId, settings: unflatten(settings.changed) });
    };
    run(launchBy, {
      done: t("roundLaunched"),
      onDone: ({ id }) => router.push(`/projects/${projectId}/rounds/${id}`),
      onFailure: ({ message, details }) => {
        setFailure(message);
        settings.showFaults(details);
      },
    });
  }

  return (
    <Dialog
      wide
      open={open}
      onOpenChange={setOpen}
      title={t("launchARound")}
      description={t("itLearnsFromEveryRanking")}
      trigger={
        <Button tone="primary">
          <Play aria-hidden />
          {t("launchARound")}
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button
            tone="primary"
            disabled={
              pending || settings.isFaulty || outlook.splits.train.rankings === 0 || outlook.unfinished !== null
            }
            onClick={submit}
          >
            {pending ? t("launching") : t("launchRound")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure && <Notice tone="danger">{failure}</Notice>}
        <Outlook
          outlook={outlook}
          settings={unflatten({ ...baselines, ...settings.changed }) as unknown as RoundSettings}
        />
        <details>
          <summary className="cursor-pointer rounded py-1 font-medium">
            {t("rankingsCount")}{" "}
            <span className="font-normal text-muted">{describeOptions(options, words, formats)}</span>
          </summary>
          <div className="mt-3 flex flex-col gap-3">
            <DatasetOptionsFields options={options} onChange={setOptions} />
            <p className="text-muted text-sm">{t("aChangeBecomesTheProject")}</p>
          </div>
        </details>
        <details className="group">
          <summary className="cursor-pointer rounded py-1 font-medium">
            {t("settings")}{" "}
            <span className="font-normal text-muted">
              {changes === 0 ? t("asTheProjectHasThem") : t("changesForThisRound", { changes })}
            </span>
          </summary>
          <div className="mt-3">
            <SettingsFields
              sections={sections}
              fields={fields}
              inputs={settings.inputs}
              baselines={baselines}
              faults={settings.faults}
              onChange={settings.change}
            />
          </div>
        </details>
      </div>
    </Dialog>
  );
}

function Outlook({ outlook, settings }: { outlook: RoundOutlook; settings: RoundSettings }) {
  const { formatCount, formatDuration } = useQuantities();
  const t = useTranslations("research.launchDialog");
  const { splits, demonstrations, unseen, ahead, unfinished, timings } = outlook;
  if (splits.train.rankings === 0) {
    return (
      <Notice tone="warning" title={t("thereIsNothingToLearn")}>
        {splits.validation.rankings + splits.gold.rankings > 0
          ? t("allRankingsSoFarAre")
          : t("rankSomeAnswersFirstAbout")}
      </Notice>
    );
  }
  const work = { prompts: splits.train.prompts, demonstrations: demonstrationsToLearn(outlook, settings) };
  const seconds = timings && estimateRoundSeconds(timings, settings, work);
  return (
    <>
      <StatRow>
        <Stat
          label={t("toLearnFrom")}
          value={formatCount(splits.train.rankings)}
          detail={t("rankingsOfPrompts", { prompts: splits.train.prompts })}
        />
        <Stat
          label={t("toCheckWith")}
          value={formatCount(splits.validation.rankings)}
          detail={t("ofHeldOutPrompts", { prompts: splits.validation.prompts })}
        />
        <Stat label={t("new")} value={formatCount(unseen)} detail={t("thatNoRoundHasSeen")} />
        <Stat
          label={t("takesAbout")}
          value={seconds ? formatDuration(seconds) : "?"}
          detail={timings ? t("byRoundNumberOnThis", { number: timings.number }) : t("knownAfterTheFirstRound")}
        />
      </StatRow>
      {demonstrations > 0 && settings.sft.fromDemonstrations !== null && (
        <p className="text-muted text-sm">
          {demonstrations >= settings.sft.fromDemonstrations
            ? t("itFineTunesOnDemonstrations", { demonstrations })
            : t("tooFewDemonstrations", {
                demonstrations,
                fromDemonstrations: formatCount(settings.sft.fromDemonstrations),
              })}
        </p>
      )}
      {unfinished ? (
        <Notice tone="warning" title={t("roundNumberIsState", { number: unfinished.number, state: unfinished.state })}>
          {t("aProjectHasOneRound")}
        </Notice>
      ) : (
        ahead > 0 && <Notice title={t("roundsAhead", { ahead })}>{t("theTrainerTakesOneAt")}</Notice>
      )}
      {splits.validation.rankings < 20 && (
        <Notice tone="warning" title={t("fewHeldOutRankings")}>
          {t("fewToCheckWith", { rankings: splits.validation.rankings })}
        </Notice>
      )}
    </>
  );
}
