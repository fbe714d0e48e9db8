import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { notFound } from "#base/refusal.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { toBurstRecord, burstSchema, burstsOfTerritory } from "./export.ts";
import { burstMessages, explainBurst } from "./explanation.ts";
import { currentBursts } from "./bursts.ts";
import { cachedForGuests } from "../guest-page-cache.ts";
import { BurstsPage } from "./page.tsx";
import { insightViewContext } from "../view.ts";

const burstQuery = z.object({
  territory: z
    .string()
    .max(120)
    .optional()
    .transform((slug) => (slug === "" ? undefined : slug)),
});

async function loadBursts(c: RequestContext) {
  const { territory } = c.query(burstQuery);
  const [data, directory] = await Promise.all([currentBursts(c.ctx), territoryDirectory(c.ctx)]);
  if (territory !== undefined && directory.bySlug.get(territory)?.kind !== "municipality")
    throw notFound("insight.no-territory");
  return {
    territory,
    data,
    rows: burstsOfTerritory(data, territory),
    places: directory.municipalities,
  };
}

async function showBursts(c: RequestContext): Promise<Response> {
  const [loaded, view] = await Promise.all([loadBursts(c), insightViewContext(c)]);
  const t = burstMessages[c.lang];
  const { territory } = loaded;
  const json = c.href(
    territory === undefined ? "/insight/hot.json" : `/insight/hot.json?territory=${territory}`,
  );
  return c.page({
    title: t.title,
    section: "insight",
    breadcrumbs: [{ label: view.t.desk.title, href: c.href("/insight") }],
    description: t.lead,
    exports: { json },
    body: <BurstsPage viewContext={view} json={json} {...loaded} />,
  });
}

async function burstsJson(c: RequestContext): Promise<Response> {
  const { data, rows } = await loadBursts(c);
  return c.json({
    countedAt: data.at,
    learntFromDays: data.historyDays,
    hot: rows.map((row) => toBurstRecord(row, explainBurst(row, c.lang))),
  });
}

export const burstRoutes: Route[] = [
  {
    method: "get",
    path: "/insight/hot",
    permission: "public",
    handle: (c) => cachedForGuests(c, () => showBursts(c)),
  },
  {
    method: "get",
    path: "/insight/hot.json",
    permission: "public",
    handle: burstsJson,
    api: {
      summary:
        "What burns: topics of which more people wrote in a municipality than usual there, with every summand of the score",
      query: burstQuery,
      response: z.object({
        countedAt: z.iso.datetime(),
        learntFromDays: z.int(),
        hot: z.array(burstSchema),
      }),
    },
  },
];
