import type { RoundGate } from "../../../../../../lib/rounds/get-round.ts";
import { Card } from "../../../../../_components/card.tsx";
import { TimeAgo } from "../../../../../_components/time-ago.tsx";
import { GateBadge } from "../../../../_rounds/gate-badge.tsx";
import { gateWords } from "../../../../_rounds/gate-words.ts";
import { IntervalBar } from "./interval-bar.tsx";

/** The checks before anything is published: question, outcome, figures, and who decided what they could not. */
export function Gates({ gates, isLive }: { gates: RoundGate[]; isLive: boolean }) {
  if (gates.length === 0 && !isLive) return null;
  return (
    <Card
      title="Gates"
      description="Nothing is published past a failed gate; an undecided one waits for a person."
      flush
    >
      {gates.length === 0 ? (
        <p className="px-4 py-6 text-center text-muted">The first gate is checked once the reward model is trained.</p>
      ) : (
        <ul className="divide-y divide-border">
          {gates.map((gate) => (
            <li key={gate.id} className="grid gap-x-6 gap-y-3 px-4 py-3.5 lg:grid-cols-[minmax(0,1fr)_18rem]">
              <GateText gate={gate} />
              <GateFigure gate={gate} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function GateText({ gate }: { gate: RoundGate }) {
  const words = gateWords[gate.name];
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{words?.name ?? gate.name}</span>
        <GateBadge outcome={gate.outcome} />
        {words && <span className="text-muted text-sm">{words.question}</span>}
      </p>
      <p className="mt-1 max-w-prose tabular-nums">{gate.summary}</p>
      {gate.decidedBy && gate.decidedAt && (
        <p className="mt-1 text-muted text-sm">
          Decided by {gate.decidedBy.name}, <TimeAgo date={gate.decidedAt} />; the reason is in the audit log.
        </p>
      )}
    </div>
  );
}

function GateFigure({ gate: { name, outcome, detail } }: { gate: RoundGate }) {
  const number = (key: string) => (typeof detail[key] === "number" ? detail[key] : null);
  const bar = (estimate: number | null, low: number | null, high: number | null) =>
    estimate === null ? null : { estimate, low: low ?? estimate, high: high ?? estimate };
  if (name === "sft") {
    const measured = bar(number("difference"), number("lower"), number("upper"));
    return (
      measured && (
        <IntervalBar
          {...measured}
          outcome={outcome}
          reference={0}
          referenceLabel="as the base"
          label="Loss less the base’s, lower is better"
        />
      )
    );
  }
  if (name === "reward") {
    const measured = bar(number("logLoss"), number("logLossLower"), number("logLossUpper"));
    return (
      measured && (
        <IntervalBar
          {...measured}
          outcome={outcome}
          reference={Math.LN2}
          referenceLabel="coin toss"
          label="Log-loss, lower is better"
        />
      )
    );
  }
  if (name === "improvement") {
    const measured = bar(number("difference"), number("lower"), number("upper"));
    return (
      measured && (
        <IntervalBar
          {...measured}
          outcome={outcome}
          reference={0}
          referenceLabel="no gain"
          label="Gain in reward, higher is better"
        />
      )
    );
  }
  if (name === "kl") {
    const kl = number("kl");
    const error = number("standardError") ?? 0;
    const ceiling = number("ceiling");
    const measured = kl === null ? null : bar(kl, kl - 2 * error, kl + 2 * error);
    return measured && ceiling !== null ? (
      <IntervalBar
        {...measured}
        from={0}
        outcome={outcome}
        reference={ceiling}
        referenceLabel="ceiling"
        label="KL, nats an answer"
      />
    ) : null;
  }
  if (name === "people") {
    const measured = bar(number("share"), number("lower"), number("upper"));
    return (
      measured && (
        <IntervalBar
          {...measured}
          outcome={outcome}
          reference={0.5}
          referenceLabel="a half"
          label="Share preferring it, ties half"
        />
      )
    );
  }
  if (name === "overoptimisation") {
    const gain = bar(number("gain"), number("lower"), number("upper"));
    return (
      gain && (
        <IntervalBar
          {...gain}
          outcome={outcome}
          reference={0}
          referenceLabel="the start"
          label="Gain by the gold model"
        />
      )
    );
  }
  const loss = (key: string, label: string) => {
    const measured = bar(number(key), number(`${key}Lower`), number(`${key}Upper`));
    const margin = number(`${key}Margin`);
    return measured && margin !== null ? (
      <IntervalBar {...measured} outcome={outcome} reference={margin} referenceLabel="margin" label={label} />
    ) : null;
  };
  if (name === "knowledge") {
    return (
      <div className="grid gap-3">
        {loss("textLoss", "Lost on text, nats a token")}
        {loss("questionLoss", "Lost on questions")}
      </div>
    );
  }
  if (name === "safety") {
    return (
      <div className="grid gap-3">
        {loss("dueLoss", "Fewer refusals where due")}
        {loss("notDueLoss", "More refusals where not due")}
      </div>
    );
  }
  return null;
}
