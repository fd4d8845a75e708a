import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getReset } from "../../../../lib/auth/reset-password.ts";
import { AppError } from "../../../../lib/errors.ts";
import { ButtonLink } from "../../../_components/button.tsx";
import { refusalWords } from "../../../_i18n/refusal-words.ts";
import { Door } from "../../_door/door.tsx";
import { ResetForm } from "./reset-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account.resetPage");
  return { title: t("newPassword"), referrer: "no-referrer" };
}

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const t = await getTranslations("account.resetPage");
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
  return (
    <Door title={t("setANewPassword")} description={t("forEmailYouAreSigned", { email: found.email })}>
      <ResetForm token={token} email={found.email} />
    </Door>
  );
}

/** Whose password it sets, or what is wrong with the link. */
async function look(token: string) {
  try {
    return await getReset({ token });
  } catch (error) {
    if (error instanceof AppError) return refusalWords(error);
    throw error;
  }
}
