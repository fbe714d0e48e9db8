import { Hono, type Context } from "hono";
import type { ZodType } from "zod";
import type { Ctx, Region } from "../context.ts";
import type { Log } from "../log.ts";
import type { Module } from "../module.ts";
import { notFound, Refusal } from "../refusal.ts";
import type { Actor } from "../policy.ts";
import type { RegionDirectory } from "../regions.ts";
import type { Lang, Translator } from "../messages.ts";
import { fieldErrors, httpStatus, stripNullBytes } from "./form.ts";
import { requireSameOrigin, securityHeaders } from "./security.ts";
import { createRateLimiter } from "./rate-limits.ts";
import type { RequestContext, Page, Route } from "./route.ts";
import { internalErrorPage, refusalPage } from "./errors.tsx";

/** Renders the whole page: the application's frame around a module's page. */
export type PageRenderer = (c: RequestContext, page: Page, flash: string | undefined) => string;

export type SiteDeps = {
  modules: readonly Module[];
  regions: RegionDirectory;
  translator: Translator;
  renderPage: PageRenderer;
  log: Log;
  /** Milliseconds that only go forward, for rate limits. */
  clock: () => number;
  url: string;
  tilesOrigin?: string;
  /** How many proxies of ours stand in front and write X-Forwarded-For. */
  proxies: number;
  findActor: (request: Request, region: Region) => Promise<Actor>;
  createCtx: (region: Region, actor: Actor) => Ctx;
};

const postLimit = { name: "post", requests: 120, seconds: 60 };

/** Builds the region's pages of all modules into one Hono application. */
export function createSite(parts: SiteDeps): Hono {
  const app = new Hono();
  const limiter = createRateLimiter(parts.clock);
  const headers = securityHeaders({
    https: parts.url.startsWith("https:"),
    ...(parts.tilesOrigin !== undefined && { tilesOrigin: parts.tilesOrigin }),
  });
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of headers)
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  });
  for (const module of parts.modules) {
    for (const route of module.routes ?? []) {
      const path = `/:region{[a-z][a-z0-9-]+}${route.path === "/" ? "" : route.path}`;
      app.on(route.method.toUpperCase(), path, (c) => handleRoute(parts, route, c, limiter));
    }
  }
  app.notFound((c) => notFoundHandler(parts, c));
  return app;
}

type SiteRateLimiter = ReturnType<typeof createRateLimiter>;

async function handleRoute(
  parts: SiteDeps,
  route: Route,
  c: Context,
  limiter: SiteRateLimiter,
): Promise<Response> {
  const region = await parts.regions.find(c.req.param("region") ?? "");
  if (region === undefined) return notFoundHandler(parts, c);
  const visitor = visitorIdOf(c, parts.proxies);
  let x = createRequestContext(parts, c, { region, actor: { kind: "guest" }, visitor });
  try {
    requireSameOrigin(c.req.raw);
    if (route.method === "post") {
      limiter.count(visitor, route.limit ?? postLimit);
      requireBodySize(c.req.raw, route.maxBody ?? 1024 * 1024);
    } else if (route.limit !== undefined) {
      limiter.count(visitor, route.limit);
    }
    x = createRequestContext(parts, c, {
      region,
      actor: await parts.findActor(c.req.raw, region),
      visitor,
    });
    return await route.handle(x);
  } catch (error) {
    return handleError(parts, x, route, error);
  }
}

function requireBodySize(request: Request, maxBytes: number): void {
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (Number.isNaN(length) && request.body === null) return;
  // Without a stated length the body cannot be judged before it fills the memory.
  if (Number.isNaN(length) || length > maxBytes) {
    throw bodyTooLarge(maxBytes);
  }
}

const bodyTooLarge = (most: number) =>
  new Refusal("invalid", "base.body-too-large", {
    values: { megabytes: Math.round(most / 1048576) },
  });

function handleError(parts: SiteDeps, c: RequestContext, route: Route, error: unknown): Response {
  const wantsJson = route.api !== undefined || c.url.pathname.endsWith(".json");
  if (error instanceof Refusal) {
    const status = error.reason.startsWith("base.bad-") ? 400 : httpStatus[error.kind];
    if (!wantsJson) return refusalPage(c, error, status);
    return problemJson(status, parts.translator.refusal(error, c.lang), error);
  }
  const id = c.ctx.newId().slice(-8);
  parts.log.error({ err: error, id, path: route.path }, "bug");
  if (!wantsJson) return internalErrorPage(c, id);
  return problemJson(500, id);
}

/** RFC 9457 */
function problemJson(status: number, title: string, refusal?: Refusal): Response {
  const body = {
    type: `about:blank`,
    status,
    title,
    reason: refusal?.reason,
    fields: refusal?.fields,
  };
  return Response.json(body, { status, headers: { "content-type": "application/problem+json" } });
}

async function notFoundHandler(parts: SiteDeps, c: Context): Promise<Response> {
  const [fallback] = await parts.regions.all();
  const region = (await parts.regions.find(c.req.path.split("/")[1] ?? "")) ?? fallback;
  if (region === undefined) return c.text("Not found", 404);
  const actor = await parts.findActor(c.req.raw, region).catch((): Actor => ({ kind: "guest" }));
  const x = createRequestContext(parts, c, { region, actor, visitor: "" });
  return refusalPage(x, notFound("base.not-found"), 404);
}

function createRequestContext(
  parts: SiteDeps,
  c: Context,
  who: { region: Region; actor: Actor; visitor: string },
): RequestContext {
  const url = new URL(c.req.url);
  const lang = detectLang(c.req.raw, url);
  const flash = readFlash(c.req.raw);
  const href = (path: string) => `/${who.region.id}${path === "/" ? "" : path}`;
  const x: RequestContext = {
    ctx: parts.createCtx(who.region, who.actor),
    lang,
    request: c.req.raw,
    url,
    visitorId: who.visitor,
    href,
    param: (name) => c.req.param(name) ?? "",
    query: (schema) => readQuery(x, url, schema),
    t: (key, values) => parts.translator.t(key, lang, values),
    page: (page) =>
      htmlResponse(parts.renderPage(x, page, flash), page.status ?? 200, { flash, lang, url }),
    json: (data, status = 200) => Response.json(data, { status }),
    redirect(path, message) {
      // A header holds ASCII only, and our numbers begin with a Cyrillic letter.
      const { pathname, search, hash } = new URL(href(path), parts.url);
      const headers = new Headers({ location: `${pathname}${search}${hash}` });
      if (message !== undefined) headers.append("set-cookie", flashCookie(message, 60));
      return new Response(null, { status: 303, headers });
    },
  };
  return x;
}

function htmlResponse(
  text: string,
  status: number,
  { flash, lang, url }: { flash: string | undefined; lang: Lang; url: URL },
): Response {
  const headers = new Headers({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "private, no-cache",
    vary: "Cookie",
  });
  if (flash !== undefined) headers.append("set-cookie", flashCookie("", 0));
  if (url.searchParams.has("lang")) {
    headers.append("set-cookie", `okno_lang=${lang}; Path=/; Max-Age=31536000; SameSite=Lax`);
  }
  return new Response(text, { status, headers });
}

function flashCookie(message: string, seconds: number): string {
  return `okno_flash=${encodeURIComponent(message)}; Path=/; Max-Age=${seconds}; SameSite=Lax; HttpOnly`;
}

function readCookie(request: Request, name: string): string | undefined {
  const match = new RegExp(`(?:^|; )${name}=([^;]*)`).exec(request.headers.get("cookie") ?? "");
  return match?.[1];
}

function readFlash(request: Request): string | undefined {
  const text = readCookie(request, "okno_flash");
  try {
    return text ? decodeURIComponent(text).slice(0, 300) : undefined;
  } catch {
    return undefined;
  }
}

/** Returns Russian unless the address or an earlier choice names another language. */
function detectLang(request: Request, url: URL): Lang {
  const asked = url.searchParams.get("lang") ?? readCookie(request, "okno_lang");
  return asked === "en" ? "en" : "ru";
}

function readQuery<T>(c: RequestContext, url: URL, schema: ZodType<T>): T {
  const given: Record<string, string> = {};
  for (const [key, value] of url.searchParams)
    if (value !== "" && key !== "lang") given[key] = stripNullBytes(value);
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [field, trouble] = Object.entries(fieldErrors(c, parsed.error.issues))[0] ?? ["", ""];
  throw new Refusal("invalid", "base.bad-query", { values: { field, trouble } });
}

/** The nearest address that our own proxies vouch for. */
function visitorIdOf(c: Context, proxies: number): string {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  const direct = env?.incoming?.socket?.remoteAddress ?? "local";
  if (proxies === 0) return direct;
  const chain = (c.req.header("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  return chain.at(-proxies) || direct;
}
