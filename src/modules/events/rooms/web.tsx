import type { z } from "zod";
import { actionRoute } from "#base/http/action-route.ts";
import { filledForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { authorize, may } from "#base/policy.ts";
import { orNotFound, notFound } from "#base/refusal.ts";
import { findRoom } from "./conflicts-store.ts";
import { loadEventNames, loadOrganisationOptions } from "../names.ts";
import { RoomFormPage, RoomPage, RoomsPage } from "./page.tsx";
import { eventPolicy, roomPolicy } from "../policy.ts";
import { closeRoom, saveRoom, roomInput } from "./actions.ts";
import { listRoomSlots } from "./store.ts";
import { listBreadcrumb, eventsViewContext, withVersion } from "../view.ts";

const weeksShown = 8;

async function renderRooms(c: RequestContext): Promise<Response> {
  const view = eventsViewContext(c);
  return c.page({
    title: view.t.rooms.title,
    section: "events",
    breadcrumbs: [listBreadcrumb(c)],
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
    breadcrumbs: [listBreadcrumb(c), { label: view.t.rooms.title, href: c.href("/rooms") }],
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
  return c.page({
    title: room?.name ?? view.t.rooms.add,
    section: "events",
    status,
    breadcrumbs: [{ label: view.t.rooms.title, href: c.href("/rooms") }],
    body: (
      <RoomFormPage
        viewContext={view}
        names={await loadEventNames(c.ctx)}
        organisations={await loadOrganisationOptions(c.ctx)}
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
                version: room?.version.toString(),
              })
            : withVersion(state, room)
        }
      />
    ),
  });
}

/** Acts on the form of a new room, or of an existing one. */
async function submitRoom(c: RequestContext, input: z.output<typeof roomInput>, id?: string) {
  const room = await saveRoom(c.ctx, input, id);
  return { path: `/rooms/${room.id}`, flash: eventsViewContext(c).t.rooms.saved };
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
  actionRoute({
    path: "/rooms/new",
    permission: "events.event.make",
    schema: roomInput,
    load: (c) => authorize({ policy: eventPolicy, actor: c.ctx.actor, action: "make" }),
    act: (c, input) => submitRoom(c, input),
    onInvalid: (c, state, status) => renderRoomForm(c, { state, status }),
  }),
  { method: "get", path: "/rooms/:id", permission: "public", handle: renderRoom },
  {
    method: "get",
    path: "/rooms/:id/edit",
    permission: managePermission,
    handle: (c) => renderRoomForm(c, { id: roomIdParam(c) }),
  },
  actionRoute({
    path: "/rooms/:id/edit",
    permission: managePermission,
    schema: roomInput,
    async load(c) {
      const room = orNotFound(await findRoom(c.ctx, roomIdParam(c)));
      authorize({ policy: roomPolicy, actor: c.ctx.actor, action: "handle", row: room });
      return room;
    },
    act: (c, input, { id }) => submitRoom(c, input, id),
    onInvalid: (c, state, status, { id }) => renderRoomForm(c, { id, state, status }),
  }),
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
