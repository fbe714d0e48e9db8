import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { CountAsk, CountCell, CountedRow, CountSource, RowsPage } from "#base/counts.ts";
import { cursorKeys, pageOf, readCursor, type PageOf } from "#base/paging.ts";
import { modes, topics } from "./consultation.ts";

const parts = z.object({
  topics: z.array(z.enum(topics)).optional(),
  mode: z.enum(modes).optional(),
  /** The project in whose name advice is given. */
  programmeId: z.uuid().optional(),
  /** The project advised on. */
  aboutProjectId: z.uuid().optional(),
});
type Parts = z.output<typeof parts>;

/**
 * Consultations given. Each has its five-line record, without which it was not given, so all of them
 * are proven; a booked hour that passed without a record is only said.
 */
const given: CountSource<Parts> = {
  name: "consultations.given",
  measure: "things",
  parts,
  cells,
  rows,
};

export const consultationSources: readonly CountSource[] = [given as CountSource];

/** The day of the talk, or of the hour that passed without a record. */
const dayIn = (zone: string) =>
  sql<string>`coalesce(given_on, (starts_at at time zone ${zone})::date)`;

function counted(ctx: Ctx, { parts: p, from, to, places }: CountAsk<Parts>) {
  const zone = ctx.region.timeZone;
  return ctx.db
    .selectFrom("consultations_consultations")
    .where("region_id", "=", ctx.region.id)
    .where((eb) =>
      eb.or([
        eb.and([eb("given_on", ">=", from), eb("given_on", "<=", to)]),
        eb.and([
          eb("stage", "=", "booked"),
          eb("ends_at", "<=", ctx.now()),
          sql<boolean>`(starts_at at time zone ${zone})::date between ${from}::date and ${to}::date`,
        ]),
      ]),
    )
    .$if(places !== undefined, (qb) => qb.where("municipality_id", "in", inList(places)))
    .$if(p.topics !== undefined, (qb) => qb.where("topic", "in", inList(p.topics)))
    .$if(p.mode !== undefined, (qb) => qb.where("mode", "=", p.mode ?? ""))
    .$if(p.programmeId !== undefined, (qb) => qb.where("programme_id", "=", p.programmeId ?? ""))
    .$if(p.aboutProjectId !== undefined, (qb) =>
      qb.where("about_project_id", "=", p.aboutProjectId ?? ""),
    )
    .select(dayIn(zone).as("day"));
}

/** SQL has no empty list: nothing chosen fits nothing. */
const inList = <T>(list: readonly T[] | undefined): readonly (T | null)[] =>
  list === undefined || list.length === 0 ? [null] : list;

async function cells(ctx: Ctx, ask: CountAsk<Parts>): Promise<CountCell[]> {
  const found = await ctx.db
    .selectFrom(counted(ctx, ask).select(["municipality_id", "given_on"]).as("c"))
    .select([
      "c.municipality_id as place",
      "c.day",
      sql<number>`count(*) filter (where c.given_on is not null)`.as("proven"),
      sql<number>`count(*) filter (where c.given_on is null)`.as("said"),
    ])
    .groupBy(["c.municipality_id", "c.day"])
    .execute();
  return found;
}

async function rows(ctx: Ctx, ask: CountAsk<Parts> & RowsPage): Promise<PageOf<CountedRow>> {
  const cursor = readCursor(ask, cursorKeys.day);
  const backwards = cursor?.dir === "before";
  const sign = sql.raw(backwards ? ">" : "<");
  const found = await ctx.db
    .selectFrom(
      counted(ctx, ask).select(["id", "number", "topic", "municipality_id", "given_on"]).as("c"),
    )
    .selectAll("c")
    .$if(cursor !== undefined, (qb) =>
      qb.where(
        sql<boolean>`(c.day, c.id) ${sign} (${cursor?.key[0]}::date, ${cursor?.key[1]}::uuid)`,
      ),
    )
    .orderBy("c.day", backwards ? "asc" : "desc")
    .orderBy("c.id", backwards ? "asc" : "desc")
    .limit(ask.limit + 1)
    .execute();
  return pageOf(
    found.map((row) => ({
      id: row.id,
      day: row.day,
      place: row.municipality_id,
      title: row.number,
      href: `/consultations/${row.number}`,
      amount: 1,
      proven: row.given_on !== null,
      evidence:
        row.given_on === null
          ? []
          : [{ kind: "record" as const, count: 1, href: `/consultations/${row.number}#record` }],
      doubts: [],
    })),
    { limit: ask.limit, cursor, key: (row) => [row.day, row.id] },
  );
}
