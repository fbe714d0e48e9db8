import { createHmac, timingSafeEqual } from "node:crypto";
import type { Ctx, Region } from "#base/context.ts";
import type { Database } from "#base/db/database.ts";
import type { RoleAt } from "#base/policy.ts";
import { transact } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { orNotFound } from "#base/refusal.ts";
import { authorizeAdmin, requireOwnAccount } from "../policy.ts";
import { toScopedRole } from "../roles/rules.ts";
import { deleteSessions, findRegionUser } from "../store.ts";

export type AuthenticatedActor = { id: string; name: string; roles: RoleAt[] };

/** Reads the session's token from a request's cookie; undefined when absent or not signed by us. */
export function readSessionCookie(
  request: Request,
  options: { cookie: string; secret: string },
): string | undefined {
  const cookieText = cookieValue(request.headers.get("cookie") ?? "", options.cookie);
  if (cookieText === undefined) return undefined;
  const dot = cookieText.lastIndexOf(".");
  if (dot < 1) return undefined;
  const token = cookieText.slice(0, dot);
  const signature = Buffer.from(cookieText.slice(dot + 1), "base64");
  const expectedSignature = createHmac("sha256", options.secret).update(token).digest();
  return signature.length === expectedSignature.length &&
    timingSafeEqual(signature, expectedSignature)
    ? token
    : undefined;
}

function cookieValue(header: string, name: string): string | undefined {
  const part = header.split(/; */).find((each) => each.startsWith(`${name}=`));
  try {
    return part === undefined ? undefined : decodeURIComponent(part.slice(name.length + 1));
  } catch {
    return undefined;
  }
}

/**
 * Finds the person of a session, with the roles in this region: one query, no cache, so that a session
 * ended or a person blocked is out with the next request.
 */
export async function findPersonBySession(
  database: Database,
  region: Region,
  token: string,
): Promise<AuthenticatedActor | undefined> {
  const rows = await database
    .region(region.id)
    .selectFrom("people_sessions as s")
    .innerJoin("people_users as u", "u.id", "s.user_id")
    .leftJoin("people_roles as r", (join) =>
      join
        .onRef("r.person_id", "=", "u.id")
        .on("r.region_id", "=", region.id)
        .on("r.until", "is", null),
    )
    .select(["u.id", "u.name", "r.role", "r.territory_id", "r.organisation_id"])
    .where("s.token", "=", token)
    .where((eb) => eb("s.expires_at", ">", eb.fn<Date>("now")))
    .where("u.blocked", "=", false)
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const roles = rows.flatMap(({ role, territory_id, organisation_id }) =>
    role === null ? [] : [toScopedRole({ role, territory_id, organisation_id })],
  );
  return { id: first.id, name: first.name, roles };
}

/** Ends one of the actor's own sessions, or all but the present one; returns how many ended. */
export function endOwnSessions(
  ctx: Ctx,
  which: { id: string } | { exceptToken: string },
): Promise<number> {
  return transact(ctx, async (tx) => {
    const { id: person } = requireOwnAccount(tx);
    const ended = await deleteSessions(tx, { person, ...which });
    if (ended > 0)
      recordFact(tx, { subject: person, type: "person.sessions-ended", data: { count: ended } });
    return ended;
  });
}

/** Ends every session of a person of this region; the administrator's answer to a lost telephone. */
export function endPersonSessions(ctx: Ctx, person: string): Promise<number> {
  return transact(ctx, async (tx) => {
    authorizeAdmin(tx);
    orNotFound(await findRegionUser(tx, person));
    const ended = await deleteSessions(tx, { person });
    if (ended > 0)
      recordFact(tx, { subject: person, type: "person.sessions-ended", data: { count: ended } });
    return ended;
  });
}
