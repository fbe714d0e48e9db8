import type { Ctx } from "#base/context.ts";
import { authorize } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import { eventPolicy } from "./policy.ts";
import { findEvent, lockEvent, type Event } from "./store.ts";

type EventAction = keyof typeof eventPolicy;

/** The first two beats of an action: the event locked for a change, and may the actor do this to it? */
export async function loadAuthorized(ctx: Ctx, key: string, action: EventAction): Promise<Event> {
  const event = await lockEvent(ctx, key);
  authorize({ policy: eventPolicy, actor: ctx.actor, action, row: event, read: "read" });
  return event;
}

/** The event for a page: nothing is locked. */
export async function readAuthorized(ctx: Ctx, key: string, action: EventAction): Promise<Event> {
  const event = orNotFound(await findEvent(ctx, key));
  authorize({ policy: eventPolicy, actor: ctx.actor, action, row: event, read: "read" });
  return event;
}
