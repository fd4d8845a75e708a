import type { ReactNode } from "react";
import { MessageArea } from "../_i18n/message-area.tsx";

export default function Layout({ children }: { children: ReactNode }) {
  return <MessageArea area="projectPages">{children}</MessageArea>;
}
