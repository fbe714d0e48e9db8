import { escapeLike } from "#base/db/search.ts";
import { from } from "#base/db/region.ts";
import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { cursorKeys, pageOf, readCursor, type PageOf } from "#base/db/paging.ts";
import { rowsFor } from "#base/policy.ts";
import {
  consultationModes,
  consultationOutcomes,
  consultationStages,
  consultationTopics,
  type ConsultationOutcome,
  type ConsultationTopic,
} from "./consultation.ts";
import { consultationPolicy } from "./policy.ts";
import type { Consultation } from "./store.ts";

export const listQuery = z.object({
  q: z.string().trim().max(120).optional(),
  state: z.enum(["open", "mine", "late", "all", ...consultationStages]).default("open"),
  topic: z.enum(consultationTopics).optional(),
  mode: z.enum(consultationModes).optional(),
  municipality: z.uuid().optional(),
  consultant: z.uuid().optional(),
  project: z.uuid().optional(),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});
export type ConsultationListQuery = z.output<typeof listQuery>;

const columns = [
  "id",
  "number",
  "stage",
  "timer",
  "due_at",
  "topic",
  "mode",
  "channel",
  "question",
  "contact_id",
  "municipality_id",
  "organisation_id",
  "about_project_id",
  "programme_id",
  "consultant_id",
  "starts_at",
  "ends_at",
  "place",
  "asked_at",
  "given_at",
  "given_on",
  "minutes",
  "outcome",
] as const;
export type ConsultationListItem = Pick<Consultation, (typeof columns)[number]>;

/** Lists one page of the requests that the actor may see, newest first. */
export async function listConsultations(
  ctx: Ctx,
  query: ConsultationListQuery,
  { limit = 30 }: { limit?: number } = {},
): Promise<PageOf<ConsultationListItem>> {
  const cursor = readCursor(query, cursorKeys.instant);
  const backwards = cursor?.dir === "before";
  const rows = await filterConsultations(ctx, query)
    .select(columns)
    .$if(cursor !== undefined, (qb) =>
      qb.where(
        backwards
          ? sql<boolean>`(asked_at, id) > (${cursor?.key[0]}::timestamptz, ${cursor?.key[1]}::uuid)`
          : sql<boolean>`(asked_at, id) < (${cursor?.key[0]}::timestamptz, ${cursor?.key[1]}::uuid)`,
      ),
    )
    .orderBy("asked_at", backwards ? "asc" : "desc")
    .orderBy("id", backwards ? "asc" : "desc")
    .limit(limit + 1)
    .execute();
  return pageOf(rows as ConsultationListItem[], {
    limit,
    cursor,
    key: (row) => [row.asked_at.toISOString(), row.id],
  });
}

/** Counts the consultations that the actor may see and the query finds; at most 1000. */
export async function countConsultations(ctx: Ctx, query: ConsultationListQuery): Promise<number> {
  const { count } = await ctx.db
    .selectFrom(filterConsultations(ctx, query).select("id").limit(1000).as("some"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** Yields every row of a filter in batches, for streamed files. */
export async function* streamConsultations(
  ctx: Ctx,
  query: ConsultationListQuery,
): AsyncGenerator<ConsultationListItem[]> {
  for (let after: string | undefined; ;) {
    const page = await listConsultations(
      ctx,
      { ...query, after, before: undefined },
      { limit: 500 },
    );
    if (page.rows.length > 0) yield page.rows;
    if (page.after === undefined) return;
    after = page.after;
  }
}

function filterConsultations(ctx: Ctx, query: ConsultationListQuery) {
  const me = ctx.actor.kind === "person" ? ctx.actor.id : null;
  return from(ctx, "consultations_consultations")
    .where(rowsFor(consultationPolicy, ctx.actor, "read", "consultations_consultations"))
    .where(stateCondition(query.state, { me, now: ctx.now() }))
    .$if(query.topic !== undefined, (qb) => qb.where("topic", "=", query.topic ?? ""))
    .$if(query.mode !== undefined, (qb) => qb.where("mode", "=", query.mode ?? ""))
    .$if(query.municipality !== undefined, (qb) =>
      qb.where("municipality_id", "=", query.municipality ?? ""),
    )
    .$if(query.consultant !== undefined, (qb) =>
      qb.where("consultant_id", "=", query.consultant ?? ""),
    )
    .$if(query.project !== undefined, (qb) =>
      qb.where((eb) =>
        eb.or([
          eb("about_project_id", "=", query.project ?? ""),
          eb("programme_id", "=", query.project ?? ""),
        ]),
      ),
    )
    .$if(query.q !== undefined, (qb) =>
      qb.where((eb) =>
        eb.or([
          eb("number", "ilike", `%${escapePattern(query.q)}%`),
          eb("question", "ilike", `%${escapePattern(query.q)}%`),
        ]),
      ),
    );
}

const escapePattern = (text = "") => escapeLike(text);

function stateCondition(
  state: ConsultationListQuery["state"],
  { me, now }: { me: string | null; now: Date },
) {
  if (state === "all") return sql<boolean>`true`;
  if (state === "open") return sql<boolean>`is_open`;
  if (state === "late") return sql<boolean>`is_open and due_at < ${now}`;
  if (state === "mine") return sql<boolean>`is_open and consultant_id = ${me}::uuid`;
  return sql<boolean>`stage = ${state}`;
}

/** Lists meetings that begin within the period, the earliest first. */
export async function listBookedBetween(
  ctx: Ctx,
  span: { from: Date; to: Date },
): Promise<Consultation[]> {
  const rows = await from(ctx, "consultations_consultations")
    .selectAll()
    .where("is_open", "=", true)
    .where("stage", "=", "booked")
    .where("starts_at", ">=", span.from)
    .where("starts_at", "<", span.to)
    .orderBy("starts_at")
    .execute();
  return rows as Consultation[];
}

export type ConsultationFigures = {
  given: number;
  people: number;
  open: number;
  late: number;
  /** Days from request to talk. */
  medianWait: number | null;
  p90Wait: number | null;
  byTopic: { topic: ConsultationTopic; count: number }[];
  byOutcome: { outcome: ConsultationOutcome; count: number }[];
};

/** Loads public figures since a day: counts, waiting days, outcomes. */
export async function loadFigures(ctx: Ctx, since: string): Promise<ConsultationFigures> {
  const { rows } = await sql<Omit<ConsultationFigures, "byTopic" | "byOutcome">>`
    select count(*) filter (where given_on >= ${since}) as given,
      count(distinct contact_id) filter (where given_on >= ${since}) as people,
      count(*) filter (where is_open) as open,
      count(*) filter (where is_open and due_at < ${ctx.now()}) as late,
      percentile_cont(0.5) within group (order by extract(epoch from given_at - asked_at) / 86400)
        filter (where given_on >= ${since}) as "medianWait",
      percentile_cont(0.9) within group (order by extract(epoch from given_at - asked_at) / 86400)
        filter (where given_on >= ${since}) as "p90Wait"
    from consultations_consultations where region_id = ${ctx.region.id}`.execute(ctx.db);
  const grouped = (column: "topic" | "outcome") =>
    from(ctx, "consultations_consultations")
      .select([column, (eb) => eb.fn.countAll<number>().as("count")])
      .where("given_on", ">=", since)
      .where(column, "is not", null)
      .groupBy(column)
      .orderBy("count", "desc")
      .execute();
  const [byTopic, byOutcome] = [await grouped("topic"), await grouped("outcome")];
  const one = rows[0];
  if (one === undefined) throw new Error("A count always answers a row");
  return {
    ...one,
    byTopic: byTopic as ConsultationFigures["byTopic"],
    byOutcome: byOutcome.filter(({ outcome }) =>
      consultationOutcomes.some((o) => o === outcome),
    ) as ConsultationFigures["byOutcome"],
  };
}
