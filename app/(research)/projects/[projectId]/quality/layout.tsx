import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { TabbedSection } from "../tabbed-section.tsx";

export default async function QualityLayout({
  params,
  children,
}: {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}) {
  const t = await getTranslations("research.qualityLayout");
  const { projectId } = await params;
  return (
    <TabbedSection
      projectId={projectId}
      path="quality"
      title={t("quality")}
      description={t("howFarPeopleAgreeHow")}
      tabs={[
        { path: "", label: t("agreement") },
        { path: "/annotators", label: t("annotators") },
        { path: "/disagreements", label: t("disagreements") },
        { path: "/flags", label: t("flags") },
        { path: "/gold", label: t("goldTasks") },
      ]}
    >
      {children}
    </TabbedSection>
  );
}
