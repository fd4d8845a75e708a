"use client";

import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { DatasetOptions } from "../../../../../lib/datasets/options.ts";
import { estimateRoundSeconds } from "../../../../../lib/rounds/estimate-round-seconds.ts";
import type { RoundOutlook } from "../../../../../lib/rounds/get-round-outlook.ts";
import type { RoundSettings } from "../../../../../lib/rounds/settings.ts";
import { Button } from "../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../_components/dialog.tsx";
import { formatCount, formatCounted, formatDuration } from "../../../../_components/format-quantity.ts";
import { Notice } from "../../../../_components/notice.tsx";
import { roundSettingSections } from "../../../../_components/settings-form/round-setting-words.ts";
import { flatten, type SchemaField, unflatten } from "../../../../_components/settings-form/schema-fields.ts";
import { SettingsFields } from "../../../../_components/settings-form/settings-fields.tsx";
import { useSettings } from "../../../../_components/settings-form/use-settings.ts";
import { Stat, StatRow } from "../../../../_components/stat.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { saveDatasetOptions } from "../../../_datasets/actions.ts";
import { DatasetOptionsFields } from "../../../_datasets/options-fields.tsx";
import { describeOptions } from "../../../_datasets/options-words.ts";
import { launch } from "./actions.ts";

/** Launches a round: what it would learn from, about how long it takes, and its settings with the project's defaults. */
export function LaunchDialog({
  projectId,
  outlook,
  fields,
  dataset,
  defaults,
  initiallyOpen,
}: {
  projectId: string;
  outlook: RoundOutlook;
  fields: Record<string, SchemaField>;
  /** How rankings count, as the project has it. */
  dataset: DatasetOptions;
  /** The project's, with the built-in ones below. */
  defaults: RoundSettings;
  initiallyOpen: boolean;
}) {
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
      done: "Round launched.",
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
      title="Launch a round"
      description="It learns from every ranking that is there when it starts. Ranking goes on while it runs."
      trigger={
        <Button tone="primary">
          <Play aria-hidden />
          Launch a round
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            tone="primary"
            disabled={
              pending || settings.isFaulty || outlook.splits.train.rankings === 0 || outlook.unfinished !== null
            }
            onClick={submit}
          >
            {pending ? "Launching …" : "Launch round"}
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
            Rankings count <span className="font-normal text-muted">{describeOptions(options)}</span>
          </summary>
          <div className="mt-3 flex flex-col gap-3">
            <DatasetOptionsFields options={options} onChange={setOptions} />
            <p className="text-muted text-sm">A change becomes the project's setting, for later rounds too.</p>
          </div>
        </details>
        <details className="group">
          <summary className="cursor-pointer rounded py-1 font-medium">
            Settings{" "}
            <span className="font-normal text-muted">
              {changes === 0 ? "as the project has them" : `${formatCounted(changes, "change")} for this round only`}
            </span>
          </summary>
          <div className="mt-3">
            <SettingsFields
              sections={roundSettingSections}
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
  const { splits, demonstrations, unseen, ahead, unfinished, timings } = outlook;
  if (splits.train.rankings === 0) {
    return (
      <Notice tone="warning" title="There is nothing to learn from yet">
        {splits.validation.rankings + splits.gold.rankings > 0
          ? "All rankings so far are of held-out prompts, which are never trained on. Rank more."
          : "Rank some answers first; about 30 rankings are a start."}
      </Notice>
    );
  }
  const seconds = timings && estimateRoundSeconds(timings, settings, splits.train.prompts);
  return (
    <>
      <StatRow>
        <Stat
          label="To learn from"
          value={formatCount(splits.train.rankings)}
          detail={`rankings of ${formatCounted(splits.train.prompts, "prompt")}`}
        />
        <Stat
          label="To check with"
          value={formatCount(splits.validation.rankings)}
          detail={`of ${formatCounted(splits.validation.prompts, "prompt")} never trained on`}
        />
        <Stat label="New" value={formatCount(unseen)} detail="that no round has seen" />
        <Stat
          label="Takes about"
          value={seconds ? formatDuration(seconds) : "?"}
          detail={timings ? `by round ${timings.number} on this machine` : "known after the first round"}
        />
      </StatRow>
      {demonstrations > 0 && settings.sft.fromDemonstrations !== null && (
        <p className="text-muted text-sm">
          {demonstrations >= settings.sft.fromDemonstrations
            ? `It fine-tunes on ${formatCounted(demonstrations, "demonstration")} first, unless an earlier round has done so with these.`
            : `There are ${formatCounted(demonstrations, "demonstration")} to learn from; it fine-tunes on them from ${formatCount(settings.sft.fromDemonstrations)} on.`}
        </p>
      )}
      {unfinished ? (
        <Notice tone="warning" title={`Round ${unfinished.number} is ${unfinished.state}`}>
          A project has one round at a time. Wait for it, or cancel it first.
        </Notice>
      ) : (
        ahead > 0 && (
          <Notice title={`${formatCounted(ahead, "round")} of other projects before it`}>
            The trainer takes one at a time.
          </Notice>
        )
      )}
      {splits.validation.rankings < 20 && (
        <Notice tone="warning" title="Few held-out rankings">
          With {formatCounted(splits.validation.rankings, "ranking")} to check with, the gates may not be able to say
          whether the result is better, and leave the decision to you.
        </Notice>
      )}
    </>
  );
}
