import { Prisma } from "../generated/prisma/client.ts";

/** Whether an insert failed because a row with the same unique value is there: by Prisma's query, raw SQL or a prepared statement. */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return error.code === "P2002" || (error.code === "P2010" && JSON.stringify(error.meta ?? {}).includes("23505"));
  }
  return error instanceof Error && "code" in error && error.code === "23505";
}
