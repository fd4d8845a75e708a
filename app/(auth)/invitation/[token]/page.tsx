import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "../../../../lib/auth/actor.ts";
import { getInvitation } from "../../../../lib/auth/get-invitation.ts";
import { AppError } from "../../../../lib/errors.ts";
import { ButtonLink } from "../../../_components/button.tsx";
import { refusalWords } from "../../../_i18n/refusal-words.ts";
import { Door } from "../../_door/door.tsx";
import { AcceptButton } from "./accept-button.tsx";
import { JoinForm } from "./join-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account.invitationPage");
  return { title: t("invitation"), referrer: "no-referrer" };
}

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const t = await getTranslations("account.invitationPage");
  const { token } = await params;
  const found = await look(token);
  if (typeof found === "string") {
    return (
      <Door title={t("thisLinkDoesNotWork")} description={found}>
        <ButtonLink href="/sign-in" size="large" className="w-full">
          {t("signIn")}
        </ButtonLink>
      </Door>
    );
  }
  const actor = await currentActor();
  return (
    <Door
      title={t("invitedByInvitesYou", { invitedBy: found.invitedBy })}
      description={
        found.project
          ? t("youJoinProject", { project: found.project.name, role: found.role })
          : t("youJoinEveryProject", { role: found.role })
      }
    >
      {actor ? <AcceptButton token={token} email={actor.email} /> : <JoinForm token={token} email={found.email} />}
    </Door>
  );
}

/** The invitation, or what is wrong with the link. */
async function look(token: string) {
  try {
    return await getInvitation({ token });
  } catch (error) {
    if (error instanceof AppError) return refusalWords(error);
    throw error;
  }
}
