import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { CountQuery, CountCell, CountSource } from "#base/ports/count-source.ts";
import { cursorKeys, pageOf, readCursor } from "#base/db/paging.ts";
import { from } from "#base/db/region.ts";
import { may } from "#base/policy.ts";
import { findProject } from "#modules/projects/index.ts";
import { indicatorPolicy } from "../policy.ts";

const enteredParts = z.object({
  /** Absent before the indicator is saved: there are no entries then. */
  indicatorId: z.uuid().optional(),
});
type EnteredParts = z.output<typeof enteredParts>;

function entryCondition(ctx: Ctx, { filters: asked, from, to, places }: CountQuery<EnteredParts>) {
  return sql`region_id = ${ctx.region.id} and indicator_id = ${asked.indicatorId ?? null}::uuid
    and state <> 'refused' and day between ${from}::date and ${to}::date
    and (${places === undefined} or place_id = any(${places ?? []}::uuid[]))`;
}

/** Count source of entries: confirmed once a second person approved them, reported until then. */
export const enteredSource: CountSource<EnteredParts> = {
  name: "indicators.entered",
  measure: "things",
  filters: enteredParts,
  async cells(ctx, query) {
    const { rows } = await sql<CountCell>`
      select place_id as place, day,
        coalesce(sum(amount) filter (where state = 'approved'), 0) as confirmed,
        coalesce(sum(amount) filter (where state = 'waiting'), 0) as reported
      from indicators_entries where ${entryCondition(ctx, query)} group by 1, 2 order by 2, 1`.execute(
      ctx.db,
    );
    return rows;
  },
  async rows(ctx, query) {
    const cursor = readCursor(query, cursorKeys.day);
    const back = cursor?.dir === "before";
    const [day, id] = cursor?.key ?? [];
    const within =
      cursor === undefined
        ? sql`true`
        : sql`(day, id) ${sql.raw(back ? ">" : "<")} (${day}::date, ${id}::uuid)`;
    const order = sql.raw(back ? "asc" : "desc");
    const { rows } = await sql<{
      id: string;
      day: string;
      place: string | null;
      title: string;
      amount: number;
      confirmed: boolean;
    }>`
      select id, day, place_id as place, text as title, amount, state = 'approved' as confirmed
      from indicators_entries where ${entryCondition(ctx, query)} and ${within}
      order by day ${order}, id ${order} limit ${query.limit + 1}`.execute(ctx.db);
    const page = pageOf(rows, { limit: query.limit, cursor, key: (row) => [row.day, row.id] });
    const opens = await createEntryReadCheck(ctx, query.filters);
    return {
      ...page,
      rows: page.rows.map((row) => {
        const path = `/indicators/entries/${row.id}`;
        const open = opens(row.place);
        return {
          ...row,
          ...(open && { href: path }),
          evidence: [
            { kind: "document" as const, count: 1, ...(open && { href: `${path}/file` }) },
          ],
          doubts: [],
        };
      }),
    };
  },
};

/** Returns whether the actor may read entries at a place: the file may name people. */
async function createEntryReadCheck(
  ctx: Ctx,
  { indicatorId }: EnteredParts,
): Promise<(place: string | null) => boolean> {
  const row =
    indicatorId === undefined
      ? undefined
      : await from(ctx, "indicators_indicators")
          .select("project_id")
          .where("id", "=", indicatorId)
          .executeTakeFirst();
  const project = row && (await findProject(ctx, row.project_id));
  if (project === undefined) return () => false;
  return (place) => may(indicatorPolicy, ctx.actor, "readEntry", { ...project, place_id: place });
}
