"use client";

import { useTranslations } from "next-intl";

const roles = ["annotator", "researcher", "admin"] as const;

/** The roles to choose from, the least first. */
export function RoleOptions() {
  const t = useTranslations("shared.roles");
  return roles.map((role) => (
    <option key={role} value={role}>
      {t(role)}
    </option>
  ));
}
