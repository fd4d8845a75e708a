import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentActor } from "../../../lib/auth/actor.ts";
import { otherProviders } from "../../../lib/auth/options.ts";
import { Notice } from "../../_components/notice.tsx";
import { Door } from "../_door/door.tsx";
import { safePath } from "../_door/safe-path.ts";
import { SignInForm } from "./sign-in-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account.signInPage");
  return { title: t("signIn") };
}

/** Set by the pages that end a session, so that nobody wonders why they are here. */
const reasons: Record<string, "passwordIsSet" | "signedOutEverywhere" | "accountIsDeleted"> = {
  "password-set": "passwordIsSet",
  "signed-out": "signedOutEverywhere",
  left: "accountIsDeleted",
};

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const t = await getTranslations("account.signInPage");
  const { next, reason, error } = await searchParams;
  const after = safePath(next);
  if (await currentActor()) redirect(after);
  const told = typeof reason === "string" ? reasons[reason] : undefined;
  return (
    <Door title={t("signIn")} description={t("noAccountYetAskAn")}>
      <div className="flex flex-col gap-4">
        {told && <Notice tone="good">{t(told)}</Notice>}
        {error && <Notice tone="danger">{t("signingInDidNotWork")}</Notice>}
        <SignInForm next={after} providers={otherProviders().map(({ id, name }) => ({ id, name }))} />
      </div>
    </Door>
  );
}
