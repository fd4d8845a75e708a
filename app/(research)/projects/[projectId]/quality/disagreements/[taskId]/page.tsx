import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
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

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.disputedTaskPage");
  return { title: t("settleADisagreement") };
}

export default async function DisputedTaskPage({ params }: { params: Promise<{ projectId: string; taskId: string }> }) {
  const t = await getTranslations("research.disputedTaskPage");
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
          <ArrowLeft aria-hidden /> {t("allDisagreements")}
        </ButtonLink>
      </div>
      <Card>
        <Conversation messages={task.messages} />
      </Card>
      <Card title={t("whatPeopleDecided")} description={t("howToReadThem")} flush>
        <JudgementsTable task={task} />
      </Card>
      <h2 className="mt-2 font-semibold text-lg">{settled ? t("settleItAgain") : t("howItShouldBe")}</h2>
      <p className="-mt-3 max-w-prose text-muted">{t("fromTheNextDatasetVersion")}</p>
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
        words={{ label: t("why"), hint: t("forWhoeverLooksAtIt") }}
        submit={settled ? t("settleAgain") : t("settle")}
        done={t("settled")}
        then={list}
        action={settleThis}
      />
    </div>
  );
}
