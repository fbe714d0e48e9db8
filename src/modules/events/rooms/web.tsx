import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { authorize, may } from "#base/policy.ts";
import { orNotFound, notFound } from "#base/refusal.ts";
import { organisationDirectory } from "#modules/organisations/index.ts";
import { findRoom } from "./conflicts-store.ts";
import { loadEventNames } from "../names.ts";
import { RoomFormPage, RoomPage, RoomsPage } from "./page.tsx";
import { eventPolicy, roomPolicy } from "../policy.ts";
import { closeRoom, saveRoom, roomInput } from "./actions.ts";
import { listRoomSlots } from "./store.ts";
import { eventsViewContext } from "../view.ts";

const weeksShown = 8;

async function renderRooms(c: RequestContext): Promise<Response> {
  const view = eventsViewContext(c);
  return c.page({
    title: view.t.rooms.title,
    section: "events",
    breadcrumbs: [{ label: view.t.list.title, href: c.href("/events") }],
    body: (
      <RoomsPage
        viewContext={view}
        names={await loadEventNames(c.ctx)}
        href={c.href}
        makes={may(eventPolicy, c.ctx.actor, "make")}
      />
    ),
  });
}

async function renderRoom(c: RequestContext): Promise<Response> {
  const view = eventsViewContext(c);
  const room = orNotFound(await findRoom(c.ctx, roomIdParam(c)));
  const makes = may(roomPolicy, c.ctx.actor, "handle", room);
  const from = c.ctx.now();
  const slots = await listRoomSlots(c.ctx, {
    room: room.id,
    from,
    to: new Date(from.getTime() + weeksShown * 7 * 86_400_000),
    drafts: makes,
  });
  return c.page({
    title: room.name,
    section: "events",
    breadcrumbs: [
      { label: view.t.list.title, href: c.href("/events") },
      { label: view.t.rooms.title, href: c.href("/rooms") },
    ],
    body: (
      <RoomPage
        viewContext={view}
        room={room}
        slots={slots}
        names={await loadEventNames(c.ctx)}
        href={c.href}
        canManage={makes}
      />
    ),
  });
}

function roomIdParam(c: RequestContext): string {
  const id = c.param("id");
  if (!isUuid(id)) throw notFound("base.not-found");
  return id;
}

async function renderRoomForm(
  c: RequestContext,
  { id, state, status = 200 }: { id?: string; state?: FormState; status?: number },
): Promise<Response> {
  const view = eventsViewContext(c);
  const room = id === undefined ? undefined : orNotFound(await findRoom(c.ctx, id));
  if (room === undefined) authorize({ policy: eventPolicy, actor: c.ctx.actor, action: "make" });
  else authorize({ policy: roomPolicy, actor: c.ctx.actor, action: "handle", row: room });
  const directory = await organisationDirectory(c.ctx);
  const version = room && { version: String(room.version) };
  return c.page({
    title: room?.name ?? view.t.rooms.add,
    section: "events",
    status,
    breadcrumbs: [{ label: view.t.rooms.title, href: c.href("/rooms") }],
    body: (
      <RoomFormPage
        viewContext={view}
        names={await loadEventNames(c.ctx)}
        organisations={directory.bodies.map(({ id: value, shortName }) => ({
          value,
          label: shortName,
        }))}
        room={room}
        href={c.href}
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

function submitRoom(c: RequestContext, id?: string): Promise<Response> {
  return submit(c, {
    schema: roomInput,
    async onValid(input) {
      const room = await saveRoom(c.ctx, input, id);
      return c.redirect(`/rooms/${room.id}`, eventsViewContext(c).t.rooms.saved);
    },
    onInvalid: (state, status) =>
      renderRoomForm(c, { ...(id !== undefined && { id }), state, status }),
  });
}

const managePermission = "events.room.handle";

export const roomRoutes: Route[] = [
  { method: "get", path: "/rooms", permission: "public", handle: renderRooms },
  {
    method: "get",
    path: "/rooms/new",
    permission: "events.event.make",
    handle: (c) => renderRoomForm(c, {}),
  },
  {
    method: "post",
    path: "/rooms/new",
    permission: "events.event.make",
    handle(c) {
      authorize({ policy: eventPolicy, actor: c.ctx.actor, action: "make" });
      return submitRoom(c);
    },
  },
  { method: "get", path: "/rooms/:id", permission: "public", handle: renderRoom },
  {
    method: "get",
    path: "/rooms/:id/edit",
    permission: managePermission,
    handle: (c) => renderRoomForm(c, { id: roomIdParam(c) }),
  },
  {
    method: "post",
    path: "/rooms/:id/edit",
    permission: managePermission,
    async handle(c) {
      const room = orNotFound(await findRoom(c.ctx, roomIdParam(c)));
      authorize({ policy: roomPolicy, actor: c.ctx.actor, action: "handle", row: room });
      return submitRoom(c, room.id);
    },
  },
  {
    method: "post",
    path: "/rooms/:id/close",
    permission: managePermission,
    async handle(c) {
      await closeRoom(c.ctx, roomIdParam(c));
      return c.redirect(`/rooms/${roomIdParam(c)}`, eventsViewContext(c).t.rooms.closed);
    },
  },
];
