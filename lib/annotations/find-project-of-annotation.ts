import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";

/** The project that an annotation belongs to, for authorisation. Throws NOT_FOUND. */
export async function findProjectOfAnnotation({
  annotationId,
  database = db(),
}: {
  annotationId: string;
  database?: Database;
}): Promise<string> {
  const annotation = await database.annotation.findUnique({
    where: { id: annotationId },
    select: { projectId: true },
  });
  if (!annotation) throw new AppError("NOT_FOUND", "There is no such submission of yours.");
  return annotation.projectId;
}
