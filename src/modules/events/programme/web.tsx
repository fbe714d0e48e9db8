import { z } from "zod";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { contactInput, contactsById, findContacts, fullName } from "#modules/people/index.ts";
import { speakerRoles } from "../event.ts";
import { readAllowed } from "../load.ts";
import { namesFor } from "../names.ts";
import { ProgrammePage, SessionPage } from "./page.tsx";
import {
  addSpeaker,
  keepSession,
  previewProgramme,
  publishProgramme,
  removeSession,
  removeSpeaker,
  sessionInput,
} from "./actions.ts";
import { loadSession, programmeVersions, sessionsOf, speakersOf } from "./store.ts";
import type { Event } from "../store.ts";
import { readerOf, wallText } from "../view.ts";

const handle = "events.event.handle";
const all = "/events/:number/programme";
const one = `${all}/:session{[0-9a-f-]{36}}`;

const crumbsOf = (x: Exchange, event: Event) => [
  { label: readerOf(x).t.list.title, href: x.href("/events") },
  { label: event.title, href: x.href(`/events/${event.number}`) },
];

async function namedSpeakers(x: Exchange, event: Event) {
  const speakers = await speakersOf(x.ctx, event.id);
  const contacts = await contactsById(
    x.ctx,
    speakers.map((speaker) => speaker.contact_id),
  );
  return speakers.map((speaker) => {
    const person = contacts.get(speaker.contact_id);
    return { ...speaker, name: person === undefined ? "" : fullName(person) };
  });
}

async function showAll(
  x: Exchange,
  { state, status = 200 }: { state?: FormState; status?: number } = {},
): Promise<Response> {
  const reader = readerOf(x);
  const event = await readAllowed(x.ctx, x.param("number"), "handle");
  return x.page({
    title: `${reader.t.programmeEdit.title}: ${event.title}`,
    crumb: reader.t.programmeEdit.title,
    section: "events",
    status,
    crumbs: crumbsOf(x, event),
    body: (
      <ProgrammePage
        reader={reader}
        event={event}
        sessions={await sessionsOf(x.ctx, event.id)}
        speakers={await namedSpeakers(x, event)}
        names={await namesFor(x.ctx)}
        preview={await previewProgramme(x.ctx, event)}
        versions={await programmeVersions(x.ctx, event.id)}
        state={state}
        href={x.href}
      />
    ),
  });
}

type Shown = { state?: FormState; speaker?: FormState; status?: number };

const sessionQuery = z.object({
  parent: z.uuid().optional(),
  find: z.string().trim().max(100).optional(),
});

async function showOne(
  x: Exchange,
  { state, speaker, status = 200 }: Shown = {},
): Promise<Response> {
  const reader = readerOf(x);
  const event = await readAllowed(x.ctx, x.param("number"), "handle");
  const id = x.param("session");
  const session = id === "" ? undefined : await loadSession(x.ctx, event.id, id);
  const { parent, find } = x.query(sessionQuery);
  const kept = state && {
    ...state,
    values: { ...state.values, ...(session !== undefined && { version: String(session.version) }) },
  };
  return x.page({
    title: session?.title ?? reader.t.programmeEdit.add,
    section: "events",
    status,
    islands: ["okno-busy", "okno-errors"],
    crumbs: [
      ...crumbsOf(x, event),
      { label: reader.t.programmeEdit.title, href: x.href(`/events/${event.number}/programme`) },
    ],
    body: (
      <SessionPage
        reader={reader}
        event={event}
        session={session}
        sessions={await sessionsOf(x.ctx, event.id)}
        names={await namesFor(x.ctx)}
        speakers={(await namedSpeakers(x, event)).filter((person) => person.session_id === id)}
        found={
          find === undefined ? undefined : await findContacts(x.ctx, { name: find, limit: 12 })
        }
        find={find ?? ""}
        state={kept ?? opened(event, { session, parent, zone: reader.zone })}
        speaker={speaker ?? { values: {}, lists: {}, errors: {} }}
        href={x.href}
      />
    ),
  });
}

type Opened = {
  session: Awaited<ReturnType<typeof loadSession>> | undefined;
  parent: string | undefined;
  zone: string;
};

function opened(event: Event, { session, parent, zone }: Opened): FormState {
  if (session === undefined) {
    return filledForm({
      parentId: parent,
      kind: "talk",
      startsAt: wallText(event.starts_at, zone),
    });
  }
  return filledForm({
    parentId: session.parent_id,
    kind: session.kind,
    title: session.title,
    summary: session.summary,
    startsAt: wallText(session.starts_at, zone),
    endsAt: wallText(session.ends_at, zone),
    roomId: session.room_id,
    place: session.place,
    online: session.online ? "yes" : undefined,
    onlineUrl: session.online_url,
    capacity: session.capacity?.toString(),
    version: String(session.version),
  });
}

const form = sessionInput.omit({ id: true }).extend({
  online: z
    .literal("yes")
    .optional()
    .transform((value) => value === "yes"),
});

async function save(x: Exchange, id: string | undefined): Promise<Response> {
  const { number } = await readAllowed(x.ctx, x.param("number"), "handle");
  return submit(x, {
    schema: form,
    async act(input) {
      const session = await keepSession(x.ctx, number, {
        ...input,
        ...(id !== undefined && { id }),
      });
      return x.go(`/events/${number}/programme/${session.id}`, readerOf(x).t.programmeEdit.saved);
    },
    again: (state, status) => showOne(newOne(x, id), { state, status }),
  });
}

/** The page of a new session has no id in its address. */
const newOne = (x: Exchange, id: string | undefined): Exchange => ({
  ...x,
  param: (name) => (name === "session" ? (id ?? "") : x.param(name)),
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

async function addOne(x: Exchange): Promise<Response> {
  const { number } = await readAllowed(x.ctx, x.param("number"), "handle");
  const sessionId = x.param("session");
  return submit(x, {
    schema: speakerForm,
    async act({ contactId, role, surname, ...person }) {
      await addSpeaker(x.ctx, number, {
        sessionId,
        role,
        ...(contactId === undefined
          ? { person: contactInput.parse({ surname: surname ?? "", ...person }) }
          : { contactId }),
      });
      return x.go(
        `/events/${number}/programme/${sessionId}`,
        readerOf(x).t.programmeEdit.speakerAdded,
      );
    },
    again: (speaker, status) => showOne(x, { speaker, status }),
  });
}

export const programmeRoutes: Route[] = [
  { method: "get", path: all, asks: handle, handle: (x) => showAll(x) },
  { method: "get", path: `${all}/new`, asks: handle, handle: (x) => showOne(newOne(x, undefined)) },
  { method: "post", path: `${all}/new`, asks: handle, handle: (x) => save(x, undefined) },
  {
    method: "post",
    path: `${all}/publish`,
    asks: handle,
    async handle(x) {
      const { number } = await readAllowed(x.ctx, x.param("number"), "handle");
      return submit(x, {
        schema: z.object({ version: z.coerce.number().int().optional() }),
        async act(seen) {
          await publishProgramme(x.ctx, number, seen);
          return x.go(`/events/${number}`, readerOf(x).t.programmeEdit.published);
        },
        again: (state, status) => showAll(x, { state, status }),
      });
    },
  },
  { method: "get", path: one, asks: handle, handle: (x) => showOne(x) },
  { method: "post", path: one, asks: handle, handle: (x) => save(x, x.param("session")) },
  {
    method: "post",
    path: `${one}/remove`,
    asks: handle,
    async handle(x) {
      await removeSession(x.ctx, x.param("number"), x.param("session"));
      return x.go(`/events/${x.param("number")}/programme`, readerOf(x).t.programmeEdit.removed);
    },
  },
  { method: "post", path: `${one}/speakers`, asks: handle, handle: addOne },
  {
    method: "post",
    path: `${one}/speakers/:speaker{[0-9a-f-]{36}}/remove`,
    asks: handle,
    async handle(x) {
      const { number, session } = { number: x.param("number"), session: x.param("session") };
      await removeSpeaker(x.ctx, number, x.param("speaker"));
      return x.go(
        `/events/${number}/programme/${session}`,
        readerOf(x).t.programmeEdit.speakerRemoved,
      );
    },
  },
];
