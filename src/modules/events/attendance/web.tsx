import { versionInput } from "../inputs.ts";
import { actionRoute } from "#base/http/action-route.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { csvResponse, xlsxResponse } from "#base/http/exports.ts";
import type { ExportCell } from "#base/tables/csv-writer.ts";
import { formatDateTime } from "#base/ui/index.ts";
import { isUuid } from "#base/db/ids.ts";
import { orNotFound } from "#base/refusal.ts";
import { loadContacts } from "#modules/people/index.ts";
import { readEventParam } from "../load.ts";
import { paginate } from "../paginate.ts";
import { ParticipantsPage, AttendancePage, WithdrawPage } from "./page.tsx";
import {
  closeAttendance,
  restorePresence,
  withdrawPresenceInput,
  withdrawPresence,
} from "./actions.ts";
import { findDoubts } from "./doubts-reads.ts";
import { countPresentByOrganisation, countPresentByPlace } from "./breakdown-reads.ts";
import { listPresences, listSessionsAttended, listMarkableSessions } from "./store.ts";
import {
  newPageForm,
  contactIdParam,
  eventCrumbs,
  eventPath,
  attendanceViewContext,
  attendanceMessages,
} from "./view.ts";
import { findEventsById, type Event } from "../store.ts";

const permission = "events.event.registrations";

async function renderAttendance(
  c: RequestContext,
  { form, status } = newPageForm,
): Promise<Response> {
  const event = await readEventParam(c, "registrations");
  const view = await attendanceViewContext(c);
  const rows = await listPresences(c.ctx, event.id, { withdrawn: true });
  const doubts = (await findDoubts(c.ctx, [event.id])).get(event.id) ?? [];
  return c.page({
    title: `${view.t.list.title}: ${event.title}`,
    breadcrumb: view.t.list.title,
    section: "events",
    breadcrumbs: eventCrumbs(c, event),
    exports: {
      csv: c.href(eventPath(event, "/presence.csv")),
      xlsx: c.href(eventPath(event, "/presence.xlsx")),
    },
    status,
    body: (
      <AttendancePage
        viewContext={view}
        event={event}
        rows={rows}
        shown={paginate(c, rows, {
          path: eventPath(event, "/presence"),
          id: (row) => row.contact_id,
        })}
        contacts={await loadContacts(
          c.ctx,
          rows.map((row) => row.contact_id),
        )}
        sessions={await listMarkableSessions(c.ctx, event.id)}
        attended={await listSessionsAttended(c.ctx, event.id)}
        doubts={doubts}
        otherEvents={await findEventsById(
          c.ctx,
          doubts.flatMap((doubt) => doubt.otherEvent ?? []),
        )}
        places={await countPresentByPlace(c.ctx, event.id)}
        organisations={await countPresentByOrganisation(c.ctx, event.id)}
        form={form}
      />
    ),
  });
}

async function renderWithdraw(
  c: RequestContext,
  { form, status } = newPageForm,
): Promise<Response> {
  const event = await readEventParam(c, "registrations");
  const view = await attendanceViewContext(c);
  const id = c.param("contact");
  const contacts = isUuid(id) ? await loadContacts(c.ctx, [id]) : new Map();
  return c.page({
    title: view.t.list.withdraw,
    section: "events",
    breadcrumbs: [
      ...eventCrumbs(c, event),
      { label: view.t.list.title, href: c.href(eventPath(event, "/presence")) },
    ],
    status,
    body: (
      <WithdrawPage
        viewContext={view}
        event={event}
        contact={{ ...orNotFound(contacts.get(id)), id }}
        form={form}
      />
    ),
  });
}

/** The head and the rows of the list, as every export has them. */
async function loadExport(
  c: RequestContext,
  event: Event,
): Promise<{ head: string[]; rows: ExportCell[][] }> {
  const view = await attendanceViewContext(c);
  const { t } = view;
  const rows = (await listPresences(c.ctx, event.id, { withdrawn: true })).toReversed();
  const contacts = await loadContacts(
    c.ctx,
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
        view.place(row.municipality_id),
        view.organisation(row.organisation_id) || row.organisation,
        contact?.position,
        t.modes[row.mode],
        t.sources[row.source],
        formatDateTime(row.at, view),
        row.withdrawn_at === null ? "" : row.withdrawn_reason,
      ];
    }),
  };
}

const exportFileName = (event: Event) =>
  `presence-${event.number.replace(/[^\d-]/g, "").replace(/^-/, "")}`;

/** Creates the route of the list as a file. */
const exportRoute = (extension: string, respond: typeof csvResponse): Route => ({
  method: "get",
  path: `/events/:number/presence.${extension}`,
  permission,
  async handle(c) {
    const event = await readEventParam(c, "registrations");
    const { head, rows } = await loadExport(c, event);
    const zone = c.ctx.region.timeZone;
    return respond(exportFileName(event), head, singleBatch(rows), { zone });
  },
});

export const attendanceListRoutes: Route[] = [
  exportRoute("csv", csvResponse),
  exportRoute("xlsx", xlsxResponse),
  {
    method: "get",
    path: "/events/:number/presence",
    permission,
    handle: (c) => renderAttendance(c),
  },
  actionRoute({
    path: "/events/:number/presence/close",
    permission,
    schema: versionInput,
    async act(c, input) {
      const event = await closeAttendance(c.ctx, c.param("number"), input);
      return {
        path: eventPath(event, "/presence"),
        flash: attendanceMessages(c).close.done(event.present),
      };
    },
    onInvalid: (c, form, status) => renderAttendance(c, { form, status }),
  }),
  {
    method: "get",
    path: "/events/:number/presence/:contact",
    permission,
    handle: (c) => renderWithdraw(c),
  },
  actionRoute({
    path: "/events/:number/presence/:contact",
    permission,
    schema: withdrawPresenceInput.pick({ reason: true }),
    async act(c, { reason }) {
      const contactId = contactIdParam(c);
      await withdrawPresence(c.ctx, c.param("number"), { contactId, reason });
      return {
        path: `/events/${c.param("number")}/presence`,
        flash: attendanceMessages(c).list.withdrawn2,
      };
    },
    onInvalid: (c, form, status) => renderWithdraw(c, { form, status }),
  }),
  {
    method: "post",
    path: "/events/:number/presence/:contact/restore",
    permission,
    handle: async (c) => {
      await restorePresence(c.ctx, c.param("number"), { contactId: contactIdParam(c) });
      return c.redirect(
        `/events/${c.param("number")}/presence`,
        attendanceMessages(c).list.restored,
      );
    },
  },
  {
    method: "get",
    path: "/events/:number/participants",
    permission: "events.event.read",
    handle: async (c) => {
      const event = await readEventParam(c, "read");
      const view = await attendanceViewContext(c);
      const { t } = view;
      return c.page({
        title: `${t.figures.title}: ${event.title}`,
        breadcrumb: t.figures.title,
        section: "events",
        breadcrumbs: eventCrumbs(c, event),
        exports: { csv: c.href(eventPath(event, "/participants.csv")) },
        body: (
          <ParticipantsPage
            viewContext={view}
            event={event}
            places={await countPresentByPlace(c.ctx, event.id)}
          />
        ),
      });
    },
  },
  {
    method: "get",
    path: "/events/:number/participants.csv",
    permission: "events.event.read",
    handle: async (c) => {
      const event = await readEventParam(c, "read");
      const view = await attendanceViewContext(c);
      const { t } = view;
      const groups = await countPresentByPlace(c.ctx, event.id);
      const rows = groups.map((group) => [
        view.place(group.id) || t.figures.unknown,
        group.inPerson,
        group.online,
        group.inPerson + group.online,
      ]);
      const head = [t.figures.place, t.figures.inPerson, t.figures.online, t.figures.total];
      return csvResponse(
        exportFileName(event).replace("presence", "participants"),
        head,
        singleBatch(rows),
        { zone: c.ctx.region.timeZone },
      );
    },
  },
];

async function* singleBatch<T>(rows: T): AsyncGenerator<T> {
  yield rows;
}
