"use client";

import { useTranslations } from "next-intl";
import type { Role } from "../../../lib/generated/prisma/enums.ts";
import { Select } from "../../_components/input.tsx";
import { useAction } from "../../_components/use-action.ts";
import { changeRole } from "./actions.ts";
import { RoleOptions } from "./role-options.tsx";

/** Changes a role at once. For the installation there is also "none". */
export function RoleSelect({
  projectId,
  userId,
  name,
  role,
}: {
  projectId: string | null;
  userId: string;
  name: string;
  role: Role | null;
}) {
  const t = useTranslations("admin.roleSelect");
  const { pending, run } = useAction();
  return (
    <Select
      aria-label={t("roleOfName", { name })}
      className="w-36"
      value={role ?? ""}
      disabled={pending}
      onChange={(event) => {
        const chosen = (event.target.value || null) as Role | null;
        run(() => changeRole({ projectId, userId, role: chosen }), {
          done: chosen ? t("changed", { name, chosen }) : t("removed", { name }),
        });
      }}
    >
      {projectId === null && <option value="">{t("none")}</option>}
      <RoleOptions />
    </Select>
  );
}
