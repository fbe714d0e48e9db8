import { z } from "zod";
import { attachmentResponse } from "#base/files/attachments.ts";
import type { Choices } from "#base/ports/entity-lookup.ts";
import { submit } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { may } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import { readAllowed } from "../load.ts";
import { addMaterial, materialInput, removeMaterial } from "./actions.ts";
import { materialsOf } from "./store.ts";
import { eventPolicy } from "../policy.ts";
import { readerOf } from "../view.ts";
import { showEdit } from "../edit/web.tsx";

const form = materialInput.extend({
  public: z
    .literal("yes")
    .optional()
    .transform((value) => value === "yes"),
  file: z.file().optional(),
});

async function add(x: Exchange, ground: { projects: Choices }): Promise<Response> {
  const { number } = await readAllowed(x.ctx, x.param("number"), "handle");
  return submit(x, {
    schema: form,
    async act(input) {
      await addMaterial(x.ctx, number, input);
      return x.go(`/events/${number}/edit`, readerOf(x).t.edit.materialSaved);
    },
    again: (material, status) => showEdit(x, ground, { material, status }),
  });
}

/** A file of the event: public ones for anybody who sees the event, the rest for its makers. */
async function file(x: Exchange): Promise<Response> {
  const event = await readAllowed(x.ctx, x.param("number"), "read");
  const onlyPublic = !may(eventPolicy, x.ctx.actor, "handle", event);
  const all = await materialsOf(x.ctx, event.id, { onlyPublic });
  const material = found(all.find(({ id }) => id === x.param("material")));
  return attachmentResponse(x.ctx, found(material.attachment_id));
}

export const materialRoutes = (ground: { projects: Choices }): Route[] => [
  {
    method: "post",
    path: "/events/:number/materials",
    asks: "events.event.handle",
    maxBody: 22 * 1024 * 1024,
    handle: (x) => add(x, ground),
  },
  {
    method: "post",
    path: "/events/:number/materials/:material{[0-9a-f-]{36}}/remove",
    asks: "events.event.handle",
    async handle(x) {
      await removeMaterial(x.ctx, x.param("number"), x.param("material"));
      return x.go(`/events/${x.param("number")}/edit`, readerOf(x).t.edit.materialRemoved);
    },
  },
  {
    method: "get",
    path: "/events/:number/materials/:material{[0-9a-f-]{36}}",
    asks: "events.event.read",
    handle: file,
  },
];
