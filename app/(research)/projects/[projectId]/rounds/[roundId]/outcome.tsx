import Link from "next/link";
import type { RoundView } from "../../../../../../lib/rounds/get-round.ts";
import { Notice } from "../../../../../_components/notice.tsx";
import { roundStageNames } from "../../../../_rounds/round-words.ts";

/** How a round ended: what happened, what was kept, what to do. */
export function Outcome({ base, round }: { base: string; round: RoundView }) {
  const { state, stage, failure, policyVersion, rewardVersion } = round;
  if (state === "failed") {
    return (
      <Notice tone="danger" title={failure?.message ?? "The trainer stopped without saying why."}>
        {failure && failure.causes.length > 0 && (
          <>
            <p className="mt-1">What usually lies behind it:</p>
            <ul className="list-disc pl-5">
              {failure.causes.map((cause) => (
                <li key={cause}>{cause}</li>
              ))}
            </ul>
          </>
        )}
        <p className="mt-1.5">
          Kept: all rankings, the frozen dataset
          {rewardVersion && ", the reward model"} and the last checkpoint
          {stage && ` of the stage “${roundStageNames[stage]}”`}. The active policy goes on serving. Resume to go on
          from the checkpoint with the same settings, or launch a new round with other ones.
        </p>
      </Notice>
    );
  }
  if (state === "cancelled") {
    return (
      <Notice title="Cancelled by a person">
        What it had learned up to its last checkpoint is kept; resume goes on from there. The active policy goes on
        serving.
      </Notice>
    );
  }
  if (state === "rejected" && policyVersion?.state !== "candidate") {
    return (
      <Notice tone="warning" title="Nothing was published">
        {policyVersion
          ? `${policyVersion.name} was declined; it stays in the list of models.`
          : rewardVersion
            ? "A gate failed before a policy was trained, so that no time went into learning from a bad judge. More rankings, or clearer guidelines, are the usual remedy."
            : "Fine-tuning on the demonstrations did not hold for others, so that nothing was built on it. More or more varied demonstrations, fewer passes over them, or none of it for now (“never” in the settings) are the usual remedies."}{" "}
        The policy before it goes on serving.
      </Notice>
    );
  }
  if (state === "succeeded" && policyVersion) {
    return (
      <Notice tone="good" title={`${policyVersion.name} was published`}>
        Its answers to new prompts come back as{" "}
        <Link href={`${base}/tasks`} className="underline underline-offset-2">
          tasks
        </Link>
        {policyVersion.state === "active"
          ? ". It is the active policy."
          : ". A later version has taken its place since."}
      </Notice>
    );
  }
  return null;
}
