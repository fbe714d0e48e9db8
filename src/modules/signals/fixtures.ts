import type { Ctx } from "#base/context.ts";
import { insertInto } from "#base/db/region.ts";
import { saveRulePack } from "#base/time/rules.ts";
import type { Actor } from "#base/policy.ts";
import { defaultRulePack } from "#modules/problems/index.ts";
import { invalidateTerritories } from "#modules/territories/index.ts";
import { invalidateKnowledge } from "./classify.ts";

/** Two municipalities side by side on the map, one street in the first. */
export const placeIds = {
  dolgomost: "019a0000-0000-7000-8000-00000000f001",
  kedrinsky: "019a0000-0000-7000-8000-00000000f002",
  town: "019a0000-0000-7000-8000-00000000f003",
  street: "019a0000-0000-7000-8000-00000000f004",
};

/** A point in the first municipality, as a phone gives it. */
export const pointInDolgomost = { lat: 57.15, lon: 60.15 };

export const connector: Actor = {
  kind: "person",
  id: "019a0000-0000-7000-8000-00000000f0c1",
  name: "Портал",
  roles: [{ role: "connector", scope: { kind: "region" } }],
  ties: [],
};

const squareBorder = (west: number) => ({
  type: "MultiPolygon",
  coordinates: [
    [
      [
        [west, 57],
        [west + 0.5, 57],
        [west + 0.5, 57.5],
        [west, 57.5],
        [west, 57],
      ],
    ],
  ],
});

/** Lays the places out and puts the region's rules of deadlines in force. */
export async function seedPlaces(ctx: Ctx): Promise<void> {
  const place = (
    id: string,
    kind: string,
    name: string,
    more: { parent?: string; west?: number; oktmo?: string },
  ) => {
    const border = more.west === undefined ? null : JSON.stringify(squareBorder(more.west));
    return {
      region_id: ctx.region.id,
      id,
      kind,
      slug: id.slice(-4),
      name,
      official_name: name,
      oktmo: more.oktmo ?? null,
      parent_id: more.parent ?? null,
      border,
      border_web: border,
      created_at: ctx.now(),
    };
  };
  await ctx.db
    .insertInto("territories_territories")
    .values([
      place(placeIds.dolgomost, "municipality", "Долгомост", { west: 60, oktmo: "99701000" }),
      place(placeIds.kedrinsky, "municipality", "Кедринский округ", { west: 60.5 }),
    ])
    .execute();
  await ctx.db
    .insertInto("territories_territories")
    .values(place(placeIds.town, "settlement", "Рудничный", { parent: placeIds.dolgomost }))
    .execute();
  await insertInto(ctx, "territories_streets", {
    id: placeIds.street,
    territory_id: placeIds.town,
    name: "Лесорубов",
    kind: "улица",
    match_key: "лесорубов",
  }).execute();
  await saveRulePack(ctx, { code: "practice", title: "Практика", pack: defaultRulePack });
  invalidateTerritories(ctx);
  invalidateKnowledge(ctx);
}
