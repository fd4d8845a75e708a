import type { Role } from "../../../lib/generated/prisma/enums.ts";

/** Where a role begins in a project: annotators at work, others at the overview. */
export function homeOf({ id, role }: { id: string; role: Role }): string {
  return role === "annotator" ? `/projects/${id}/annotate` : `/projects/${id}`;
}
