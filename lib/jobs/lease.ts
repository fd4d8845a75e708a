import { Prisma } from "../generated/prisma/client.ts";

/** A lease outlives several missed heartbeats: the thread that computes may be busy for that long. */
export const leaseSeconds = 60;

/** Between two heartbeats. */
export const heartbeatSeconds = 10;

/** When a lease given now ends, for raw SQL. */
export function leaseEnd(seconds = leaseSeconds): Prisma.Sql {
  return Prisma.sql`timezone('UTC', now()) + make_interval(secs => ${seconds})`;
}
