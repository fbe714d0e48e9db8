import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict, orNotFound, invalidField } from "#base/refusal.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { requireOtherAdministrator } from "../accounts/actions.ts";
import { authorizeAdmin } from "../policy.ts";
import {
  personRoles,
  roleScopes,
  validateRoleScope,
  type Role,
  type RoleScopeColumns,
} from "./rules.ts";
import { findRole, findUser, insertRole, updateRoleEnd, type RoleRow } from "../store.ts";

export const grantInput = z.object({
  role: z.enum(personRoles, "people.role-missing"),
  /** A municipality, for roles that hold in one. */
  territoryId: z.uuid("people.territory-missing").optional(),
  /** An organisation, for roles that hold in one; the organisations module has found it. */
  organisationId: z.uuid("people.organisation-missing").optional(),
});
export type GrantInput = z.input<typeof grantInput>;

/** Gives a person a role at a place; the same role at the same place twice is refused. */
export function grantRole(ctx: Ctx, person: string, rawInput: GrantInput): Promise<RoleRow> {
  const input = grantInput.parse(rawInput);
  return transact(ctx, async (tx) => {
    authorizeAdmin(tx);
    const user = orNotFound(await findUser(tx, { id: person }));
    const place = await requireRoleScope(tx, input);
    const row = await addRole(tx, user.id, { role: input.role, ...place });
    if (row === undefined) throw conflict("people.role-held");
    return row;
  });
}

/** Ends a role; what was done under it stays. */
export function endRole(ctx: Ctx, id: string): Promise<void> {
  return transact(ctx, async (tx) => {
    authorizeAdmin(tx);
    const role = orNotFound(await findRole(tx, id));
    if (role.until !== null) return;
    if (role.role === "administrator") await requireOtherAdministrator(tx, role.person_id);
    if (!(await updateRoleEnd(tx, role.id, tx.now()))) return;
    recordFact(tx, {
      subject: role.person_id,
      type: "role.ended",
      data: {
        grant: role.id,
        role: role.role,
        territory: role.territory_id,
        organisation: role.organisation_id,
      },
    });
  });
}

/** Inserts a role and records it; undefined when the person has it already. */
export async function addRole(
  tx: Ctx & { unit: UnitOfWork },
  person: string,
  { role, ...place }: RoleScopeColumns & { role: Role },
): Promise<RoleRow | undefined> {
  const row = await insertRole(tx, {
    id: tx.newId(),
    person_id: person,
    role,
    ...place,
    since: tx.now(),
    until: null,
  });
  if (row === undefined) return undefined;
  recordFact(tx, {
    subject: person,
    type: "role.granted",
    data: {
      grant: row.id,
      role,
      territory: place.territory_id,
      organisation: place.organisation_id,
    },
  });
  return row;
}

/**
 * Returns the columns of a role's scope; refuses a missing or unknown place, drops places the role
 * does not need.
 */
export async function requireRoleScope(
  ctx: Ctx,
  input: { role: Role; territoryId?: string | undefined; organisationId?: string | undefined },
): Promise<RoleScopeColumns> {
  const needs = roleScopes[input.role];
  const place: RoleScopeColumns = {
    territory_id: (needs === "territory" && input.territoryId) || null,
    organisation_id: (needs === "organisation" && input.organisationId) || null,
  };
  const fault = validateRoleScope(input.role, place);
  if (fault === "territory-missing") throw invalidScope("territoryId", "people.territory-missing");
  if (fault === "organisation-missing")
    throw invalidScope("organisation", "people.organisation-missing");
  if (place.territory_id !== null) {
    const territory = await findTerritory(ctx, place.territory_id);
    if (territory?.kind !== "municipality")
      throw invalidScope("territoryId", "people.territory-missing");
  }
  return place;
}

function invalidScope(field: string, reason: string) {
  return invalidField(field, reason);
}
