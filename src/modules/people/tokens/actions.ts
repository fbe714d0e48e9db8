import { sql, type Selectable } from "kysely";
import { z } from "zod";
import { transact, type Ctx, type Region } from "#base/context.ts";
import type { Database } from "#base/db/database.ts";
import { from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import type { Tables } from "#base/db/tables.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { orNotFound } from "#base/refusal.ts";
import { authorizeAdmin } from "../policy.ts";
import { toScopedRole, type Role } from "../roles/rules.ts";
import { hashSecret, generateSecret } from "./secret.ts";
import type { AuthenticatedActor } from "../sign-in/sessions.ts";

export type TokenRow = Selectable<Tables["people_tokens"]>;

export const tokenInput = z.object({
  name: z.string("people.token-name-missing").trim().min(2, "people.token-name-missing").max(120),
});

const tokenPrefix = "okno_";
const tokenRole: Role = "connector";

/** Creates a key for a program that sends messages; the key is returned only here. */
export function createToken(
  ctx: Ctx,
  rawInput: z.input<typeof tokenInput>,
): Promise<{ id: string; token: string }> {
  const { name } = tokenInput.parse(rawInput);
  return transact(ctx, async (tx) => {
    authorizeAdmin(tx);
    const id = tx.newId();
    const token = generateSecret(tokenPrefix);
    await insertInto(tx, "people_tokens", {
      id,
      name,
      token_hash: hashSecret(token),
      role: tokenRole,
      created_by: tx.actor.kind === "person" ? tx.actor.id : null,
      created_at: tx.now(),
    }).execute();
    startChain(tx, id);
    recordFact(tx, { subject: id, type: "token.created", data: { role: tokenRole } });
    return { id, token };
  });
}

/** Revokes a key; it stops working with the next request. */
export function revokeToken(ctx: Ctx, id: string): Promise<void> {
  return transact(ctx, async (tx) => {
    authorizeAdmin(tx);
    const row = orNotFound(await lockRow(tx, "people_tokens", id));
    if (row.revoked_at !== null) return;
    await updateIn(tx, "people_tokens")
      .set({ revoked_at: tx.now() })
      .where("id", "=", id)
      .execute();
    recordFact(tx, { subject: id, type: "token.revoked" });
  });
}

/** Lists all keys of the region, working ones first. */
export function listTokens(ctx: Ctx): Promise<TokenRow[]> {
  authorizeAdmin(ctx);
  return from(ctx, "people_tokens")
    .selectAll()
    .orderBy(sql`revoked_at nulls first`)
    .orderBy("created_at", "desc")
    .limit(500)
    .execute();
}

/**
 * Authenticates the program behind `Authorization: Bearer …` as a person with the role `connector` in
 * the region;
 * one query where such a header is present, none elsewhere.
 */
export async function authenticateToken(
  request: Request,
  database: Database,
  region: Region,
): Promise<AuthenticatedActor | undefined> {
  const token = /^Bearer (okno_[\w-]{43})$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token === undefined) return undefined;
  const row = await from({ db: database.region(region.id), region }, "people_tokens")
    .select(["id", "name", "role"])
    .where("token_hash", "=", hashSecret(token))
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  // Reading never writes, and an hour is fine enough to see which key is still in use.
  if (request.method !== "GET") await recordTokenUse(database, region, row.id);
  const roles = [toScopedRole({ role: row.role, territory_id: null, organisation_id: null })];
  return { id: row.id, name: row.name, roles };
}

async function recordTokenUse(database: Database, region: Region, id: string): Promise<void> {
  await updateIn({ db: database.region(region.id), region }, "people_tokens")
    .set({ last_used_at: sql<Date>`now()` })
    .where("id", "=", id)
    .where(sql<boolean>`(last_used_at is null or last_used_at < now() - interval '1 hour')`)
    .execute();
}
