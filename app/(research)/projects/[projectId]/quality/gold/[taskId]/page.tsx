import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getDisputedTask } from "../../../../../../../lib/quality/list-disagreements.ts";
import { authorisePage } from "../../../../../../_actions/authorise.ts";
import { orNotFound } from "../../../../../../_actions/or-not-found.ts";
import { ButtonLink } from "../../../../../../_components/button.tsx";
import { Card } from "../../../../../../_components/card.tsx";
import { Conversation } from "../../../../../../_components/conversation.tsx";
import { makeGoldTask } from "../../_expert/actions.ts";
import { OrderForm } from "../../_expert/order-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.makeGoldPage");
  return { title: t("makeAGoldTask") };
}

export default async function MakeGoldPage({ params }: { params: Promise<{ projectId: string; taskId: string }> }) {
  const t = await getTranslations("research.makeGoldPage");
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
          <ArrowLeft aria-hidden /> {t("goldTasks")}
        </ButtonLink>
      </div>
      <h2 className="font-semibold text-lg">{t("makeAGoldTask")}</h2>
      <p className="-mt-3 max-w-prose text-muted">{t("putTheAnswersInThe")}</p>
      <Card>
        <Conversation messages={task.messages} />
      </Card>
      <OrderForm
        completions={task.completions}
        words={{
          label: t("whatPeopleMayLearnFrom"),
          hint: t("toldAfterTheTaskWhere"),
        }}
        submit={t("makeGoldTask")}
        done={t("goldTaskMade")}
        then={`/projects/${projectId}/quality/gold`}
        action={makeThis}
      />
    </div>
  );
}
