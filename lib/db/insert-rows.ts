import { Prisma } from "../generated/prisma/client.ts";
import type { Database } from "./client.ts";

/** Ids and times are the caller's: only Prisma's own inserts fill those in. */
type Complete<Row> = Omit<Row, "id" | "createdAt"> & { id: string; createdAt: Date };

interface Tables {
  Prompt: Complete<Prisma.PromptCreateManyInput>;
  Completion: Complete<Prisma.CompletionCreateManyInput>;
  Task: Complete<Prisma.TaskCreateManyInput>;
  TaskCompletion: Prisma.TaskCompletionCreateManyInput;
  Annotation: Complete<Prisma.AnnotationCreateManyInput>;
  Comparison: Complete<Prisma.ComparisonCreateManyInput>;
  Demonstration: Complete<Prisma.DemonstrationCreateManyInput>;
  Gold: Omit<Prisma.GoldCreateManyInput, "createdAt"> & { createdAt: Date };
}

const rowsAtOnce = 5000;
const charactersAtOnce = 4 * 2 ** 20;

/**
 * Inserts many rows that all have the same fields. Each statement carries its rows as one JSON parameter: ten times as
 * fast as a parameter a field, and the memory in use stays small.
 */
export async function insertRows<Table extends keyof Tables>(
  table: Table,
  rows: Iterable<Tables[Table]>,
  database: Database,
): Promise<void> {
  let gathered: string[] = [];
  let characters = 0;
  let columns: Prisma.Sql | undefined;
  const send = async () => {
    if (columns && gathered.length > 0) {
      const name = Prisma.raw(`"${table}"`);
      await database.$executeRaw`
        INSERT INTO ${name} (${columns})
        SELECT ${columns} FROM json_populate_recordset(NULL::${name}, ${`[${gathered.join()}]`}::json)`;
    }
    gathered = [];
    characters = 0;
  };
  for (const row of rows) {
    columns ??= Prisma.raw(
      Object.keys(row)
        .map((column) => `"${column}"`)
        .join(),
    );
    const json = JSON.stringify(row);
    gathered.push(json);
    characters += json.length;
    if (gathered.length === rowsAtOnce || characters > charactersAtOnce) await send();
  }
  await send();
}
