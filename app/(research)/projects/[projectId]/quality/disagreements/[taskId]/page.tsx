import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import { can } from "../../../../../../../lib/auth/permissions.ts";
import { getDisputedTask } from "../../../../../../../lib/quality/list-disagreements.ts";
import { authorisePage } from "../../../../../../_actions/authorise.ts";
import { orNotFound } from "../../../../../../_actions/or-not-found.ts";
import { ButtonLink } from "../../../../../../_components/button.tsx";
import { Card } from "../../../../../../_components/card.tsx";
import { Conversation } from "../../../../../../_components/conversation.tsx";
import { settle } from "../../_expert/actions.ts";
import { OrderForm } from "../../_expert/order-form.tsx";
import { JudgementsTable } from "./judgements-table.tsx";

export const metadata: Metadata = { title: "Settle a disagreement" };

export default async function DisputedTaskPage({ params }: { params: Promise<{ projectId: string; taskId: string }> }) {
  const { projectId, taskId } = await params;
  const { role } = await authorisePage(projectId, "judgeAsExpert");
  const task = await orNotFound(getDisputedTask({ projectId, taskId, withNames: can(role, "managePeople") }));
  const { settled, completions } = task;
  const list = `/projects/${projectId}/quality/disagreements`;
  async function settleThis(given: { ranking: string[][]; words: string }) {
    "use server";
    return await settle({ projectId, taskId, ...given });
  }
  return (
    <div className="flex flex-col gap-4">
      <div>
        <ButtonLink href={list} tone="quiet" size="small" className="-ml-2.5">
          <ArrowLeft aria-hidden /> All disagreements
        </ButtonLink>
      </div>
      <Card>
        <Conversation messages={task.messages} />
      </Card>
      <Card title="What people decided" description="1 is best; equal numbers tie. Letters as below." flush>
        <JudgementsTable task={task} />
      </Card>
      <h2 className="mt-2 font-semibold text-lg">{settled ? "Settle it again" : "How it should be"}</h2>
      <p className="-mt-3 max-w-prose text-muted">
        From the next dataset version on your order counts alone for this task. What people decided stays, and stays in
        the figures.
      </p>
      <OrderForm
        completions={completions}
        {...(settled
          ? {
              initial: {
                places: Object.fromEntries(completions.map(({ id }, at) => [id, settled.ranks[at]!])),
                words: settled.comment,
              },
            }
          : {})}
        words={{ label: "Why", hint: "For whoever looks at it later; a reason to add to the guideline, perhaps." }}
        submit={settled ? "Settle again" : "Settle"}
        done="Settled."
        then={list}
        action={settleThis}
      />
    </div>
  );
}
