import { type Database, db } from "../db/client.ts";
import type { ModelKind } from "../generated/prisma/enums.ts";

export interface ActiveModel {
  id: string;
  kind: ModelKind;
  name: string;
  number: number;
  activatedAt: Date | null;
}

const fields = { id: true, kind: true, name: true, number: true, activatedAt: true } as const;

/** The version that answers a project's prompts: its active policy, else the base; null while no base is there. */
export async function getActivePolicy({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<ActiveModel | null> {
  const policy = await database.modelVersion.findFirst({
    where: { projectId, kind: "policy", state: "active" },
    orderBy: { activatedAt: "desc" },
    select: fields,
  });
  return policy ?? (await getActiveBase({ database }));
}

/** The base model of the installation; null until it is fetched. */
export async function getActiveBase({ database = db() }: { database?: Database } = {}): Promise<ActiveModel | null> {
  return await database.modelVersion.findFirst({
    where: { projectId: null, kind: "base", state: "active" },
    orderBy: { id: "desc" },
    select: fields,
  });
}
