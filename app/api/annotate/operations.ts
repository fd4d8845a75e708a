import { z } from "zod";
import { operation } from "../../../lib/http/operation.ts";
import { claimOperation } from "../../../lib/http/operations/annotation.ts";
import { idParams, noInput } from "../../../lib/http/schemas.ts";
import { draftSchema } from "../../../lib/tasks/draft.ts";

// What only the ranking page asks for: not part of the public API, so it may change with the page.

const forTask = {
  method: "POST",
  tag: "Annotation",
  params: idParams,
  query: noInput,
  responses: { 204: { description: "Done." } },
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT"],
} as const;

/** As the public one, with the draft and the assignment. */
export const nextOperation = operation({ ...claimOperation, id: "nextForPage", path: "/annotate/projects/{id}/next" });

export const draftOperation = operation({
  ...forTask,
  errors: [...forTask.errors],
  id: "saveDraft",
  path: "/annotate/tasks/{id}/draft",
  summary: "Keep a ranking in progress",
  body: draftSchema,
});

export const leaseOperation = operation({
  ...forTask,
  errors: [...forTask.errors],
  id: "extendLease",
  path: "/annotate/tasks/{id}/lease",
  summary: "Keep the task: somebody is at work on it",
  body: noInput,
});

export const skipOperation = operation({
  ...forTask,
  errors: [...forTask.errors],
  id: "skipTask",
  path: "/annotate/tasks/{id}/skip",
  summary: "Give the task back for good",
  body: z.object({ reason: z.string().max(500) }),
});
