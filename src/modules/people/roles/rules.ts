import type { RoleAt, Scope } from "#base/policy.ts";

/** Everything a person (or, for `connector`, a program) may be in a region. */
export const roles = [
  "administrator",
  "operator",
  "coordinator",
  "specialist",
  "secretary",
  "member",
  "nko",
  "consultant",
  "reviewer",
  "social-worker",
  "editor",
  "head",
  "funder",
  "connector",
] as const;
export type Role = (typeof roles)[number];

export type RoleScope = "region" | "territory" | "organisation";

/** Where each role holds. A role of the region has neither place nor organisation in the table. */
export const roleScopes = {
  administrator: "region",
  operator: "region",
  coordinator: "territory",
  specialist: "organisation",
  secretary: "organisation",
  member: "organisation",
  nko: "organisation",
  consultant: "region",
  reviewer: "region",
  "social-worker": "region",
  editor: "region",
  head: "region",
  funder: "region",
  connector: "region",
} as const satisfies Record<Role, RoleScope>;

/** Roles that people hold; `connector` belongs to keys of programs. */
export const personRoles = roles.filter((role) => role !== "connector");

export type RoleScopeColumns = { territory_id: string | null; organisation_id: string | null };

/** Validates the place given for a role; undefined when it fits. */
export function validateRoleScope(
  role: Role,
  place: RoleScopeColumns,
): "territory-missing" | "organisation-missing" | "scope-too-many" | undefined {
  const needs = roleScopes[role];
  if (needs === "territory" && place.territory_id === null) return "territory-missing";
  if (needs === "organisation" && place.organisation_id === null) return "organisation-missing";
  const extra =
    (needs !== "territory" && place.territory_id !== null) ||
    (needs !== "organisation" && place.organisation_id !== null);
  return extra ? "scope-too-many" : undefined;
}

/** Converts a role's row to a role with the scope that policies check. */
export function toScopedRole(row: RoleScopeColumns & { role: string }): RoleAt {
  return { role: row.role, scope: scopeOf(row) };
}

function scopeOf({ territory_id, organisation_id }: RoleScopeColumns): Scope {
  if (territory_id !== null) return { kind: "territory", id: territory_id };
  if (organisation_id !== null) return { kind: "organisation", id: organisation_id };
  return { kind: "region" };
}
