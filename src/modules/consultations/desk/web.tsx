import { z } from "zod";
import { fromZoned, localDate } from "#base/time/calendar.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import { csvResponse, xlsxResponse } from "#base/http/exports.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { factsAbout } from "#base/journal.ts";
import { demand, may } from "#base/policy.ts";
import { found, invalid } from "#base/refusal.ts";
import { contactsById, fullName, personNames } from "#modules/people/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import {
  bookConsultation,
  bookOffered,
  closeConsultation,
  closeInput,
  declineConsultation,
  declineInput,
  giveConsultation,
  handBack,
  missConsultation,
  openSeries,
  recordInput,
  requestConsultation,
  seriesInput,
  takeConsultation,
} from "../actions.ts";
import { meetingCalendar } from "../calendar.ts";
import { life, type MoveName } from "../consultation.ts";
import { AskPage } from "../requests/ask-page.tsx";
import { CardPage } from "./card-page.tsx";
import { QueuePage } from "./queue-page.tsx";
import { SeriesPage, SlotsPage } from "../slots/page.tsx";
import { consultationPolicy, slotPolicy } from "../policy.ts";
import { countConsultations, everyConsultation, listConsultations, listQuery } from "../reads.ts";
import { offerInput, offerSlots, withdrawSlot } from "../slots/actions.ts";
import { freeSlots, slotsOf } from "../slots/store.ts";
import {
  findConsultation,
  findSeries,
  openSeriesOf,
  peopleOf,
  type Consultation,
} from "../store.ts";
import { viewOf } from "../view.ts";
import { askForm, readPeople, type Ground } from "../requests/web.tsx";

const handle = "consultations.consultation.handle";
const queue = "consultations.consultation.queue";
const note = "consultations.consultation.note";
const offer = "consultations.slot.offer";

/** The working pages: the queue, a request's card with its moves, hours, notes of calls. */
export function staffRoutes(ground: Ground): Route[] {
  return [
    { method: "get", path: "/consultations/queue", asks: queue, handle: showQueue },
    { method: "get", path: "/consultations.csv", asks: queue, handle: (x) => file(x, "csv") },
    { method: "get", path: "/consultations.xlsx", asks: queue, handle: (x) => file(x, "xlsx") },
    { method: "get", path: "/consultations/new", asks: note, handle: (x) => showNote(x) },
    { method: "post", path: "/consultations/new", asks: note, handle: postNote },
    { method: "get", path: "/consultations/series", asks: note, handle: (x) => showSeries(x) },
    { method: "post", path: "/consultations/series", asks: note, handle: postSeries },
    { method: "get", path: "/consultations/slots", asks: offer, handle: (x) => showSlots(x) },
    { method: "post", path: "/consultations/slots", asks: offer, handle: postSlots },
    {
      method: "post",
      path: "/consultations/slots/:slot{[0-9a-f-]{36}}/withdraw",
      asks: "consultations.slot.withdraw",
      async handle(x) {
        await withdrawSlot(x.ctx, x.param("slot"));
        return x.go("/consultations/slots", viewOf(x).t.done.slotGone);
      },
    },
    {
      method: "get",
      path: "/consultations/:file{.+\\.ics}",
      asks: "consultations.consultation.read",
      handle: calendar,
    },
    {
      method: "get",
      path: "/consultations/:number",
      asks: "consultations.consultation.read",
      handle: (x) => showCard(x, ground),
    },
    ...moveRoutes(ground),
  ];
}

async function showQueue(x: Exchange): Promise<Response> {
  const { actor } = x.ctx;
  demand({ policy: consultationPolicy, actor, action: "queue" });
  const view = viewOf(x);
  const query = x.query(listQuery);
  const [page, count, municipalities] = await Promise.all([
    listConsultations(x.ctx, query),
    countConsultations(x.ctx, query),
    listMunicipalities(x.ctx),
  ]);
  const [contacts, people] = await Promise.all([
    contactsById(
      x.ctx,
      page.rows.map((row) => row.contact_id),
    ),
    personNames(
      x.ctx,
      page.rows.flatMap((row) => row.consultant_id ?? []),
    ),
  ]);
  const places = new Map(municipalities.map(({ id, name }) => [id, name]));
  const hrefWith = hrefsOf(x, query);
  return x.page({
    title: view.t.queue.title,
    section: "consultations",
    twins: { csv: hrefWith({}, "/consultations.csv") },
    crumbs: [{ label: view.t.home.title, href: x.href("/consultations") }],
    body: (
      <QueuePage
        view={view}
        query={query}
        lines={page.rows}
        found={count}
        municipalities={municipalities}
        hrefWith={hrefWith}
        mayNote={may(consultationPolicy, actor, "note")}
        names={{
          contact: (id) => {
            const contact = contacts.get(id);
            return contact === undefined ? "" : fullName(contact);
          },
          place: (id) => places.get(id) ?? "",
          person: (id) => people.get(id ?? ""),
        }}
        newer={page.before === undefined ? undefined : hrefWith({ before: page.before })}
        older={page.after === undefined ? undefined : hrefWith({ after: page.after })}
      />
    ),
  });
}

/** The same list with another value of its query. */
function hrefsOf(x: Exchange, query: z.output<typeof listQuery>) {
  const kept = { ...query, after: undefined, before: undefined };
  return (change: Record<string, string | undefined>, path = "/consultations/queue") => {
    const all = Object.entries({ ...kept, ...change }).filter(
      (pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== "",
    );
    return `${x.href(path)}?${new URLSearchParams(all)}`;
  };
}

/** The meeting as the one who advises keeps it: with the name of who comes. */
async function calendar(x: Exchange): Promise<Response> {
  const number = x.param("file").slice(0, -".ics".length);
  const row = found(await findConsultation(x.ctx, number));
  const { actor } = x.ctx;
  demand({ policy: consultationPolicy, actor, action: "read", row, read: "read" });
  const contact = (await contactsById(x.ctx, [row.contact_id])).get(row.contact_id);
  return meetingCalendar(row, {
    title: `${viewOf(x).t.topics[row.topic]}: ${contact === undefined ? row.number : fullName(contact)}`,
    url: `${x.ctx.house.url}${x.href(`/consultations/${row.number}`)}`,
  });
}

function file(x: Exchange, kind: "csv" | "xlsx"): Response {
  demand({ policy: consultationPolicy, actor: x.ctx.actor, action: "queue" });
  const { t } = viewOf(x);
  const query = x.query(listQuery);
  const { csv: head } = t;
  const lines = async function* () {
    const places = new Map((await listMunicipalities(x.ctx)).map(({ id, name }) => [id, name]));
    for await (const rows of everyConsultation(x.ctx, query)) {
      yield rows.map((row) => [
        row.number,
        t.stages[row.stage],
        t.topics[row.topic],
        t.modes[row.mode],
        t.channels[row.channel],
        places.get(row.municipality_id) ?? "",
        row.asked_at,
        row.given_on,
        row.minutes,
        row.outcome === null ? "" : t.outcomes[row.outcome],
      ]);
    }
  };
  const columns = Object.values(head);
  return kind === "csv"
    ? csvResponse("consultations", columns, lines())
    : xlsxResponse("consultations", columns, lines(), { zone: x.ctx.region.timeZone });
}

async function showNote(
  x: Exchange,
  { form = blankForm, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  demand({ policy: consultationPolicy, actor: x.ctx.actor, action: "note" });
  const view = viewOf(x);
  const [municipalities, slots, series] = await Promise.all([
    listMunicipalities(x.ctx),
    freeSlots(x.ctx, { limit: 30 }),
    openSeriesOf(x.ctx),
  ]);
  return x.page({
    title: view.t.note.title,
    section: "consultations",
    status,
    islands: ["okno-counter"],
    crumbs: [{ label: view.t.queue.title, href: x.href("/consultations/queue") }],
    body: (
      <AskPage
        view={view}
        form={{ ...form, values: { ...form.values, key: form.values.key ?? x.ctx.newId() } }}
        municipalities={municipalities}
        slots={slots}
        series={series}
        noting
      />
    ),
  });
}

const noteForm = askForm.and(
  z.object({
    askedOn: z.iso.date("consultations.date-wrong").optional(),
    seriesId: z.uuid().optional(),
  }),
);

async function postNote(x: Exchange): Promise<Response> {
  demand({ policy: consultationPolicy, actor: x.ctx.actor, action: "note" });
  return submit(x, {
    schema: noteForm,
    act: async (input) => {
      const { surname, givenName, email, phone, organisation, ...rest } = input;
      const { number } = await requestConsultation(x.ctx, {
        ...rest,
        contact: { surname, givenName, email, phone, organisation, consent: "telephone" },
        channel: "telephone",
        aboutProjectId: input.project,
      });
      return x.go(`/consultations/${number}`, viewOf(x).t.done.noted(number));
    },
    again: (form, status) => showNote(x, { form, status }),
  });
}

function showSeries(
  x: Exchange,
  { form = blankForm, status = 200 }: { form?: FormState; status?: number } = {},
): Response {
  demand({ policy: consultationPolicy, actor: x.ctx.actor, action: "note" });
  const view = viewOf(x);
  return x.page({
    title: view.t.series.title,
    section: "consultations",
    status,
    crumbs: [{ label: view.t.queue.title, href: x.href("/consultations/queue") }],
    body: <SeriesPage view={view} form={form} />,
  });
}

async function postSeries(x: Exchange): Promise<Response> {
  demand({ policy: consultationPolicy, actor: x.ctx.actor, action: "note" });
  return submit(x, {
    schema: seriesInput,
    act: async (input) => {
      await openSeries(x.ctx, input);
      return x.go("/consultations/new", viewOf(x).t.done.series);
    },
    again: (form, status) => showSeries(x, { form, status }),
  });
}

async function showSlots(
  x: Exchange,
  { form = blankForm, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  const { actor } = x.ctx;
  demand({ policy: slotPolicy, actor, action: "offer" });
  const view = viewOf(x);
  const slots =
    actor.kind === "person" ? await slotsOf(x.ctx, { consultantId: actor.id, from: view.now }) : [];
  return x.page({
    title: view.t.slots.title,
    section: "consultations",
    status,
    crumbs: [{ label: view.t.queue.title, href: x.href("/consultations/queue") }],
    body: <SlotsPage view={view} slots={slots} form={form} />,
  });
}

async function postSlots(x: Exchange): Promise<Response> {
  demand({ policy: slotPolicy, actor: x.ctx.actor, action: "offer" });
  return submit(x, {
    schema: offerInput.omit({ consultantId: true }),
    act: async (input) => {
      const count = await offerSlots(x.ctx, input);
      return x.go("/consultations/slots", viewOf(x).t.done.slots(count));
    },
    again: (form, status) => showSlots(x, { form, status }),
  });
}

/** Moves of the card, the likely one first; taking back is the asker's own, by the private link. */
const cardMoves: readonly MoveName[] = [
  "take",
  "give",
  "close",
  "book",
  "miss",
  "hand-back",
  "decline",
];

function movesOf(x: Exchange, consultation: Consultation): MoveName[] {
  if (!may(consultationPolicy, x.ctx.actor, "handle", consultation)) return [];
  const me = x.ctx.actor.kind === "person" ? x.ctx.actor.id : undefined;
  return cardMoves.filter(
    (move) =>
      life.can(consultation.stage, move) &&
      !(move === "take" && consultation.consultant_id === me && me !== undefined),
  );
}

function mayOutgrow(x: Exchange, row: Consultation): boolean {
  if (row.stage !== "given" && row.stage !== "closed") return false;
  const free = row.outcome_project_id === null;
  return free && may(consultationPolicy, x.ctx.actor, "handle", row);
}

async function showCard(
  x: Exchange,
  ground: Ground,
  { form = blankForm, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  const view = viewOf(x);
  const consultation = found(await findConsultation(x.ctx, x.param("number")));
  const { actor } = x.ctx;
  demand({ policy: consultationPolicy, actor, action: "read", row: consultation, read: "read" });
  const [names, slots, facts, series] = await Promise.all([
    namesOf(x, ground, consultation),
    freeSlots(x.ctx, { limit: 30 }),
    factsAbout(x.ctx, consultation.id),
    consultation.series_id === null ? undefined : findSeries(x.ctx, consultation.series_id),
  ]);
  return x.page({
    title: view.t.card.title(consultation.number),
    section: "consultations",
    status,
    crumbs: [{ label: view.t.queue.title, href: x.href("/consultations/queue") }],
    crumb: consultation.number,
    body: (
      <CardPage
        view={view}
        consultation={consultation}
        form={form}
        moves={movesOf(x, consultation)}
        mayOutgrow={mayOutgrow(x, consultation)}
        names={names}
        series={series}
        slots={slots}
        facts={facts}
      />
    ),
  });
}

async function namesOf(x: Exchange, ground: Ground, consultation: Consultation) {
  const { about_project_id: about, programme_id: programme, consultant_id: by } = consultation;
  const { outcome_project_id: outgrown } = consultation;
  const others = await peopleOf(x.ctx, consultation.id);
  const [contacts, people, places, projects] = await Promise.all([
    contactsById(x.ctx, [consultation.contact_id, ...others]),
    personNames(x.ctx, by === null ? [] : [by]),
    listMunicipalities(x.ctx),
    ground.projects.names(
      x.ctx,
      [about, programme, outgrown].flatMap((id) => id ?? []),
    ),
  ]);
  const contact = contacts.get(consultation.contact_id);
  const project = (id: string | null) => {
    const choice = projects.get(id ?? "");
    return choice && { name: choice.name, href: x.href(choice.href) };
  };
  return {
    contact: contact === undefined ? "" : fullName(contact),
    reach: [contact?.email, contact?.phone, contact?.organisation].filter(Boolean).join(", "),
    place: places.find(({ id }) => id === consultation.municipality_id)?.name ?? "",
    consultant: people.get(by ?? ""),
    people: others.flatMap((id) => {
      const other = contacts.get(id);
      return other === undefined ? [] : [fullName(other)];
    }),
    about: project(about),
    outgrown: project(outgrown),
    programme: project(programme),
  };
}

const seen = { version: z.coerce.number().int().optional(), move: z.string().optional() };

const bookForm = z.object({
  slotId: z.uuid().optional(),
  startsAt: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "consultations.time-missing")
    .optional(),
  minutes: z.coerce.number().int().min(10).max(480).default(60),
  place: z.string().max(300).default(""),
  ...seen,
});

const giveForm = recordInput
  .omit({ people: true })
  .extend({ others: z.string().max(6000).default(""), move: z.string().optional() });

type Move<T> = {
  schema: z.ZodType<T>;
  act: (x: Exchange, key: string, input: T) => Promise<unknown>;
};

const press = (act: Move<z.output<typeof pressForm>>["act"]) => ({ schema: pressForm, act });
const pressForm = z.object(seen);

function moveRoutes(ground: Ground): Route[] {
  return [
    moveRoute(
      ground,
      "take",
      press((x, key, { version }) => takeConsultation(x.ctx, key, { version })),
    ),
    moveRoute(
      ground,
      "hand-back",
      press((x, key, { version }) => handBack(x.ctx, key, { version })),
    ),
    moveRoute(
      ground,
      "miss",
      press((x, key, { version }) => missConsultation(x.ctx, key, { version })),
    ),
    moveRoute(ground, "book", { schema: bookForm, act: book }),
    moveRoute(ground, "give", {
      schema: giveForm,
      act: (x, key, { others, ...input }) =>
        giveConsultation(x.ctx, key, { ...input, people: readPeople(others) }),
    }),
    moveRoute(ground, "close", {
      schema: closeInput.extend({ move: z.string().optional() }),
      act: (x, key, input) => closeConsultation(x.ctx, key, input),
    }),
    moveRoute(ground, "decline", {
      schema: declineInput.extend({ move: z.string().optional() }),
      act: (x, key, input) => declineConsultation(x.ctx, key, input),
    }),
  ];
}

function book(x: Exchange, key: string, input: z.output<typeof bookForm>): Promise<unknown> {
  const { slotId, startsAt, version } = input;
  if (slotId !== undefined)
    return bookOffered(x.ctx, key, { slotId, ...(version !== undefined && { version }) });
  if (startsAt === undefined) {
    throw invalid("consultations.time-missing", {
      fields: { startsAt: "consultations.time-missing" },
    });
  }
  const [date = "", time = ""] = startsAt.split("T");
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const at = fromZoned(localDate(date), minutes, x.ctx.region.timeZone);
  return bookConsultation(x.ctx, key, { ...input, startsAt: at });
}

/** A form of the card: read, done, or shown again with what was wrong and what was written. */
function moveRoute<T>(
  ground: Ground,
  name: MoveName & keyof ReturnType<typeof viewOf>["t"]["done"],
  move: Move<T>,
): Route {
  return {
    method: "post",
    path: `/consultations/:number/${name}`,
    asks: handle,
    async handle(x) {
      const key = x.param("number");
      const row = found(await findConsultation(x.ctx, key));
      demand({
        policy: consultationPolicy,
        actor: x.ctx.actor,
        action: "handle",
        row,
        read: "read",
      });
      return submit(x, {
        schema: move.schema,
        act: async (input) => {
          await move.act(x, key, input);
          return x.go(`/consultations/${row.number}`, viewOf(x).t.done[name]);
        },
        again: (form, status) =>
          showCard(x, ground, {
            form: { ...form, values: { ...form.values, move: name } },
            status,
          }),
      });
    },
  };
}
