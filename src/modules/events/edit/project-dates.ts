import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import type { Ctx } from "#base/context.ts";
import { toZoned } from "#base/time/local-time.ts";
import { invalidField } from "#base/refusal.ts";
import { toInstant, type WallTimeInput } from "../wall-time.ts";

/**
 * Throws where an event lies outside the dates of its project; a project without dates allows any.
 */
export async function requireWithinProject(
  ctx: Ctx,
  projects: EntityLookup,
  held: { projectId?: string | null | undefined; startsAt: WallTimeInput; endsAt: WallTimeInput },
): Promise<void> {
  if (held.projectId === undefined || held.projectId === null) return;
  const project = (await projects.findNames(ctx, [held.projectId])).get(held.projectId);
  if (project === undefined) return;
  const zone = ctx.region.timeZone;
  const dayOf = (at: WallTimeInput) => toZoned(toInstant(at, zone), zone).date;
  const { from, to } = project;
  const early = from !== undefined && dayOf(held.startsAt) < from;
  const late = to !== undefined && dayOf(held.endsAt) > to;
  if (!early && !late) return;
  const reason = early ? "events.before-project" : "events.after-project";
  throw invalidField(early ? "startsAt" : "endsAt", reason, {
    day: formatIsoDay(early ? from : (to ?? "")),
  });
}

/** Formats «2026-04-17» as «17.04.2026». */
const formatIsoDay = (day: string): string => day.split("-").toReversed().join(".");
