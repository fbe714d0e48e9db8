import { contactName } from "../names.ts";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, httpStatus, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { conflict, orNotFound, invalid, invalidField } from "#base/refusal.ts";
import { loadContacts } from "#modules/people/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import { doorWorkerScript } from "./door-service-worker.ts";
import { readEventParam } from "../load.ts";
import { DoorPage } from "./door-page.tsx";
import { markNewcomer, markPresent, newcomerInput } from "../attendance/actions.ts";
import {
  doorBatchInput,
  loadDoorList,
  searchAtDoor,
  mergePresences,
  type MarkResult,
} from "./door.ts";
import { listExpected } from "../attendance/registered-reads.ts";
import { listPresences, listMarkableSessions } from "../attendance/store.ts";
import { eventCrumbs, attendanceViewContext, attendanceMessages } from "../attendance/view.ts";

const doorQuery = z.object({
  q: z.string().trim().max(100).optional(),
  session: z.uuid().optional(),
});

/** Many people a minute are marked from one address. */
const rateLimit = { name: "events-door", requests: 6000, seconds: 60 };

type DoorPageState = {
  form?: FormState;
  status?: number;
  session?: string | undefined;
  other?: { contactId: string; name: string };
};

async function renderDoor(c: RequestContext, state: DoorPageState = {}): Promise<Response> {
  const query = c.request.method === "GET" ? c.query(doorQuery) : {};
  const session = state.session ?? query.session;
  const event = await readEventParam(c, "registrations");
  const view = await attendanceViewContext(c);
  const latest = (await listPresences(c.ctx, event.id, { session: session ?? null })).slice(0, 8);
  const [names, sessions, expected, lines, municipalities] = [
    await loadContacts(
      c.ctx,
      latest.map((row) => row.contact_id),
    ),
    await listMarkableSessions(c.ctx, event.id),
    await listExpected(c.ctx, event.id),
    query.q === undefined ? [] : await searchAtDoor(c.ctx, event.id, query.q),
    await listMunicipalities(c.ctx),
  ];
  return c.page({
    title: `${view.t.door.title}: ${event.title}`,
    breadcrumb: view.t.door.title,
    section: "events",
    breadcrumbs: eventCrumbs(c, event),
    islands: ["okno-door"],
    status: state.status ?? 200,
    body: (
      <DoorPage
        viewContext={view}
        event={event}
        expected={expected.length}
        sessions={sessions}
        session={session}
        query={query.q}
        lines={lines}
        latest={latest.map((row) => ({ row, name: contactName(names, row.contact_id) }))}
        municipalities={municipalities}
        form={state.form ?? emptyForm}
        {...(state.other !== undefined && { other: state.other })}
      />
    ),
  });
}

const optionalSessionId = z.uuid().optional();

const doorForm = z.discriminatedUnion("way", [
  z.object({
    way: z.literal("ticket"),
    session: optionalSessionId,
    ticket: z.string("events.ticket-missing").max(500),
  }),
  z.object({ way: z.enum(["surname", "hand"]), session: optionalSessionId, contactId: z.uuid() }),
  newcomerInput.extend({ way: z.literal("newcomer"), session: optionalSessionId }),
]);
type DoorForm = z.output<typeof doorForm>;

async function handleDoorForm(c: RequestContext, input: DoorForm): Promise<Response> {
  const t = attendanceMessages(c);
  const at = input.session === undefined ? {} : { sessionId: input.session };
  const back = (flash: string) =>
    c.redirect(
      `/events/${c.param("number")}/door${input.session === undefined ? "" : `?session=${input.session}`}`,
      flash,
    );
  if (input.way === "ticket") return markByTicket(c, input, back);
  if (input.way === "newcomer") {
    const id = await markNewcomer(c.ctx, c.param("number"), {
      person: input,
      source: "surname",
      ...at,
    });
    return back(t.door.marked(contactName(await loadContacts(c.ctx, [id]), id)));
  }
  const { contactId } = input;
  await markPresent(c.ctx, c.param("number"), { contactId, source: input.way, ...at });
  return back(t.door.marked(contactName(await loadContacts(c.ctx, [contactId]), contactId)));
}

async function markByTicket(
  c: RequestContext,
  input: Extract<DoorForm, { way: "ticket" }>,
  back: (flash: string) => Response,
): Promise<Response> {
  const t = attendanceMessages(c);
  const { marks } = await mergePresences(c.ctx, c.param("number"), {
    marks: [
      {
        id: c.ctx.newId(),
        at: c.ctx.now(),
        source: "qr",
        ticket: input.ticket,
        session: input.session ?? null,
      },
    ],
  });
  const answer = orNotFound(marks[0]);
  if (answer.state === "counted" || answer.state === "known")
    return back(t.door.marked(answer.name));
  if (answer.state === "other-event") return renderOtherEventTicket(c, input, answer);
  if (answer.state === "unknown-session") throw invalidField("session", "events.unknown-session");
  throw conflict("events.unknown-ticket", { fields: { ticket: "events.unknown-ticket" } });
}

/** Shows the refusal of another event's ticket, with an offer to mark its owner here. */
function renderOtherEventTicket(
  c: RequestContext,
  input: Extract<DoorForm, { way: "ticket" }>,
  answer: Extract<MarkResult, { state: "other-event" }>,
): Promise<Response> {
  const text = attendanceMessages(c).door.otherEvent(
    answer.name,
    answer.event.number,
    answer.event.title,
  );
  return renderDoor(c, {
    form: { values: { ticket: input.ticket }, lists: {}, errors: { ticket: text }, refusal: text },
    status: httpStatus.conflict,
    session: input.session,
    other: { contactId: answer.contact, name: answer.name },
  });
}

const doorListSchema = z.object({
  event: z.object({ number: z.string(), title: z.string(), day: z.iso.date() }),
  present: z.int(),
  sessions: z.array(
    z.object({
      id: z.uuid(),
      title: z.string(),
      startsAt: z.iso.datetime(),
      endsAt: z.iso.datetime(),
    }),
  ),
  people: z.array(
    z.object({
      contact: z.uuid(),
      name: z.string(),
      municipality: z.uuid().nullable(),
      organisation: z.string(),
      code: z.string(),
      link: z.string(),
      mode: z.string(),
      at: z.iso.datetime().nullable(),
    }),
  ),
});

export const doorRoutes: Route[] = [
  {
    method: "get",
    path: "/events/:number/door.json",
    permission: "events.event.registrations",
    api: {
      summary: "Who is expected at an event and who is in, for a device at the door",
      response: doorListSchema,
    },
    handle: async (c) => c.json(await loadDoorList(c.ctx, c.param("number"))),
  },
  {
    method: "post",
    path: "/events/:number/door.json",
    permission: "events.event.registrations",
    limit: rateLimit,
    api: {
      summary: "Hand in the marks that a device at the door made without a connection",
      body: doorBatchInput,
      response: z.looseObject({}),
    },
    handle: async (c) => {
      await readEventParam(c, "registrations");
      const given: unknown = await c.request.json().catch(() => {
        throw invalid("base.bad-form");
      });
      const parsed = doorBatchInput.safeParse(given);
      if (!parsed.success) throw invalid("events.bad-batch");
      return c.json(await mergePresences(c.ctx, c.param("number"), parsed.data));
    },
  },
  {
    method: "get",
    path: "/events/:number/door/worker.js",
    permission: "public",
    handle: (c) =>
      new Response(doorWorkerScript(), {
        headers: {
          "content-type": "text/javascript; charset=utf-8",
          "cache-control": "no-cache",
          // The worker's path is under the page that it serves, which limits its scope.
          "service-worker-allowed": encodeURI(c.href(`/events/${c.param("number")}/door`)),
        },
      }),
  },
  {
    method: "get",
    path: "/events/:number/door",
    permission: "events.event.registrations",
    handle: (c) => renderDoor(c),
  },
  actionRoute({
    path: "/events/:number/door",
    permission: "events.event.registrations",
    limit: rateLimit,
    schema: doorForm,
    act: async (c, input) => handleDoorForm(c, input),
    onInvalid: (c, form, status) => renderDoor(c, { form, status, session: form.values.session }),
  }),
];
