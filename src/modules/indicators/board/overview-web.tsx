import type { Route } from "#base/http/route.ts";
import { demand, may } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { boardsAt, everyBoard } from "./progress.ts";
import { waitingFor } from "../entries/actions.ts";
import { OverviewPage, PlacePage } from "./overview-page.tsx";
import { promisePolicy } from "../policy.ts";
import { readerOf } from "../view.ts";

export const overviewRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/promises",
    asks: "promises.promise.overview",
    handle: async (x) => {
      demand({ policy: promisePolicy, actor: x.ctx.actor, action: "overview" });
      const reader = await readerOf(x);
      return x.page({
        title: reader.t.overview.title,
        section: "promises",
        body: (
          <OverviewPage
            reader={reader}
            boards={await everyBoard(x.ctx)}
            entries={
              may(promisePolicy, x.ctx.actor, "waiting")
                ? { href: x.href("/promises/entries"), count: (await waitingFor(x.ctx)).length }
                : undefined
            }
          />
        ),
      });
    },
  },
  {
    method: "get",
    path: "/promises/places/:slug",
    asks: "public",
    handle: async (x) => {
      const reader = await readerOf(x);
      const place = found((await territoryBook(x.ctx)).bySlug.get(x.param("slug")));
      return x.page({
        title: reader.t.overview.place(place.name),
        section: "promises",
        crumbs: [{ label: place.name, href: x.href(`/territories/${place.slug}`) }],
        body: (
          <PlacePage reader={reader} name={place.name} boards={await boardsAt(x.ctx, place.id)} />
        ),
      });
    },
  },
];
