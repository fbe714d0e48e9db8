import { actionRoute } from "#base/http/action-route.ts";
import { versionInput } from "../inputs.ts";
import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { announceEvent, holdEvent } from "../edit/actions.ts";
import { loadEventCard } from "./reads.ts";
import { readEventParam } from "../load.ts";
import { EventPage } from "./page.tsx";
import { VisitorPanels } from "./visitor-panels.tsx";
import { ActionFailedPage } from "./action-failed-page.tsx";
import { listBreadcrumb, eventsViewContext } from "../view.ts";

type CardDeps = { projects: EntityLookup };

async function renderCard(c: RequestContext, deps: CardDeps): Promise<Response> {
  const view = eventsViewContext(c);
  const event = await readEventParam(c, "read");
  const card = await loadEventCard(c.ctx, event, deps);
  return c.page({
    title: event.title,
    section: "events",
    description: event.summary.slice(0, 200),
    breadcrumbs: [listBreadcrumb(c)],
    exports: {
      ics: c.href(`/events/${event.number}.ics`),
      json: c.href(`/events/${event.number}.json`),
    },
    body: (
      <EventPage
        viewContext={view}
        card={card}
        href={c.href}
        panes={<VisitorPanels viewContext={view} card={card} href={c.href} />}
      />
    ),
  });
}

/** Creates the route of a manager's button; a refusal shows the page with the reason. */
function transitionRoute(name: "announce" | "hold"): Route {
  const act = name === "announce" ? announceEvent : holdEvent;
  return actionRoute({
    path: `/events/:number/${name}`,
    permission: "events.event.handle",
    schema: versionInput,
    async act(c, { version }) {
      const { t } = eventsViewContext(c);
      const event = await act(c.ctx, c.param("number"), { version });
      return {
        path: `/events/${event.number}`,
        flash: name === "announce" ? t.edit.announced : t.edit.held,
      };
    },
    onInvalid: (c, state, status) =>
      c.page({
        title: eventsViewContext(c).t.list.title,
        section: "events",
        status,
        body: (
          <ActionFailedPage
            state={state}
            href={c.href(`/events/${c.param("number")}`)}
            viewContext={eventsViewContext(c)}
          />
        ),
      }),
  });
}

/** Creates the routes of the page of an event and of its transitions. */
export function cardRoutes(deps: CardDeps): Route[] {
  return [
    {
      method: "get",
      path: "/events/:number",
      permission: "events.event.read",
      handle: (c) => renderCard(c, deps),
    },
    transitionRoute("announce"),
    transitionRoute("hold"),
  ];
}
