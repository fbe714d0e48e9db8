import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { CountQuery, CountCell, CountSource } from "#base/ports/count-source.ts";
import { localDate, fromZoned } from "#base/time/local-time.ts";
import { cursorKeys, pageOf, readCursor } from "#base/db/paging.ts";
import { may } from "#base/policy.ts";
import { problemPolicy } from "../policy.ts";

const filterSchema = z.object({
  /** Groups of the topic catalogue. */
  groups: z.array(z.string().max(60)).optional(),
});
type VerifiedFilter = z.output<typeof filterSchema>;

/** Problems that guests may see and that somebody independent saw fixed, by the day of that. */
function countedCondition(
  ctx: Ctx,
  { filters: asked, from, to, places }: CountQuery<VerifiedFilter>,
) {
  const zone = ctx.region.timeZone;
  return sql`region_id = ${ctx.region.id} and stage = 'verified' and public
    and verified_at >= ${fromZoned(localDate(from), 0, zone)}
    and verified_at < ${fromZoned(localDate(to), 24 * 60, zone)}
    and (${asked.groups === undefined} or topic_group = any(${asked.groups ?? []}::text[]))
    and (${places === undefined} or municipality_id = any(${places ?? []}::uuid[]))`;
}

const verifiedSource: CountSource<VerifiedFilter> = {
  name: "problems.verified",
  measure: "things",
  filters: filterSchema,
  async cells(ctx, query) {
    const { rows } = await sql<CountCell>`
      select municipality_id as place, (verified_at at time zone ${ctx.region.timeZone})::date as day,
        count(*) as confirmed, 0 as reported
      from problems_problems where ${countedCondition(ctx, query)} group by 1, 2 order by 2, 1`.execute(
      ctx.db,
    );
    return rows;
  },
  async rows(ctx, query) {
    const cursor = readCursor(query, cursorKeys.day);
    const back = cursor?.dir === "before";
    const [day, id] = cursor?.key ?? [];
    const zone = ctx.region.timeZone;
    const on = sql`(verified_at at time zone ${zone})::date`;
    const within =
      cursor === undefined
        ? sql`true`
        : sql`(${on}, id) ${sql.raw(back ? ">" : "<")} (${day}::date, ${id}::uuid)`;
    const order = sql.raw(back ? "asc" : "desc");
    const { rows } = await sql<{
      id: string;
      day: string;
      place: string;
      title: string;
      number: string;
      public: boolean;
      municipality_id: string;
      body_id: string | null;
    }>`
      select id, ${on} as day, municipality_id as place, title, number, public, municipality_id, body_id from problems_problems
      where ${countedCondition(ctx, query)} and ${within}
      order by ${on} ${order}, id ${order} limit ${query.limit + 1}`.execute(ctx.db);
    const page = pageOf(rows, { limit: query.limit, cursor, key: (row) => [row.day, row.id] });
    return {
      ...page,
      rows: page.rows.map((row) => {
        const open = may(problemPolicy, ctx.actor, "read", row);
        const href = open ? { href: `/problems/${row.number}` } : {};
        return {
          id: row.id,
          day: row.day,
          place: row.place,
          title: open ? row.title : row.number,
          ...href,
          amount: 1,
          confirmed: true,
          evidence: [{ kind: "check" as const, count: 1, ...href }],
          doubts: [],
        };
      }),
    };
  },
};

/** What promises may count of problems. */
export const problemCountSources: readonly CountSource[] = [verifiedSource];
