import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type {
  CountQuery,
  CountCell,
  CountedRow,
  CountSource,
  RowsPage,
} from "#base/ports/count-source.ts";
import { cursorKeys, pageOf, readCursor, type PageOf } from "#base/db/paging.ts";
import { from } from "#base/db/region.ts";
import { may } from "#base/policy.ts";
import { consultationModes, consultationTopics } from "./consultation.ts";
import { consultationPolicy } from "./policy.ts";

const parts = z.object({
  topics: z.array(z.enum(consultationTopics)).optional(),
  mode: z.enum(consultationModes).optional(),
  /** The project in whose name advice is given. */
  programmeId: z.uuid().optional(),
  /** The project advised on. */
  aboutProjectId: z.uuid().optional(),
});
type ConsultationCountParts = z.output<typeof parts>;

/**
 * Consultations given. Each has its five-line record, without which it was not given, so all of them
 * are proven; a booked hour that passed without a record is unproven.
 */
const givenSource: CountSource<ConsultationCountParts> = {
  name: "consultations.given",
  measure: "things",
  filters: parts,
  cells: loadCells,
  scheduled: loadScheduled,
  rows: loadRows,
};

export const consultationSources: readonly CountSource[] = [givenSource as CountSource];

/** The day of the talk, or of the hour that passed without a record. */
const dayInZone = (zone: string) =>
  sql<string>`coalesce(given_on, (starts_at at time zone ${zone})::date)`;

function countedCondition(ctx: Ctx, query: CountQuery<ConsultationCountParts>) {
  const zone = ctx.region.timeZone;
  const { from, to } = query;
  return filterCondition(ctx, query)
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
    .select(dayInZone(zone).as("day"));
}

/** Which consultations, whatever became of them. */
function filterCondition(ctx: Ctx, { filters: p, places }: CountQuery<ConsultationCountParts>) {
  return from(ctx, "consultations_consultations")
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

async function loadCells(
  ctx: Ctx,
  query: CountQuery<ConsultationCountParts>,
): Promise<CountCell[]> {
  const found = await ctx.db
    .selectFrom(countedCondition(ctx, query).select(["municipality_id", "given_on"]).as("c"))
    .select([
      "c.municipality_id as place",
      "c.day",
      sql<number>`count(*) filter (where c.given_on is not null)`.as("confirmed"),
      sql<number>`count(*) filter (where c.given_on is null)`.as("reported"),
    ])
    .groupBy(["c.municipality_id", "c.day"])
    .execute();
  return found;
}

/** Hours booked and not over yet. */
async function loadScheduled(
  ctx: Ctx,
  query: CountQuery<ConsultationCountParts>,
): Promise<CountCell[]> {
  const day = sql<string>`(starts_at at time zone ${ctx.region.timeZone})::date`;
  const booked = filterCondition(ctx, query)
    .where("stage", "=", "booked")
    .where("ends_at", ">", ctx.now())
    .where(sql<boolean>`${day} between ${query.from}::date and ${query.to}::date`)
    .select(["municipality_id", day.as("day")]);
  return ctx.db
    .selectFrom(booked.as("c"))
    .select([
      "c.municipality_id as place",
      "c.day",
      sql<number>`0`.as("confirmed"),
      sql<number>`count(*)`.as("reported"),
    ])
    .groupBy(["c.municipality_id", "c.day"])
    .orderBy("c.day")
    .execute();
}

async function loadRows(
  ctx: Ctx,
  query: CountQuery<ConsultationCountParts> & RowsPage,
): Promise<PageOf<CountedRow>> {
  const cursor = readCursor(query, cursorKeys.day);
  const backwards = cursor?.dir === "before";
  const sign = sql.raw(backwards ? ">" : "<");
  const found = await ctx.db
    .selectFrom(
      countedCondition(ctx, query)
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
    .limit(query.limit + 1)
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
        confirmed: row.given_on !== null,
        evidence: row.given_on === null ? [] : [record],
        doubts: [],
      };
    }),
    { limit: query.limit, cursor, key: (row) => [row.day, row.id] },
  );
}
