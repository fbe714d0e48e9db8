import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { csvResponse, xlsxResponse, type Cell } from "#base/http/exports.ts";
import { formatDateTime } from "#base/ui/index.ts";
import { isUuid } from "#base/db/ids.ts";
import { found } from "#base/refusal.ts";
import { contactsById } from "#modules/people/index.ts";
import { readAllowed } from "../load.ts";
import { cutPage } from "../paginate.ts";
import { ParticipantsPage, PresencePage, WithdrawPage } from "./page.tsx";
import {
  closeAttendance,
  closeInput,
  restorePresence,
  withdrawInput,
  withdrawPresence,
} from "./actions.ts";
import { doubtsAbout } from "./doubts.ts";
import { presentByOrganisation, presentByPlace } from "./breakdown.ts";
import { presencesAt, sessionsAttended, sessionsToMark } from "./store.ts";
import { crumbsOf, eventPath, presenceReader, presenceWords } from "./view.ts";
import { eventsById, type Event } from "../store.ts";

const number = (x: Exchange) => x.param("number");
const asks = "events.event.registrations";

async function show(x: Exchange, form: FormState = blankForm, status = 200): Promise<Response> {
  const event = await readAllowed(x.ctx, number(x), "registrations");
  const reader = await presenceReader(x);
  const rows = await presencesAt(x.ctx, event.id, { withdrawn: true });
  const doubts = (await doubtsAbout(x.ctx, [event.id])).get(event.id) ?? [];
  return x.page({
    title: `${reader.t.list.title}: ${event.title}`,
    crumb: reader.t.list.title,
    section: "events",
    crumbs: crumbsOf(x, event),
    twins: {
      csv: x.href(eventPath(event, "/presence.csv")),
      xlsx: x.href(eventPath(event, "/presence.xlsx")),
    },
    status,
    body: (
      <PresencePage
        reader={reader}
        event={event}
        rows={rows}
        shown={cutPage(x, rows, {
          path: eventPath(event, "/presence"),
          id: (row) => row.contact_id,
        })}
        contacts={await contactsById(
          x.ctx,
          rows.map((row) => row.contact_id),
        )}
        sessions={await sessionsToMark(x.ctx, event.id)}
        attended={await sessionsAttended(x.ctx, event.id)}
        doubts={doubts}
        otherEvents={await eventsById(
          x.ctx,
          doubts.flatMap((doubt) => doubt.otherEvent ?? []),
        )}
        places={await presentByPlace(x.ctx, event.id)}
        organisations={await presentByOrganisation(x.ctx, event.id)}
        form={form}
      />
    ),
  });
}

async function showWithdraw(
  x: Exchange,
  form: FormState = blankForm,
  status = 200,
): Promise<Response> {
  const event = await readAllowed(x.ctx, number(x), "registrations");
  const reader = await presenceReader(x);
  const id = x.param("contact");
  const contacts = isUuid(id) ? await contactsById(x.ctx, [id]) : new Map();
  return x.page({
    title: reader.t.list.withdraw,
    section: "events",
    crumbs: [
      ...crumbsOf(x, event),
      { label: reader.t.list.title, href: x.href(eventPath(event, "/presence")) },
    ],
    status,
    body: (
      <WithdrawPage
        reader={reader}
        event={event}
        contact={{ ...found(contacts.get(id)), id }}
        form={form}
      />
    ),
  });
}

/** The head and the rows of the list, as every export has them. */
async function exportOf(x: Exchange, event: Event): Promise<{ head: string[]; rows: Cell[][] }> {
  const reader = await presenceReader(x);
  const { t } = reader;
  const rows = (await presencesAt(x.ctx, event.id, { withdrawn: true })).toReversed();
  const contacts = await contactsById(
    x.ctx,
    rows.map((row) => row.contact_id),
  );
  return {
    head: Object.values(t.columns),
    rows: rows.map((row, at) => {
      const contact = contacts.get(row.contact_id);
      return [
        at + 1,
        contact?.surname,
        contact?.given_name,
        contact?.patronymic,
        reader.place(row.municipality_id),
        reader.organisation(row.organisation_id) || row.organisation,
        contact?.position,
        t.modes[row.mode],
        t.sources[row.source],
        formatDateTime(row.at, reader),
        row.withdrawn_at === null ? "" : row.withdrawn_reason,
      ];
    }),
  };
}

const fileName = (event: Event) =>
  `presence-${event.number.replace(/[^\d-]/g, "").replace(/^-/, "")}`;

const again = (x: Exchange) => (form: FormState, status: number) => show(x, form, status);

export const listRoutes: Route[] = [
  {
    method: "get",
    path: "/events/:number/presence.csv",
    asks,
    handle: async (x) => {
      const event = await readAllowed(x.ctx, number(x), "registrations");
      const { head, rows } = await exportOf(x, event);
      return csvResponse(fileName(event), head, only(rows));
    },
  },
  {
    method: "get",
    path: "/events/:number/presence.xlsx",
    asks,
    handle: async (x) => {
      const event = await readAllowed(x.ctx, number(x), "registrations");
      const { head, rows } = await exportOf(x, event);
      return xlsxResponse(fileName(event), head, only(rows), { zone: x.ctx.region.timeZone });
    },
  },
  { method: "get", path: "/events/:number/presence", asks, handle: (x) => show(x) },
  {
    method: "post",
    path: "/events/:number/presence/close",
    asks,
    handle: (x) =>
      submit(x, {
        schema: closeInput,
        act: async (input) => {
          const event = await closeAttendance(x.ctx, number(x), input);
          return x.go(eventPath(event, "/presence"), presenceWords(x).close.done(event.present));
        },
        again: again(x),
      }),
  },
  {
    method: "get",
    path: "/events/:number/presence/:contact",
    asks,
    handle: (x) => showWithdraw(x),
  },
  {
    method: "post",
    path: "/events/:number/presence/:contact",
    asks,
    handle: (x) =>
      submit(x, {
        schema: withdrawInput.pick({ reason: true }),
        act: async ({ reason }) => {
          const contactId = knownId(x);
          await withdrawPresence(x.ctx, number(x), { contactId, reason });
          return x.go(`/events/${number(x)}/presence`, presenceWords(x).list.withdrawn2);
        },
        again: (form, status) => showWithdraw(x, form, status),
      }),
  },
  {
    method: "post",
    path: "/events/:number/presence/:contact/restore",
    asks,
    handle: async (x) => {
      await restorePresence(x.ctx, number(x), { contactId: knownId(x) });
      return x.go(`/events/${number(x)}/presence`, presenceWords(x).list.restored);
    },
  },
  {
    method: "get",
    path: "/events/:number/participants",
    asks: "events.event.read",
    handle: async (x) => {
      const event = await readAllowed(x.ctx, number(x), "read");
      const reader = await presenceReader(x);
      const { t } = reader;
      return x.page({
        title: `${t.figures.title}: ${event.title}`,
        crumb: t.figures.title,
        section: "events",
        crumbs: crumbsOf(x, event),
        twins: { csv: x.href(eventPath(event, "/participants.csv")) },
        body: (
          <ParticipantsPage
            reader={reader}
            event={event}
            places={await presentByPlace(x.ctx, event.id)}
          />
        ),
      });
    },
  },
  {
    method: "get",
    path: "/events/:number/participants.csv",
    asks: "events.event.read",
    handle: async (x) => {
      const event = await readAllowed(x.ctx, number(x), "read");
      const reader = await presenceReader(x);
      const { t } = reader;
      const groups = await presentByPlace(x.ctx, event.id);
      const rows = groups.map((group) => [
        reader.place(group.id) || t.figures.unknown,
        group.inPerson,
        group.online,
        group.inPerson + group.online,
      ]);
      const head = [t.figures.place, t.figures.inPerson, t.figures.online, t.figures.total];
      return csvResponse(fileName(event).replace("presence", "participants"), head, only(rows));
    },
  },
];

async function* only<T>(rows: T): AsyncGenerator<T> {
  yield rows;
}

function knownId(x: Exchange): string {
  const id = x.param("contact");
  return found(isUuid(id) ? id : undefined);
}
