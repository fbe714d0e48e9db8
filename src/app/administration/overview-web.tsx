import type { Ctx } from "#base/context.ts";
import type { Route } from "#base/http/route.ts";
import { countFacts } from "#base/journal.ts";
import { countLetters } from "#base/mail/mail.ts";
import { listRulePacks } from "#base/time/rules.ts";
import { organisationBook } from "#modules/organisations/index.ts";
import { countPeople, listTokens } from "#modules/people/index.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { catalogue, modelVersions } from "#modules/triage/index.ts";
import { silentChannels } from "./topics/channels.ts";
import { IndexPage } from "./overview-page.tsx";
import type { HouseParts } from "./deps.ts";
import { demandAdministrator } from "./policy.ts";
import { viewOf } from "./view.tsx";
import type { HouseWords } from "./messages.ru.ts";

type TileCode = keyof HouseWords["tiles"];

type Tile = { code: TileCode; path: string; count: (ctx: Ctx) => Promise<number> | number };

const dayMs = 86_400_000;

/** Every page of administration with its one live number. */
function tilesOf(parts: HouseParts): readonly Tile[] {
  return [
    { code: "people", path: "/admin/people", count: (ctx) => countPeople(ctx, {}) },
    {
      code: "organisations",
      path: "/admin/organisations",
      count: async (ctx) => (await organisationBook(ctx)).byId.size,
    },
    {
      code: "competence",
      path: "/admin/competence",
      count: async (ctx) => (await organisationBook(ctx)).bodies.length,
    },
    {
      code: "territories",
      path: "/admin/territories",
      count: async (ctx) => (await territoryBook(ctx)).municipalities.length,
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
      count: async (ctx) => (await modelVersions(ctx)).length,
    },
    { code: "jobs", path: "/admin/jobs", count: (ctx) => failedJobs(ctx, parts) },
    { code: "connectors", path: "/admin/connectors", count: silentChannels },
    { code: "letters", path: "/admin/letters", count: unsentLetters },
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
    { code: "regions", path: "/admin/regions", count: async () => (await parts.regions()).length },
  ];
}

async function failedJobs(ctx: Ctx, parts: HouseParts): Promise<number> {
  const states = await parts.office().states(ctx.region.id);
  return states.reduce((sum, { state, count }) => (state === "failed" ? sum + count : sum), 0);
}

async function unsentLetters(ctx: Ctx): Promise<number> {
  const { waiting, kept, failed } = await countLetters(ctx);
  return waiting + kept + failed;
}

export function indexRoutes(parts: HouseParts): Route[] {
  return [
    {
      method: "get",
      path: "/admin",
      asks: "house.house.administer",
      async handle(x) {
        demandAdministrator(x.ctx);
        const view = viewOf(x);
        const there = new Set(
          parts
            .modules()
            .flatMap(({ routes = [] }) => routes)
            .map((r) => r.path),
        );
        // A tile never leads nowhere: a module that is not built in has no page to open.
        const tiles = tilesOf(parts).filter(({ path }) => there.has(path));
        const figures = await Promise.all(tiles.map(({ count }) => count(x.ctx)));
        return x.page({
          title: view.t.index.title,
          section: "admin",
          body: (
            <IndexPage
              view={view}
              tiles={tiles.map(({ code, path }, index) => ({
                code,
                href: x.href(path),
                figure: figures[index] ?? 0,
              }))}
            />
          ),
        });
      },
    },
  ];
}
