import type { Hono } from "hono";
import type { Ctx, Region } from "#base/context.ts";
import { listProblems, problemListQuery } from "#modules/problems/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import type { AdministrationDeps } from "./deps.ts";
import { apiDocument } from "./api/web.tsx";

type PublicFilesDeps = Pick<AdministrationDeps, "modules" | "regions"> & {
  url: string;
  /** A guest's context: a map of the site names only what anyone may read. */
  guest: (region: Region) => Ctx;
};

/** What search engines and programs look for before any region. */
export function addPublicFiles(app: Hono, deps: PublicFilesDeps): void {
  app.get("/robots.txt", (c) => c.text(robotsText(deps.url)));
  app.get("/sitemap.xml", async (c) => {
    const regions = await deps.regions();
    const pages = await Promise.all(regions.map((region) => listSitePages(deps, region)));
    c.header("content-type", "application/xml; charset=utf-8");
    return c.body(sitemapXml(deps.url, pages.flat()));
  });
  app.get("/api/openapi.json", async (c) => {
    const [first] = await deps.regions();
    return first === undefined ? c.notFound() : c.json(apiDocument(deps, first, deps.url));
  });
  app.get("/api", async (c) => {
    const [first] = await deps.regions();
    return first === undefined ? c.notFound() : c.redirect(`/${first.id}/api`);
  });
}

/** Private links, sign-in and the inner pages hold nothing for a search engine. */
const disallowedPaths = [
  "/admin",
  "/my",
  "/desk",
  "/inbox",
  "/checks",
  "/account",
  "/sign-in",
  "/first",
  "/invitation",
  "/learning",
  "/contacts",
];

function robotsText(url: string): string {
  const lines = ["User-agent: *", ...disallowedPaths.map((path) => `Disallow: /*${path}`)];
  return `${[...lines, "", `Sitemap: ${url}/sitemap.xml`].join("\n")}\n`;
}

type SitePage = { path: string; changed?: Date };

const MAX_PROBLEM_PAGES = 1000;

/** Pages of a region without a placeholder in their address, its municipalities and newest problems. */
async function listSitePages(parts: PublicFilesDeps, region: Region): Promise<SitePage[]> {
  const ctx = parts.guest(region);
  const query = problemListQuery.parse({});
  const [directory, problems] = await Promise.all([
    territoryDirectory(ctx),
    listProblems(ctx, query, { limit: MAX_PROBLEM_PAGES }),
  ]);
  const open = parts
    .modules()
    .flatMap(({ routes = [] }) => routes)
    .filter(
      ({ method, permission, path }) => method === "get" && permission === "public" && isPage(path),
    );
  const paths = new Set(open.map(({ path }) => (path === "/" ? "" : path)));
  const places = [...directory.byId.values()].filter(({ id }) =>
    directory.municipalities.some((municipality) => municipality.id === id),
  );
  return [
    ...[...paths].map((path) => ({ path: `/${region.id}${path}` })),
    ...(paths.has("/territories")
      ? places.map(({ slug }) => ({ path: `/${region.id}/territories/${slug}` }))
      : []),
    ...problems.rows.map(({ number, stage_since: changed }) => ({
      path: `/${region.id}/problems/${encodeURIComponent(number)}`,
      changed,
    })),
  ];
}

function isPage(path: string): boolean {
  const inside = disallowedPaths.some((one) => path === one || path.startsWith(`${one}/`));
  return !inside && !/[:.*]/.test(path);
}

function sitemapXml(url: string, pages: readonly SitePage[]): string {
  const entries = pages.map(({ path, changed }) => {
    const when = changed === undefined ? "" : `<lastmod>${changed.toISOString()}</lastmod>`;
    return `<url><loc>${url}${path}</loc>${when}</url>`;
  });
  return (
    `<?xml version="1.0" encoding="UTF-8"?>` +
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join("")}</urlset>\n`
  );
}
