import { sql, type Expression, type SqlBool } from "kysely";
import { forbidden, notFound } from "./refusal.ts";

/** Where a role holds. A role in the region covers all its territories and organisations. */
export type Scope =
  | { kind: "installation" }
  | { kind: "region" }
  | { kind: "territory"; id: string }
  | { kind: "organisation"; id: string };

export type RoleAt = { role: string; scope: Scope };

export type Actor =
  | { kind: "guest" }
  | { kind: "system"; name: string }
  | {
      kind: "person";
      id: string;
      name: string;
      roles: RoleAt[];
      /** Organisations the person belongs to today, whatever the role: independence is judged by these. */
      ties: string[];
    };

export type Person = Extract<Actor, { kind: "person" }>;

type Value = string | number | boolean | null;

type RolePlace = "anywhere" | "region" | { territory: string } | { organisation: string };

/**
 * One grant line, the same for «may I?» and «which rows?»:
 * who (anyone, a signed-in person, the system, a role somewhere, the owner named in a column),
 * on which rows (`where` column values), and never for people tied to the organisation in `unless`.
 */
export type GrantLine = {
  who:
    | "anyone"
    | "signed-in"
    | "system"
    | { role: readonly string[]; at: RolePlace }
    | { own: string };
  where?: Record<string, Value | readonly Value[]>;
  unless?: { tiedTo: string };
};

export type Policy<A extends string = string> = Readonly<Record<A, readonly GrantLine[]>>;

type Row = Record<string, unknown>;

/** Checks the shape of a policy and returns it with the action names as a type. */
export function definePolicy<const A extends string>(
  lines: Record<A, readonly GrantLine[]>,
): Policy<A> {
  return lines;
}

/** Returns whether the policy allows the actor this action on the row. */
export function may<A extends string>(
  policy: Policy<A>,
  actor: Actor,
  action: A,
  row: Row = {},
): boolean {
  return policy[action].some((line) => ruleAllows(line, actor, row));
}

/**
 * Checks the right after loading: throws not-found when the row may not even be read, otherwise
 * forbidden.
 */
export function authorize<A extends string>(options: {
  policy: Policy<A>;
  actor: Actor;
  action: A;
  row?: Row;
  read?: A;
}): void {
  const { policy, actor, action, row = {}, read } = options;
  if (may(policy, actor, action, row)) return;
  if (read !== undefined && !may(policy, actor, read, row)) throw notFound("base.not-found");
  throw forbidden("base.forbidden");
}

/**
 * Returns the policy as an SQL condition over the columns of `table`; guests of a guarded table get
 * `false`.
 */
export function rowsFor<A extends string>(
  policy: Policy<A>,
  actor: Actor,
  action: A,
  table: string,
): Expression<SqlBool> {
  const parts = policy[action].flatMap((line) => ruleCondition(line, actor, table) ?? []);
  if (parts.length === 0) return sql<SqlBool>`false`;
  return sql<SqlBool>`(${sql.join(parts, sql` or `)})`;
}

/** Does the person hold one of the roles for the whole region? */
export function hasRegionRole(actor: Actor, roles: readonly string[]): boolean {
  return (
    actor.kind === "person" &&
    actor.roles.some((r) => roles.includes(r.role) && isRegionWide(r.scope))
  );
}

/** Ids of the territories (or organisations) where the person holds one of the roles. */
export function scopeIds(
  actor: Actor,
  roles: readonly string[],
  kind: "territory" | "organisation",
): string[] {
  if (actor.kind !== "person") return [];
  return actor.roles.flatMap(({ role, scope }) =>
    roles.includes(role) && scope.kind === kind ? [scope.id] : [],
  );
}

const isRegionWide = (scope: Scope) => scope.kind === "installation" || scope.kind === "region";

function ruleAllows(line: GrantLine, actor: Actor, row: Row): boolean {
  return whoAllows(line, actor, row) && whereAllows(line, row) && !isTied(line, actor, row);
}

function whoAllows({ who }: GrantLine, actor: Actor, row: Row): boolean {
  if (who === "anyone") return true;
  if (who === "system") return actor.kind === "system";
  if (actor.kind !== "person") return false;
  if (who === "signed-in") return true;
  if ("own" in who) return row[who.own] === actor.id;
  if (who.at === "anywhere") return actor.roles.some((r) => who.role.includes(r.role));
  if (hasRegionRole(actor, who.role)) return true;
  if (who.at === "region") return false;
  const kind = "territory" in who.at ? "territory" : "organisation";
  const column = "territory" in who.at ? who.at.territory : who.at.organisation;
  return scopeIds(actor, who.role, kind).includes(String(row[column]));
}

function whereAllows({ where = {} }: GrantLine, row: Row): boolean {
  return Object.entries(where).every(([column, wanted]) =>
    (Array.isArray(wanted) ? wanted : [wanted]).includes((row[column] ?? null) as Value),
  );
}

function isTied({ unless }: GrantLine, actor: Actor, row: Row): boolean {
  return (
    unless !== undefined &&
    actor.kind === "person" &&
    actor.ties.includes(String(row[unless.tiedTo]))
  );
}

function ruleCondition(
  line: GrantLine,
  actor: Actor,
  table: string,
): Expression<SqlBool> | undefined {
  const who = whoCondition(line, actor, table);
  if (who === undefined) return undefined;
  const parts = [who, ...whereConditions(line, table)];
  if (line.unless !== undefined && actor.kind === "person" && actor.ties.length > 0) {
    const column = sql.ref(`${table}.${line.unless.tiedTo}`);
    parts.push(sql<SqlBool>`(${column} is null or ${column} <> all(${actor.ties}::uuid[]))`);
  }
  return sql<SqlBool>`(${sql.join(parts, sql` and `)})`;
}

function whoCondition(
  { who }: GrantLine,
  actor: Actor,
  table: string,
): Expression<SqlBool> | undefined {
  const yes = sql<SqlBool>`true`;
  if (who === "anyone") return yes;
  if (who === "system") return actor.kind === "system" ? yes : undefined;
  if (actor.kind !== "person") return undefined;
  if (who === "signed-in") return yes;
  if ("own" in who) return sql<SqlBool>`${sql.ref(`${table}.${who.own}`)} = ${actor.id}`;
  if (who.at === "anywhere")
    return actor.roles.some((r) => who.role.includes(r.role)) ? yes : undefined;
  if (hasRegionRole(actor, who.role)) return yes;
  if (who.at === "region") return undefined;
  const kind = "territory" in who.at ? "territory" : "organisation";
  const column = "territory" in who.at ? who.at.territory : who.at.organisation;
  const ids = scopeIds(actor, who.role, kind);
  return ids.length === 0
    ? undefined
    : sql<SqlBool>`${sql.ref(`${table}.${column}`)} = any(${ids}::uuid[])`;
}

function whereConditions({ where = {} }: GrantLine, table: string): Expression<SqlBool>[] {
  return Object.entries(where).map(([column, wanted]) => {
    const values = (Array.isArray(wanted) ? wanted : [wanted]) as readonly Value[];
    const ref = sql.ref(`${table}.${column}`);
    const present = values.filter((value) => value !== null);
    const any =
      present.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`${ref} in (${sql.join(present)})`;
    return values.includes(null) ? sql<SqlBool>`(${any} or ${ref} is null)` : any;
  });
}
