import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { demand } from "#base/policy.ts";
import { forgetTerritories } from "./cache.ts";
import { asRow, territoryPolicy } from "./policy.ts";
import * as store from "./store.ts";

/** A place's or street's name as it is typed. */
export const name = z
  .string("territories.empty-name")
  .trim()
  .min(1, "territories.empty-name")
  .max(200);
const degrees = (most: number) =>
  z
    .union([z.number(), z.string().transform((text) => Number(text.replace(",", ".")))])
    .refine((value) => Number.isFinite(value) && Math.abs(value) <= most, "territories.bad-point");
/** Latitude and longitude in degrees; a comma is as good as a point. */
export const point = { lat: degrees(90).optional(), lon: degrees(180).optional() };

/** The place, locked, for who may do this to it; not-found and forbidden otherwise. */
export async function load(
  tx: Ctx,
  id: string,
  action: "edit" | "name",
): Promise<store.TerritoryBrief> {
  const territory = await store.loadForChange(tx, id);
  demand({ policy: territoryPolicy, actor: tx.actor, action, row: asRow(territory) });
  return territory;
}

/** One transaction, after which everyone here sees the change. */
export async function changed<T>(ctx: Ctx, work: Parameters<typeof transact<T>>[1]): Promise<T> {
  const result = await transact(ctx, work);
  forgetTerritories(ctx);
  return result;
}
