import { z } from "zod";
import { httpStatusByCode } from "../errors.ts";
import { version } from "../version.ts";
import type { Operation } from "./operation.ts";
import {
  addCommentOperation,
  chooseOperation,
  claimOperation,
  listCommentsOperation,
  listTurnsOperation,
  makeTasksOperation,
  sayOperation,
  setDemandOperation,
  submitOperation,
} from "./operations/annotation.ts";
import { exportOperation } from "./operations/data.ts";
import { roundEventsOperation } from "./operations/events.ts";
import { decideFlagsOperation, listFlagsOperation } from "./operations/flags.ts";
import { getHealth, getOpenApi } from "./operations/installation.ts";
import {
  cancelRoundOperation,
  getRoundOperation,
  launchRoundOperation,
  listModelsOperation,
  listRoundsOperation,
} from "./operations/learning.ts";
import { createProjectOperation, importOperation, listProjectsOperation } from "./operations/projects.ts";
import {
  acceptConsentOperation,
  dismissOperation,
  excludeOperation,
  getDisagreementOperation,
  letInOperation,
  listConsentFormsOperation,
  listDisagreementsOperation,
  listGoldOperation,
  makeGoldOperation,
  publishConsentFormOperation,
  qualityOperation,
  readmitOperation,
  resolveOperation,
  retireGoldOperation,
  standingOperation,
} from "./operations/quality.ts";
import { errorBody } from "./schemas.ts";

/** Everything the API does. */
export const operations: readonly Operation[] = [
  getHealth,
  getOpenApi,
  listProjectsOperation,
  createProjectOperation,
  importOperation,
  claimOperation,
  submitOperation,
  makeTasksOperation,
  setDemandOperation,
  listTurnsOperation,
  sayOperation,
  chooseOperation,
  listCommentsOperation,
  addCommentOperation,
  roundEventsOperation,
  listRoundsOperation,
  launchRoundOperation,
  getRoundOperation,
  cancelRoundOperation,
  listModelsOperation,
  exportOperation,
  standingOperation,
  acceptConsentOperation,
  listConsentFormsOperation,
  publishConsentFormOperation,
  listGoldOperation,
  makeGoldOperation,
  retireGoldOperation,
  listDisagreementsOperation,
  getDisagreementOperation,
  resolveOperation,
  listFlagsOperation,
  decideFlagsOperation,
  qualityOperation,
  excludeOperation,
  readmitOperation,
  letInOperation,
  dismissOperation,
];

/** The OpenAPI 3.1 document, made from the schemas that the routes obey. */
export function openApiDocument() {
  const paths = pathsOf(operations);
  return {
    openapi: "3.1.0",
    info: {
      title: "Attune",
      version,
      description:
        "People rank what a language model answers, the rankings train the model, and its new answers come back to be " +
        "ranked. Errors are `{error: {code, message, details}}`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "An API token, `att_…`." } },
      schemas: { Error: jsonSchema(errorBody, "output"), ...namedSchemas },
    },
  };
}

function pathsOf(all: readonly Operation[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of all) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: operationObject(operation) };
  }
  return paths;
}

function operationObject(operation: Operation) {
  const { id, summary, description, tag, isPublic, method, body, streamedBody } = operation;
  const mediaType = streamedBody?.mediaType ?? "application/json";
  const requestBody = { required: true, content: { [mediaType]: { schema: jsonSchema(body, "input") } } };
  return {
    operationId: id,
    summary,
    ...(description ? { description } : {}),
    tags: [tag],
    ...(isPublic ? { security: [] } : {}),
    parameters: [...parameters(operation.params, "path"), ...parameters(operation.query, "query")],
    ...(method === "GET" ? {} : { requestBody }),
    responses: { ...responses(operation), ...errors(operation) },
  };
}

function parameters(schema: z.ZodType, place: "path" | "query") {
  const { properties = {}, required = [] } = jsonSchema(schema, "input");
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
  }));
}

function responses(operation: Operation) {
  const described = Object.entries(operation.responses).map(([status, { description, schema, mediaType }]) => {
    const content = schema && { [mediaType ?? "application/json"]: { schema: jsonSchema(schema, "output") } };
    return [status, { description, ...(content ? { content } : {}) }];
  });
  return Object.fromEntries(described);
}

/** One entry a status, naming the codes that come with it. */
function errors({ isPublic, method, query, errors: expected }: Operation) {
  const takesInput = method === "POST" || Object.keys(jsonSchema(query, "input").properties ?? {}).length > 0;
  const codes = [
    ...(takesInput ? ["INVALID_INPUT" as const] : []),
    ...(isPublic ? [] : ["UNAUTHENTICATED" as const, "RATE_LIMITED" as const]),
    ...expected,
    "INTERNAL" as const,
  ];
  const byStatus = codes.map((code) => [
    httpStatusByCode[code],
    { description: code, content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } },
  ]);
  return Object.fromEntries(byStatus);
}

/** Schemas with an id of their own, which others refer to. */
const namedSchemas: Record<string, unknown> = {};

function jsonSchema(schema: z.ZodType, io: "input" | "output"): { properties?: object; required?: string[] } {
  const { $schema: _dialect, $defs, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  Object.assign(namedSchemas, atComponents($defs ?? {}));
  return atComponents(rest);
}

function atComponents<Schema>(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll("#/$defs/", "#/components/schemas/"));
}
