import { checkbox, versionInput } from "../inputs.ts";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, filledForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { contactInput, loadContacts, searchContacts } from "#modules/people/index.ts";
import { speakerRoles } from "../event.ts";
import { readEventParam } from "../load.ts";
import { contactName, loadEventNames } from "../names.ts";
import { ProgrammeEditPage, SessionEditPage } from "./page.tsx";
import {
  addSpeaker,
  saveSession,
  previewProgramme,
  publishProgramme,
  removeSession,
  removeSpeaker,
  sessionInput,
} from "./actions.ts";
import { loadSession, listProgrammeVersions, listSessions, listSpeakers } from "./store.ts";
import type { Event } from "../store.ts";
import { eventBreadcrumbs, withVersion, eventsViewContext, formatWallTime } from "../view.ts";

const managePermission = "events.event.handle";
const programmePath = "/events/:number/programme";
const sessionPath = `${programmePath}/:session{[0-9a-f-]{36}}`;

async function loadNamedSpeakers(c: RequestContext, event: Event) {
  const speakers = await listSpeakers(c.ctx, event.id);
  const contacts = await loadContacts(
    c.ctx,
    speakers.map((speaker) => speaker.contact_id),
  );
  return speakers.map((speaker) => ({
    ...speaker,
    name: contactName(contacts, speaker.contact_id),
  }));
}

async function renderProgramme(
  c: RequestContext,
  { state, status = 200 }: { state?: FormState; status?: number } = {},
): Promise<Response> {
  const view = eventsViewContext(c);
  const event = await readEventParam(c, "handle");
  return c.page({
    title: `${view.t.programmeEdit.title}: ${event.title}`,
    breadcrumb: view.t.programmeEdit.title,
    section: "events",
    status,
    breadcrumbs: eventBreadcrumbs(c, event),
    body: (
      <ProgrammeEditPage
        viewContext={view}
        event={event}
        sessions={await listSessions(c.ctx, event.id)}
        speakers={await loadNamedSpeakers(c, event)}
        names={await loadEventNames(c.ctx)}
        preview={await previewProgramme(c.ctx, event)}
        versions={await listProgrammeVersions(c.ctx, event.id)}
        state={state}
        href={c.href}
      />
    ),
  });
}

type SessionPageState = { state?: FormState; speaker?: FormState; status?: number };

const sessionQuery = z.object({
  parent: z.uuid().optional(),
  find: z.string().trim().max(100).optional(),
});

async function renderSession(
  c: RequestContext,
  { state, speaker, status = 200 }: SessionPageState = {},
): Promise<Response> {
  const view = eventsViewContext(c);
  const event = await readEventParam(c, "handle");
  const id = c.param("session");
  const session = id === "" ? undefined : await loadSession(c.ctx, event.id, id);
  const { parent, find } = c.query(sessionQuery);
  const formState = state && withVersion(state, session);
  return c.page({
    title: session?.title ?? view.t.programmeEdit.add,
    section: "events",
    status,
    islands: ["okno-busy", "okno-errors"],
    breadcrumbs: [
      ...eventBreadcrumbs(c, event),
      { label: view.t.programmeEdit.title, href: c.href(`/events/${event.number}/programme`) },
    ],
    body: (
      <SessionEditPage
        viewContext={view}
        event={event}
        session={session}
        sessions={await listSessions(c.ctx, event.id)}
        names={await loadEventNames(c.ctx)}
        speakers={(await loadNamedSpeakers(c, event)).filter((person) => person.session_id === id)}
        found={
          find === undefined ? undefined : await searchContacts(c.ctx, { name: find, limit: 12 })
        }
        find={find ?? ""}
        state={formState ?? initialFormState(event, { session, parent, zone: view.zone })}
        speaker={speaker ?? emptyForm}
        href={c.href}
      />
    ),
  });
}

type InitialSession = {
  session: Awaited<ReturnType<typeof loadSession>> | undefined;
  parent: string | undefined;
  zone: string;
};

function initialFormState(event: Event, { session, parent, zone }: InitialSession): FormState {
  if (session === undefined) {
    return filledForm({
      parentId: parent,
      kind: "talk",
      startsAt: formatWallTime(event.starts_at, zone),
    });
  }
  return filledForm({
    parentId: session.parent_id,
    kind: session.kind,
    title: session.title,
    summary: session.summary,
    startsAt: formatWallTime(session.starts_at, zone),
    endsAt: formatWallTime(session.ends_at, zone),
    roomId: session.room_id,
    place: session.place,
    online: session.online ? "yes" : undefined,
    onlineUrl: session.online_url,
    capacity: session.capacity?.toString(),
    version: String(session.version),
  });
}

const sessionForm = sessionInput.omit({ id: true }).extend({
  online: checkbox,
});

/** Creates the route of the form of a new session, or of an existing one. */
function sessionFormRoute(
  path: string,
  sessionId: (c: RequestContext) => string | undefined,
): Route {
  return actionRoute({
    path,
    permission: managePermission,
    schema: sessionForm,
    load: (c) => readEventParam(c, "handle"),
    async act(c, input, { number }) {
      const id = sessionId(c);
      const session = await saveSession(c.ctx, number, {
        ...input,
        ...(id !== undefined && { id }),
      });
      return {
        path: `/events/${number}/programme/${session.id}`,
        flash: eventsViewContext(c).t.programmeEdit.saved,
      };
    },
    onInvalid: (c, state, status) =>
      renderSession(withSessionId(c, sessionId(c)), { state, status }),
  });
}

/** Returns the context with a session id: the address of a new session has none. */
const withSessionId = (c: RequestContext, id: string | undefined): RequestContext => ({
  ...c,
  param: (name) => (name === "session" ? (id ?? "") : c.param(name)),
});

const speakerForm = z
  .object({ contactId: z.uuid().optional(), role: z.enum(speakerRoles).default("speaker") })
  .extend(
    contactInput.pick({
      givenName: true,
      patronymic: true,
      email: true,
      organisation: true,
      position: true,
    }).shape,
  )
  .extend({ surname: z.string().trim().max(100).optional() });

export const programmeRoutes: Route[] = [
  {
    method: "get",
    path: programmePath,
    permission: managePermission,
    handle: (c) => renderProgramme(c),
  },
  {
    method: "get",
    path: `${programmePath}/new`,
    permission: managePermission,
    handle: (c) => renderSession(withSessionId(c, undefined)),
  },
  sessionFormRoute(`${programmePath}/new`, () => undefined),
  actionRoute({
    path: `${programmePath}/publish`,
    permission: managePermission,
    schema: versionInput,
    load: (c) => readEventParam(c, "handle"),
    async act(c, seen, { number }) {
      await publishProgramme(c.ctx, number, seen);
      return { path: `/events/${number}`, flash: eventsViewContext(c).t.programmeEdit.published };
    },
    onInvalid: (c, state, status) => renderProgramme(c, { state, status }),
  }),
  {
    method: "get",
    path: sessionPath,
    permission: managePermission,
    handle: (c) => renderSession(c),
  },
  sessionFormRoute(sessionPath, (c) => c.param("session")),
  {
    method: "post",
    path: `${sessionPath}/remove`,
    permission: managePermission,
    async handle(c) {
      await removeSession(c.ctx, c.param("number"), c.param("session"));
      return c.redirect(
        `/events/${c.param("number")}/programme`,
        eventsViewContext(c).t.programmeEdit.removed,
      );
    },
  },
  actionRoute({
    path: `${sessionPath}/speakers`,
    permission: managePermission,
    schema: speakerForm,
    load: (c) => readEventParam(c, "handle"),
    async act(c, { contactId, role, surname, ...person }, { number }) {
      const sessionId = c.param("session");
      await addSpeaker(c.ctx, number, {
        sessionId,
        role,
        ...(contactId === undefined
          ? { person: contactInput.parse({ surname: surname ?? "", ...person }) }
          : { contactId }),
      });
      return {
        path: `/events/${number}/programme/${sessionId}`,
        flash: eventsViewContext(c).t.programmeEdit.speakerAdded,
      };
    },
    onInvalid: (c, speaker, status) => renderSession(c, { speaker, status }),
  }),
  {
    method: "post",
    path: `${sessionPath}/speakers/:speaker{[0-9a-f-]{36}}/remove`,
    permission: managePermission,
    async handle(c) {
      const { number, session } = { number: c.param("number"), session: c.param("session") };
      await removeSpeaker(c.ctx, number, c.param("speaker"));
      return c.redirect(
        `/events/${number}/programme/${session}`,
        eventsViewContext(c).t.programmeEdit.speakerRemoved,
      );
    },
  },
];
