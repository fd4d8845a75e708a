import { getTranslations } from "next-intl/server";
import { ButtonLink } from "./_components/button.tsx";
import { Logo } from "./_components/logo.tsx";

export default async function NotFound() {
  const t = await getTranslations("shared.notFound");
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-6 text-center">
      <Logo className="mb-6 size-8" />
      <h1 className="font-semibold text-2xl tracking-tight">{t("title")}</h1>
      <p className="mt-2 max-w-md text-balance text-muted">{t("text")}</p>
      <ButtonLink href="/" tone="primary" size="large" className="mt-6">
        {t("start")}
      </ButtonLink>
    </main>
  );
}
