import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { isUuid } from "#base/db/ids.ts";
import { from } from "#base/db/region.ts";
import { organisationColumns, toOrganisation, type Organisation } from "../store.ts";

export type KnownCard = Organisation & { name_key: string };

export type KnownCardQuery = {
  ids: readonly string[];
  inns: readonly string[];
  ogrns: readonly string[];
  keys: readonly string[];
};

/**
 * Finds every card with one of the ids, numbers or names; a merged card is returned as its holder
 * under its own keys.
 */
export async function findKnownCards(
  ctx: Ctx,
  query: KnownCardQuery,
): Promise<{ marks: KnownCard; card: KnownCard }[]> {
  const ids = query.ids.filter(isUuid);
  const rows = await from(ctx, "organisations_organisations")
    .select([...organisationColumns, "name_key"])
    .where(
      sql<boolean>`(id = any(${ids}::uuid[]) or inn = any(${query.inns}::text[])
        or ogrn = any(${query.ogrns}::text[]) or name_key = any(${query.keys}::text[]))`,
    )
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  const known = rows.map((row) => ({ ...toOrganisation(row), name_key: row.name_key }));
  const holders = await loadCardsByIds(
    ctx,
    known.flatMap(({ holder_id }) => holder_id ?? []),
  );
  return known.flatMap((matchedCard) => {
    const card = matchedCard.holder_id === null ? matchedCard : holders.get(matchedCard.holder_id);
    return card === undefined ? [] : [{ marks: matchedCard, card }];
  });
}

async function loadCardsByIds(ctx: Ctx, ids: readonly string[]): Promise<Map<string, KnownCard>> {
  if (ids.length === 0) return new Map();
  const rows = await from(ctx, "organisations_organisations")
    .select([...organisationColumns, "name_key"])
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, { ...toOrganisation(row), name_key: row.name_key }]));
}

/** Finds the card with the most similar name for each name, by its position in the list. */
export async function findSimilarCards(
  ctx: Ctx,
  keys: readonly string[],
): Promise<Map<number, KnownCard>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ at: number; id: string }>`
    select asked.at::int as at, alike.id from unnest(${keys}::text[]) with ordinality asked(key, at)
    join lateral (
      select id from organisations_organisations where region_id = ${ctx.region.id} and holder_id is null
        and name_key % asked.key and similarity(name_key, asked.key) > 0.6
      order by similarity(name_key, asked.key) desc, id limit 1
    ) alike on true`.execute(ctx.db);
  const cards = await loadCardsByIds(ctx, [...new Set(rows.map(({ id }) => id))]);
  return new Map(
    rows.flatMap(({ at, id }) => {
      const card = cards.get(id);
      return card === undefined ? [] : [[at - 1, card] as const];
    }),
  );
}
