import type { Route } from "#base/http/route.ts";
import { authorize, may } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { listBoardsOfPlace, listBoards } from "./progress.ts";
import { listPendingEntries } from "../entries/actions.ts";
import { OverviewPage, PlacePage } from "./overview-page.tsx";
import { indicatorPolicy } from "../policy.ts";
import { createIndicatorViewContext } from "../view.ts";

export const overviewRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/indicators",
    permission: "indicators.indicator.overview",
    handle: async (x) => {
      authorize({ policy: indicatorPolicy, actor: x.ctx.actor, action: "overview" });
      const reader = await createIndicatorViewContext(x);
      return x.page({
        title: reader.t.overview.title,
        section: "indicators",
        body: (
          <OverviewPage
            reader={reader}
            boards={await listBoards(x.ctx)}
            entries={
              may(indicatorPolicy, x.ctx.actor, "waiting")
                ? {
                    href: x.href("/indicators/entries"),
                    count: (await listPendingEntries(x.ctx)).length,
                  }
                : undefined
            }
          />
        ),
      });
    },
  },
  {
    method: "get",
    path: "/indicators/places/:slug",
    permission: "public",
    handle: async (x) => {
      const reader = await createIndicatorViewContext(x);
      const place = orNotFound((await territoryDirectory(x.ctx)).bySlug.get(x.param("slug")));
      return x.page({
        title: reader.t.overview.place(place.name),
        section: "indicators",
        breadcrumbs: [{ label: place.name, href: x.href(`/territories/${place.slug}`) }],
        body: (
          <PlacePage
            reader={reader}
            name={place.name}
            boards={await listBoardsOfPlace(x.ctx, place.id)}
          />
        ),
      });
    },
  },
];
