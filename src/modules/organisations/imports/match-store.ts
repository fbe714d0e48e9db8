import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { isUuid } from "#base/db/ids.ts";
import { columns, narrow, type Organisation } from "../store.ts";

export type Known = Organisation & { name_key: string };

export type Asked = {
  ids: readonly string[];
  inns: readonly string[];
  ogrns: readonly string[];
  keys: readonly string[];
};

/** Every card that bears one of the ids, numbers or names; a merged one comes as its holder, under its own marks. */
export async function readKnown(ctx: Ctx, asked: Asked): Promise<{ marks: Known; card: Known }[]> {
  const ids = asked.ids.filter(isUuid);
  const rows = await ctx.db
    .selectFrom("organisations_organisations")
    .select([...columns, "name_key"])
    .where("region_id", "=", ctx.region.id)
    .where(
      sql<boolean>`(id = any(${ids}::uuid[]) or inn = any(${asked.inns}::text[])
        or ogrn = any(${asked.ogrns}::text[]) or name_key = any(${asked.keys}::text[]))`,
    )
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  const known = rows.map((row) => ({ ...narrow(row), name_key: row.name_key }));
  const holders = await readByIds(
    ctx,
    known.flatMap(({ holder_id }) => holder_id ?? []),
  );
  return known.flatMap((marks) => {
    const card = marks.holder_id === null ? marks : holders.get(marks.holder_id);
    return card === undefined ? [] : [{ marks, card }];
  });
}

async function readByIds(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Known>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom("organisations_organisations")
    .select([...columns, "name_key"])
    .where("region_id", "=", ctx.region.id)
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, { ...narrow(row), name_key: row.name_key }]));
}

/** The card whose name is most alike, by the place of the name in the list. */
export async function readAlike(ctx: Ctx, keys: readonly string[]): Promise<Map<number, Known>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ at: number; id: string }>`
    select asked.at::int as at, alike.id from unnest(${keys}::text[]) with ordinality asked(key, at)
    join lateral (
      select id from organisations_organisations where region_id = ${ctx.region.id} and holder_id is null
        and name_key % asked.key and similarity(name_key, asked.key) > 0.6
      order by similarity(name_key, asked.key) desc, id limit 1
    ) alike on true`.execute(ctx.db);
  const cards = await readByIds(ctx, [...new Set(rows.map(({ id }) => id))]);
  return new Map(
    rows.flatMap(({ at, id }) => {
      const card = cards.get(id);
      return card === undefined ? [] : [[at - 1, card] as const];
    }),
  );
}
