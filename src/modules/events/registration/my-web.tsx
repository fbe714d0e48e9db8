import { actionRoute } from "#base/http/action-route.ts";
import { z, type ZodType } from "zod";
import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import type { FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { withPrivateHeaders } from "#base/http/private-link.ts";
import { orNotFound } from "#base/refusal.ts";
import { loadContacts } from "#modules/people/index.ts";
import { asSystem } from "#base/context.ts";
import { calendarResponse, renderCalendar } from "../listing/calendar.ts";
import { loadEventCard } from "../card/reads.ts";
import { listChoices } from "../seats/session-choices-store.ts";
import { attendanceModes } from "../event.ts";
import { findValidCertificate } from "../certificates/store.ts";
import { feedbackPath } from "../learning/private-links.ts";
import { registrationUrl } from "./letters.ts";
import { findPresence } from "../attendance/store.ts";
import { loadEventNames, formatPlace } from "../names.ts";
import { MyRegistrationPage } from "./my-page.tsx";
import { listSessions } from "../programme/store.ts";
import {
  cancelRegistration,
  changeChoices,
  confirmSeat,
  findRegistrationByLink,
  switchMode,
} from "./actions.ts";
import { listRegistrationsOfContact, type Registration } from "./store.ts";
import { findEventsById, findEvent } from "../store.ts";
import { listBreadcrumb, eventsViewContext } from "../view.ts";

type MyRegistrationDeps = { projects: EntityLookup };

/** Shows the event to the holder of the link, also where it is not public. */
async function renderMyRegistration(
  c: RequestContext,
  deps: MyRegistrationDeps,
  { state, status = 200 }: { state?: FormState; status?: number } = {},
): Promise<Response> {
  const view = eventsViewContext(c);
  const registration = await findRegistrationByLink(c.ctx, c.param("token"));
  const event = orNotFound(await findEvent(c.ctx, registration.event_id));
  const card = await loadEventCard(c.ctx, event, deps);
  const contact = orNotFound(
    (await loadContacts(c.ctx, [registration.contact_id])).get(registration.contact_id),
  );
  const choices = await listChoices(c.ctx, registration.id);
  const isConfirmed = registration.state === "confirmed";
  const lines = isConfirmed
    ? (await listSessions(c.ctx, event.id)).flatMap((one): [string, string][] =>
        one.online_url === "" ? [] : [[one.id, one.online_url]],
      )
    : [];
  const base = `/my/events/${c.param("token")}`;
  const presence = await findPresence(c.ctx, event.id, registration.contact_id);
  const certificate = await findValidCertificate(c.ctx, {
    event: event.id,
    contact: registration.contact_id,
  });
  return withPrivateHeaders(
    c.page({
      title: event.title,
      section: "events",
      status,
      islands: ["okno-busy", "okno-errors"],
      breadcrumbs: [listBreadcrumb(c)],
      body: (
        <MyRegistrationPage
          viewContext={view}
          card={{ ...card, canManage: false }}
          href={c.href}
          base={base}
          registration={registration}
          contact={contact}
          ticket={registrationUrl(c.ctx, registration)}
          mine={new Map(choices.map((choice) => [choice.session_id, choice.state]))}
          lines={new Map(lines)}
          followUp={{
            wasPresent: presence?.withdrawn_at === null,
            feedback: c.href(feedbackPath(c.ctx, event, registration.contact_id)),
            certificate: certificate && c.href(`/certificates/${certificate.code}`),
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

/** Creates the route of a form of the private page; `act` returns the sentence shown after it. */
function registrationActionRoute<T>(
  deps: MyRegistrationDeps,
  name: string,
  {
    schema,
    act,
  }: { schema: ZodType<T>; act: (c: RequestContext, token: string, input: T) => Promise<string> },
): Route {
  return actionRoute({
    path: `/my/events/:token/${name}`,
    permission: "public",
    limit: { name: "my-events", requests: 60, seconds: 600 },
    schema,
    async act(c, input) {
      const token = c.param("token");
      return withPrivateHeaders(c.redirect(`/my/events/${token}`, await act(c, token, input)));
    },
    onInvalid: (c, state, status) => renderMyRegistration(c, deps, { state, status }),
  });
}

const buttonForm = z.object({});
const switchForm = z.object({ mode: z.enum(attendanceModes) });
const sessionsForm = z.object({ sessions: z.array(z.uuid()).max(40).default([]) });

/** Responds with a calendar of all the person's events, so that one subscription is enough. */
async function respondPersonalCalendar(c: RequestContext): Promise<Response> {
  const own = await findRegistrationByLink(c.ctx, c.param("token"));
  const all = (await listRegistrationsOfContact(c.ctx, own.contact_id)).filter(
    ({ state }) => state !== "cancelled",
  );
  const shown = all.some(({ id }) => id === own.id) ? all : [own, ...all];
  const events = await findEventsById(
    c.ctx,
    shown.map(({ event_id }) => event_id),
  );
  const names = await loadEventNames(asSystem(c.ctx, "feed"));
  const { t } = eventsViewContext(c);
  const text = renderCalendar({
    name: t.mine.feed,
    zone: c.ctx.region.timeZone,
    self: `${c.ctx.app.url}${c.href(`/my/events/${c.param("token")}.ics`)}`,
    entries: shown.flatMap((registration) => {
      const event = events.get(registration.event_id);
      if (event === undefined) return [];
      return [
        {
          event,
          where: event.format === "online" ? t.formats.online : formatPlace(names, event),
          url: registrationUrl(c.ctx, registration),
          note: calendarNote(t.mine.line, registration, event.online_url),
        },
      ];
    }),
  });
  return withPrivateHeaders(calendarResponse(text, "my-events"));
}

function calendarNote(line: string, { code, state }: Registration, url: string): string {
  return [code, state === "confirmed" && url !== "" ? `${line}: ${url}` : ""]
    .filter(Boolean)
    .join("\n");
}

/** Creates the routes of the private page of a registration. */
export function myRegistrationRoutes(deps: MyRegistrationDeps): Route[] {
  return [
    {
      method: "get",
      path: "/my/events/:token{[\\w-]{43}\\.ics}",
      permission: "public",
      handle: (c) => respondPersonalCalendar(withoutIcsSuffix(c)),
    },
    {
      method: "get",
      path: "/my/events/:token",
      permission: "public",
      handle: (c) => renderMyRegistration(c, deps),
    },
    registrationActionRoute(deps, "confirm", {
      schema: buttonForm,
      async act(c, token) {
        await confirmSeat(c.ctx, token);
        return eventsViewContext(c).t.mine.confirmed;
      },
    }),
    registrationActionRoute(deps, "cancel", {
      schema: buttonForm,
      async act(c, token) {
        await cancelRegistration(c.ctx, token);
        return eventsViewContext(c).t.mine.cancelled;
      },
    }),
    registrationActionRoute(deps, "mode", {
      schema: switchForm,
      async act(c, token, { mode }) {
        await switchMode(c.ctx, token, mode);
        return eventsViewContext(c).t.mine.switched[mode];
      },
    }),
    registrationActionRoute(deps, "sessions", {
      schema: sessionsForm,
      async act(c, token, { sessions }) {
        await changeChoices(c.ctx, token, sessions);
        return eventsViewContext(c).t.mine.chosen;
      },
    }),
  ];
}

/** Returns the context with the token without the suffix of the feed. */
const withoutIcsSuffix = (c: RequestContext): RequestContext => ({
  ...c,
  param: (name) => c.param(name).replace(/\.ics$/, ""),
});
