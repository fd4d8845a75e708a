import { randomBytes } from "node:crypto";

let lastMilliseconds = 0;
let counter = 0;

/**
 * A UUID version 7 (RFC 9562, section 5.7): time first, then a 12-bit counter (section 6.2, method 1), so that ids of one
 * process sort as they were made. For rows written by raw SQL, and for those whose id is needed before the insert; Prisma
 * makes its own for the others.
 */
export function newId(): string {
  const now = Date.now();
  counter = now > lastMilliseconds ? 0 : counter + 1;
  // A clock that was set back, or more than 4,096 ids in a millisecond: borrow from the future.
  if (counter > 0xfff) counter = 0;
  lastMilliseconds = Math.max(now, counter === 0 ? lastMilliseconds + 1 : lastMilliseconds);
  const bytes = randomBytes(16);
  bytes.writeUIntBE(lastMilliseconds, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
