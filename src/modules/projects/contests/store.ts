import { sql, type Insertable, type Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { conflict } from "#base/refusal.ts";
import { profileSchema, type ContestProfile } from "./profile.ts";

export type StoredProfile = { profile: ContestProfile; version: number; saved_at: Date };

/** Lists the region's own profiles; those that no longer match the schema are skipped. */
export async function selectProfiles(ctx: Ctx): Promise<StoredProfile[]> {
  const rows = await from(ctx, "projects_profiles")
    .select(["definition", "version", "saved_at"])
    .orderBy("code")
    .execute();
  return rows.flatMap(({ definition, version, saved_at }) => {
    const read = profileSchema.safeParse(definition);
    return read.success ? [{ profile: read.data, version, saved_at }] : [];
  });
}

/** Inserts the region's profile, or replaces it and increments its version. */
export async function saveProfile(ctx: Ctx, profile: ContestProfile): Promise<void> {
  const row = {
    definition: JSON.stringify(profile),
    saved_by: ctx.actor.kind === "person" ? ctx.actor.id : null,
    saved_at: ctx.now(),
  };
  await insertInto(ctx, "projects_profiles", { code: profile.code, ...row })
    .onConflict((clash) =>
      clash
        .columns(["region_id", "code"])
        .doUpdateSet({ ...row, version: sql<number>`projects_profiles.version + 1` }),
    )
    .execute();
}

export type ContestCall = Omit<Selectable<Tables["projects_calls"]>, "region_id">;

const callColumns = [
  "id",
  "profile",
  "title",
  "opens_on",
  "closes_on",
  "link",
  "note",
  "created_at",
  "version",
] as const;

/** Lists calls that close on this day or later, soonest first. */
export function selectOpenCalls(ctx: Ctx, today: string): Promise<ContestCall[]> {
  return from(ctx, "projects_calls")
    .select(callColumns)
    .where("closes_on", ">=", today)
    .orderBy("closes_on")
    .orderBy("id")
    .execute();
}

/** Lists the last calls that are over, newest first. */
export function selectPastCalls(ctx: Ctx, today: string, limit: number): Promise<ContestCall[]> {
  return from(ctx, "projects_calls")
    .select(callColumns)
    .where("closes_on", "<", today)
    .orderBy("closes_on", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Finds a call by id. */
export function findCall(ctx: Ctx, id: string): Promise<ContestCall | undefined> {
  return from(ctx, "projects_calls").select(callColumns).where("id", "=", id).executeTakeFirst();
}

/** Inserts a call. */
export async function insertCall(
  ctx: Ctx,
  row: Omit<Insertable<Tables["projects_calls"]>, "region_id">,
): Promise<void> {
  await insertInto(ctx, "projects_calls", row).execute();
}

/** Updates a call; throws a conflict when its version has changed. */
export async function updateCall(
  ctx: Ctx,
  call: ContestCall,
  set: Omit<Partial<ContestCall>, "id" | "version" | "created_at">,
): Promise<void> {
  const saved = await updateIn(ctx, "projects_calls")
    .set({ ...set, version: sql<number>`version + 1` })
    .where("id", "=", call.id)
    .where("version", "=", call.version)
    .returning("id")
    .executeTakeFirst();
  if (saved === undefined) throw conflict("projects.changed-meanwhile");
}
