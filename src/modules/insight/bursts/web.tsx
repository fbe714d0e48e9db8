import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { notFound } from "#base/refusal.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { hotRecord, hotSchema, rowsOf } from "./export.ts";
import { hotWords, whyOf } from "./explanation.ts";
import { hotNow } from "./bursts.ts";
import { forGuests } from "../guest-page-cache.ts";
import { HotPage } from "./page.tsx";
import { lookOf } from "../view.ts";

const hotQuery = z.object({
  territory: z
    .string()
    .max(120)
    .optional()
    .transform((slug) => (slug === "" ? undefined : slug)),
});

async function load(x: Exchange) {
  const { territory } = x.query(hotQuery);
  const [data, book] = await Promise.all([hotNow(x.ctx), territoryBook(x.ctx)]);
  if (territory !== undefined && book.bySlug.get(territory)?.kind !== "municipality")
    throw notFound("insight.no-territory");
  return { territory, data, rows: rowsOf(data, territory), places: book.municipalities };
}

async function showHot(x: Exchange): Promise<Response> {
  const [loaded, look] = await Promise.all([load(x), lookOf(x)]);
  const t = hotWords[x.lang];
  const { territory } = loaded;
  const json = x.href(
    territory === undefined ? "/insight/hot.json" : `/insight/hot.json?territory=${territory}`,
  );
  return x.page({
    title: t.title,
    section: "insight",
    crumbs: [{ label: look.t.desk.title, href: x.href("/insight") }],
    description: t.lead,
    twins: { json },
    body: <HotPage look={look} json={json} {...loaded} />,
  });
}

async function hotJson(x: Exchange): Promise<Response> {
  const { data, rows } = await load(x);
  return x.json({
    countedAt: data.at,
    learntFromDays: data.learntFrom,
    hot: rows.map((row) => hotRecord(row, whyOf(row, x.lang))),
  });
}

export const hotRoutes: Route[] = [
  {
    method: "get",
    path: "/insight/hot",
    asks: "public",
    handle: (x) => forGuests(x, () => showHot(x)),
  },
  {
    method: "get",
    path: "/insight/hot.json",
    asks: "public",
    handle: hotJson,
    api: {
      summary:
        "What burns: topics of which more people wrote in a municipality than usual there, with every summand of the score",
      query: hotQuery,
      answer: z.object({
        countedAt: z.iso.datetime(),
        learntFromDays: z.int(),
        hot: z.array(hotSchema),
      }),
    },
  },
];
