import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { announceEvent, holdEvent } from "../edit/actions.ts";
import { loadEventCard } from "./reads.ts";
import { readAuthorized } from "../load.ts";
import { EventPage, VisitorPanels } from "./page.tsx";
import { ActionFailedPage } from "./action-failed-page.tsx";
import { eventsViewContext } from "../view.ts";

type CardDeps = { projects: EntityLookup };

async function renderCard(c: RequestContext, deps: CardDeps): Promise<Response> {
  const view = eventsViewContext(c);
  const event = await readAuthorized(c.ctx, c.param("number"), "read");
  const card = await loadEventCard(c.ctx, event, deps);
  return c.page({
    title: event.title,
    section: "events",
    description: event.summary.slice(0, 200),
    breadcrumbs: [{ label: view.t.list.title, href: c.href("/events") }],
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

const versionForm = z.object({ version: z.coerce.number().int().optional() });

/** A button of the makers: done, or the page says why not. */
function transitionRoute(name: "announce" | "hold"): Route {
  const act = name === "announce" ? announceEvent : holdEvent;
  return actionRoute({
    path: `/events/:number/${name}`,
    permission: "events.event.handle",
    schema: versionForm,
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
