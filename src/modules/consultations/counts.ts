import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type {
  CountAsk,
  CountCell,
  CountedRow,
  CountSource,
  RowsPage,
} from "#base/ports/count-source.ts";
import { cursorKeys, pageOf, readCursor, type PageOf } from "#base/db/paging.ts";
import { may } from "#base/policy.ts";
import { modes, topics } from "./consultation.ts";
import { consultationPolicy } from "./policy.ts";

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
  coming,
  rows,
};

export const consultationSources: readonly CountSource[] = [given as CountSource];

/** The day of the talk, or of the hour that passed without a record. */
const dayIn = (zone: string) =>
  sql<string>`coalesce(given_on, (starts_at at time zone ${zone})::date)`;

function counted(ctx: Ctx, ask: CountAsk<Parts>) {
  const zone = ctx.region.timeZone;
  const { from, to } = ask;
  return narrowed(ctx, ask)
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
    .select(dayIn(zone).as("day"));
}

/** Which consultations, whatever became of them. */
function narrowed(ctx: Ctx, { parts: p, places }: CountAsk<Parts>) {
  return ctx.db
    .selectFrom("consultations_consultations")
    .where("region_id", "=", ctx.region.id)
    .$if(places !== undefined, (qb) => qb.where("municipality_id", "in", inList(places)))
    .$if(p.topics !== undefined, (qb) => qb.where("topic", "in", inList(p.topics)))
    .$if(p.mode !== undefined, (qb) => qb.where("mode", "=", p.mode ?? ""))
    .$if(p.programmeId !== undefined, (qb) => qb.where("programme_id", "=", p.programmeId ?? ""))
    .$if(p.aboutProjectId !== undefined, (qb) =>
      qb.where("about_project_id", "=", p.aboutProjectId ?? ""),
    );
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

/** Hours booked and not over yet. */
async function coming(ctx: Ctx, ask: CountAsk<Parts>): Promise<CountCell[]> {
  const day = sql<string>`(starts_at at time zone ${ctx.region.timeZone})::date`;
  const booked = narrowed(ctx, ask)
    .where("stage", "=", "booked")
    .where("ends_at", ">", ctx.now())
    .where(sql<boolean>`${day} between ${ask.from}::date and ${ask.to}::date`)
    .select(["municipality_id", day.as("day")]);
  return ctx.db
    .selectFrom(booked.as("c"))
    .select([
      "c.municipality_id as place",
      "c.day",
      sql<number>`0`.as("proven"),
      sql<number>`count(*)`.as("said"),
    ])
    .groupBy(["c.municipality_id", "c.day"])
    .orderBy("c.day")
    .execute();
}

async function rows(ctx: Ctx, ask: CountAsk<Parts> & RowsPage): Promise<PageOf<CountedRow>> {
  const cursor = readCursor(ask, cursorKeys.day);
  const backwards = cursor?.dir === "before";
  const sign = sql.raw(backwards ? ">" : "<");
  const found = await ctx.db
    .selectFrom(
      counted(ctx, ask)
        .select(["id", "number", "municipality_id", "organisation_id", "given_on"])
        .as("c"),
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
    found.map((row) => {
      const path = `/consultations/${row.number}`;
      const open = may(consultationPolicy, ctx.actor, "read", row);
      const record = { kind: "record" as const, count: 1, ...(open && { href: `${path}#record` }) };
      return {
        id: row.id,
        day: row.day,
        place: row.municipality_id,
        title: row.number,
        ...(open && { href: path }),
        amount: 1,
        proven: row.given_on !== null,
        evidence: row.given_on === null ? [] : [record],
        doubts: [],
      };
    }),
    { limit: ask.limit, cursor, key: (row) => [row.day, row.id] },
  );
}
