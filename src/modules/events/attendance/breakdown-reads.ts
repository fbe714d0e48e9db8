import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";

/** Number of people from one municipality or organisation, in person and online. */
export type AttendanceGroup = { id: string | null; name: string; inPerson: number; online: number };

/**
 * Counts the people present by municipality, each once, by the municipality recorded on the day.
 */
export async function countPresentByPlace(ctx: Ctx, event: string): Promise<AttendanceGroup[]> {
  const { rows } = await sql<AttendanceGroup>`
    select place as id, '' as name, count(*) filter (where not remote)::int as "inPerson",
      count(*) filter (where remote)::int as online
    from (
      select human_id, min(municipality_id::text)::uuid as place, bool_and(mode = 'online') as remote
      from events_presences
      where region_id = ${ctx.region.id} and event_id = ${event}
        and session_id is null and withdrawn_at is null
      group by human_id
    ) people group by place order by count(*) desc, place`.execute(ctx.db);
  return rows;
}

/**
 * Counts the people present by organisation: by id where it is in the registry, else by the name
 * given.
 */
export async function countPresentByOrganisation(
  ctx: Ctx,
  event: string,
): Promise<AttendanceGroup[]> {
  const { rows } = await sql<AttendanceGroup>`
    select organisation as id, name, count(*) filter (where not remote)::int as "inPerson",
      count(*) filter (where remote)::int as online
    from (
      select human_id, min(organisation_id::text)::uuid as organisation,
        case when min(organisation_id::text) is null then min(organisation) else '' end as name,
        bool_and(mode = 'online') as remote
      from events_presences
      where region_id = ${ctx.region.id} and event_id = ${event}
        and session_id is null and withdrawn_at is null
      group by human_id
    ) people group by organisation, name order by count(*) desc, name, organisation`.execute(
    ctx.db,
  );
  return rows;
}
