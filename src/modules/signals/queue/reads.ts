import { sql, type Expression, type SqlBool } from "kysely";
import { jsonObjectFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from } from "#base/db/region.ts";
import { isUuid } from "#base/db/ids.ts";
import { pageOf, readCursor, type Cursor, type PageOf } from "#base/db/paging.ts";
import { rowsFor } from "#base/policy.ts";
import { invalid } from "#base/refusal.ts";
import { deskPolicy } from "../desk/policy.ts";
import { noPersonId, actorPersonId, saveDecision, type DeskMessage } from "../desk/store.ts";
import {
  channels,
  urgencyLevels,
  type Channel,
  type MessageState,
  type UrgencyLevel,
} from "../signal.ts";

/**
 * What the queue shows: what waits, what teaches triage most, a random sample of what the machine
 * decided, topics that people corrected, noise, my own.
 */
export const deskStates = ["waiting", "teach", "machine", "corrected", "noise", "mine"] as const;
export type DeskState = (typeof deskStates)[number];

export const deskQuery = z.object({
  q: z.string().trim().max(200).optional(),
  /** `none` gathers the messages whose municipality nobody knows yet. */
  municipality: z.union([z.uuid(), z.literal("none")]).optional(),
  channel: z.enum(channels).optional(),
  urgency: z.enum(urgencyLevels).optional(),
  state: z.enum(deskStates).default("waiting"),
  /** Of the corrected ones: the topic that triage suggested, and the one that a person chose. */
  suggested: z.string().max(60).optional(),
  decided: z.string().max(60).optional(),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
  /** The message that was just decided: its toast offers the undo. */
  done: z.string().max(40).optional(),
});
export type DeskQuery = z.output<typeof deskQuery>;

export const queuePageSize = 30;

type MessageRow = Tables["signals_messages"];

export const queueColumns = [
  "id",
  "number",
  "channel",
  "municipality_id",
  "written_at",
  "received_at",
  "due_at",
  "urgency",
  "state",
  "decided_at",
  "decided_by",
  "decided_by_machine",
  "noise_reason",
  "leased_by",
  "leased_until",
] as const satisfies (keyof MessageRow)[];

/** One line of the queue: the beginning of the text only. */
export type QueueLine = {
  id: string;
  number: string;
  channel: Channel;
  beginning: string;
  place: string;
  municipality_id: string | null;
  written_at: Date;
  received_at: Date;
  due_at: Date | null;
  urgency: UrgencyLevel;
  state: MessageState;
  decided_at: Date | null;
  decided_by: string | null;
  decided_by_machine: boolean;
  noise_reason: string | null;
  leased_by: string | null;
  leased_until: Date | null;
};

/** Of two that are due at the same moment, the dangerous one comes first. */
const urgencyRank = sql<number>`(case urgency when 'danger' then 0 when 'important' then 1 else 2 end)`;

/** Lists one page of the queue that the actor may sort, by the filters of the address. */
export async function listQueue(ctx: Ctx, query: DeskQuery): Promise<PageOf<QueueLine>> {
  const cursor = readCursor(query);
  const rows = await orderedMessages(ctx, query, cursor)
    .select(queueColumns)
    .select([
      sql<string>`left(text, 400)`.as("beginning"),
      sql<string>`coalesce(suggestion -> 'place' ->> 'label', '')`.as("place"),
      dailySampleKey(ctx).as("sample"),
    ])
    .limit(queuePageSize + 1)
    .execute();
  const page = pageOf(rows, {
    limit: queuePageSize,
    cursor,
    key: (row) => cursorKey(row, query.state),
  });
  return { ...page, rows: page.rows.map(({ sample: _, ...row }) => row as QueueLine) };
}

/** Finds the message that `/desk` opens: the actor's own under way, else the first free one, else the first. */
export async function findFirstInQueue(ctx: Ctx, query: DeskQuery): Promise<string | undefined> {
  const hands = sql<number>`(case
    when state <> 'waiting' or leased_until is null or leased_until <= ${ctx.now()} then 1
    when leased_by = ${actorPersonId(ctx)} then 0 else 2 end)`;
  const rows = filteredMessages(ctx, query).orderBy(hands);
  const row = await applyOrder(ctx, rows, query.state, false)
    .select("number")
    .limit(1)
    .executeTakeFirst();
  return row?.number;
}

export type DeskCounts = {
  waiting: number;
  /** Decided by the machine and not yet looked at by a person. */
  machine: number;
  /** What I decided last within a day, which I may still undo. */
  last: { number: string; state: MessageState; at: Date } | undefined;
};

/** Counts what waits and what was decided automatically, with the actor's last decision, in one query. */
export async function loadDeskCounts(ctx: Ctx, since: Date): Promise<DeskCounts> {
  const mine = rowsFor(deskPolicy, ctx.actor, "sort", "signals_messages");
  const row = await ctx.db
    .selectNoFrom(() => [
      from(ctx, "signals_messages")
        .select((one) => one.fn.countAll<number>().as("n"))
        .where("state", "=", "waiting")
        .where(mine)
        .as("waiting"),
      from(ctx, "signals_messages")
        .select((one) => one.fn.countAll<number>().as("n"))
        .where("decided_by_machine", "=", true)
        .where("decided_by", "is", null)
        .where(mine)
        .as("machine"),
      jsonObjectFrom(
        from(ctx, "signals_messages")
          .select(["number", "state", "decided_at"])
          .where("decided_by", "=", actorPersonId(ctx))
          .where("decided_at", ">", since)
          .orderBy("decided_at", "desc")
          .orderBy("id", "desc")
          .limit(1),
      ).as("last"),
    ])
    .executeTakeFirstOrThrow();
  const { last } = row;
  return {
    waiting: Number(row.waiting ?? 0),
    machine: Number(row.machine ?? 0),
    last:
      last === null
        ? undefined
        : {
            number: last.number,
            state: last.state as MessageState,
            at: new Date(last.decided_at ?? 0),
          },
  };
}

/** Selects the messages that the actor may sort, by the filters of the address. */
export function filteredMessages(ctx: Ctx, query: Omit<DeskQuery, "after" | "before">) {
  const { q, municipality, channel, urgency } = query;
  return from(ctx, "signals_messages")
    .where(rowsFor(deskPolicy, ctx.actor, "sort", "signals_messages"))
    .where(stateCondition(ctx, query))
    .$if(municipality === "none", (qb) => qb.where("municipality_id", "is", null))
    .$if(municipality !== undefined && municipality !== "none", (qb) =>
      qb.where("municipality_id", "=", municipality ?? ""),
    )
    .$if(channel !== undefined, (qb) => qb.where("channel", "=", channel ?? ""))
    .$if(urgency !== undefined, (qb) => qb.where("urgency", "=", urgency ?? ""))
    .$if(q !== undefined, (qb) => qb.where(searchCondition(q ?? "")));
}

function stateCondition(
  ctx: Ctx,
  { state, suggested, decided }: Pick<DeskQuery, "state" | "suggested" | "decided">,
): Expression<SqlBool> {
  if (state === "waiting" || state === "teach") return sql<SqlBool>`state = 'waiting'`;
  if (state === "corrected") return correctedTopicCondition(ctx, { suggested, decided });
  if (state === "noise") return sql<SqlBool>`state = 'noise'`;
  if (state === "machine") return sql<SqlBool>`decided_by_machine and decided_by is null`;
  return sql<SqlBool>`decided_by = ${actorPersonId(ctx)}`;
}

/** Matches messages whose topic a person decided otherwise than triage suggested. */
function correctedTopicCondition(
  ctx: Ctx,
  { suggested, decided }: Pick<DeskQuery, "suggested" | "decided">,
): Expression<SqlBool> {
  const from = suggested === undefined ? sql`` : sql`and suggested = ${suggested}`;
  const to = decided === undefined ? sql`` : sql`and decided = ${decided}`;
  return sql<SqlBool>`id in (select message_id from signals_corrections
    where region_id = ${ctx.region.id} and field = 'topic' and suggested <> decided ${from} ${to})`;
}

/** Matches a message by its number; anything else is searched for in the texts. */
function searchCondition(q: string): Expression<SqlBool> {
  const number = /^\S-?(\d{4})-?(\d{1,9})$/.exec(q);
  if (number !== null)
    return sql<SqlBool>`number like ${`%-${number[1]}-${number[2]?.padStart(5, "0")}`}`;
  return sql<SqlBool>`to_tsvector('russian'::regconfig, text || ' ' || address)
    @@ websearch_to_tsquery('russian', ${q})`;
}

/** Returns a random order that is the same for one day, so that pages of the sample do not overlap. */
export function dailySampleKey(ctx: Ctx) {
  return sql<string>`md5(id::text || ${ctx.today()}::text)`;
}

function orderedMessages(ctx: Ctx, query: DeskQuery, cursor: Cursor | undefined) {
  const rows = filteredMessages(ctx, query);
  const from = cursor === undefined ? rows : rows.where(cursorCondition(ctx, query.state, cursor));
  return applyOrder(ctx, from, query.state, cursor?.dir === "before");
}

function applyOrder<Q extends ReturnType<typeof filteredMessages>>(
  ctx: Ctx,
  rows: Q,
  state: DeskState,
  back: boolean,
): Q {
  const way = (rising: boolean) => sql.raw(rising === back ? "desc" : "asc");
  const by = (column: Expression<unknown>, rising: boolean, nulls = "") =>
    sql`${column} ${way(rising)} ${sql.raw(nulls)}`;
  const id = sql.ref("id");
  const parts =
    state === "waiting"
      ? [
          by(sql.ref("due_at"), true, back ? "nulls first" : "nulls last"),
          by(urgencyRank, true),
          by(id, true),
        ]
      : state === "machine"
        ? [by(dailySampleKey(ctx), true), by(id, true)]
        : [by(sql.ref("decided_at"), false), by(id, false)];
  return parts.reduce((sorted, part) => sorted.orderBy(part) as Q, rows);
}

/** Matches the rows after (or before) a row of the queue; those without a deadline are at its end. */
function cursorCondition(ctx: Ctx, state: DeskState, { dir, key }: Cursor): Expression<SqlBool> {
  const [first, second] = key;
  const id = String(key.at(-1));
  if (!isUuid(id)) throw invalid("base.bad-address");
  const sign = sql.raw(dir === "after" ? ">" : "<");
  if (state === "machine")
    return sql<SqlBool>`(${dailySampleKey(ctx)}, id) ${sign} (${String(first)}, ${id}::uuid)`;
  const at = new Date(String(first));
  if (state !== "waiting") {
    return sql<SqlBool>`(decided_at, id) ${sql.raw(dir === "after" ? "<" : ">")} (${requireValidDate(at)}, ${id}::uuid)`;
  }
  const later = sql`(${urgencyRank}, id) ${sign} (${Number(second)}, ${id}::uuid)`;
  if (first === "") {
    return dir === "after"
      ? sql<SqlBool>`(due_at is null and ${later})`
      : sql<SqlBool>`(due_at is not null or ${later})`;
  }
  const due = requireValidDate(at);
  const noDeadline = dir === "after" ? sql` or due_at is null` : sql``;
  return sql<SqlBool>`(due_at ${sign} ${due} or (due_at = ${due} and ${later})${noDeadline})`;
}

function requireValidDate(at: Date): Date {
  if (Number.isNaN(at.getTime())) throw invalid("base.bad-address");
  return at;
}

type CursorRow = {
  id: string;
  due_at: Date | null;
  urgency: string;
  decided_at: Date | null;
  sample: string;
};

function cursorKey(row: CursorRow, state: DeskState): Cursor["key"] {
  if (state === "machine") return [row.sample, row.id];
  if (state !== "waiting") return [row.decided_at?.toISOString() ?? "", row.id];
  return waitingCursorKey(row);
}

function waitingCursorKey(row: Pick<CursorRow, "id" | "due_at" | "urgency">): Cursor["key"] {
  const place = row.urgency === "danger" ? 0 : row.urgency === "important" ? 1 : 2;
  return [row.due_at?.toISOString() ?? "", place, row.id];
}

/**
 * Leases the next free message in the order of the queue, from `after` on and around; a row that
 * another transaction is leasing is skipped without waiting.
 */
export async function leaseNextMessage(
  ctx: Ctx,
  query: DeskQuery,
  {
    after,
    until,
  }: { after: Pick<DeskMessage, "id" | "due_at" | "urgency"> | undefined; until: Date },
): Promise<string | undefined> {
  const at = ctx.now();
  const free = sql<SqlBool>`(leased_until is null or leased_until <= ${at})`;
  const own = sql<SqlBool>`(leased_by = ${actorPersonId(ctx)})`;
  const waiting = { ...query, state: "waiting" as const };
  const pick = async (which: Expression<SqlBool>, cursor: Cursor | undefined) => {
    const row = await orderedMessages(ctx, waiting, cursor)
      .select(["id", "number"])
      .where(which)
      .$if(after !== undefined, (qb) => qb.where("id", "<>", after?.id ?? noPersonId))
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    return row;
  };
  const onward = after && (await pick(free, { dir: "after", key: waitingCursorKey(after) }));
  const row = onward ?? (await pick(free, undefined)) ?? (await pick(own, undefined));
  if (row === undefined) return undefined;
  await saveDecision(ctx, row.id, { leased_by: actorPersonId(ctx), leased_until: until });
  return row.number;
}
