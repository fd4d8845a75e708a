import { Prisma } from "../generated/prisma/client.ts";

/** Now, for raw SQL: timestamps are stored without a zone, in UTC, whatever zone the session is in. */
export const utcNow = Prisma.sql`timezone('UTC', now())`;
