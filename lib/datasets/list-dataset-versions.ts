import { type Database, db } from "../db/client.ts";
import { type DatasetOptions, datasetOptions } from "./options.ts";
import { type SplitCounts, splitCountsSchema } from "./split-counts.ts";

export interface DatasetVersionLine {
  id: string;
  number: number;
  /** SHA-256, hex. */
  hash: string;
  annotationCount: number;
  comparisonCount: number;
  splitCounts: SplitCounts;
  options: DatasetOptions;
  createdAt: Date;
  rounds: { id: string; number: number }[];
}

/** The frozen datasets of a project, newest first. */
export async function listDatasetVersions({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<DatasetVersionLine[]> {
  const rows = await database.datasetVersion.findMany({
    where: { projectId },
    orderBy: { number: "desc" },
    include: { rounds: { select: { id: true, number: true }, orderBy: { number: "asc" } } },
  });
  return rows.map(({ projectId: _project, ...row }) => ({
    ...row,
    splitCounts: splitCountsSchema.parse(row.splitCounts),
    options: datasetOptions.parse(row.options),
  }));
}
