import type { ComponentChildren } from "preact";
import type { ZodType } from "zod";
import type { Ctx } from "../context.ts";
import type { Lang } from "../messages.ts";

/** One page as a module describes it; the application adds the frame. */
export type Page = {
  title: string;
  body: ComponentChildren;
  /** Breadcrumbs, without the region and the page itself. */
  breadcrumbs?: readonly { label: string; href: string }[];
  /** The last breadcrumb where the title is too long for it. */
  breadcrumb?: string;
  /** Which item of the navigation is lit: the module's name. */
  section?: string;
  /** Names of the islands that improve this page. */
  islands?: readonly string[];
  description?: string;
  /** Addresses of the same data in other formats, by extension. */
  exports?: Partial<Record<"json" | "csv" | "xlsx" | "geojson" | "atom" | "ics", string>>;
  /** The desk uses the whole width. */
  wide?: boolean;
  status?: number;
};

/** One request being answered. */
export type RequestContext = {
  ctx: Ctx;
  lang: Lang;
  request: Request;
  url: URL;
  /** Address of the visitor, for limits only; never stored. */
  visitorId: string;
  param(name: string): string;
  /** The address's query by a schema; a wrong one is a clear 400, an absent one the schema's default. */
  query<T>(schema: ZodType<T>): T;
  page(page: Page): Response;
  json(data: unknown, status?: number): Response;
  /** Post → redirect → get; `path` is inside the region, `flash` a sentence shown once. */
  redirect(path: string, flash?: string): Response;
  /** Address of a page inside the region. */
  href(path: string): string;
  /** The sentence behind a message key. */
  t(key: string, values?: Record<string, string | number>): string;
};

/** How many requests one visitor may make. */
export type RateLimit = { name: string; requests: number; seconds: number };

export type Route = {
  method: "get" | "post";
  /** `/problems/:number`; the application puts `/:region` before it. */
  path: string;
  /**
   * The policy line that the handler's action asks, `module.policy.action`, or `public`, or `signed-in`.
   * A walk in the tests visits every route as every role and holds it to this.
   */
  permission: string;
  limit?: RateLimit;
  /** Largest body in bytes; one mebibyte by default. */
  maxBody?: number;
  /** Present on JSON routes: the route's part of the OpenAPI document. */
  api?: ApiDescription;
  handle: (c: RequestContext) => Promise<Response> | Response;
};

export type ApiDescription = {
  summary: string;
  query?: ZodType;
  body?: ZodType;
  response: ZodType;
};
