import { z } from "zod";
import type { Region } from "#base/context.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { describeApi, type ApiDocument } from "./openapi.ts";
import { ApiPage } from "./page.tsx";
import type { AdministrationDeps } from "../deps.ts";
import { administrationView } from "../view.tsx";

const version = "0.1.0";

/** The API of a region as a document; `url` is the installation's address without a trailing slash. */
export function apiDocument(
  deps: Pick<AdministrationDeps, "modules">,
  region: Region,
  url: string,
): ApiDocument {
  return describeApi(deps.modules(), {
    title: `OKNO, ${region.name.en}`,
    version,
    server: `${url}/${region.id}`,
  });
}

/** Returns the routes of the API description: a page for people and the OpenAPI document. */
export function apiRoutes(deps: AdministrationDeps): Route[] {
  const documentOf = (c: RequestContext) => apiDocument(deps, c.ctx.region, c.ctx.app.url);
  return [
    {
      method: "get",
      path: "/api",
      permission: "public",
      handle(c) {
        const view = administrationView(c);
        const document = documentOf(c);
        return c.page({
          title: view.t.api.title,
          description: view.t.api.lead,
          exports: { json: c.href("/api/openapi.json") },
          body: <ApiPage view={view} document={document} />,
        });
      },
    },
    {
      method: "get",
      path: "/api/openapi.json",
      permission: "public",
      api: {
        summary: "This description: OpenAPI 3.1 of everything that programs may ask and send",
        response: z.object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
      },
      handle: (c) => c.json(documentOf(c)),
    },
  ];
}
