import { type Database, db } from "../db/client.ts";

/** How somebody stands in a project's qualification round. */
export interface QualificationLine {
  userId: string;
  pseudonym: string;
  /** Only where it was asked for: it is not for researchers. */
  name: string | null;
  state: "open" | "passed" | "failed";
  /** Share of known pairs right; null while open, and where somebody was let in without. */
  accuracy: number | null;
  /** Gold tasks it rests on. */
  tasks: number;
  /** A person decided, not the figures. */
  letIn: boolean;
}

const orderOfStates = ["failed", "open", "passed"] as const;

/** Annotators of a project and whoever else took its qualification: not passed first, at most 1,000. */
export async function listQualifications({
  projectId,
  withNames,
  database = db(),
}: {
  projectId: string;
  withNames: boolean;
  database?: Database;
}): Promise<QualificationLine[]> {
  const people = await database.user.findMany({
    where: {
      OR: [{ memberships: { some: { projectId, role: "annotator" } } }, { qualifications: { some: { projectId } } }],
    },
    orderBy: { id: "asc" },
    take: 1000,
    select: { id: true, pseudonym: true, name: true, qualifications: { where: { projectId } } },
  });
  return people
    .map(({ id, pseudonym, name, qualifications: [row] }): QualificationLine => {
      return {
        userId: id,
        pseudonym,
        name: withNames ? name : null,
        state: row ? (row.passedAt ? "passed" : "failed") : "open",
        accuracy: row?.accuracy ?? null,
        tasks: row?.tasks ?? 0,
        letIn: (row?.decidedById ?? null) !== null,
      };
    })
    .sort((one, other) => orderOfStates.indexOf(one.state) - orderOfStates.indexOf(other.state));
}
