import type { Ctx } from "#base/context.ts";
import type { Insertable } from "kysely";
import type { Tables } from "#base/db/tables.ts";
import { insertInto } from "#base/db/region.ts";

/** Inserts a check. */
export async function insertVerification(
  ctx: Ctx,
  verification: Omit<Insertable<Tables["problems_verifications"]>, "region_id">,
): Promise<void> {
  await insertInto(ctx, "problems_verifications", verification).execute();
}
