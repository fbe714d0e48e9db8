import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { fromZoned, localDate } from "#base/time/calendar.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { listSubjectFacts } from "#base/journal.ts";
import { authorize, may } from "#base/policy.ts";
import { orNotFound, invalidField } from "#base/refusal.ts";
import { loadContacts, fullName, loadPersonNames } from "#modules/people/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import {
  assignConsultation,
  closeConsultation,
  closeInput,
  declineConsultation,
  declineInput,
  handBack,
  recordConsultation,
  recordInput,
} from "../actions.ts";
import { bookConsultation, bookOfferedSlot, markMissed } from "../slots/booking.ts";
import { meetingCalendar } from "../calendar.ts";
import { lifecycle, type TransitionName } from "../consultation.ts";
import { CardPage } from "./card-page.tsx";
import { consultationPolicy } from "../policy.ts";
import { listFreeSlots } from "../slots/store.ts";
import { findConsultation, findSeries, listPeople, type Consultation } from "../store.ts";
import { createConsultationViewContext } from "../view.ts";
import { parsePeople, type ConsultationsDeps } from "../requests/web.tsx";

const handlePermission = "consultations.consultation.handle";

/** Creates the routes of one request: its card, its calendar file and its transitions. */
export const cardRoutes = (deps: ConsultationsDeps): Route[] => [
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

/** Returns the calendar file for the consultant, with the name of the person who asked. */
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

/** Transitions offered on the card, the likely one first; withdrawing is done by the private link. */
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

/**
 * Creates the route of one transition's form; a refusal shows the card again with the form as
 * written.
 */
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
