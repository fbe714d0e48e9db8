import type { Choices } from "#base/ports/entity-lookup.ts";
import type { Ctx } from "#base/context.ts";
import { toZoned } from "#base/time/local-time.ts";
import { invalid } from "#base/refusal.ts";
import { instantOf, type Moment } from "../wall-time.ts";

/** What is held in a project's name is held while the project goes on; a project without days forbids none. */
export async function demandWithinProject(
  ctx: Ctx,
  projects: Choices,
  held: { projectId?: string | null | undefined; startsAt: Moment; endsAt: Moment },
): Promise<void> {
  if (held.projectId === undefined || held.projectId === null) return;
  const project = (await projects.names(ctx, [held.projectId])).get(held.projectId);
  if (project === undefined) return;
  const zone = ctx.region.timeZone;
  const dayOf = (at: Moment) => toZoned(instantOf(at, zone), zone).date;
  const { from, to } = project;
  const early = from !== undefined && dayOf(held.startsAt) < from;
  const late = to !== undefined && dayOf(held.endsAt) > to;
  if (!early && !late) return;
  const reason = early ? "events.before-project" : "events.after-project";
  throw invalid(reason, {
    fields: { [early ? "startsAt" : "endsAt"]: reason },
    values: { day: sayDay(early ? from : (to ?? "")) },
  });
}

/** «17.04.2026» */
const sayDay = (day: string): string => day.split("-").toReversed().join(".");
