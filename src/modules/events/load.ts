import type { Ctx } from "#base/context.ts";
import { demand } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import { eventPolicy } from "./policy.ts";
import { findEvent, lockEvent, type Event } from "./store.ts";

type Action = keyof typeof eventPolicy;

/** The first two beats of an action: the event locked for a change, and may the actor do this to it? */
export async function loadAllowed(ctx: Ctx, key: string, action: Action): Promise<Event> {
  const event = await lockEvent(ctx, key);
  demand({ policy: eventPolicy, actor: ctx.actor, action, row: event, read: "read" });
  return event;
}

/** The event for a page: nothing is locked. */
export async function readAllowed(ctx: Ctx, key: string, action: Action): Promise<Event> {
  const event = found(await findEvent(ctx, key));
  demand({ policy: eventPolicy, actor: ctx.actor, action, row: event, read: "read" });
  return event;
}
