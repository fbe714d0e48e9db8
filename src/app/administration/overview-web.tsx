import type { Ctx } from "#base/context.ts";
import type { Route } from "#base/http/route.ts";
import { countFacts } from "#base/journal.ts";
import { countEmails } from "#base/mail/mail.ts";
import { listRulePacks } from "#base/time/rules.ts";
import { organisationDirectory } from "#modules/organisations/index.ts";
import { countPeople, listTokens } from "#modules/people/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { catalogue, listModelVersions } from "#modules/triage/index.ts";
import { countSilentChannels } from "./topics/channels.ts";
import { AdministrationOverviewPage } from "./overview-page.tsx";
import type { AdministrationDeps } from "./deps.ts";
import { authorizeAdministrator } from "./policy.ts";
import { administrationView } from "./view.tsx";
import type { AdministrationMessages } from "./messages.ru.ts";

type OverviewTileCode = keyof AdministrationMessages["tiles"];

type OverviewTile = {
  code: OverviewTileCode;
  path: string;
  count: (ctx: Ctx) => Promise<number> | number;
};

const dayMs = 86_400_000;

/** Every page of administration with its one live number. */
function overviewTiles(deps: AdministrationDeps): readonly OverviewTile[] {
  return [
    { code: "people", path: "/admin/people", count: (ctx) => countPeople(ctx, {}) },
    {
      code: "organisations",
      path: "/admin/organisations",
      count: async (ctx) => (await organisationDirectory(ctx)).byId.size,
    },
    {
      code: "competence",
      path: "/admin/competence",
      count: async (ctx) => (await organisationDirectory(ctx)).bodies.length,
    },
    {
      code: "territories",
      path: "/admin/territories",
      count: async (ctx) => (await territoryDirectory(ctx)).municipalities.length,
    },
    {
      code: "rules",
      path: "/admin/rules",
      count: async (ctx) => (await listRulePacks(ctx)).flatMap(({ pack }) => pack.rules).length,
    },
    { code: "topics", path: "/admin/topics", count: () => catalogue.topics.length },
    {
      code: "triage",
      path: "/admin/triage",
      count: async (ctx) => (await listModelVersions(ctx)).length,
    },
    { code: "jobs", path: "/admin/jobs", count: (ctx) => countFailedJobs(ctx, deps) },
    { code: "connectors", path: "/admin/connectors", count: countSilentChannels },
    { code: "letters", path: "/admin/letters", count: countUnsentEmails },
    {
      code: "tokens",
      path: "/admin/tokens",
      count: async (ctx) => (await listTokens(ctx)).filter((key) => key.revoked_at === null).length,
    },
    {
      code: "journal",
      path: "/admin/journal",
      count: (ctx) => countFacts(ctx, new Date(ctx.now().getTime() - dayMs)),
    },
    { code: "regions", path: "/admin/regions", count: async () => (await deps.regions()).length },
  ];
}

async function countFailedJobs(ctx: Ctx, deps: AdministrationDeps): Promise<number> {
  const states = await deps.jobQueue().states(ctx.region.id);
  return states.reduce((sum, { state, count }) => (state === "failed" ? sum + count : sum), 0);
}

async function countUnsentEmails(ctx: Ctx): Promise<number> {
  const { waiting, kept: stored, failed } = await countEmails(ctx);
  return waiting + stored + failed;
}

/** Returns the route of the administration's overview, `/admin`. */
export function administrationOverviewRoutes(deps: AdministrationDeps): Route[] {
  return [
    {
      method: "get",
      path: "/admin",
      permission: "administration.settings.administer",
      async handle(c) {
        authorizeAdministrator(c.ctx);
        const view = administrationView(c);
        const there = new Set(
          deps
            .modules()
            .flatMap(({ routes = [] }) => routes)
            .map((r) => r.path),
        );
        // A tile never leads nowhere: a module that is not built in has no page to open.
        const tiles = overviewTiles(deps).filter(({ path }) => there.has(path));
        const figures = await Promise.all(tiles.map(({ count }) => count(c.ctx)));
        return c.page({
          title: view.t.index.title,
          section: "admin",
          body: (
            <AdministrationOverviewPage
              view={view}
              tiles={tiles.map(({ code, path }, index) => ({
                code,
                href: c.href(path),
                figure: figures[index] ?? 0,
              }))}
            />
          ),
        });
      },
    },
  ];
}
