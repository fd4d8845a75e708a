"use client";

import { type ReactNode, useState } from "react";
import type { BlindComparisonView } from "../../../../../../lib/rounds/get-blind-comparison.ts";
import { Button } from "../../../../../_components/button.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { Field } from "../../../../../_components/field.tsx";
import { formatCounted, formatPercent } from "../../../../../_components/format-quantity.ts";
import { Input } from "../../../../../_components/input.tsx";
import { Progress } from "../../../../../_components/progress.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { askPeople } from "../actions.ts";

const usualPairs = 20;

/** People choose between the candidate and the policy that answers now, blind: to be started, under way, or decided. */
export function BlindComparison({
  projectId,
  roundId,
  policyName,
  comparison,
  heldOutPrompts,
  mayStart,
  isAsked,
}: {
  projectId: string;
  roundId: string;
  policyName: string;
  /** Null where none was started. */
  comparison: BlindComparisonView | null;
  /** Of the project: a pair needs one of its own. */
  heldOutPrompts: number;
  mayStart: boolean;
  /** Whether a gate waits for it. */
  isAsked: boolean;
}) {
  const left = comparison ? comparison.promptsLeft : heldOutPrompts;
  const isOpen = comparison !== null && comparison.writing + comparison.waiting > 0;
  return (
    <Card
      title="Blind comparison"
      description={
        comparison
          ? `People choose between the answers of ${policyName} and ${comparison.currentName}, one pair a held-out prompt, not knowing which is which.`
          : `${isAsked ? "People are to say" : "People can say"} whether they prefer its answers to those of the policy that answers now, one pair a held-out prompt, not knowing which is which.`
      }
    >
      <div className="flex flex-col gap-4">
        {comparison && <Standing comparison={comparison} />}
        {mayStart && !isOpen && !comparison?.endedAt && (
          <StartForm projectId={projectId} roundId={roundId} left={left} isFurther={comparison !== null} />
        )}
      </div>
    </Card>
  );
}

function Standing({ comparison: { pairs, writing, waiting, rate, endedAt } }: { comparison: BlindComparisonView }) {
  const judged = pairs - writing - waiting;
  if (writing + waiting > 0) {
    return (
      <div className="flex flex-col gap-1.5">
        <Progress label="Pairs judged" value={judged / pairs} />
        <p className="text-muted text-sm tabular-nums">
          {judged} of {pairs} pairs judged
          {writing > 0 && `; the answers of ${writing} are being written`}. How it stands is shown once the last is
          judged, so that nobody knows what the next judgement is worth.
        </p>
      </div>
    );
  }
  if (!rate) return <p className="text-muted">It ended before a pair was judged.</p>;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3 tabular-nums">
      <Figure label="Preferred it">
        {formatPercent(rate.share)}{" "}
        <span className="font-normal text-base text-muted">
          ({formatPercent(rate.lower)} to {formatPercent(rate.upper)})
        </span>
      </Figure>
      <Figure label="For it">{rate.wins}</Figure>
      <Figure label="Ties">{rate.ties}</Figure>
      <Figure label="Against it">{rate.losses}</Figure>
      {!endedAt && (
        <p className="w-full text-muted text-sm">
          Too close to call so far. Its judgements count as data once there is a verdict.
        </p>
      )}
    </dl>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col">
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="font-semibold text-lg">{children}</dd>
    </div>
  );
}

function StartForm({
  projectId,
  roundId,
  left,
  isFurther,
}: {
  projectId: string;
  roundId: string;
  left: number;
  isFurther: boolean;
}) {
  const [pairs, setPairs] = useState(String(Math.min(usualPairs, left)));
  const [fault, setFault] = useState<string | null>(null);
  const { pending, run } = useAction();
  if (left === 0) {
    return (
      <p className="text-muted">No held-out prompt is left to compare answers to. Add prompts, or decide without.</p>
    );
  }
  return (
    <form
      className="flex flex-wrap items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = Number(pairs);
        if (!Number.isInteger(wanted) || wanted < 1 || wanted > left) {
          setFault(`A whole number from 1 to ${left}.`);
          return;
        }
        run(() => askPeople({ projectId, roundId, pairs: wanted }), {
          done: `${formatCounted(wanted, "pair")} will come up as tasks, ahead of the others.`,
          onFailure: ({ message }) => setFault(message),
        });
      }}
    >
      <Field
        label={isFurther ? "More pairs" : "Pairs"}
        hint={`${formatCounted(left, "held-out prompt")} to take them from. Of 20 pairs, 15 must go one way to be sure.`}
        error={fault ?? undefined}
      >
        <Input
          type="number"
          inputMode="numeric"
          min={1}
          max={left}
          className="w-28"
          value={pairs}
          onChange={(event) => {
            setPairs(event.target.value);
            setFault(null);
          }}
        />
      </Field>
      <Button type="submit" tone="primary" disabled={pending} className="sm:mt-[1.65rem]">
        {isFurther ? "Ask for more" : "Ask people"}
      </Button>
    </form>
  );
}
