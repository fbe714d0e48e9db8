import { createHash } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import type { Ctx, UnitOfWork } from "./context.ts";
import { usePreparedStatement } from "./db/database.ts";
import { from } from "./db/region.ts";
import { isUuid } from "./db/ids.ts";
import { pageOf, cursorKeys, readCursor, type PageOf } from "./db/paging.ts";
import type { Actor } from "./policy.ts";
import { invalid } from "./refusal.ts";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Something that happened to a subject. `data` holds ids and codes, never a person's words. */
export type Fact = {
  id: string;
  subject: string;
  seq: number;
  /** Noun and past participle: `problem.routed`. */
  type: string;
  at: Date;
  actor: string;
  data: Record<string, Json>;
};

export type FactDraft = Omit<Fact, "seq">;

/** The newest link of a subject's chain. */
export type ChainHead = { seq: number; hash: Buffer };

const genesisHash = Buffer.alloc(32);

/** Records a fact about a subject; it is written, and reacted to, just before the transaction commits. */
export function recordFact(
  ctx: Ctx & { unit: UnitOfWork },
  fact: { subject: string; type: string; data?: Record<string, Json> },
): void {
  ctx.unit.facts.push({
    id: ctx.newId(),
    subject: fact.subject,
    type: fact.type,
    at: ctx.now(),
    actor: actorCode(ctx.actor),
    data: fact.data ?? {},
  });
}

/**
 * Marks a subject created in this transaction as having no chain yet, which saves the look-up of
 * its head.
 */
export function startChain(ctx: Ctx & { unit: UnitOfWork }, subject: string): void {
  ctx.unit.chainHeads.set(subject, { seq: 0, hash: genesisHash });
}

/** Returns the actor's code in the journal. */
export function actorCode(actor: Actor): string {
  if (actor.kind === "person") return `person:${actor.id}`;
  return actor.kind === "system" ? `system:${actor.name}` : "guest";
}

/** Writes the gathered facts and runs the reactions, which may record more. */
export async function flushFacts(ctx: Ctx & { unit: UnitOfWork }): Promise<void> {
  while (ctx.unit.facts.length > 0) {
    const drafts = ctx.unit.facts.splice(0);
    await loadHeads(ctx, drafts);
    const rows = drafts.map((draft) => appendToChain(ctx, draft));
    await ctx.db
      .insertInto("base_facts")
      .values(rows.map(({ fact, previous, hash }) => toRow(ctx.region.id, fact, previous, hash)))
      .execute();
    for (const { fact } of rows) {
      for (const react of ctx.app.reactions.get(fact.type) ?? []) await react(ctx, fact);
    }
  }
}

function appendToChain(ctx: Ctx & { unit: UnitOfWork }, draft: FactDraft) {
  const head = ctx.unit.chainHeads.get(draft.subject) ?? { seq: 0, hash: genesisHash };
  const fact = { ...draft, seq: head.seq + 1 };
  const hash = hashFact(ctx.region.id, fact, head.hash);
  ctx.unit.chainHeads.set(draft.subject, { seq: fact.seq, hash });
  return { fact, previous: fact.seq === 1 ? null : head.hash, hash };
}

async function loadHeads(
  ctx: Ctx & { unit: UnitOfWork },
  drafts: readonly FactDraft[],
): Promise<void> {
  const unknown = [...new Set(drafts.map((d) => d.subject))].filter(
    (s) => !ctx.unit.chainHeads.has(s),
  );
  if (unknown.length === 0) return;
  const rows = await from(ctx, "base_facts")
    .distinctOn("subject_id")
    .select(["subject_id", "seq", "hash"])
    .where("subject_id", "in", unknown)
    .orderBy("subject_id")
    .orderBy("seq", "desc")
    .execute();
  for (const row of rows) ctx.unit.chainHeads.set(row.subject_id, { seq: row.seq, hash: row.hash });
}

function toRow(region: string, fact: Fact, previous: Buffer | null, hash: Buffer) {
  return {
    region_id: region,
    subject_id: fact.subject,
    seq: fact.seq,
    id: fact.id,
    type: fact.type,
    at: fact.at,
    actor: fact.actor,
    data: JSON.stringify(fact.data),
    previous,
    hash,
  };
}

/**
 * Computes SHA-256 over the previous hash and the fact with sorted keys, since jsonb does not
 * preserve key order.
 */
export function hashFact(region: string, fact: Fact, previous: Buffer): Buffer {
  const hashed = [
    region,
    fact.subject,
    fact.seq,
    fact.id,
    fact.type,
    fact.at.toISOString(),
    fact.actor,
  ];
  return createHash("sha256")
    .update(previous)
    .update(JSON.stringify(hashed))
    .update(JSON.stringify(sortKeys(fact.data)))
    .digest();
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}

/** Returns the facts about a subject, oldest first. */
export async function listSubjectFacts(ctx: Ctx, subject: string): Promise<Fact[]> {
  const rows = await from(ctx, "base_facts")
    .select(["id", "subject_id", "seq", "type", "at", "actor", "data"])
    .where("subject_id", "=", subject)
    .orderBy("seq")
    .modifyEnd(usePreparedStatement)
    .execute();
  return rows.map(({ subject_id, data, ...row }) => ({
    ...row,
    subject: subject_id,
    data: data as Record<string, Json>,
  }));
}

export const factQuery = z.object({
  type: z.string().max(80).optional(),
  subject: z.uuid().optional(),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});

/** Returns a page of the journal, newest first, by type or subject. */
export async function listFacts(
  ctx: Ctx,
  query: z.output<typeof factQuery>,
  limit = 50,
): Promise<PageOf<Fact>> {
  const cursor = readCursor(query, cursorKeys.instant);
  const direction = cursor?.dir === "before" ? "asc" : "desc";
  let rows = from(ctx, "base_facts").select([
    "id",
    "subject_id as subject",
    "seq",
    "type",
    "at",
    "actor",
    "data",
  ]);
  if (query.type !== undefined) rows = rows.where("type", "=", query.type);
  if (query.subject !== undefined) rows = rows.where("subject_id", "=", query.subject);
  if (cursor !== undefined) {
    const [at, id] = cursor.key.map(String);
    if (at === undefined || id === undefined || Number.isNaN(Date.parse(at)) || !isUuid(id))
      throw invalid("base.bad-address");
    const order = cursor.dir === "after" ? "<" : ">";
    rows = rows.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("at", "id"), order, tuple(new Date(at), id)),
    );
  }
  const read = await rows
    .orderBy("at", direction)
    .orderBy("id", direction)
    .limit(limit + 1)
    .execute();
  const page = pageOf(read, { limit, cursor, key: (row) => [row.at.toISOString(), row.id] });
  return { ...page, rows: page.rows.map((row) => ({ ...row, data: row.data as Fact["data"] })) };
}

/** Returns every fact type in the region's journal: a loose index scan, one step per type. */
export async function listFactTypes(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`
    with recursive known as (
      (select type from base_facts where region_id = ${ctx.region.id} order by type limit 1)
      union all
      select (select f.type from base_facts f where f.region_id = ${ctx.region.id} and f.type > known.type
              order by f.type limit 1)
      from known where known.type is not null
    ) select type from known where type is not null`.execute(ctx.db);
  return rows.map(({ type }) => type);
}

/** Returns the number of facts since an instant. */
export async function countFacts(ctx: Ctx, since: Date): Promise<number> {
  const { count } = await from(ctx, "base_facts")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("at", ">=", since)
    .executeTakeFirstOrThrow();
  return count;
}

/** Facts of one type since an instant, counted by a value in their data. */
export async function countFactsBy(
  ctx: Ctx,
  { type, key, since }: { type: string; key: string; since: Date },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ value: string | null; count: number }>`
    select data->>${key} as value, count(*) as count from base_facts
    where region_id = ${ctx.region.id} and type = ${type} and at >= ${since}
    group by 1`.execute(ctx.db);
  return new Map(rows.map(({ value, count }) => [value ?? "", count]));
}

export type JournalFault = { subject: string; seq: number; fault: "gap" | "hash" | "previous" };

/** Walks every chain of the region in batches and answers each broken link. */
export async function verifyJournal(ctx: Ctx): Promise<{ facts: number; faults: JournalFault[] }> {
  const faults: JournalFault[] = [];
  let facts = 0;
  let last: ChainHead & { subject: string } = {
    subject: "00000000-0000-0000-0000-000000000000",
    seq: 0,
    hash: genesisHash,
  };
  for (;;) {
    const rows = await from(ctx, "base_facts")
      .selectAll()
      .where(sql<boolean>`(subject_id, seq) > (${last.subject}, ${last.seq})`)
      .orderBy("subject_id")
      .orderBy("seq")
      .limit(5000)
      .execute();
    if (rows.length === 0) return { facts, faults };
    for (const row of rows) {
      const head = row.subject_id === last.subject ? last : { seq: 0, hash: genesisHash };
      const fact: Fact = { ...row, subject: row.subject_id, data: row.data as Fact["data"] };
      const fault = findFault(ctx.region.id, fact, row, head);
      if (fault !== undefined) faults.push({ subject: fact.subject, seq: fact.seq, fault });
      last = { subject: fact.subject, seq: fact.seq, hash: row.hash };
      facts += 1;
    }
  }
}

function findFault(
  region: string,
  fact: Fact,
  row: { hash: Buffer; previous: Buffer | null },
  head: { seq: number; hash: Buffer },
): JournalFault["fault"] | undefined {
  if (fact.seq !== head.seq + 1) return "gap";
  if (!(row.previous ?? genesisHash).equals(head.hash)) return "previous";
  return hashFact(region, fact, head.hash).equals(row.hash) ? undefined : "hash";
}
