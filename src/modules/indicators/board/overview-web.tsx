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
    handle: async (c) => {
      authorize({ policy: indicatorPolicy, actor: c.ctx.actor, action: "overview" });
      const view = await createIndicatorViewContext(c);
      return c.page({
        title: view.t.overview.title,
        section: "indicators",
        body: (
          <OverviewPage
            viewContext={view}
            boards={await listBoards(c.ctx)}
            entries={
              may(indicatorPolicy, c.ctx.actor, "waiting")
                ? {
                    href: c.href("/indicators/entries"),
                    count: (await listPendingEntries(c.ctx)).length,
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
    handle: async (c) => {
      const view = await createIndicatorViewContext(c);
      const place = orNotFound((await territoryDirectory(c.ctx)).bySlug.get(c.param("slug")));
      return c.page({
        title: view.t.overview.place(place.name),
        section: "indicators",
        breadcrumbs: [{ label: place.name, href: c.href(`/territories/${place.slug}`) }],
        body: (
          <PlacePage
            viewContext={view}
            name={place.name}
            boards={await listBoardsOfPlace(c.ctx, place.id)}
          />
        ),
      });
    },
  },
];
