import type { ReactNode } from "react";
import { authorisePage } from "../../../_actions/authorise.ts";
import { AppFrame } from "../../../_components/app-frame.tsx";

export default async function InstallationLayout({ children }: { children: ReactNode }) {
  await authorisePage(null, "manageInstallation");
  return <AppFrame projectId={null}>{children}</AppFrame>;
}
