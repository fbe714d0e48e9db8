import { listUrl } from "#base/http/list-url.ts";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { csvResponse, xlsxResponse } from "#base/http/exports.ts";
import type { ExportCell } from "#base/tables/csv-writer.ts";
import { cursorKeys, pageOf, readCursor } from "#base/db/paging.ts";
import { loadContacts, foldName, type Contact } from "#modules/people/index.ts";
import {
  attendanceModes,
  attendanceModesFor,
  registrationRoles,
  registrationStates,
} from "../event.ts";
import { registerGroup } from "./group.ts";
import { readEventParam } from "../load.ts";
import { contactName, loadEventNames, type EventNames } from "../names.ts";
import { RegistrationsPage } from "./list-page.tsx";
import { cancelByStaff } from "./actions.ts";
import { listRegistrations, countTakenSeats, type Registration } from "./store.ts";
import { countSeats } from "../seats/allocation.ts";
import type { Event } from "../store.ts";
import {
  eventBreadcrumbs,
  eventsViewContext,
  formatWallTime,
  type EventsViewContext,
} from "../view.ts";

export const registrationQuery = z.object({
  q: z.string().trim().max(120).optional(),
  state: z.enum(registrationStates).optional(),
  mode: z.enum(attendanceModes).optional(),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});
export type RegistrationQuery = z.output<typeof registrationQuery>;

/** A registration with its contact. */
export type ListedRegistration = {
  registration: Registration;
  contact: Contact | undefined;
  name: string;
};

/**
 * Lists the registrations of an event that match; names belong to `people`, so the search filters
 * the event's own list.
 */
async function filterRegistrations(
  c: RequestContext,
  event: Event,
  query: RegistrationQuery,
): Promise<ListedRegistration[]> {
  const states = query.state === undefined ? undefined : [query.state];
  const all = (await listRegistrations(c.ctx, event.id, states)).filter(
    ({ mode }) => query.mode === undefined || mode === query.mode,
  );
  const contacts = await loadContacts(
    c.ctx,
    all.map((one) => one.contact_id),
  );
  const rows = all.map((registration) => ({
    registration,
    contact: contacts.get(registration.contact_id),
    name: contactName(contacts, registration.contact_id),
  }));
  if (query.q === undefined) return rows;
  const wanted = foldName(query.q);
  return rows.filter(
    ({ name, registration }) =>
      foldName(name).includes(wanted) || foldName(registration.code).includes(wanted),
  );
}

const pageSize = 20;

/** Cuts a page by seat number, from the cursor on. */
function paginateBySeat(rows: readonly ListedRegistration[], query: RegistrationQuery) {
  const cursor = readCursor(query, cursorKeys.score);
  const seat = Number(cursor?.key[0] ?? 0);
  const within =
    cursor === undefined
      ? rows
      : cursor.dir === "after"
        ? rows.filter(({ registration }) => registration.seat > seat)
        : rows.filter(({ registration }) => registration.seat < seat).toReversed();
  return pageOf(within.slice(0, pageSize + 1), {
    limit: pageSize,
    cursor,
    key: ({ registration }) => [registration.seat, registration.id],
  });
}

async function renderRegistrations(
  c: RequestContext,
  { state, status = 200 }: { state?: FormState; status?: number } = {},
): Promise<Response> {
  const view = eventsViewContext(c);
  const event = await readEventParam(c, "registrations");
  const query = c.query(registrationQuery);
  const rows = await filterRegistrations(c, event, query);
  const page = paginateBySeat(rows, query);
  const taken = await countTakenSeats(c.ctx, event.id);
  const waiting = await listRegistrations(c.ctx, event.id, ["waiting"]);
  const path = `/events/${event.number}/registrations`;
  const hrefWith = (
    change: Partial<Record<keyof RegistrationQuery, string | undefined>>,
    ending = "",
  ) => listUrl(c.href(`${path}${ending}`), query, change);
  return c.page({
    title: `${view.t.registrations.title}: ${event.title}`,
    breadcrumb: view.t.registrations.title,
    section: "events",
    status,
    islands: ["okno-busy", "okno-errors"],
    breadcrumbs: eventBreadcrumbs(c, event),
    body: (
      <RegistrationsPage
        viewContext={view}
        event={event}
        rows={page.rows}
        found={rows.length}
        totals={{ confirmed: countSeats(taken, () => true), waiting: waiting.length }}
        names={await loadEventNames(c.ctx)}
        query={query}
        path={path}
        href={c.href}
        hrefWith={hrefWith}
        modes={attendanceModesFor(event.format)}
        state={state ?? emptyForm}
        {...(page.before !== undefined && { newer: hrefWith({ before: page.before }) })}
        {...(page.after !== undefined && { older: hrefWith({ after: page.after }) })}
      />
    ),
  });
}

function exportHeaders({ t }: EventsViewContext): string[] {
  const r = t.registrations;
  return [
    r.code,
    t.register.surname,
    t.register.givenName,
    t.register.patronymic,
    t.register.email,
    t.register.phone,
    r.municipality,
    r.organisation,
    t.register.position,
    r.role,
    r.mode,
    r.state,
    r.asked,
  ];
}

function toExportCells(
  view: EventsViewContext,
  names: EventNames,
  { registration, contact }: ListedRegistration,
): ExportCell[] {
  const { t } = view;
  return [
    registration.code,
    contact?.surname,
    contact?.given_name,
    contact?.patronymic,
    contact?.email,
    contact?.phone,
    names.territory(registration.municipality_id),
    names.organisation(registration.organisation_id) || contact?.organisation,
    contact?.position,
    t.roles[registration.role],
    t.modes[registration.mode],
    t.states[registration.state],
    formatWallTime(registration.asked_at, view.zone)?.replace("T", " "),
  ];
}

/** Responds with the filtered rows as a file; the list of one event fits in memory. */
async function respondExport(c: RequestContext, kind: "csv" | "xlsx"): Promise<Response> {
  const view = eventsViewContext(c);
  const event = await readEventParam(c, "registrations");
  const rows = await filterRegistrations(c, event, c.query(registrationQuery));
  const names = await loadEventNames(c.ctx);
  const batches = async function* () {
    yield rows.map((row) => toExportCells(view, names, row));
  };
  const name = `registrations-${event.number}`;
  const respond = kind === "csv" ? csvResponse : xlsxResponse;
  return respond(name, exportHeaders(view), batches(), { zone: c.ctx.region.timeZone });
}

const groupForm = z.object({
  people: z.string("events.group-empty").max(100_000),
  municipalityId: z.uuid().optional(),
  role: z.enum(registrationRoles).default("participant"),
  mode: z.enum(attendanceModes).optional(),
});

const permission = "events.event.registrations";
const registrationsPath = "/events/:number/registrations";

export const registrationRoutes: Route[] = [
  { method: "get", path: registrationsPath, permission, handle: (c) => renderRegistrations(c) },
  actionRoute({
    path: registrationsPath,
    permission,
    schema: groupForm,
    load: (c) => readEventParam(c, "registrations"),
    async act(c, { people, ...group }, { number }) {
      const { t } = eventsViewContext(c);
      const made = await registerGroup(c.ctx, number, { text: people, ...group });
      const fresh = made.filter((one) => one.isNew);
      const waiting = fresh.filter(({ registration }) => registration.state === "waiting").length;
      const flash = [
        t.registrations.added(fresh.length),
        made.length > fresh.length ? t.registrations.addedKnown(made.length - fresh.length) : "",
        waiting > 0 ? t.registrations.addedWaiting(waiting) : "",
      ].join("");
      return { path: `/events/${number}/registrations`, flash };
    },
    onInvalid: (c, state, status) => renderRegistrations(c, { state, status }),
  }),
  ...(["csv", "xlsx"] as const).map((kind): Route => ({
    method: "get",
    path: `${registrationsPath}.${kind}`,
    permission,
    handle: (c) => respondExport(c, kind),
  })),
  {
    method: "post",
    path: `${registrationsPath}/:registration{[0-9a-f-]{36}}/cancel`,
    permission,
    async handle(c) {
      const event = c.param("number");
      await cancelByStaff(c.ctx, { event, registration: c.param("registration") });
      return c.redirect(
        `/events/${event}/registrations`,
        eventsViewContext(c).t.registrations.struck,
      );
    },
  },
];
