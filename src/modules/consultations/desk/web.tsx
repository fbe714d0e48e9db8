import { listUrl } from "#base/http/list-url.ts";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { fromZoned, localDate } from "#base/time/calendar.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import { csvResponse, xlsxResponse } from "#base/http/exports.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { listSubjectFacts } from "#base/journal.ts";
import { authorize, may } from "#base/policy.ts";
import { orNotFound, invalidField } from "#base/refusal.ts";
import { loadContacts, fullName, loadPersonNames } from "#modules/people/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import {
  bookConsultation,
  bookOfferedSlot,
  closeConsultation,
  closeInput,
  declineConsultation,
  declineInput,
  recordConsultation,
  handBack,
  markMissed,
  createSeries,
  recordInput,
  requestConsultation,
  seriesInput,
  assignConsultation,
} from "../actions.ts";
import { meetingCalendar } from "../calendar.ts";
import { lifecycle, type TransitionName } from "../consultation.ts";
import { RequestPage } from "../requests/ask-page.tsx";
import { CardPage } from "./card-page.tsx";
import { QueuePage } from "./queue-page.tsx";
import { SeriesPage, SlotsPage } from "../slots/page.tsx";
import { consultationPolicy, slotPolicy } from "../policy.ts";
import { countConsultations, streamConsultations, listConsultations, listQuery } from "../reads.ts";
import { offerInput, offerSlots, withdrawSlot } from "../slots/actions.ts";
import { listFreeSlots, listSlots } from "../slots/store.ts";
import {
  findConsultation,
  findSeries,
  listOpenSeries,
  listPeople,
  type Consultation,
} from "../store.ts";
import { createConsultationViewContext } from "../view.ts";
import { requestForm, parsePeople, type ConsultationsDeps } from "../requests/web.tsx";

const handlePermission = "consultations.consultation.handle";
const queuePermission = "consultations.consultation.queue";
const notePermission = "consultations.consultation.note";
const offerPermission = "consultations.slot.offer";

/** The working pages: the queue, a request's card with its moves, hours, notes of calls. */
export function staffRoutes(deps: ConsultationsDeps): Route[] {
  return [
    {
      method: "get",
      path: "/consultations/queue",
      permission: queuePermission,
      handle: renderQueue,
    },
    {
      method: "get",
      path: "/consultations.csv",
      permission: queuePermission,
      handle: (c) => exportResponse(c, "csv"),
    },
    {
      method: "get",
      path: "/consultations.xlsx",
      permission: queuePermission,
      handle: (c) => exportResponse(c, "xlsx"),
    },
    {
      method: "get",
      path: "/consultations/new",
      permission: notePermission,
      handle: (c) => renderNoteForm(c),
    },
    actionRoute({
      path: "/consultations/new",
      permission: notePermission,
      schema: noteForm,
      load: (c) => authorize({ policy: consultationPolicy, actor: c.ctx.actor, action: "note" }),
      async act(c, input) {
        const { surname, givenName, email, phone, organisation, ...rest } = input;
        const { number } = await requestConsultation(c.ctx, {
          ...rest,
          contact: { surname, givenName, email, phone, organisation, consent: "telephone" },
          channel: "telephone",
          aboutProjectId: input.project,
        });
        return {
          path: `/consultations/${number}`,
          flash: createConsultationViewContext(c).t.done.noted(number),
        };
      },
      onInvalid: (c, form, status) => renderNoteForm(c, { form, status }),
    }),
    {
      method: "get",
      path: "/consultations/series",
      permission: notePermission,
      handle: (c) => renderSeries(c),
    },
    actionRoute({
      path: "/consultations/series",
      permission: notePermission,
      schema: seriesInput,
      load: (c) => authorize({ policy: consultationPolicy, actor: c.ctx.actor, action: "note" }),
      async act(c, input) {
        await createSeries(c.ctx, input);
        return {
          path: "/consultations/new",
          flash: createConsultationViewContext(c).t.done.series,
        };
      },
      onInvalid: (c, form, status) => renderSeries(c, { form, status }),
    }),
    {
      method: "get",
      path: "/consultations/slots",
      permission: offerPermission,
      handle: (c) => renderSlots(c),
    },
    actionRoute({
      path: "/consultations/slots",
      permission: offerPermission,
      schema: offerInput.omit({ consultantId: true }),
      load: (c) => authorize({ policy: slotPolicy, actor: c.ctx.actor, action: "offer" }),
      async act(c, input) {
        const count = await offerSlots(c.ctx, input);
        return {
          path: "/consultations/slots",
          flash: createConsultationViewContext(c).t.done.slots(count),
        };
      },
      onInvalid: (c, form, status) => renderSlots(c, { form, status }),
    }),
    {
      method: "post",
      path: "/consultations/slots/:slot{[0-9a-f-]{36}}/withdraw",
      permission: "consultations.slot.withdraw",
      async handle(c) {
        await withdrawSlot(c.ctx, c.param("slot"));
        return c.redirect("/consultations/slots", createConsultationViewContext(c).t.done.slotGone);
      },
    },
    {
      method: "get",
      path: "/consultations/:file{.+\\.ics}",
      permission: "consultations.consultation.read",
      handle: calendarResponse,
    },
    {
      method: "get",
      path: "/consultations/:number",
      permission: "consultations.consultation.read",
      handle: (c) => renderCard(c, deps),
    },
    ...transitionRoutes(deps),
  ];
}

async function renderQueue(c: RequestContext): Promise<Response> {
  const { actor } = c.ctx;
  authorize({ policy: consultationPolicy, actor, action: "queue" });
  const view = createConsultationViewContext(c);
  const query = c.query(listQuery);
  const [page, count, municipalities] = await Promise.all([
    listConsultations(c.ctx, query),
    countConsultations(c.ctx, query),
    listMunicipalities(c.ctx),
  ]);
  const [contacts, people] = await Promise.all([
    loadContacts(
      c.ctx,
      page.rows.map((row) => row.contact_id),
    ),
    loadPersonNames(
      c.ctx,
      page.rows.flatMap((row) => row.consultant_id ?? []),
    ),
  ]);
  const places = new Map(municipalities.map(({ id, name }) => [id, name]));
  const hrefWith = queueUrls(c, query);
  return c.page({
    title: view.t.queue.title,
    section: "consultations",
    exports: { csv: hrefWith({}, "/consultations.csv") },
    breadcrumbs: [{ label: view.t.home.title, href: c.href("/consultations") }],
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
function queueUrls(c: RequestContext, query: z.output<typeof listQuery>) {
  return (change: Record<string, string | undefined>, path = "/consultations/queue") =>
    listUrl(c.href(path), query, change);
}

/** The meeting as the one who advises keeps it: with the name of who comes. */
async function calendarResponse(c: RequestContext): Promise<Response> {
  const number = c.param("file").slice(0, -".ics".length);
  const row = orNotFound(await findConsultation(c.ctx, number));
  const { actor } = c.ctx;
  authorize({ policy: consultationPolicy, actor, action: "read", row, read: "read" });
  const contact = (await loadContacts(c.ctx, [row.contact_id])).get(row.contact_id);
  return meetingCalendar(row, {
    title: `${createConsultationViewContext(c).t.topics[row.topic]}: ${contact === undefined ? row.number : fullName(contact)}`,
    url: `${c.ctx.app.url}${c.href(`/consultations/${row.number}`)}`,
  });
}

function exportResponse(c: RequestContext, kind: "csv" | "xlsx"): Response {
  authorize({ policy: consultationPolicy, actor: c.ctx.actor, action: "queue" });
  const { t } = createConsultationViewContext(c);
  const query = c.query(listQuery);
  const { csv: head } = t;
  const lines = async function* () {
    const places = new Map((await listMunicipalities(c.ctx)).map(({ id, name }) => [id, name]));
    for await (const rows of streamConsultations(c.ctx, query)) {
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
    ? csvResponse("consultations", columns, lines(), { zone: c.ctx.region.timeZone })
    : xlsxResponse("consultations", columns, lines(), { zone: c.ctx.region.timeZone });
}

async function renderNoteForm(
  c: RequestContext,
  { form = emptyForm, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  authorize({ policy: consultationPolicy, actor: c.ctx.actor, action: "note" });
  const view = createConsultationViewContext(c);
  const [municipalities, slots, series] = await Promise.all([
    listMunicipalities(c.ctx),
    listFreeSlots(c.ctx, { limit: 30 }),
    listOpenSeries(c.ctx),
  ]);
  return c.page({
    title: view.t.note.title,
    section: "consultations",
    status,
    islands: ["okno-counter"],
    breadcrumbs: [{ label: view.t.queue.title, href: c.href("/consultations/queue") }],
    body: (
      <RequestPage
        view={view}
        form={{ ...form, values: { ...form.values, key: form.values.key ?? c.ctx.newId() } }}
        municipalities={municipalities}
        slots={slots}
        series={series}
        noting
      />
    ),
  });
}

const noteForm = requestForm.and(
  z.object({
    askedOn: z.iso.date("consultations.date-wrong").optional(),
    seriesId: z.uuid().optional(),
  }),
);

function renderSeries(
  c: RequestContext,
  { form = emptyForm, status = 200 }: { form?: FormState; status?: number } = {},
): Response {
  authorize({ policy: consultationPolicy, actor: c.ctx.actor, action: "note" });
  const view = createConsultationViewContext(c);
  return c.page({
    title: view.t.series.title,
    section: "consultations",
    status,
    breadcrumbs: [{ label: view.t.queue.title, href: c.href("/consultations/queue") }],
    body: <SeriesPage view={view} form={form} />,
  });
}

async function renderSlots(
  c: RequestContext,
  { form = emptyForm, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  const { actor } = c.ctx;
  authorize({ policy: slotPolicy, actor, action: "offer" });
  const view = createConsultationViewContext(c);
  const slots =
    actor.kind === "person"
      ? await listSlots(c.ctx, { consultantId: actor.id, from: view.now })
      : [];
  return c.page({
    title: view.t.slots.title,
    section: "consultations",
    status,
    breadcrumbs: [{ label: view.t.queue.title, href: c.href("/consultations/queue") }],
    body: <SlotsPage view={view} slots={slots} form={form} />,
  });
}

/** Moves of the card, the likely one first; taking back is the asker's own, by the private link. */
const cardTransitions: readonly TransitionName[] = [
  "take",
  "give",
  "close",
  "book",
  "miss",
  "hand-back",
  "decline",
];

function listTransitions(c: RequestContext, consultation: Consultation): TransitionName[] {
  if (!may(consultationPolicy, c.ctx.actor, "handle", consultation)) return [];
  const me = c.ctx.actor.kind === "person" ? c.ctx.actor.id : undefined;
  return cardTransitions.filter(
    (move) =>
      lifecycle.canTransition(consultation.stage, move) &&
      !(move === "take" && consultation.consultant_id === me && me !== undefined),
  );
}

function canLinkProject(c: RequestContext, row: Consultation): boolean {
  if (row.stage !== "given" && row.stage !== "closed") return false;
  const free = row.outcome_project_id === null;
  return free && may(consultationPolicy, c.ctx.actor, "handle", row);
}

async function renderCard(
  c: RequestContext,
  deps: ConsultationsDeps,
  { form = emptyForm, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  const view = createConsultationViewContext(c);
  const consultation = orNotFound(await findConsultation(c.ctx, c.param("number")));
  const { actor } = c.ctx;
  authorize({ policy: consultationPolicy, actor, action: "read", row: consultation, read: "read" });
  const [names, slots, facts, series] = await Promise.all([
    loadNames(c, deps, consultation),
    listFreeSlots(c.ctx, { limit: 30 }),
    listSubjectFacts(c.ctx, consultation.id),
    consultation.series_id === null ? undefined : findSeries(c.ctx, consultation.series_id),
  ]);
  return c.page({
    title: view.t.card.title(consultation.number),
    section: "consultations",
    status,
    breadcrumbs: [{ label: view.t.queue.title, href: c.href("/consultations/queue") }],
    breadcrumb: consultation.number,
    body: (
      <CardPage
        view={view}
        consultation={consultation}
        form={form}
        moves={listTransitions(c, consultation)}
        canLinkProject={canLinkProject(c, consultation)}
        names={names}
        series={series}
        slots={slots}
        facts={facts}
      />
    ),
  });
}

async function loadNames(c: RequestContext, deps: ConsultationsDeps, consultation: Consultation) {
  const { about_project_id: about, programme_id: programme, consultant_id: by } = consultation;
  const { outcome_project_id: outgrown } = consultation;
  const others = await listPeople(c.ctx, consultation.id);
  const [contacts, people, places, projects] = await Promise.all([
    loadContacts(c.ctx, [consultation.contact_id, ...others]),
    loadPersonNames(c.ctx, by === null ? [] : [by]),
    listMunicipalities(c.ctx),
    deps.projects.findNames(
      c.ctx,
      [about, programme, outgrown].flatMap((id) => id ?? []),
    ),
  ]);
  const contact = contacts.get(consultation.contact_id);
  const project = (id: string | null) => {
    const choice = projects.get(id ?? "");
    return choice && { name: choice.name, href: c.href(choice.href) };
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

const versionFields = { version: z.coerce.number().int().optional(), move: z.string().optional() };

const bookForm = z.object({
  slotId: z.uuid().optional(),
  startsAt: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "consultations.time-missing")
    .optional(),
  minutes: z.coerce.number().int().min(10).max(480).default(60),
  place: z.string().max(300).default(""),
  ...versionFields,
});

const giveForm = recordInput
  .omit({ people: true })
  .extend({ others: z.string().max(6000).default(""), move: z.string().optional() });

type TransitionForm<T> = {
  schema: z.ZodType<T>;
  act: (c: RequestContext, key: string, input: T) => Promise<unknown>;
};

const actionWithoutInput = (act: TransitionForm<z.output<typeof actionForm>>["act"]) => ({
  schema: actionForm,
  act,
});
const actionForm = z.object(versionFields);

function transitionRoutes(deps: ConsultationsDeps): Route[] {
  return [
    transitionRoute(
      deps,
      "take",
      actionWithoutInput((c, key, { version }) => assignConsultation(c.ctx, key, { version })),
    ),
    transitionRoute(
      deps,
      "hand-back",
      actionWithoutInput((c, key, { version }) => handBack(c.ctx, key, { version })),
    ),
    transitionRoute(
      deps,
      "miss",
      actionWithoutInput((c, key, { version }) => markMissed(c.ctx, key, { version })),
    ),
    transitionRoute(deps, "book", { schema: bookForm, act: postBooking }),
    transitionRoute(deps, "give", {
      schema: giveForm,
      act: (c, key, { others, ...input }) =>
        recordConsultation(c.ctx, key, { ...input, people: parsePeople(others) }),
    }),
    transitionRoute(deps, "close", {
      schema: closeInput.extend({ move: z.string().optional() }),
      act: (c, key, input) => closeConsultation(c.ctx, key, input),
    }),
    transitionRoute(deps, "decline", {
      schema: declineInput.extend({ move: z.string().optional() }),
      act: (c, key, input) => declineConsultation(c.ctx, key, input),
    }),
  ];
}

function postBooking(
  c: RequestContext,
  key: string,
  input: z.output<typeof bookForm>,
): Promise<unknown> {
  const { slotId, startsAt, version } = input;
  if (slotId !== undefined)
    return bookOfferedSlot(c.ctx, key, { slotId, ...(version !== undefined && { version }) });
  if (startsAt === undefined) {
    throw invalidField("startsAt", "consultations.time-missing");
  }
  const [date = "", time = ""] = startsAt.split("T");
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const at = fromZoned(localDate(date), minutes, c.ctx.region.timeZone);
  return bookConsultation(c.ctx, key, { ...input, startsAt: at });
}

/** A form of the card: read, done, or shown again with what was wrong and what was written. */
function transitionRoute<T>(
  deps: ConsultationsDeps,
  name: TransitionName & keyof ReturnType<typeof createConsultationViewContext>["t"]["done"],
  move: TransitionForm<T>,
): Route {
  return actionRoute({
    path: `/consultations/:number/${name}`,
    permission: handlePermission,
    schema: move.schema,
    async load(c) {
      const key = c.param("number");
      const row = orNotFound(await findConsultation(c.ctx, key));
      authorize({
        policy: consultationPolicy,
        actor: c.ctx.actor,
        action: "handle",
        row,
        read: "read",
      });
      return { key, row };
    },
    async act(c, input, { key, row }) {
      await move.act(c, key, input);
      return {
        path: `/consultations/${row.number}`,
        flash: createConsultationViewContext(c).t.done[name],
      };
    },
    onInvalid: (c, form, status) =>
      renderCard(c, deps, {
        form: { ...form, values: { ...form.values, move: name } },
        status,
      }),
  });
}
