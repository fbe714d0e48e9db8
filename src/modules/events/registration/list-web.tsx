import { z } from "zod";
import { submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { csvResponse, xlsxResponse, type Cell } from "#base/http/exports.ts";
import { cursorKeys, pageOf, readCursor } from "#base/db/paging.ts";
import { contactsById, foldName, fullName, type Contact } from "#modules/people/index.ts";
import { modes, modesOf, registrationRoles, registrationStates } from "../event.ts";
import { registerGroup } from "./group.ts";
import { readAllowed } from "../load.ts";
import { namesFor, type Names } from "../names.ts";
import { RegistrationsPage } from "./list-page.tsx";
import { cancelByStaff } from "./actions.ts";
import { registrationsOf, takenSeats, type Registration } from "./store.ts";
import { sum } from "../seats/allocation.ts";
import type { Event } from "../store.ts";
import { readerOf, wallText, type Reader } from "../view.ts";

export const registrationQuery = z.object({
  q: z.string().trim().max(120).optional(),
  state: z.enum(registrationStates).optional(),
  mode: z.enum(modes).optional(),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});
export type RegistrationQuery = z.output<typeof registrationQuery>;

/** A registration with the person behind it. */
export type Listed = { registration: Registration; contact: Contact | undefined; name: string };

/** Those of one event that fit; names live with people, so the search is over the event's own list. */
async function listed(x: Exchange, event: Event, query: RegistrationQuery): Promise<Listed[]> {
  const states = query.state === undefined ? undefined : [query.state];
  const all = (await registrationsOf(x.ctx, event.id, states)).filter(
    ({ mode }) => query.mode === undefined || mode === query.mode,
  );
  const contacts = await contactsById(
    x.ctx,
    all.map((one) => one.contact_id),
  );
  const rows = all.map((registration) => {
    const contact = contacts.get(registration.contact_id);
    return { registration, contact, name: contact === undefined ? "" : fullName(contact) };
  });
  if (query.q === undefined) return rows;
  const wanted = foldName(query.q);
  return rows.filter(
    ({ name, registration }) =>
      foldName(name).includes(wanted) || foldName(registration.code).includes(wanted),
  );
}

const pageSize = 20;

/** A page of the list by seat, from the cursor on. */
function cut(rows: readonly Listed[], query: RegistrationQuery) {
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

async function show(
  x: Exchange,
  { state, status = 200 }: { state?: FormState; status?: number } = {},
): Promise<Response> {
  const reader = readerOf(x);
  const event = await readAllowed(x.ctx, x.param("number"), "registrations");
  const query = x.query(registrationQuery);
  const rows = await listed(x, event, query);
  const page = cut(rows, query);
  const taken = await takenSeats(x.ctx, event.id);
  const waiting = await registrationsOf(x.ctx, event.id, ["waiting"]);
  const path = `/events/${event.number}/registrations`;
  const hrefWith = (
    change: Partial<Record<keyof RegistrationQuery, string | undefined>>,
    ending = "",
  ) => {
    const next = { ...query, after: undefined, before: undefined, ...change };
    const given = Object.entries(next).filter(([, value]) => value !== undefined);
    const text = new URLSearchParams(given as [string, string][]).toString();
    return x.href(`${path}${ending}${text === "" ? "" : `?${text}`}`);
  };
  return x.page({
    title: `${reader.t.registrations.title}: ${event.title}`,
    crumb: reader.t.registrations.title,
    section: "events",
    status,
    islands: ["okno-busy", "okno-errors"],
    crumbs: [
      { label: reader.t.list.title, href: x.href("/events") },
      { label: event.title, href: x.href(`/events/${event.number}`) },
    ],
    body: (
      <RegistrationsPage
        reader={reader}
        event={event}
        rows={page.rows}
        found={rows.length}
        totals={{ confirmed: sum(taken, () => true), waiting: waiting.length }}
        names={await namesFor(x.ctx)}
        query={query}
        path={path}
        href={x.href}
        hrefWith={hrefWith}
        ways={modesOf(event.format)}
        state={state ?? { values: {}, lists: {}, errors: {} }}
        {...(page.before !== undefined && { newer: hrefWith({ before: page.before }) })}
        {...(page.after !== undefined && { older: hrefWith({ after: page.after }) })}
      />
    ),
  });
}

function columnsOf({ t }: Reader): string[] {
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

function cellsOf(reader: Reader, names: Names, { registration, contact }: Listed): Cell[] {
  const { t } = reader;
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
    wallText(registration.asked_at, reader.zone)?.replace("T", " "),
  ];
}

/** The rows of the page's filters as a file; one event's list is small enough to hold. */
async function file(x: Exchange, kind: "csv" | "xlsx"): Promise<Response> {
  const reader = readerOf(x);
  const event = await readAllowed(x.ctx, x.param("number"), "registrations");
  const rows = await listed(x, event, x.query(registrationQuery));
  const names = await namesFor(x.ctx);
  const portions = async function* () {
    yield rows.map((row) => cellsOf(reader, names, row));
  };
  const name = `registrations-${event.number}`;
  return kind === "csv"
    ? csvResponse(name, columnsOf(reader), portions())
    : xlsxResponse(name, columnsOf(reader), portions());
}

const groupForm = z.object({
  people: z.string("events.group-empty").max(100_000),
  municipalityId: z.uuid().optional(),
  role: z.enum(registrationRoles).default("participant"),
  mode: z.enum(modes).optional(),
});

async function addGroup(x: Exchange): Promise<Response> {
  const { number } = await readAllowed(x.ctx, x.param("number"), "registrations");
  const { t } = readerOf(x);
  return submit(x, {
    schema: groupForm,
    async act({ people, ...group }) {
      const made = await registerGroup(x.ctx, number, { text: people, ...group });
      const fresh = made.filter((one) => one.fresh);
      const waiting = fresh.filter(({ registration }) => registration.state === "waiting").length;
      const said = [
        t.registrations.added(fresh.length),
        made.length > fresh.length ? t.registrations.addedKnown(made.length - fresh.length) : "",
        waiting > 0 ? t.registrations.addedWaiting(waiting) : "",
      ].join("");
      return x.go(`/events/${number}/registrations`, said);
    },
    again: (state, status) => show(x, { state, status }),
  });
}

const asks = "events.event.registrations";
const path = "/events/:number/registrations";

export const registrationRoutes: Route[] = [
  { method: "get", path, asks, handle: (x) => show(x) },
  { method: "post", path, asks, handle: addGroup },
  { method: "get", path: `${path}.csv`, asks, handle: (x) => file(x, "csv") },
  { method: "get", path: `${path}.xlsx`, asks, handle: (x) => file(x, "xlsx") },
  {
    method: "post",
    path: `${path}/:registration{[0-9a-f-]{36}}/cancel`,
    asks,
    async handle(x) {
      const event = x.param("number");
      await cancelByStaff(x.ctx, { event, registration: x.param("registration") });
      return x.go(`/events/${event}/registrations`, readerOf(x).t.registrations.struck);
    },
  },
];
