import { z } from "zod";
import type { Choices } from "#base/ports/entity-lookup.ts";
import { submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { secretly } from "#base/http/private-link.ts";
import { found } from "#base/refusal.ts";
import { contactsById } from "#modules/people/index.ts";
import { asSystem } from "#base/context.ts";
import { calendarResponse, calendarText } from "../listing/calendar.ts";
import { loadCard } from "../card/reads.ts";
import { choicesOf } from "../seats/session-choices-store.ts";
import { modes } from "../event.ts";
import { validCertificate } from "../certificates/store.ts";
import { feedbackPath } from "../learning/private-links.ts";
import { linkOf } from "./letters.ts";
import { presenceAt } from "../attendance/store.ts";
import { namesFor, placeText } from "../names.ts";
import { MyEventPage } from "./my-page.tsx";
import { sessionsOf } from "../programme/store.ts";
import {
  cancelRegistration,
  changeChoices,
  confirmSeat,
  registrationByLink,
  switchMode,
} from "./actions.ts";
import { registrationsOfContact, type Registration } from "./store.ts";
import { eventsById, findEvent } from "../store.ts";
import { readerOf } from "../view.ts";

type Ground = { projects: Choices };

/** Whoever holds the link reads the event, an unlisted one too: it is theirs. */
async function show(
  x: Exchange,
  ground: Ground,
  { state, status = 200 }: { state?: FormState; status?: number } = {},
): Promise<Response> {
  const reader = readerOf(x);
  const registration = await registrationByLink(x.ctx, x.param("token"));
  const event = found(await findEvent(x.ctx, registration.event_id));
  const card = await loadCard(x.ctx, event, ground);
  const contact = found(
    (await contactsById(x.ctx, [registration.contact_id])).get(registration.contact_id),
  );
  const choices = await choicesOf(x.ctx, registration.id);
  const seated = registration.state === "confirmed";
  const lines = seated
    ? (await sessionsOf(x.ctx, event.id)).flatMap((one): [string, string][] =>
        one.online_url === "" ? [] : [[one.id, one.online_url]],
      )
    : [];
  const base = `/my/events/${x.param("token")}`;
  const came = await presenceAt(x.ctx, event.id, registration.contact_id);
  const certificate = await validCertificate(x.ctx, {
    event: event.id,
    contact: registration.contact_id,
  });
  return secretly(
    x.page({
      title: event.title,
      section: "events",
      status,
      islands: ["okno-busy", "okno-errors"],
      crumbs: [{ label: reader.t.list.title, href: x.href("/events") }],
      body: (
        <MyEventPage
          reader={reader}
          card={{ ...card, makes: false }}
          href={x.href}
          base={base}
          registration={registration}
          contact={contact}
          ticket={linkOf(x.ctx, registration)}
          mine={new Map(choices.map((choice) => [choice.session_id, choice.state]))}
          lines={new Map(lines)}
          after={{
            came: came?.withdrawn_at === null,
            feedback: x.href(feedbackPath(x.ctx, event, registration.contact_id)),
            certificate: certificate && x.href(`/certificates/${certificate.code}`),
          }}
          state={
            state ?? {
              values: {},
              errors: {},
              lists: { sessions: choices.map(({ session_id }) => session_id) },
            }
          }
        />
      ),
    }),
  );
}

type Act = (x: Exchange, token: string) => Promise<string>;

function button(ground: Ground, name: string, act: Act): Route {
  return {
    method: "post",
    path: `/my/events/:token/${name}`,
    asks: "public",
    limit: { name: "my-events", requests: 60, seconds: 600 },
    handle: (x) =>
      submit(x, {
        schema: z.object({}),
        act: async () => {
          const token = x.param("token");
          return secretly(x.go(`/my/events/${token}`, await act(x, token)));
        },
        again: (state, status) => show(x, ground, { state, status }),
      }),
  };
}

const switchForm = z.object({ mode: z.enum(modes) });
const sessionsForm = z.object({ sessions: z.array(z.uuid()).max(40).default([]) });

/** The person's other events too: a phone subscribes once. */
async function feed(x: Exchange): Promise<Response> {
  const own = await registrationByLink(x.ctx, x.param("token"));
  const all = (await registrationsOfContact(x.ctx, own.contact_id)).filter(
    ({ state }) => state !== "cancelled",
  );
  const shown = all.some(({ id }) => id === own.id) ? all : [own, ...all];
  const events = await eventsById(
    x.ctx,
    shown.map(({ event_id }) => event_id),
  );
  const names = await namesFor(asSystem(x.ctx, "feed"));
  const { t } = readerOf(x);
  const text = calendarText({
    name: t.mine.feed,
    zone: x.ctx.region.timeZone,
    self: `${x.ctx.house.url}${x.href(`/my/events/${x.param("token")}.ics`)}`,
    entries: shown.flatMap((registration) => {
      const event = events.get(registration.event_id);
      if (event === undefined) return [];
      return [
        {
          event,
          where: event.format === "online" ? t.formats.online : placeText(names, event),
          url: linkOf(x.ctx, registration),
          note: noteOf(t.mine.line, registration, event.online_url),
        },
      ];
    }),
  });
  return secretly(calendarResponse(text, "my-events"));
}

function noteOf(line: string, { code, state }: Registration, url: string): string {
  return [code, state === "confirmed" && url !== "" ? `${line}: ${url}` : ""]
    .filter(Boolean)
    .join("\n");
}

export function myRoutes(ground: Ground): Route[] {
  return [
    {
      method: "get",
      path: "/my/events/:token{[\\w-]{43}\\.ics}",
      asks: "public",
      handle: (x) => feed(icsToken(x)),
    },
    { method: "get", path: "/my/events/:token", asks: "public", handle: (x) => show(x, ground) },
    button(ground, "confirm", async (x, token) => {
      await confirmSeat(x.ctx, token);
      return readerOf(x).t.mine.confirmed;
    }),
    button(ground, "cancel", async (x, token) => {
      await cancelRegistration(x.ctx, token);
      return readerOf(x).t.mine.cancelled;
    }),
    {
      ...button(ground, "mode", async () => ""),
      handle: (x) =>
        submit(x, {
          schema: switchForm,
          async act({ mode }) {
            await switchMode(x.ctx, x.param("token"), mode);
            return secretly(
              x.go(`/my/events/${x.param("token")}`, readerOf(x).t.mine.switched[mode]),
            );
          },
          again: (state, status) => show(x, ground, { state, status }),
        }),
    },
    {
      ...button(ground, "sessions", async () => ""),
      handle: (x) =>
        submit(x, {
          schema: sessionsForm,
          async act({ sessions }) {
            await changeChoices(x.ctx, x.param("token"), sessions);
            return secretly(x.go(`/my/events/${x.param("token")}`, readerOf(x).t.mine.chosen));
          },
          again: (state, status) => show(x, ground, { state, status }),
        }),
    },
  ];
}

/** The feed's address is the page's with an ending. */
const icsToken = (x: Exchange): Exchange => ({
  ...x,
  param: (name) => x.param(name).replace(/\.ics$/, ""),
});
