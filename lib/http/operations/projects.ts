import { z } from "zod";
import { projectInput } from "../../projects/create-project.ts";
import { projectSettings } from "../../projects/settings.ts";
import { demonstrationLineSchema } from "../../prompts/demonstration-line.ts";
import { importFormats, importLineSchema } from "../../prompts/import-line.ts";
import { operation } from "../operation.ts";
import { idParams, noInput, timestamp } from "../schemas.ts";

const projectBody = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  guidelines: z.string(),
  settings: projectSettings,
  createdAt: timestamp,
  archivedAt: timestamp.nullable(),
});

export const createProjectOperation = operation({
  id: "createProject",
  method: "POST",
  path: "/projects",
  summary: "Make a project",
  description: "For admins of the installation, who become its admin. Settings may be given in part.",
  tag: "Projects",
  params: noInput,
  query: noInput,
  body: projectInput,
  responses: { 201: { description: "The project.", schema: projectBody } },
  errors: ["FORBIDDEN"],
});

export const listProjectsOperation = operation({
  id: "listProjects",
  method: "GET",
  path: "/projects",
  summary: "The projects you have a role in",
  tag: "Projects",
  params: noInput,
  query: noInput,
  body: noInput,
  responses: {
    200: {
      description: "By name.",
      schema: z.object({
        projects: z.array(
          projectBody
            .pick({ id: true, name: true, description: true, createdAt: true, archivedAt: true })
            .extend({ role: z.enum(["admin", "researcher", "annotator"]) }),
        ),
      }),
    },
  },
  errors: [],
});

const count = z.number().int().min(0);

export const importOperation = operation({
  id: "importLines",
  method: "POST",
  path: "/projects/{id}/imports",
  summary: "Import prompts, ranked answers, gold tasks or demonstrations, all lines or none",
  description:
    "A body of up to 64 MiB, one JSON object a line. With `format=ranked` each line needs completions. Ranks on all of a " +
    "line's completions make a finished ranking (1 is best, equal ranks tie); on none, a task for people. With " +
    "`format=gold` the ranks are the known answer of a gold task, which people are checked by; `explanation` says why. With " +
    "`format=demonstrations` each line is a prompt with the answer that a person would have wanted, as `completion` or " +
    "`text`: SFT learns from it. Bad lines come " +
    "back in `error.details.faults` as `{line, reason}`, the first 20. What is there already is counted, not doubled.",
  tag: "Projects",
  params: idParams,
  query: z.object({ format: z.enum(importFormats) }),
  body: z.union([importLineSchema, demonstrationLineSchema]),
  streamedBody: { mediaType: "application/jsonl" },
  responses: {
    201: {
      description: "What was made.",
      schema: z.object({
        importId: z.string(),
        lines: count,
        prompts: count,
        completions: count,
        tasks: count,
        rankings: count,
        gold: count,
        demonstrations: count,
        duplicates: count,
        generationJobs: count,
      }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND", "TOO_LARGE"],
});
