import { checkbox } from "../inputs.ts";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { EntityRef, EntityLookup } from "#base/ports/entity-lookup.ts";
import { emptyForm, filledForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize, may } from "#base/policy.ts";
import { listPublishedForms } from "#modules/forms/index.ts";
import { cancelEvent, changeEvent, createEvent } from "./actions.ts";
import { cancelEventInput, changeEventInput, createEventInput } from "./input.ts";
import { readEventParam } from "../load.ts";
import { listMaterials } from "../materials/store.ts";
import { loadEventNames, loadOrganisationOptions } from "../names.ts";
import { CancelPage } from "./cancel-page.tsx";
import { EditPage, type EditOptions } from "./page.tsx";
import { eventPolicy } from "../policy.ts";
import { requireWithinProject } from "./project-dates.ts";
import { changeQuotas, changeQuotaInput } from "../seats/quotas.ts";
import { listQuotas, listRegistrations } from "../registration/store.ts";
import type { Event } from "../store.ts";
import {
  listBreadcrumb,
  eventBreadcrumbs,
  eventsViewContext,
  formatWallTime,
  withVersion,
} from "../view.ts";

type EditDeps = { projects: EntityLookup };

/** A browser sends no empty fields: in this form an absent field is an emptied one. */
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

async function loadFormOptions(c: RequestContext, purpose: "registration" | "feedback") {
  const forms = await listPublishedForms(c.ctx, purpose);
  return forms.map(({ id, title }) => ({ value: id, label: title }));
}

async function loadEditOptions(
  c: RequestContext,
  { projects }: EditDeps,
  event?: Event,
): Promise<EditOptions> {
  const names = await loadEventNames(c.ctx);
  const found = await projects.search(c.ctx, "");
  const own = event?.project_id ?? undefined;
  const named = own === undefined ? undefined : (await projects.findNames(c.ctx, [own])).get(own);
  const choices: EntityRef[] =
    named === undefined ? [...found] : [named, ...found.filter(({ id }) => id !== own)];
  return {
    names,
    organisations: await loadOrganisationOptions(c.ctx),
    projects: choices.map(({ id, name }) => ({ value: id, label: name })),
    forms: await loadFormOptions(c, "registration"),
    feedbackForms: await loadFormOptions(c, "feedback"),
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
    breadcrumbs: [listBreadcrumb(c)],
    body: (
      <EditPage
        viewContext={view}
        options={await loadEditOptions(c, deps)}
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

/**
 * Shows the event's form with quotas and materials; a submitted form that was invalid retains its
 * values.
 */
export async function renderEdit(
  c: RequestContext,
  deps: EditDeps,
  { state, status = 200, quota = emptyForm, material = emptyForm }: EditPageState = {},
): Promise<Response> {
  const view = eventsViewContext(c);
  const event = await readEventParam(c, "handle");
  return c.page({
    title: `${view.t.edit.title}: ${event.title}`,
    breadcrumb: view.t.edit.title,
    section: "events",
    status,
    islands: ["okno-busy", "okno-errors"],
    breadcrumbs: eventBreadcrumbs(c, event),
    body: (
      <EditPage
        viewContext={view}
        options={await loadEditOptions(c, deps, event)}
        state={state === undefined ? toFormState(event, view.zone) : withVersion(state, event)}
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
  const event = await readEventParam(c, "handle");
  const people = await listRegistrations(c.ctx, event.id, ["waiting", "offered", "confirmed"]);
  return c.page({
    title: `${view.t.edit.cancelTitle}: ${event.title}`,
    breadcrumb: view.t.edit.cancelTitle,
    section: "events",
    status,
    breadcrumbs: eventBreadcrumbs(c, event),
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

/** Creates the routes of the forms of an event: create, change, cancel, quotas. */
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
      load: (c) => readEventParam(c, "handle"),
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
      load: (c) => readEventParam(c, "handle"),
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
      load: (c) => readEventParam(c, "handle"),
      async act(c, input, { number }) {
        await changeQuotas(c.ctx, number, input);
        return { path: `/events/${number}/edit`, flash: eventsViewContext(c).t.edit.quotaSaved };
      },
      onInvalid: (c, quota, status) => renderEdit(c, deps, { quota, status }),
    }),
  ];
}
