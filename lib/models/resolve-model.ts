import { type Database, db } from "../db/client.ts";
import { getActivePolicy } from "./get-active-policy.ts";

/**
 * The version that a name in a request means: a version's id; `active/PROJECT_ID` for what answers that project's
 * prompts; `active` for the policy that was activated last in any project, or the base. Null where there is none.
 */
export async function resolveModel({
  name,
  database = db(),
}: {
  name: string;
  database?: Database;
}): Promise<string | null> {
  if (name.startsWith("active/")) {
    return (await getActivePolicy({ projectId: name.slice("active/".length), database }))?.id ?? null;
  }
  if (name === "active") {
    const active = await database.modelVersion.findFirst({
      where: { kind: { in: ["base", "policy"] }, state: "active" },
      orderBy: [{ kind: "desc" }, { activatedAt: "desc" }],
      select: { id: true },
    });
    return active?.id ?? null;
  }
  const version = await database.modelVersion.findFirst({
    where: { id: name, kind: { not: "reward" }, weightsRemovedAt: null },
    select: { id: true },
  });
  return version?.id ?? null;
}
