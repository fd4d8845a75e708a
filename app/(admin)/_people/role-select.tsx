"use client";

import type { Role } from "../../../lib/generated/prisma/enums.ts";
import { Select } from "../../_components/input.tsx";
import { useAction } from "../../_components/use-action.ts";
import { changeRole } from "./actions.ts";

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
  const { pending, run } = useAction();
  return (
    <Select
      aria-label={`Role of ${name}`}
      className="w-36"
      value={role ?? ""}
      disabled={pending}
      onChange={(event) => {
        const chosen = (event.target.value || null) as Role | null;
        run(() => changeRole({ projectId, userId, role: chosen }), {
          done: chosen ? `${name} is now ${chosen}.` : `${name} has no role for every project any more.`,
        });
      }}
    >
      {projectId === null && <option value="">none</option>}
      <option value="annotator">annotator</option>
      <option value="researcher">researcher</option>
      <option value="admin">admin</option>
    </Select>
  );
}
