import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { TabbedSection } from "../tabbed-section.tsx";

export default async function DataLayout({
  params,
  children,
}: {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}) {
  const t = await getTranslations("research.dataLayout");
  const { projectId } = await params;
  return (
    <TabbedSection
      projectId={projectId}
      path="data"
      title={t("data")}
      description={t("whatPeopleDecidedWhatRounds")}
      tabs={[
        { path: "", label: t("rankings") },
        { path: "/versions", label: t("datasetVersions") },
        { path: "/export", label: t("export") },
      ]}
    >
      {children}
    </TabbedSection>
  );
}
