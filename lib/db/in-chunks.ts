/** Rows in groups that one statement can take: Postgres allows 65,535 parameters. */
export function* inChunks<Row>(rows: readonly Row[], size = 2000): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}
