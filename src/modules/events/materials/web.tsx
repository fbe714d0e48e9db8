import { checkbox } from "../inputs.ts";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { attachmentResponse } from "#base/files/attachments.ts";
import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { may } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import { readEventParam } from "../load.ts";
import { addMaterial, materialInput, removeMaterial } from "./actions.ts";
import { listMaterials } from "./store.ts";
import { eventPolicy } from "../policy.ts";
import { eventsViewContext } from "../view.ts";
import { renderEdit } from "../edit/web.tsx";

const materialForm = materialInput.extend({
  public: checkbox,
  file: z.file().optional(),
});

/**
 * Responds with a file of the event: public ones for whoever may see the event, others for its
 * managers.
 */
async function downloadMaterial(c: RequestContext): Promise<Response> {
  const event = await readEventParam(c, "read");
  const onlyPublic = !may(eventPolicy, c.ctx.actor, "handle", event);
  const all = await listMaterials(c.ctx, event.id, { onlyPublic });
  const material = orNotFound(all.find(({ id }) => id === c.param("material")));
  return attachmentResponse(c.ctx, orNotFound(material.attachment_id));
}

/** Creates the routes of an event's materials. */
export const materialRoutes = (deps: { projects: EntityLookup }): Route[] => [
  actionRoute({
    path: "/events/:number/materials",
    permission: "events.event.handle",
    maxBody: 22 * 1024 * 1024,
    schema: materialForm,
    load: (c) => readEventParam(c, "handle"),
    async act(c, input, { number }) {
      await addMaterial(c.ctx, number, input);
      return { path: `/events/${number}/edit`, flash: eventsViewContext(c).t.edit.materialSaved };
    },
    onInvalid: (c, material, status) => renderEdit(c, deps, { material, status }),
  }),
  {
    method: "post",
    path: "/events/:number/materials/:material{[0-9a-f-]{36}}/remove",
    permission: "events.event.handle",
    async handle(c) {
      await removeMaterial(c.ctx, c.param("number"), c.param("material"));
      return c.redirect(
        `/events/${c.param("number")}/edit`,
        eventsViewContext(c).t.edit.materialRemoved,
      );
    },
  },
  {
    method: "get",
    path: "/events/:number/materials/:material{[0-9a-f-]{36}}",
    permission: "events.event.read",
    handle: downloadMaterial,
  },
];
