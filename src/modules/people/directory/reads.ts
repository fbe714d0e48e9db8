import { escapeLike } from "#base/db/search.ts";
import { sql, type Expression, type SqlBool } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { RoleAt } from "#base/policy.ts";
import { pageOf, cursorKeys, readCursor, type Cursor, type PageOf } from "#base/db/paging.ts";
import { orNotFound, invalid } from "#base/refusal.ts";
import { authorizeAdmin } from "../policy.ts";
import { isUuid } from "#base/db/ids.ts";
import { personRoles, toScopedRole, type Role } from "../roles/rules.ts";
import {
  findRegionUser,
  listRoles,
  listActiveSessions,
  type RoleRow,
  type SessionRow,
  type User,
} from "../store.ts";

export const personStates = ["active", "blocked", "former"] as const;
export type PersonState = (typeof personStates)[number];

export const peopleQuery = z.object({
  /** Part of a name or an address. */
  q: z.string().trim().max(120).optional(),
  role: z.enum(personRoles).optional(),
  territory: z.uuid().optional(),
  organisation: z.uuid().optional(),
  state: z.enum(personStates).optional(),
  after: z.string().optional(),
  before: z.string().optional(),
});
export type PeopleQuery = z.output<typeof peopleQuery>;

export type PersonListItem = User & { roles: RoleRow[] };

/** Lists people of the region by name, with their roles in force; `limit` people on a page. */
export async function listPeople(
  ctx: Ctx,
  query: PeopleQuery,
  limit = 40,
): Promise<PageOf<PersonListItem>> {
  authorizeAdmin(ctx);
  const cursor = readCursor(query, cursorKeys.text);
  const backwards = cursor?.dir === "before";
  const users = await ctx.db
    .selectFrom("people_users as u")
    .select(["u.id", "u.name", "u.email", "u.blocked", "u.two_factor_enabled", "u.created_at"])
    .where(
      sql<boolean>`${sql.join([...filterConditions(ctx, query), cursorCondition(cursor)], sql` and `)}`,
    )
    .orderBy("u.name", backwards ? "desc" : "asc")
    .orderBy("u.id", backwards ? "desc" : "asc")
    .limit(limit + 1)
    .execute();
  const page = pageOf(users, { limit, cursor, key: (user) => [user.name, user.id] });
  const roles = Map.groupBy(
    await listRoles(
      ctx,
      page.rows.map((user) => user.id),
      { inForce: true },
    ),
    (role) => role.person_id,
  );
  return { ...page, rows: page.rows.map((user) => ({ ...user, roles: roles.get(user.id) ?? [] })) };
}

/** Counts the people that the query finds. */
export async function countPeople(ctx: Ctx, query: PeopleQuery): Promise<number> {
  authorizeAdmin(ctx);
  const row = await ctx.db
    .selectFrom("people_users as u")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where(sql<boolean>`${sql.join(filterConditions(ctx, query), sql` and `)}`)
    .executeTakeFirstOrThrow();
  return row.count;
}

function cursorCondition(cursor: Cursor | undefined): Expression<SqlBool> {
  if (cursor === undefined) return sql`true`;
  const [name = "", id = ""] = cursor.key;
  if (!isUuid(String(id))) throw invalid("base.bad-address");
  const key = sql`(${String(name)}::text, ${id}::uuid)`;
  return cursor.dir === "after" ? sql`(u.name, u.id) > ${key}` : sql`(u.name, u.id) < ${key}`;
}

function filterConditions(ctx: Ctx, query: PeopleQuery): Expression<SqlBool>[] {
  const { q, state } = query;
  const like = `%${escapeLike(q ?? "")}%`;
  return [
    roleCondition(ctx, query),
    ...(q === undefined ? [] : [sql<SqlBool>`(u.name ilike ${like} or u.email ilike ${like})`]),
    ...(state === undefined ? [] : [sql<SqlBool>`u.blocked = ${state === "blocked"}`]),
  ];
}

/**
 * Returns the condition on roles: people of a region have a role in it, former ones have none in
 * force.
 */
function roleCondition(
  ctx: Ctx,
  { role, territory, organisation, state }: PeopleQuery,
): Expression<SqlBool> {
  const any = (extra: Expression<SqlBool>[]) => sql<SqlBool>`exists (
    select from people_roles r
    where r.region_id = ${ctx.region.id} and r.person_id = u.id
      and ${sql.join([sql`true`, ...extra], sql` and `)})`;
  const inForce = sql<SqlBool>`r.until is null`;
  const wanted = [
    ...(role === undefined ? [] : [sql<SqlBool>`r.role = ${role}`]),
    ...(territory === undefined ? [] : [sql<SqlBool>`r.territory_id = ${territory}`]),
    ...(organisation === undefined ? [] : [sql<SqlBool>`r.organisation_id = ${organisation}`]),
  ];
  if (state === "former") return sql`(${any(wanted)} and not ${any([inForce])})`;
  const current = state === "active" || wanted.length > 0;
  return any(current ? [inForce, ...wanted] : wanted);
}

export type PersonDetails = {
  user: User;
  /** Those in force first. */
  roles: RoleRow[];
  sessions: SessionRow[];
};

/** Loads everything that an administrator sees of one person; refuses with not-found. */
export async function loadPersonDetails(ctx: Ctx, id: string): Promise<PersonDetails> {
  authorizeAdmin(ctx);
  const user = orNotFound(await findRegionUser(ctx, id));
  const [roles, sessions] = await Promise.all([
    listRoles(ctx, [id], { inForce: false }),
    listActiveSessions(ctx, id),
  ]);
  return { user, roles, sessions };
}

/**
 * Finds people with a role in force whose name or address contains the text, at most fifty; the
 * caller checks its policy.
 */
export function findPersonOptions(
  ctx: Ctx,
  query: string,
): Promise<{ id: string; name: string }[]> {
  const wanted = peopleQuery.parse({ q: query.slice(0, 120), state: "active" });
  return ctx.db
    .selectFrom("people_users as u")
    .select(["u.id", "u.name"])
    .where(sql<boolean>`${sql.join(filterConditions(ctx, wanted), sql` and `)}`)
    .orderBy("u.name")
    .orderBy("u.id")
    .limit(50)
    .execute();
}

/** Finds the person with a role in force and exactly this address; the caller checks its policy. */
export async function findPersonByEmail(
  ctx: Ctx,
  email: string,
): Promise<{ id: string; name: string } | undefined> {
  const wanted = peopleQuery.parse({ state: "active" });
  return ctx.db
    .selectFrom("people_users as u")
    .select(["u.id", "u.name"])
    .where(sql<boolean>`${sql.join(filterConditions(ctx, wanted), sql` and `)}`)
    .where("u.email", "=", email.trim().toLowerCase())
    .executeTakeFirst();
}

/**
 * Lists people who may sign in and have one of these roles today, anywhere in the region, with all
 * their roles.
 */
export async function listPeopleInRoles(
  ctx: Ctx,
  wanted: readonly Role[],
): Promise<{ id: string; name: string; roles: RoleAt[] }[]> {
  const users = await ctx.db
    .selectFrom("people_users as u")
    .select(["u.id", "u.name"])
    .where("u.blocked", "=", false)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("people_roles as r")
          .select("r.id")
          .whereRef("r.person_id", "=", "u.id")
          .where("r.region_id", "=", ctx.region.id)
          .where("r.until", "is", null)
          .where("r.role", "in", [...wanted]),
      ),
    )
    .orderBy("u.name")
    .execute();
  const ids = users.map(({ id }) => id);
  const rolesByPerson = Map.groupBy(
    await listRoles(ctx, ids, { inForce: true }),
    (row) => row.person_id,
  );
  return users.map((user) => ({
    ...user,
    roles: (rolesByPerson.get(user.id) ?? []).map(toScopedRole),
  }));
}
