import { sql, type Insertable, type Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { isUuid } from "#base/db/ids.ts";
import type { Role } from "./roles/rules.ts";

export type User = Pick<
  Selectable<Tables["people_users"]>,
  "id" | "name" | "email" | "blocked" | "two_factor_enabled" | "created_at"
>;
export type RoleRow = Omit<Selectable<Tables["people_roles"]>, "role"> & { role: Role };
export type SessionRow = Pick<
  Selectable<Tables["people_sessions"]>,
  "id" | "token" | "user_agent" | "created_at" | "expires_at"
>;

const userColumns = ["id", "name", "email", "blocked", "two_factor_enabled", "created_at"] as const;

/** Finds any account of the installation. */
export async function findUser(
  ctx: Ctx,
  key: { id: string } | { email: string },
): Promise<User | undefined> {
  if ("id" in key && !isUuid(key.id)) return undefined;
  const base = ctx.db.selectFrom("people_users").select(userColumns);
  return "id" in key
    ? base.where("id", "=", key.id).executeTakeFirst()
    : base.where("email", "=", key.email).executeTakeFirst();
}

/** Finds an account that has, or once had, a role in this region. */
export async function findRegionUser(ctx: Ctx, id: string): Promise<User | undefined> {
  if (!isUuid(id)) return undefined;
  return ctx.db
    .selectFrom("people_users as u")
    .select(userColumns.map((column) => `u.${column}` as const))
    .where("u.id", "=", id)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("people_roles as r")
          .select("r.id")
          .where("r.region_id", "=", ctx.region.id)
          .whereRef("r.person_id", "=", "u.id"),
      ),
    )
    .executeTakeFirst();
}

/** Inserts an account; false when the address already has one. */
export async function insertUser(
  ctx: Ctx,
  user: { id: string; name: string; email: string; passwordHash: string | undefined },
): Promise<boolean> {
  const at = ctx.now();
  const row = await ctx.db
    .insertInto("people_users")
    .values({
      id: user.id,
      name: user.name,
      email: user.email,
      // The address is proved: only a letter's link or an administrator's hand makes accounts.
      email_verified: true,
      image: null,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.column("email").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (row === undefined) return false;
  if (user.passwordHash !== undefined) await insertPassword(ctx, user.id, user.passwordHash);
  return true;
}

/** Inserts the password's row as better-auth reads it. */
async function insertPassword(ctx: Ctx, person: string, hash: string): Promise<void> {
  const at = ctx.now();
  await ctx.db
    .insertInto("people_credentials")
    .values({
      id: ctx.newId(),
      user_id: person,
      account_id: person,
      provider_id: "credential",
      password: hash,
      created_at: at,
      updated_at: at,
    })
    .execute();
}

/**
 * Updates the name or the blocked state of an account; accounts belong to the installation, not to a
 * region.
 */
export async function updateUser(
  ctx: Ctx,
  id: string,
  patch: { name?: string; blocked?: boolean },
): Promise<void> {
  await ctx.db
    .updateTable("people_users")
    .set({ ...patch, updated_at: ctx.now() })
    .where("id", "=", id)
    .execute();
}

/** Loads names by id; ids without an account are absent. */
export async function loadUserNames(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom("people_users")
    .select(["id", "name"])
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Loads e-mail addresses of accounts that are not blocked, by id. */
export async function loadUserEmails(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom("people_users")
    .select(["id", "email"])
    .where("id", "in", [...new Set(ids)])
    .where("blocked", "=", false)
    .execute();
  return new Map(rows.map((row) => [row.id, row.email]));
}

/** Lists unexpired sessions, the newest first. */
export function listActiveSessions(ctx: Ctx, person: string): Promise<SessionRow[]> {
  return ctx.db
    .selectFrom("people_sessions")
    .select(["id", "token", "user_agent", "created_at", "expires_at"])
    .where("user_id", "=", person)
    .where("expires_at", ">", sql<Date>`now()`)
    .orderBy("created_at", "desc")
    .execute();
}

/** Deletes sessions of one person: one, all but one, or all; returns how many. */
export async function deleteSessions(
  ctx: Ctx,
  which: { person: string } & ({ id?: string } | { exceptToken?: string }),
): Promise<number> {
  let query = ctx.db.deleteFrom("people_sessions").where("user_id", "=", which.person);
  if ("id" in which && which.id !== undefined) {
    if (!isUuid(which.id)) return 0;
    query = query.where("id", "=", which.id);
  }
  if ("exceptToken" in which && which.exceptToken !== undefined) {
    query = query.where("token", "<>", which.exceptToken);
  }
  const result = await query.executeTakeFirst();
  return Number(result.numDeletedRows);
}

const toRoleRow = (row: Selectable<Tables["people_roles"]>): RoleRow => row as RoleRow;

/** Inserts the role unless the person has the same one already; returns the new row. */
export async function insertRole(
  ctx: Ctx,
  role: Omit<Insertable<Tables["people_roles"]>, "region_id">,
): Promise<RoleRow | undefined> {
  const row = await insertInto(ctx, "people_roles", role)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && toRoleRow(row);
}

/** Finds a role of the region by id; undefined for an unknown or malformed id. */
export async function findRole(ctx: Ctx, id: string): Promise<RoleRow | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await from(ctx, "people_roles").selectAll().where("id", "=", id).executeTakeFirst();
  return row && toRoleRow(row);
}

/** Ends the role; false when it has ended already. */
export async function updateRoleEnd(ctx: Ctx, id: string, at: Date): Promise<boolean> {
  const row = await updateIn(ctx, "people_roles")
    .set({ until: at })
    .where("id", "=", id)
    .where("until", "is", null)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Lists the roles of these people in the region, those in force first. */
export async function listRoles(
  ctx: Ctx,
  people: readonly string[],
  options: { inForce: boolean },
): Promise<RoleRow[]> {
  if (people.length === 0) return [];
  let query = from(ctx, "people_roles")
    .selectAll()
    .where("person_id", "in", [...people]);
  if (options.inForce) query = query.where("until", "is", null);
  const rows = await query
    .orderBy(sql`until desc nulls first`)
    .orderBy("since")
    .orderBy("id")
    .execute();
  return rows.map(toRoleRow);
}

/**
 * Locks the administrators of the region who can sign in, so that two cannot remove each other at
 * once.
 */
export async function lockAdministrators(ctx: Ctx): Promise<string[]> {
  const rows = await from(ctx, "people_roles as r")
    .innerJoin("people_users as u", "u.id", "r.person_id")
    .select("r.person_id")
    .where("r.role", "=", "administrator")
    .where("r.until", "is", null)
    .where("u.blocked", "=", false)
    .orderBy("r.id")
    .forUpdate(["r", "u"])
    .execute();
  return rows.map((row) => row.person_id);
}
