import { z } from "zod";
import type { Choice, Choices } from "#base/ports/entity-lookup.ts";
import { blankForm, filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand, may } from "#base/policy.ts";
import { formChoices } from "#modules/forms/index.ts";
import { organisationBook } from "#modules/organisations/index.ts";
import {
  cancelEvent,
  cancelInput,
  changeEvent,
  changeInput,
  createEvent,
  createInput,
} from "./actions.ts";
import { readAllowed } from "../load.ts";
import { materialsOf } from "../materials/store.ts";
import { namesFor } from "../names.ts";
import { CancelPage, EditPage, type EditGround } from "./page.tsx";
import { eventPolicy } from "../policy.ts";
import { demandWithinProject } from "./project-dates.ts";
import { changeQuotas, quotaInput } from "../seats/quotas.ts";
import { quotasOf, registrationsOf } from "../registration/store.ts";
import type { Event } from "../store.ts";
import { readerOf, wallText } from "../view.ts";

type Ground = { projects: Choices };

const check = z
  .literal("yes")
  .optional()
  .transform((value) => value === "yes");

/** A browser sends no empty fields: here an absent one means emptied. */
const emptied = {
  summary: "",
  address: "",
  onlineUrl: "",
  roomId: null,
  organisationId: null,
  projectId: null,
  activityId: null,
  capacity: null,
  onlineCapacity: null,
  registrationOpensAt: null,
  registrationClosesAt: null,
  registrationFormId: null,
  feedbackFormId: null,
  certificateHours: null,
  certificateAfterSessions: null,
  certificateAfterHours: null,
} as const;

const createForm = createInput.extend({ public: check });
const changeForm = changeInput
  .required({ title: true, startsAt: true, endsAt: true })
  .extend({ public: check });

async function groundOf(x: Exchange, { projects }: Ground, event?: Event): Promise<EditGround> {
  const names = await namesFor(x.ctx);
  const book = await organisationBook(x.ctx);
  const found = await projects.find(x.ctx, "");
  const own = event?.project_id ?? undefined;
  const named = own === undefined ? undefined : (await projects.names(x.ctx, [own])).get(own);
  const choices: Choice[] =
    named === undefined ? [...found] : [named, ...found.filter(({ id }) => id !== own)];
  return {
    names,
    organisations: book.bodies.map(({ id, shortName }) => ({ value: id, label: shortName })),
    projects: choices.map(({ id, name }) => ({ value: id, label: name })),
    forms: (await formChoices(x.ctx, "registration")).map(({ id, title }) => ({
      value: id,
      label: title,
    })),
    feedbacks: (await formChoices(x.ctx, "feedback")).map(({ id, title }) => ({
      value: id,
      label: title,
    })),
    wholeRegion: may(eventPolicy, x.ctx.actor, "handle", {}),
  };
}

const newQuery = z.object({
  project: z.uuid().optional(),
  activity: z.uuid().optional(),
  organisation: z.uuid().optional(),
  municipality: z.uuid().optional(),
  title: z.string().max(200).optional(),
});

async function showNew(
  x: Exchange,
  ground: Ground,
  { state, status = 200 }: { state?: FormState; status?: number } = {},
): Promise<Response> {
  demand({ policy: eventPolicy, actor: x.ctx.actor, action: "make" });
  const reader = readerOf(x);
  const asked = x.query(newQuery);
  return x.page({
    title: reader.t.edit.newTitle,
    section: "events",
    status,
    islands: ["okno-busy", "okno-errors"],
    crumbs: [{ label: reader.t.list.title, href: x.href("/events") }],
    body: (
      <EditPage
        reader={reader}
        ground={await groundOf(x, ground)}
        state={
          state ??
          filledForm({
            projectId: asked.project,
            activityId: asked.activity,
            organisationId: asked.organisation,
            municipalityId: asked.municipality,
            title: asked.title,
            format: "in-person",
            confirmHours: "24",
            public: "yes",
          })
        }
        action={x.href("/events/new")}
        href={x.href}
      />
    ),
  });
}

function stateOf(event: Event, zone: string): FormState {
  return filledForm({
    kind: event.kind,
    title: event.title,
    summary: event.summary,
    format: event.format,
    startsAt: wallText(event.starts_at, zone),
    endsAt: wallText(event.ends_at, zone),
    municipalityId: event.municipality_id,
    roomId: event.room_id,
    address: event.address,
    onlineUrl: event.online_url,
    organisationId: event.organisation_id,
    projectId: event.project_id,
    activityId: event.activity_id,
    capacity: event.capacity?.toString(),
    onlineCapacity: event.online_capacity?.toString(),
    registrationOpensAt: wallText(event.registration_opens_at, zone),
    registrationClosesAt: wallText(event.registration_closes_at, zone),
    registrationFormId: event.registration_form_id,
    feedbackFormId: event.feedback_form_id,
    confirmHours: String(event.confirm_hours),
    certificateHours: event.certificate_hours?.toString(),
    certificateAfterSessions: event.certificate_after_sessions?.toString(),
    certificateAfterHours: event.certificate_after_hours?.toString(),
    public: event.public ? "yes" : undefined,
    version: String(event.version),
  });
}

type Shown = { state?: FormState; status?: number; quota?: FormState; material?: FormState };

/** The event's form with quotas and materials; the one of them that came back keeps what was written. */
export async function showEdit(
  x: Exchange,
  ground: Ground,
  { state, status = 200, quota = blankForm, material = blankForm }: Shown = {},
): Promise<Response> {
  const reader = readerOf(x);
  const event = await readAllowed(x.ctx, x.param("number"), "handle");
  // A form that came back holds the version its writer saw; the page offers the newest one to send again.
  const kept = state && { ...state, values: { ...state.values, version: String(event.version) } };
  return x.page({
    title: `${reader.t.edit.title}: ${event.title}`,
    crumb: reader.t.edit.title,
    section: "events",
    status,
    islands: ["okno-busy", "okno-errors"],
    crumbs: [
      { label: reader.t.list.title, href: x.href("/events") },
      { label: event.title, href: x.href(`/events/${event.number}`) },
    ],
    body: (
      <EditPage
        reader={reader}
        ground={await groundOf(x, ground, event)}
        state={kept ?? stateOf(event, reader.zone)}
        action={x.href(`/events/${event.number}/edit`)}
        href={x.href}
        existing={{
          event,
          quotas: await quotasOf(x.ctx, event.id),
          quota,
          material,
          materials: await materialsOf(x.ctx, event.id, { onlyPublic: false }),
        }}
      />
    ),
  });
}

async function showCancel(
  x: Exchange,
  { state, status = 200 }: { state?: FormState; status?: number } = {},
): Promise<Response> {
  const reader = readerOf(x);
  const event = await readAllowed(x.ctx, x.param("number"), "handle");
  const people = await registrationsOf(x.ctx, event.id, ["waiting", "offered", "confirmed"]);
  return x.page({
    title: `${reader.t.edit.cancelTitle}: ${event.title}`,
    crumb: reader.t.edit.cancelTitle,
    section: "events",
    status,
    crumbs: [
      { label: reader.t.list.title, href: x.href("/events") },
      { label: event.title, href: x.href(`/events/${event.number}`) },
    ],
    body: (
      <CancelPage
        reader={reader}
        event={event}
        people={people.length}
        state={state ?? filledForm({ version: String(event.version) })}
        action={x.href(`/events/${event.number}/cancel`)}
      />
    ),
  });
}

export function editRoutes(ground: Ground): Route[] {
  const handle = "events.event.handle";
  const one = "/events/:number";
  return [
    {
      method: "get",
      path: "/events/new",
      asks: "events.event.make",
      handle: (x) => showNew(x, ground),
    },
    {
      method: "post",
      path: "/events/new",
      asks: "events.event.make",
      handle(x) {
        demand({ policy: eventPolicy, actor: x.ctx.actor, action: "make" });
        return submit(x, {
          schema: createForm,
          async act(input) {
            await demandWithinProject(x.ctx, ground.projects, input);
            const event = await createEvent(x.ctx, input);
            return x.go(`/events/${event.number}`, readerOf(x).t.edit.created);
          },
          again: (state, status) => showNew(x, ground, { state, status }),
        });
      },
    },
    { method: "get", path: `${one}/edit`, asks: handle, handle: (x) => showEdit(x, ground) },
    {
      method: "post",
      path: `${one}/edit`,
      asks: handle,
      async handle(x) {
        const { number } = await readAllowed(x.ctx, x.param("number"), "handle");
        return submit(x, {
          schema: changeForm,
          async act(input) {
            await demandWithinProject(x.ctx, ground.projects, input);
            await changeEvent(x.ctx, number, { ...emptied, ...input });
            return x.go(`/events/${number}`, readerOf(x).t.edit.saved);
          },
          again: (state, status) => showEdit(x, ground, { state, status }),
        });
      },
    },
    { method: "get", path: `${one}/cancel`, asks: handle, handle: (x) => showCancel(x) },
    {
      method: "post",
      path: `${one}/cancel`,
      asks: handle,
      async handle(x) {
        const { number } = await readAllowed(x.ctx, x.param("number"), "handle");
        return submit(x, {
          schema: cancelInput,
          async act(input) {
            await cancelEvent(x.ctx, number, input);
            return x.go(`/events/${number}`, readerOf(x).t.edit.cancelled);
          },
          again: (state, status) => showCancel(x, { state, status }),
        });
      },
    },
    {
      method: "post",
      path: `${one}/quotas`,
      asks: handle,
      async handle(x) {
        const { number } = await readAllowed(x.ctx, x.param("number"), "handle");
        return submit(x, {
          schema: quotaInput,
          async act(input) {
            await changeQuotas(x.ctx, number, input);
            return x.go(`/events/${number}/edit`, readerOf(x).t.edit.quotaSaved);
          },
          again: (quota, status) => showEdit(x, ground, { quota, status }),
        });
      },
    },
  ];
}
