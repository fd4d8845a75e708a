import { z } from "zod";
import { exportFormat } from "../../datasets/export-preferences.ts";
import { text } from "../../text.ts";
import { operation } from "../operation.ts";
import { idParams, noInput } from "../schemas.ts";

export const exportOperation = operation({
  id: "exportPreferences",
  method: "GET",
  path: "/projects/{id}/export",
  summary: "The preferences, streamed as JSONL",
  description:
    "`trl-preference`: TRL's explicit conversational format, one line a preference (`prompt`, `chosen`, `rejected`), ties " +
    "left out. `ranked`: one line an annotation, all completions with their rank and model, the annotator's pseudonym and " +
    "the time; it can be imported again. Lines of a dataset version have their `weight` in it. `demonstrations`: TRL's conversational prompt-completion format, one line an " +
    "answer that a person wrote.",
  tag: "Data",
  params: idParams,
  query: z.object({
    format: exportFormat,
    /** Only this side. */
    split: z.enum(["train", "validation", "gold"]).optional(),
    /** A frozen dataset version; without it the current annotations. */
    datasetVersionId: text(100).min(1).optional(),
  }),
  body: noInput,
  responses: {
    200: { description: "One JSON object a line.", schema: z.string(), mediaType: "application/jsonl" },
  },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});
