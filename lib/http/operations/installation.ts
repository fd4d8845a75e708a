import { z } from "zod";
import { operation } from "../operation.ts";
import { noInput } from "../schemas.ts";

export const healthBody = z.object({
  status: z.enum(["ok", "unavailable"]),
  version: z.string(),
  database: z.enum(["ok", "unreachable"]),
});

export const getHealth = operation({
  id: "getHealth",
  method: "GET",
  path: "/health",
  summary: "Whether this installation works",
  tag: "Installation",
  isPublic: true,
  params: noInput,
  query: noInput,
  body: noInput,
  responses: {
    200: { description: "It does.", schema: healthBody },
    503: { description: "The database cannot be reached.", schema: healthBody },
  },
  errors: [],
});

export const getOpenApi = operation({
  id: "getOpenApi",
  method: "GET",
  path: "/openapi.json",
  summary: "This document",
  tag: "Installation",
  isPublic: true,
  params: noInput,
  query: noInput,
  body: noInput,
  responses: { 200: { description: "OpenAPI 3.1.", schema: z.object({ openapi: z.string() }) } },
  errors: [],
});
