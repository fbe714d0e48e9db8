import { z } from "zod";
import { blankForm, statusOf, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { conflict, found, invalid } from "#base/refusal.ts";
import { contactsById, fullName } from "#modules/people/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import { doorWorker } from "./door-service-worker.ts";
import { readAllowed } from "../load.ts";
import { DoorPage } from "./door-page.tsx";
import { markNewcomer, markPresent, personInput } from "../attendance/actions.ts";
import { batchInput, doorList, findAtDoor, mergePresences, type MarkAnswer } from "./door.ts";
import { expectedAt } from "../attendance/registered.ts";
import { presencesAt, sessionsToMark } from "../attendance/store.ts";
import { crumbsOf, presenceReader, presenceWords } from "../attendance/view.ts";

const doorQuery = z.object({
  q: z.string().trim().max(100).optional(),
  session: z.uuid().optional(),
});

/** A door takes many people a minute from one address. */
const limit = { name: "events-door", requests: 6000, seconds: 60 };

const number = (x: Exchange) => x.param("number");

type Shown = {
  form?: FormState;
  status?: number;
  session?: string | undefined;
  other?: { contactId: string; name: string };
};

async function show(x: Exchange, shown: Shown = {}): Promise<Response> {
  const query = x.request.method === "GET" ? x.query(doorQuery) : {};
  const session = shown.session ?? query.session;
  const event = await readAllowed(x.ctx, number(x), "registrations");
  const reader = await presenceReader(x);
  const latest = (await presencesAt(x.ctx, event.id, { session: session ?? null })).slice(0, 8);
  const [names, sessions, expected, lines, municipalities] = [
    await contactsById(
      x.ctx,
      latest.map((row) => row.contact_id),
    ),
    await sessionsToMark(x.ctx, event.id),
    await expectedAt(x.ctx, event.id),
    query.q === undefined ? [] : await findAtDoor(x.ctx, event.id, query.q),
    await listMunicipalities(x.ctx),
  ];
  return x.page({
    title: `${reader.t.door.title}: ${event.title}`,
    crumb: reader.t.door.title,
    section: "events",
    crumbs: crumbsOf(x, event),
    islands: ["okno-door"],
    status: shown.status ?? 200,
    body: (
      <DoorPage
        reader={reader}
        event={event}
        expected={expected.length}
        sessions={sessions}
        session={session}
        query={query.q}
        lines={lines}
        latest={latest.map((row) => ({ row, name: nameOf(names, row.contact_id) }))}
        municipalities={municipalities}
        form={shown.form ?? blankForm}
        {...(shown.other !== undefined && { other: shown.other })}
      />
    ),
  });
}

const nameOf = (names: Awaited<ReturnType<typeof contactsById>>, id: string) => {
  const contact = names.get(id);
  return contact === undefined ? "" : fullName(contact);
};

const session = z.uuid().optional();

const doorForm = z.discriminatedUnion("way", [
  z.object({
    way: z.literal("ticket"),
    session,
    ticket: z.string("events.ticket-missing").max(500),
  }),
  z.object({ way: z.enum(["surname", "hand"]), session, contactId: z.uuid() }),
  personInput.extend({ way: z.literal("newcomer"), session }),
]);
type DoorForm = z.output<typeof doorForm>;

async function act(x: Exchange, input: DoorForm): Promise<Response> {
  const t = presenceWords(x);
  const at = input.session === undefined ? {} : { sessionId: input.session };
  const back = (flash: string) =>
    x.go(
      `/events/${number(x)}/door${input.session === undefined ? "" : `?session=${input.session}`}`,
      flash,
    );
  if (input.way === "ticket") return byTicket(x, input, back);
  if (input.way === "newcomer") {
    const id = await markNewcomer(x.ctx, number(x), { person: input, source: "surname", ...at });
    return back(t.door.marked(nameOf(await contactsById(x.ctx, [id]), id)));
  }
  const { contactId } = input;
  await markPresent(x.ctx, number(x), { contactId, source: input.way, ...at });
  return back(t.door.marked(nameOf(await contactsById(x.ctx, [contactId]), contactId)));
}

async function byTicket(
  x: Exchange,
  input: Extract<DoorForm, { way: "ticket" }>,
  back: (flash: string) => Response,
): Promise<Response> {
  const t = presenceWords(x);
  const { marks } = await mergePresences(x.ctx, number(x), {
    marks: [
      {
        id: x.ctx.newId(),
        at: x.ctx.now(),
        source: "qr",
        ticket: input.ticket,
        session: input.session ?? null,
      },
    ],
  });
  const answer = found(marks[0]);
  if (answer.state === "counted" || answer.state === "known")
    return back(t.door.marked(answer.name));
  if (answer.state === "other-event") return ofOther(x, input, answer);
  if (answer.state === "unknown-session")
    throw invalid("events.unknown-session", { fields: { session: "events.unknown-session" } });
  throw conflict("events.unknown-ticket", { fields: { ticket: "events.unknown-ticket" } });
}

/** Refused with the name of the event it is of; the same page offers to register the person here. */
function ofOther(
  x: Exchange,
  input: Extract<DoorForm, { way: "ticket" }>,
  answer: Extract<MarkAnswer, { state: "other-event" }>,
): Promise<Response> {
  const text = presenceWords(x).door.otherEvent(
    answer.name,
    answer.event.number,
    answer.event.title,
  );
  return show(x, {
    form: { values: { ticket: input.ticket }, lists: {}, errors: { ticket: text }, refusal: text },
    status: statusOf.conflict,
    session: input.session,
    other: { contactId: answer.contact, name: answer.name },
  });
}

export const doorRoutes: Route[] = [
  {
    method: "get",
    path: "/events/:number/door.json",
    asks: "events.event.registrations",
    handle: async (x) => x.json(await doorList(x.ctx, number(x))),
  },
  {
    method: "post",
    path: "/events/:number/door.json",
    asks: "events.event.registrations",
    limit,
    handle: async (x) => {
      await readAllowed(x.ctx, number(x), "registrations");
      const given: unknown = await x.request.json().catch(() => {
        throw invalid("base.bad-form");
      });
      const parsed = batchInput.safeParse(given);
      if (!parsed.success) throw invalid("events.bad-batch");
      return x.json(await mergePresences(x.ctx, number(x), parsed.data));
    },
  },
  {
    method: "get",
    path: "/events/:number/door/worker.js",
    asks: "public",
    handle: (x) =>
      new Response(doorWorker(), {
        headers: {
          "content-type": "text/javascript; charset=utf-8",
          "cache-control": "no-cache",
          // The worker stands under the page it serves, and serves no other.
          "service-worker-allowed": encodeURI(x.href(`/events/${number(x)}/door`)),
        },
      }),
  },
  {
    method: "get",
    path: "/events/:number/door",
    asks: "events.event.registrations",
    handle: (x) => show(x),
  },
  {
    method: "post",
    path: "/events/:number/door",
    asks: "events.event.registrations",
    limit,
    handle: (x) =>
      submit(x, {
        schema: doorForm,
        act: (input) => act(x, input),
        again: (form, status) => show(x, { form, status, session: form.values.session }),
      }),
  },
];
