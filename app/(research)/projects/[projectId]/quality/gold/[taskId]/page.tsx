import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import { getDisputedTask } from "../../../../../../../lib/quality/list-disagreements.ts";
import { authorisePage } from "../../../../../../_actions/authorise.ts";
import { orNotFound } from "../../../../../../_actions/or-not-found.ts";
import { ButtonLink } from "../../../../../../_components/button.tsx";
import { Card } from "../../../../../../_components/card.tsx";
import { Conversation } from "../../../../../../_components/conversation.tsx";
import { makeGoldTask } from "../../_expert/actions.ts";
import { OrderForm } from "../../_expert/order-form.tsx";

export const metadata: Metadata = { title: "Make a gold task" };

export default async function MakeGoldPage({ params }: { params: Promise<{ projectId: string; taskId: string }> }) {
  const { projectId, taskId } = await params;
  await authorisePage(projectId, "judgeAsExpert");
  const task = await orNotFound(getDisputedTask({ projectId, taskId, withNames: false }));
  async function makeThis(given: { ranking: string[][]; words: string }) {
    "use server";
    return await makeGoldTask({ projectId, taskId, ...given });
  }
  return (
    <div className="flex flex-col gap-4">
      <div>
        <ButtonLink href={`/projects/${projectId}/quality/gold`} tone="quiet" size="small" className="-ml-2.5">
          <ArrowLeft aria-hidden /> Gold tasks
        </ButtonLink>
      </div>
      <h2 className="font-semibold text-lg">Make a gold task</h2>
      <p className="-mt-3 max-w-prose text-muted">
        Put the answers in the order that is right beyond doubt. A copy with your order beside it is handed out among
        the other tasks and looks like them.
      </p>
      <Card>
        <Conversation messages={task.messages} />
      </Card>
      <OrderForm
        completions={task.completions}
        words={{
          label: "What people may learn from it",
          hint: "Told after the task, where the project gives feedback. Markdown.",
        }}
        submit="Make gold task"
        done="Gold task made."
        then={`/projects/${projectId}/quality/gold`}
        action={makeThis}
      />
    </div>
  );
}
