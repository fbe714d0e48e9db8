import { z, type ZodType } from "zod";
import type { Route } from "#base/http/route.ts";
import type { Module } from "#base/module.ts";

/** A JSON Schema as in an OpenAPI 3.1 document. */
export type JsonSchema = { [key: string]: unknown };

export type Parameter = {
  name: string;
  in: "path" | "query";
  required: boolean;
  description?: string;
  schema: JsonSchema;
};

type Content = Record<string, { schema: JsonSchema }>;

export type ApiOperation = {
  operationId: string;
  tags: string[];
  summary: string;
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { required: true; content: Content };
  responses: Record<string, { description: string; content?: Content } | { $ref: string }>;
};

export type ApiDocument = {
  openapi: "3.1.0";
  info: { title: string; version: string; license: { name: string; identifier: string } };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Partial<Record<Route["method"], ApiOperation>>>;
  components: {
    securitySchemes: Record<string, JsonSchema>;
    schemas: Record<string, JsonSchema>;
    responses: Record<string, { description: string; content: Content }>;
  };
};

/**
 * The OpenAPI 3.1 document of everything that modules offer to programs: one operation per route
 * that carries an `api` note. Paths are inside the region whose address is `server`.
 */
export function describeApi(
  modules: readonly Module[],
  { title, version, server }: { title: string; version: string; server: string },
): ApiDocument {
  const schemas: Record<string, JsonSchema> = { Problem: problemSchema };
  const paths: ApiDocument["paths"] = {};
  const speaking = modules.filter(({ routes = [] }) => routes.some(({ api }) => api !== undefined));
  for (const module of speaking) {
    for (const route of module.routes ?? []) {
      if (route.api === undefined) continue;
      const path = apiPath(route.path);
      paths[path] = {
        ...paths[path],
        [route.method]: describeOperation(module.name, { ...route, api: route.api }, schemas),
      };
    }
  }
  return {
    openapi: "3.1.0",
    info: { title, version, license: { name: "Apache License 2.0", identifier: "Apache-2.0" } },
    servers: [{ url: server }],
    tags: speaking.map(({ name }) => ({ name })),
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
      schemas,
      responses: { refusal: { description: "Refused, with the reason", content: problemContent } },
    },
  };
}

const problemContent: Content = {
  "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
};

/** An error by RFC 9457, as every JSON route returns it. */
const problemSchema = toJsonSchema(
  z.object({
    type: z.string(),
    status: z.int(),
    title: z.string().describe("The reason as a sentence"),
    reason: z.string().optional().describe("The reason as a code"),
    fields: z.record(z.string(), z.string()).optional().describe("Field to what is wrong with it"),
  }),
  "output",
);

type ApiRoute = Route & { api: NonNullable<Route["api"]> };

function describeOperation(
  tag: string,
  route: ApiRoute,
  schemas: Record<string, JsonSchema>,
): ApiOperation {
  const { method, permission, api } = route;
  const operationId = operationName(method, apiPath(route.path));
  const hoisted = (schema: ZodType, io: "input" | "output", part: string) =>
    hoistDefinitions(toJsonSchema(schema, io), `${operationId}-${part}`, schemas);
  const open = permission === "public";
  return {
    operationId,
    tags: [tag],
    summary: api.summary,
    // A public thing may still show more to a known program.
    security: open ? [{}, { key: [] }] : [{ key: [] }],
    parameters: [
      ...pathParameters(route.path),
      ...(api.query === undefined ? [] : queryParameters(hoisted(api.query, "input", "query"))),
    ],
    ...(api.body !== undefined && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: hoisted(api.body, "input", "body") } },
      },
    }),
    responses: {
      "200": {
        description: "Done",
        content: { "application/json": { schema: hoisted(api.response, "output", "answer") } },
      },
      default: { $ref: "#/components/responses/refusal" },
    },
  };
}

function toJsonSchema(schema: ZodType, io: "input" | "output"): JsonSchema {
  const described: JsonSchema = { ...z.toJSONSchema(schema, { io, unrepresentable: "any" }) };
  // The document names the dialect of all its schemas once.
  delete described.$schema;
  return described;
}

/** Moves the definitions that zod writes inside a schema to the document's components, so that references resolve. */
function hoistDefinitions(
  schema: JsonSchema,
  prefix: string,
  schemas: Record<string, JsonSchema>,
): JsonSchema {
  const { $defs, ...rest } = schema;
  const named = (name: string) => `${prefix}-${name}`.replace(/[^\w.-]/g, "-");
  const whole = `${prefix}-whole`;
  let refersToWhole = false;
  const move = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(move);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key !== "$ref" || typeof inner !== "string") return [key, move(inner)];
        if (inner === "#") refersToWhole = true;
        const target = inner === "#" ? whole : named(inner.replace("#/$defs/", ""));
        return [key, `#/components/schemas/${target}`];
      }),
    );
  };
  for (const [name, definition] of Object.entries($defs ?? {})) {
    schemas[named(name)] = move(definition) as JsonSchema;
  }
  const moved = move(rest) as JsonSchema;
  if (!refersToWhole) return moved;
  schemas[whole] = moved;
  return { $ref: `#/components/schemas/${whole}` };
}

const placeholder = /:(\w+)(?:\{((?:[^{}]|\{[^{}]*\})*)\})?/g;

/** `/problems/:number{.+\.json}` is `/problems/{number}.json` to the world. */
export function apiPath(path: string): string {
  return path.replace(placeholder, (_, name: string, shape = "") => `{${name}}${endingOf(shape)}`);
}

/** A placeholder's shape may hold the ending of the address: `.+\.json`. */
function endingOf(shape: string): string {
  return /\\(\.[a-z]+)$/.exec(shape)?.[1] ?? "";
}

function pathParameters(path: string): Parameter[] {
  return [...path.matchAll(placeholder)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters(schema: JsonSchema): Parameter[] {
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...inner }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(typeof description === "string" && { description }),
    schema: inner,
  }));
}

function operationName(method: string, path: string): string {
  return [method, ...path.split(/[^A-Za-z0-9]+/).filter((part) => part !== "")].join("-");
}
