import type { Ctx } from "#base/context.ts";
import type { RequestContext } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { invalidField, orNotFound } from "#base/refusal.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { eventPolicy } from "./policy.ts";
import { findEvent, lockEvent, type Event } from "./store.ts";

type EventAction = keyof typeof eventPolicy;

/** Loads an event locked for a change, and authorizes the action on it. */
export async function loadAuthorized(ctx: Ctx, key: string, action: EventAction): Promise<Event> {
  const event = await lockEvent(ctx, key);
  authorize({ policy: eventPolicy, actor: ctx.actor, action, row: event, read: "read" });
  return event;
}

/** Loads an event for a page, without a lock, and authorizes the action on it. */
export async function readAuthorized(ctx: Ctx, key: string, action: EventAction): Promise<Event> {
  const event = orNotFound(await findEvent(ctx, key));
  authorize({ policy: eventPolicy, actor: ctx.actor, action, row: event, read: "read" });
  return event;
}

/** Loads the event of the address, `:number`, for a page, and authorizes the action on it. */
export const readEventParam = (
  c: Pick<RequestContext, "ctx" | "param">,
  action: EventAction,
): Promise<Event> => readAuthorized(c.ctx, c.param("number"), action);

/** Throws, at the field `municipalityId`, unless the territory is a municipality. */
export async function requireMunicipality(ctx: Ctx, id: string): Promise<void> {
  const territory = await findTerritory(ctx, id);
  if (territory?.kind !== "municipality")
    throw invalidField("municipalityId", "events.unknown-municipality");
}
