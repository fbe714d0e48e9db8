import { z } from "zod";
import type { Choices } from "#base/ports/entity-lookup.ts";
import { submit } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { announceEvent, holdEvent } from "../edit/actions.ts";
import { loadCard } from "./reads.ts";
import { readAllowed } from "../load.ts";
import { EventPage, VisitorPanes } from "./page.tsx";
import { EventFaultPage } from "./action-failed-page.tsx";
import { readerOf } from "../view.ts";

type Ground = { projects: Choices };

async function show(x: Exchange, ground: Ground): Promise<Response> {
  const reader = readerOf(x);
  const event = await readAllowed(x.ctx, x.param("number"), "read");
  const card = await loadCard(x.ctx, event, ground);
  return x.page({
    title: event.title,
    section: "events",
    description: event.summary.slice(0, 200),
    crumbs: [{ label: reader.t.list.title, href: x.href("/events") }],
    twins: {
      ics: x.href(`/events/${event.number}.ics`),
      json: x.href(`/events/${event.number}.json`),
    },
    body: (
      <EventPage
        reader={reader}
        card={card}
        href={x.href}
        panes={<VisitorPanes reader={reader} card={card} href={x.href} />}
      />
    ),
  });
}

const seen = z.object({ version: z.coerce.number().int().optional() });

/** A button of the makers: done, or the page says why not. */
function step(name: "announce" | "hold"): Route {
  const act = name === "announce" ? announceEvent : holdEvent;
  return {
    method: "post",
    path: `/events/:number/${name}`,
    asks: "events.event.handle",
    handle: (x) =>
      submit(x, {
        schema: seen,
        async act({ version }) {
          const { t } = readerOf(x);
          const event = await act(x.ctx, x.param("number"), { version });
          return x.go(
            `/events/${event.number}`,
            name === "announce" ? t.edit.announced : t.edit.held,
          );
        },
        again: (state, status) =>
          x.page({
            title: readerOf(x).t.list.title,
            section: "events",
            status,
            body: (
              <EventFaultPage
                state={state}
                href={x.href(`/events/${x.param("number")}`)}
                reader={readerOf(x)}
              />
            ),
          }),
      }),
  };
}

export function cardRoutes(ground: Ground): Route[] {
  return [
    {
      method: "get",
      path: "/events/:number",
      asks: "events.event.read",
      handle: (x) => show(x, ground),
    },
    step("announce"),
    step("hold"),
  ];
}
