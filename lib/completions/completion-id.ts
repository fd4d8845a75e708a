import { createHash } from "node:crypto";

/**
 * Id of the completion at a place of a generation job: a UUID version 8 (RFC 9562, section 5.8) from a SHA-256, so that
 * a job that is done twice writes each completion once. Nothing about the model shows in it.
 */
export function completionId(jobId: string, place: number): string {
  const bytes = createHash("sha256").update(`${jobId} ${place}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
