import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { EntityRef, EntityLookup } from "#base/ports/entity-lookup.ts";
import { emptyForm, filledForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize, may } from "#base/policy.ts";
import { listPublishedForms } from "#modules/forms/index.ts";
import { organisationDirectory } from "#modules/organisations/index.ts";
import {
  cancelEvent,
  cancelEventInput,
  changeEvent,
  changeEventInput,
  createEvent,
  createEventInput,
} from "./actions.ts";
import { readAuthorized } from "../load.ts";
import { listMaterials } from "../materials/store.ts";
import { loadEventNames } from "../names.ts";
import { CancelPage, EditPage, type EditOptions } from "./page.tsx";
import { eventPolicy } from "../policy.ts";
import { requireWithinProject } from "./project-dates.ts";
import { changeQuotas, changeQuotaInput } from "../seats/quotas.ts";
import { listQuotas, listRegistrations } from "../registration/store.ts";
import type { Event } from "../store.ts";
import { eventsViewContext, formatWallTime } from "../view.ts";

type EditDeps = { projects: EntityLookup };

const checkbox = z
  .literal("yes")
  .optional()
  .transform((value) => value === "yes");

/** A browser sends no empty fields: here an absent one means emptied. */
const emptyValues = {
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

const createEventForm = createEventInput.extend({ public: checkbox });
const changeEventForm = changeEventInput
  .required({ title: true, startsAt: true, endsAt: true })
  .extend({ public: checkbox });

async function loadEditOptions(
  c: RequestContext,
  { projects }: EditDeps,
  event?: Event,
): Promise<EditOptions> {
  const names = await loadEventNames(c.ctx);
  const directory = await organisationDirectory(c.ctx);
  const found = await projects.search(c.ctx, "");
  const own = event?.project_id ?? undefined;
  const named = own === undefined ? undefined : (await projects.findNames(c.ctx, [own])).get(own);
  const choices: EntityRef[] =
    named === undefined ? [...found] : [named, ...found.filter(({ id }) => id !== own)];
  return {
    names,
    organisations: directory.bodies.map(({ id, shortName }) => ({ value: id, label: shortName })),
    projects: choices.map(({ id, name }) => ({ value: id, label: name })),
    forms: (await listPublishedForms(c.ctx, "registration")).map(({ id, title }) => ({
      value: id,
      label: title,
    })),
    feedbackForms: (await listPublishedForms(c.ctx, "feedback")).map(({ id, title }) => ({
      value: id,
      label: title,
    })),
    canActForRegion: may(eventPolicy, c.ctx.actor, "handle", {}),
  };
}

const newQuery = z.object({
  project: z.uuid().optional(),
  activity: z.uuid().optional(),
  organisation: z.uuid().optional(),
  municipality: z.uuid().optional(),
  title: z.string().max(200).optional(),
});

async function renderNew(
  c: RequestContext,
  deps: EditDeps,
  { state, status = 200 }: { state?: FormState; status?: number } = {},
): Promise<Response> {
  authorize({ policy: eventPolicy, actor: c.ctx.actor, action: "make" });
  const view = eventsViewContext(c);
  const prefill = c.query(newQuery);
  return c.page({
    title: view.t.edit.newTitle,
    section: "events",
    status,
    islands: ["okno-busy", "okno-errors"],
    breadcrumbs: [{ label: view.t.list.title, href: c.href("/events") }],
    body: (
      <EditPage
        viewContext={view}
        ground={await loadEditOptions(c, deps)}
        state={
          state ??
          filledForm({
            projectId: prefill.project,
            activityId: prefill.activity,
            organisationId: prefill.organisation,
            municipalityId: prefill.municipality,
            title: prefill.title,
            format: "in-person",
            confirmHours: "24",
            public: "yes",
          })
        }
        action={c.href("/events/new")}
        href={c.href}
      />
    ),
  });
}

function toFormState(event: Event, zone: string): FormState {
  return filledForm({
    kind: event.kind,
    title: event.title,
    summary: event.summary,
    format: event.format,
    startsAt: formatWallTime(event.starts_at, zone),
    endsAt: formatWallTime(event.ends_at, zone),
    municipalityId: event.municipality_id,
    roomId: event.room_id,
    address: event.address,
    onlineUrl: event.online_url,
    organisationId: event.organisation_id,
    projectId: event.project_id,
    activityId: event.activity_id,
    capacity: event.capacity?.toString(),
    onlineCapacity: event.online_capacity?.toString(),
    registrationOpensAt: formatWallTime(event.registration_opens_at, zone),
    registrationClosesAt: formatWallTime(event.registration_closes_at, zone),
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

type EditPageState = {
  state?: FormState;
  status?: number;
  quota?: FormState;
  material?: FormState;
};

/** The event's form with quotas and materials; the one of them that came back keeps what was written. */
export async function renderEdit(
  c: RequestContext,
  deps: EditDeps,
  { state, status = 200, quota = emptyForm, material = emptyForm }: EditPageState = {},
): Promise<Response> {
  const view = eventsViewContext(c);
  const event = await readAuthorized(c.ctx, c.param("number"), "handle");
  // A form that came back holds the version its writer saw; the page offers the newest one to send again.
  const formState = state && {
    ...state,
    values: { ...state.values, version: String(event.version) },
  };
  return c.page({
    title: `${view.t.edit.title}: ${event.title}`,
    breadcrumb: view.t.edit.title,
    section: "events",
    status,
    islands: ["okno-busy", "okno-errors"],
    breadcrumbs: [
      { label: view.t.list.title, href: c.href("/events") },
      { label: event.title, href: c.href(`/events/${event.number}`) },
    ],
    body: (
      <EditPage
        viewContext={view}
        ground={await loadEditOptions(c, deps, event)}
        state={formState ?? toFormState(event, view.zone)}
        action={c.href(`/events/${event.number}/edit`)}
        href={c.href}
        existing={{
          event,
          quotas: await listQuotas(c.ctx, event.id),
          quota,
          material,
          materials: await listMaterials(c.ctx, event.id, { onlyPublic: false }),
        }}
      />
    ),
  });
}

async function renderCancel(
  c: RequestContext,
  { state, status = 200 }: { state?: FormState; status?: number } = {},
): Promise<Response> {
  const view = eventsViewContext(c);
  const event = await readAuthorized(c.ctx, c.param("number"), "handle");
  const people = await listRegistrations(c.ctx, event.id, ["waiting", "offered", "confirmed"]);
  return c.page({
    title: `${view.t.edit.cancelTitle}: ${event.title}`,
    breadcrumb: view.t.edit.cancelTitle,
    section: "events",
    status,
    breadcrumbs: [
      { label: view.t.list.title, href: c.href("/events") },
      { label: event.title, href: c.href(`/events/${event.number}`) },
    ],
    body: (
      <CancelPage
        viewContext={view}
        event={event}
        people={people.length}
        state={state ?? filledForm({ version: String(event.version) })}
        action={c.href(`/events/${event.number}/cancel`)}
      />
    ),
  });
}

export function editRoutes(deps: EditDeps): Route[] {
  const handle = "events.event.handle";
  const one = "/events/:number";
  return [
    {
      method: "get",
      path: "/events/new",
      permission: "events.event.make",
      handle: (c) => renderNew(c, deps),
    },
    actionRoute({
      path: "/events/new",
      permission: "events.event.make",
      schema: createEventForm,
      load: (c) => authorize({ policy: eventPolicy, actor: c.ctx.actor, action: "make" }),
      async act(c, input) {
        await requireWithinProject(c.ctx, deps.projects, input);
        const event = await createEvent(c.ctx, input);
        return { path: `/events/${event.number}`, flash: eventsViewContext(c).t.edit.created };
      },
      onInvalid: (c, state, status) => renderNew(c, deps, { state, status }),
    }),
    { method: "get", path: `${one}/edit`, permission: handle, handle: (c) => renderEdit(c, deps) },
    actionRoute({
      path: `${one}/edit`,
      permission: handle,
      schema: changeEventForm,
      async load(c) {
        const { number } = await readAuthorized(c.ctx, c.param("number"), "handle");
        return { number };
      },
      async act(c, input, { number }) {
        await requireWithinProject(c.ctx, deps.projects, input);
        await changeEvent(c.ctx, number, { ...emptyValues, ...input });
        return { path: `/events/${number}`, flash: eventsViewContext(c).t.edit.saved };
      },
      onInvalid: (c, state, status) => renderEdit(c, deps, { state, status }),
    }),
    { method: "get", path: `${one}/cancel`, permission: handle, handle: (c) => renderCancel(c) },
    actionRoute({
      path: `${one}/cancel`,
      permission: handle,
      schema: cancelEventInput,
      async load(c) {
        const { number } = await readAuthorized(c.ctx, c.param("number"), "handle");
        return { number };
      },
      async act(c, input, { number }) {
        await cancelEvent(c.ctx, number, input);
        return { path: `/events/${number}`, flash: eventsViewContext(c).t.edit.cancelled };
      },
      onInvalid: (c, state, status) => renderCancel(c, { state, status }),
    }),
    actionRoute({
      path: `${one}/quotas`,
      permission: handle,
      schema: changeQuotaInput,
      async load(c) {
        const { number } = await readAuthorized(c.ctx, c.param("number"), "handle");
        return { number };
      },
      async act(c, input, { number }) {
        await changeQuotas(c.ctx, number, input);
        return { path: `/events/${number}/edit`, flash: eventsViewContext(c).t.edit.quotaSaved };
      },
      onInvalid: (c, quota, status) => renderEdit(c, deps, { quota, status }),
    }),
  ];
}
