import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { demand, may } from "#base/policy.ts";
import { found, notFound } from "#base/refusal.ts";
import { organisationBook } from "#modules/organisations/index.ts";
import { findRoom } from "./conflicts-store.ts";
import { namesFor } from "../names.ts";
import { RoomFormPage, RoomPage, RoomsPage } from "./page.tsx";
import { eventPolicy, roomPolicy } from "../policy.ts";
import { closeRoom, keepRoom, roomInput } from "./actions.ts";
import { slotsOf } from "./store.ts";
import { readerOf } from "../view.ts";

const weeks = 8;

async function showAll(x: Exchange): Promise<Response> {
  const reader = readerOf(x);
  return x.page({
    title: reader.t.rooms.title,
    section: "events",
    crumbs: [{ label: reader.t.list.title, href: x.href("/events") }],
    body: (
      <RoomsPage
        reader={reader}
        names={await namesFor(x.ctx)}
        href={x.href}
        makes={may(eventPolicy, x.ctx.actor, "make")}
      />
    ),
  });
}

async function showOne(x: Exchange): Promise<Response> {
  const reader = readerOf(x);
  const room = found(await findRoom(x.ctx, idOf(x)));
  const makes = may(roomPolicy, x.ctx.actor, "handle", room);
  const from = x.ctx.now();
  const slots = await slotsOf(x.ctx, {
    room: room.id,
    from,
    to: new Date(from.getTime() + weeks * 7 * 86_400_000),
    drafts: makes,
  });
  return x.page({
    title: room.name,
    section: "events",
    crumbs: [
      { label: reader.t.list.title, href: x.href("/events") },
      { label: reader.t.rooms.title, href: x.href("/rooms") },
    ],
    body: (
      <RoomPage
        reader={reader}
        room={room}
        slots={slots}
        names={await namesFor(x.ctx)}
        href={x.href}
        makes={makes}
      />
    ),
  });
}

function idOf(x: Exchange): string {
  const id = x.param("id");
  if (!isUuid(id)) throw notFound("base.not-found");
  return id;
}

async function showForm(
  x: Exchange,
  { id, state, status = 200 }: { id?: string; state?: FormState; status?: number },
): Promise<Response> {
  const reader = readerOf(x);
  const room = id === undefined ? undefined : found(await findRoom(x.ctx, id));
  if (room === undefined) demand({ policy: eventPolicy, actor: x.ctx.actor, action: "make" });
  else demand({ policy: roomPolicy, actor: x.ctx.actor, action: "handle", row: room });
  const book = await organisationBook(x.ctx);
  const version = room && { version: String(room.version) };
  return x.page({
    title: room?.name ?? reader.t.rooms.add,
    section: "events",
    status,
    crumbs: [{ label: reader.t.rooms.title, href: x.href("/rooms") }],
    body: (
      <RoomFormPage
        reader={reader}
        names={await namesFor(x.ctx)}
        organisations={book.bodies.map(({ id: value, shortName }) => ({ value, label: shortName }))}
        room={room}
        href={x.href}
        state={
          state === undefined
            ? filledForm({
                name: room?.name,
                municipalityId: room?.municipality_id,
                address: room?.address,
                capacity: room?.capacity?.toString(),
                organisationId: room?.organisation_id,
                note: room?.note,
                ...version,
              })
            : { ...state, values: { ...state.values, ...version } }
        }
      />
    ),
  });
}

function save(x: Exchange, id?: string): Promise<Response> {
  return submit(x, {
    schema: roomInput,
    async act(input) {
      const room = await keepRoom(x.ctx, input, id);
      return x.go(`/rooms/${room.id}`, readerOf(x).t.rooms.saved);
    },
    again: (state, status) => showForm(x, { ...(id !== undefined && { id }), state, status }),
  });
}

const handle = "events.room.handle";

export const roomRoutes: Route[] = [
  { method: "get", path: "/rooms", asks: "public", handle: showAll },
  { method: "get", path: "/rooms/new", asks: "events.event.make", handle: (x) => showForm(x, {}) },
  {
    method: "post",
    path: "/rooms/new",
    asks: "events.event.make",
    handle(x) {
      demand({ policy: eventPolicy, actor: x.ctx.actor, action: "make" });
      return save(x);
    },
  },
  { method: "get", path: "/rooms/:id", asks: "public", handle: showOne },
  {
    method: "get",
    path: "/rooms/:id/edit",
    asks: handle,
    handle: (x) => showForm(x, { id: idOf(x) }),
  },
  {
    method: "post",
    path: "/rooms/:id/edit",
    asks: handle,
    async handle(x) {
      const room = found(await findRoom(x.ctx, idOf(x)));
      demand({ policy: roomPolicy, actor: x.ctx.actor, action: "handle", row: room });
      return save(x, room.id);
    },
  },
  {
    method: "post",
    path: "/rooms/:id/close",
    asks: handle,
    async handle(x) {
      await closeRoom(x.ctx, idOf(x));
      return x.go(`/rooms/${idOf(x)}`, readerOf(x).t.rooms.closed);
    },
  },
];
