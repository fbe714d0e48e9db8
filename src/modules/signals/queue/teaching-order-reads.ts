import { sql, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { PageOf } from "#base/db/paging.ts";
import { from } from "#base/db/region.ts";
import {
  filteredMessages,
  queueColumns,
  queuePageSize,
  dailySampleKey,
  type DeskQuery,
  type QueueLine,
} from "./reads.ts";
import { actorPersonId, saveDecision } from "../desk/store.ts";

/** What the order needs to know of a message; `margin` 0…1 between the best topic and the next. */
export type TeachingCandidate = { group: string | null; margin: number; beginning: string };

const maxCandidates = 500;
const sampleSize = 5;
/** After this many waiting messages one that the machine decided alone is shown for a check. */
const sampleInterval = 5;
const minSharedWords = 0.7;

/**
 * Sorts by how much a label would teach: unsure of the topic, with many waiting in the group. Nearly
 * equal texts do not follow each other while others are left; the `sample` is mixed in.
 */
export function sortForTeaching<C extends TeachingCandidate>(
  waiting: readonly C[],
  sample: readonly C[] = [],
): C[] {
  const alike = Map.groupBy(waiting, ({ group }) => group);
  // A message without a group is like no other: its label teaches of itself alone.
  const like = (group: string | null) => (group === null ? 1 : (alike.get(group)?.length ?? 1));
  const worth = ({ group, margin }: C) => (1 - margin) * Math.log2(1 + like(group));
  const rest = waiting
    .map((one) => ({ one, worth: worth(one), words: wordSet(one.beginning) }))
    .toSorted((a, b) => b.worth - a.worth);
  const ordered: C[] = [];
  let last: ReadonlySet<string> | undefined;
  while (rest.length > 0) {
    const other =
      last === undefined ? 0 : rest.findIndex(({ words }) => !haveSameWords(words, last));
    const [next] = rest.splice(Math.max(0, other), 1);
    if (next === undefined) break;
    ordered.push(next.one);
    last = next.words;
  }
  return interleave(ordered, sample);
}

function interleave<C>(ordered: readonly C[], sample: readonly C[]): C[] {
  const mixed = ordered.flatMap((one, at) => {
    const check =
      (at + 1) % sampleInterval === 0 ? sample[(at + 1) / sampleInterval - 1] : undefined;
    return check === undefined ? [one] : [one, check];
  });
  return [...mixed, ...sample.slice(Math.floor(ordered.length / sampleInterval))];
}

const wordSet = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);

/** Returns whether nearly all words of two texts are in both. */
export const areNearlySame = (a: string, b: string): boolean =>
  haveSameWords(wordSet(a), wordSet(b));

function haveSameWords(a: ReadonlySet<string>, b: ReadonlySet<string> | undefined): boolean {
  if (b === undefined) return false;
  const all = a.union(b).size;
  return all === 0 || a.intersection(b).size >= minSharedWords * all;
}

type TeachingLine = QueueLine & TeachingCandidate;

/** Loads the newest waiting messages and a few automatic decisions, in the order of teaching. */
async function loadTeachingOrder(ctx: Ctx, query: DeskQuery): Promise<TeachingLine[]> {
  const lines = (state: "waiting" | "machine") =>
    filteredMessages(ctx, { ...query, state })
      .select(queueColumns)
      .select([
        sql<string>`left(text, 400)`.as("beginning"),
        sql<string>`coalesce(suggestion -> 'place' ->> 'label', '')`.as("place"),
        sql<string | null>`suggestion #>> '{topic,group}'`.as("group"),
        sql<number>`coalesce((suggestion #>> '{topic,confidence}')::float8, 0)
          - coalesce((suggestion #>> '{topic,runnersUp,0,confidence}')::float8, 0)`.as("margin"),
      ]);
  const newest = lines("waiting")
    .orderBy("received_at", "desc")
    .orderBy("id", "desc")
    .limit(maxCandidates);
  const lately = lines("machine").orderBy("decided_at", "desc").limit(maxCandidates);
  const rows = await ctx.db
    .selectFrom(newest.as("waiting"))
    .selectAll()
    .unionAll(
      ctx.db
        .selectFrom(
          ctx.db
            .selectFrom(lately.as("lately"))
            .selectAll()
            .orderBy(dailySampleKey(ctx))
            .limit(sampleSize)
            .as("sample"),
        )
        .selectAll(),
    )
    .execute();
  const known = rows as TeachingLine[];
  const waiting = known.filter(({ state }) => state === "waiting");
  return sortForTeaching(
    waiting,
    known.filter(({ state }) => state !== "waiting"),
  );
}

/** Lists the head of the order; there is no further page, since every answer changes the order. */
export async function listTeachingQueue(ctx: Ctx, query: DeskQuery): Promise<PageOf<QueueLine>> {
  return { rows: (await loadTeachingOrder(ctx, query)).slice(0, queuePageSize) };
}

/** Finds the message that the teaching queue opens: the actor's own, else the first free one, else the first. */
export async function findFirstToTeach(ctx: Ctx, query: DeskQuery): Promise<string | undefined> {
  const order = await loadTeachingOrder(ctx, query);
  const held = ({ leased_until: until }: TeachingLine) => until !== null && until > ctx.now();
  const mine = order.find((one) => held(one) && one.leased_by === actorPersonId(ctx));
  return (mine ?? order.find((one) => !held(one)) ?? order[0])?.number;
}

/**
 * Leases the next free message of the order, from `after` on and around; an automatic decision is only
 * shown, without a lease.
 */
export async function leaseNextToTeach(
  ctx: Ctx,
  query: DeskQuery,
  { after, until }: { after: { id: string } | undefined; until: Date },
): Promise<string | undefined> {
  const order = await loadTeachingOrder(ctx, query);
  const start = order.findIndex(({ id }) => id === after?.id);
  const ids = [...order.slice(start + 1), ...order.slice(0, Math.max(0, start))].map(
    ({ id }) => id,
  );
  if (ids.length === 0) return undefined;
  const row = await from(ctx, "signals_messages")
    .select(["id", "number", "state"])
    .where("id", "in", ids)
    .where(
      sql<SqlBool>`case when state = 'waiting'
        then leased_until is null or leased_until <= ${ctx.now()} or leased_by = ${actorPersonId(ctx)}
        else decided_by is null end`,
    )
    .orderBy(sql`array_position(${ids}::uuid[], id)`)
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (row?.state === "waiting")
    await saveDecision(ctx, row.id, { leased_by: actorPersonId(ctx), leased_until: until });
  return row?.number;
}
