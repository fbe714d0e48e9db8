import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { authorize } from "#base/policy.ts";
import { invalidateTerritories } from "./cache.ts";
import { toPolicyRow, territoryPolicy } from "./policy.ts";
import * as store from "./store.ts";

/** A place's or street's name as typed. */
export const nameSchema = z
  .string("territories.empty-name")
  .trim()
  .min(1, "territories.empty-name")
  .max(200);
const degrees = (max: number) =>
  z
    .union([z.number(), z.string().transform((text) => Number(text.replace(",", ".")))])
    .refine((value) => Number.isFinite(value) && Math.abs(value) <= max, "territories.bad-point");
/** Latitude and longitude in degrees; a comma is as good as a point. */
export const pointFields = { lat: degrees(90).optional(), lon: degrees(180).optional() };

/**
 * Returns the place, locked, after checking the actor's right to `action`. Throws not-found or
 * forbidden.
 */
export async function loadAuthorizedTerritory(
  tx: Ctx,
  id: string,
  action: "edit" | "name",
): Promise<store.TerritorySummary> {
  const territory = await store.loadTerritoryForUpdate(tx, id);
  authorize({ policy: territoryPolicy, actor: tx.actor, action, row: toPolicyRow(territory) });
  return territory;
}

/** Runs one transaction and then invalidates the caches of places. */
export async function transactAndInvalidate<T>(
  ctx: Ctx,
  work: Parameters<typeof transact<T>>[1],
): Promise<T> {
  const result = await transact(ctx, work);
  invalidateTerritories(ctx);
  return result;
}
