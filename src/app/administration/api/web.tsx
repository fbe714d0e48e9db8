import { z } from "zod";
import type { Region } from "#base/context.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { describeApi, type ApiDocument } from "./openapi.ts";
import { ApiPage } from "./page.tsx";
import type { HouseParts } from "../deps.ts";
import { viewOf } from "../view.tsx";

const version = "0.1.0";

/** The API of a region as a document; `url` is the installation's address without a trailing slash. */
export function apiOf(
  parts: Pick<HouseParts, "modules">,
  region: Region,
  url: string,
): ApiDocument {
  return describeApi(parts.modules(), {
    title: `OKNO, ${region.name.en}`,
    version,
    server: `${url}/${region.id}`,
  });
}

export function apiRoutes(parts: HouseParts): Route[] {
  const documentOf = (x: Exchange) => apiOf(parts, x.ctx.region, x.ctx.house.url);
  return [
    {
      method: "get",
      path: "/api",
      asks: "public",
      handle(x) {
        const view = viewOf(x);
        const document = documentOf(x);
        return x.page({
          title: view.t.api.title,
          description: view.t.api.lead,
          twins: { json: x.href("/api/openapi.json") },
          body: <ApiPage view={view} document={document} />,
        });
      },
    },
    {
      method: "get",
      path: "/api/openapi.json",
      asks: "public",
      api: {
        summary: "This description: OpenAPI 3.1 of everything that programs may ask and send",
        answer: z.object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
      },
      handle: (x) => x.json(documentOf(x)),
    },
  ];
}
