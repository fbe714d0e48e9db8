import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Route } from "#base/http/route.ts";
import type { Module } from "#base/module.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { apiPath, describeApi, type ApiDocument, type ApiOperation } from "./openapi.ts";

let app: TestApp;
let document: ApiDocument;

beforeAll(async () => {
  app = await createTestApp();
  const response = await app.get("/sinegorsk/api/openapi.json");
  document = (await response.json()) as ApiDocument;
});
afterAll(() => app.close());

const operations = (of: ApiDocument): { path: string; operation: ApiOperation }[] =>
  Object.entries(of.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  );

function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "$ref" && typeof inner === "string" ? [inner] : references(inner),
  );
}

function resolves(of: unknown, reference: string): boolean {
  if (!reference.startsWith("#/")) return false;
  let place: unknown = of;
  for (const part of reference.slice(2).split("/")) {
    if (place === null || typeof place !== "object" || !(part in place)) return false;
    place = (place as Record<string, unknown>)[part];
  }
  return true;
}

/** JSON routes without a description: by their address, or by a handler that answers `c.json`. */
const undescribedRoutes = (modules: readonly Module[]): string[] =>
  modules
    .flatMap(({ routes = [] }) => routes)
    .filter(
      ({ path, handle, api }) =>
        api === undefined &&
        (apiPath(path).endsWith(".json") || /\bc\.json\(/.test(String(handle))),
    )
    .map(({ method, path }) => `${method} ${apiPath(path)}`);

describe("the description of the API", () => {
  test("leaves out no route that answers JSON", () => {
    expect(undescribedRoutes(app.modules)).toEqual([]);
  });

  test("would notice a JSON route without a description, however its address ends", () => {
    const route = (path: string, handle: Route["handle"]): Route => ({
      method: "get",
      path,
      permission: "public",
      handle,
    });
    const trees: Module = {
      name: "trees",
      policies: {},
      messages: { ru: { refusals: {} }, en: { refusals: {} } },
      routes: [
        route("/trees.json", () => new Response("[]")),
        route("/trees/:number{.+\\.json}", () => new Response("{}")),
        route("/trees/count", (c) => c.json({ trees: 7 })),
        route("/trees", () => new Response("<p>")),
        {
          ...route("/oaks.json", (c) => c.json([])),
          api: { summary: "Oaks", response: z.array(z.string()) },
        },
      ],
    };
    expect(undescribedRoutes([trees])).toEqual([
      "get /trees.json",
      "get /trees/{number}.json",
      "get /trees/count",
    ]);
  });

  test("holds every route that speaks to programs, and no other", () => {
    const routes = app.modules
      .flatMap((module) => module.routes ?? [])
      .filter(({ api }) => api !== undefined)
      .map(({ method, path }) => `${method} ${apiPath(path)}`);
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(routes.length).toBeGreaterThan(5);
    expect(told.toSorted()).toEqual([...new Set(routes)].toSorted());
    expect(routes).toHaveLength(told.length);
  });

  test("is well-formed: references resolve, names are unique, each placeholder is a parameter", () => {
    expect(document.openapi).toBe("3.1.0");
    const all = references(document);
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter((reference) => !resolves(document, reference))).toEqual([]);
    const ids = operations(document).map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations(document)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const given = operation.parameters.filter((one) => one.in === "path");
      expect(given.map(({ name }) => name)).toEqual(named);
      expect(path).not.toMatch(/[:\\]/);
      expect(operation.summary.length).toBeGreaterThan(10);
    }
  });

  test("tells how a refusal looks, and a true one looks so", async () => {
    for (const { operation } of operations(document)) {
      expect(operation.responses.default).toEqual({ $ref: "#/components/responses/refusal" });
    }
    const refused = await app.get("/sinegorsk/problems.json?stage=nonsense");
    expect(refused.status).toBe(400);
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    const body = (await refused.json()) as Record<string, unknown>;
    const { properties, required } = document.components.schemas.Problem as {
      properties: object;
      required: string[];
    };
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(body)));
    expect(Object.keys(body)).toEqual(expect.arrayContaining(required));
  });

  test("asks for a key where the route is not public", () => {
    const guarded = operations(document).filter(({ operation }) => operation.security.length === 1);
    expect(guarded.length).toBeGreaterThan(0);
    for (const { operation } of guarded) expect(operation.security).toEqual([{ key: [] }]);
  });

  test("stands at the front door for the first region, and as a page people read", async () => {
    const front = (await (await app.get("/api/openapi.json")).json()) as ApiDocument;
    expect(front).toEqual(document);
    expect((await app.get("/api")).headers.get("location")).toBe("/sinegorsk/api");
    const page = await app.get("/sinegorsk/api");
    expect(page.status).toBe(200);
    const html = await page.text();
    for (const path of Object.keys(document.paths)) expect(html).toContain(path);
  });

  test("keeps a schema that refers to itself resolvable", () => {
    const node = z.object({
      name: z.string(),
      get children() {
        return z.array(node);
      },
    });
    const tree: Module = {
      name: "trees",
      messages: { ru: { refusals: {} }, en: { refusals: {} } },
      policies: {},
      routes: [
        {
          method: "get",
          path: "/trees/:id{[0-9a-f]{36}\\.json}",
          permission: "public",
          api: { summary: "A tree and its branches", response: z.object({ root: node }) },
          handle: (c) => c.json({}),
        },
        {
          method: "get",
          path: "/node.json",
          permission: "public",
          api: { summary: "One node of the tree", response: node },
          handle: (c) => c.json({}),
        },
      ],
    };
    const own = describeApi([tree], { title: "t", version: "1", server: "http://localhost/r" });
    expect(Object.keys(own.paths)).toEqual(["/trees/{id}.json", "/node.json"]);
    expect(references(own).filter((reference) => !resolves(own, reference))).toEqual([]);
  });
});
