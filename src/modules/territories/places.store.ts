import type { Ctx } from "#base/context.ts";

/** Other names people use for a place. */
export function readAliases(ctx: Ctx, territory?: string) {
  const rows = ctx.db
    .selectFrom("territories_aliases")
    .select(["territory_id", "name"])
    .where("region_id", "=", ctx.region.id)
    .orderBy("name");
  return (territory === undefined ? rows : rows.where("territory_id", "=", territory)).execute();
}

export function readLandmarks(ctx: Ctx, territory?: string) {
  const rows = ctx.db
    .selectFrom("territories_landmarks")
    .select(["id", "territory_id", "name", "lat", "lon"])
    .where("region_id", "=", ctx.region.id)
    .orderBy("name");
  return (territory === undefined ? rows : rows.where("territory_id", "=", territory)).execute();
}

export function readStreets(ctx: Ctx, territory?: string) {
  const rows = ctx.db
    .selectFrom("territories_streets")
    .select(["id", "territory_id", "name", "kind", "match_key"])
    .where("region_id", "=", ctx.region.id)
    .orderBy("name");
  return (territory === undefined ? rows : rows.where("territory_id", "=", territory)).execute();
}

const PAGE = 50_000;

/** All houses of the region by id, in pages. */
export async function* readHouses(ctx: Ctx) {
  let after: string | undefined;
  for (;;) {
    const rows = ctx.db
      .selectFrom("territories_houses")
      .select(["id", "street_id", "number", "lat", "lon"])
      .where("region_id", "=", ctx.region.id)
      .orderBy("id")
      .limit(PAGE);
    const page = await (after === undefined ? rows : rows.where("id", ">", after)).execute();
    yield page;
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}
