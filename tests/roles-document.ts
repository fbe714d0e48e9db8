/** `docs/operator/roles.md`: who may do what, read out of the policies. */
import type { Module } from "#base/module.ts";
import { may, type Actor, type GrantLine } from "#base/policy.ts";

const staff = [
  "administrator",
  "operator",
  "coordinator",
  "specialist",
  "head",
  "editor",
  "consultant",
  "reviewer",
  "nko",
  "funder",
  "connector",
] as const;

/** Returns one table for each policy: actions down, roles across, in a cell where the role holds. */
export function rolesDocument(modules: readonly Module[]): string {
  const tables = modules.flatMap((module) =>
    Object.entries(module.policies).map(([name, policy]) => {
      const rows = Object.entries(policy).map(([action, lines]) => [
        `\`${action}\``,
        isOpenTo(lines),
        ...staff.map((role) => cell(lines, role)),
      ]);
      return [
        `## ${module.name}: ${name}`,
        "",
        row(["action", "everybody", ...staff]),
        row(["action", "everybody", ...staff].map(() => "---")),
        ...rows.map(row),
        "",
      ].join("\n");
    }),
  );
  return `${introduction}\n${tables.join("\n")}`;
}

const introduction = `# Who may do what

Written by \`tests/walk.test.ts\` from the policies of the modules (\`src/**/policy.ts\`); after a change of a
policy write it anew with \`OKNO_WRITE_ROLES=1 npx vitest run tests/walk.test.ts\`. The same test visits every
address as each of these people and holds the house to the table.

A role is given for the region, for a municipality or for an organisation, and holds there: «own place» is a
thing of that municipality, «own organisation» a thing of that body. A role in the region covers all of it.
«Not tied» means: nobody who belongs to the executor, whatever other role they hold. Things that a person may
not even read look absent (404), what they may read but not do is refused (403).
`;

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

function isOpenTo(lines: readonly GrantLine[]): string {
  return unique(
    lines.flatMap((line) => {
      if (line.who === "anyone") return [`yes${condition(line)}`];
      if (line.who === "signed-in") return [`signed in${condition(line)}`];
      if (typeof line.who === "object" && "own" in line.who) return ["one's own"];
      return [];
    }),
  );
}

function cell(lines: readonly GrantLine[], role: string): string {
  return unique(
    lines.flatMap((line) => {
      if (typeof line.who !== "object" || !("role" in line.who)) return [];
      return line.who.role.includes(role) ? [place(line.who.at) + condition(line)] : [];
    }),
  );
}

function place(where: Extract<GrantLine["who"], { role: readonly string[] }>["at"]): string {
  if (where === "anywhere") return "yes";
  if (where === "region") return "region";
  return "territory" in where ? "own place" : "own organisation";
}

function condition({ where = {}, unless }: GrantLine): string {
  const columns = Object.entries(where).map(([column, wanted]) => formatCondition(column, wanted));
  return [...columns, ...(unless === undefined ? [] : ["not tied"])]
    .map((part) => `, ${part}`)
    .join("");
}

function formatCondition(column: string, wanted: unknown): string {
  if (wanted === true) return column;
  return `${column}: ${(Array.isArray(wanted) ? wanted : [wanted]).join(", ")}`;
}

const unique = (parts: string[]) => [...new Set(parts)].join("; ");

/** A person with one role in the whole region, or with none, tied to nobody. */
const personWith = (role?: string): Actor => ({
  kind: "person",
  id: "person",
  name: "",
  roles: role === undefined ? [] : [{ role, scope: { kind: "region" } }],
  ties: [],
});

/** Rows of which each fulfils the conditions of one line. */
const rowsOf = (lines: readonly GrantLine[]) =>
  lines.map(({ where = {} }) =>
    Object.fromEntries(
      Object.entries(where).map(([column, wanted]) => [
        column,
        Array.isArray(wanted) ? wanted[0] : wanted,
      ]),
    ),
  );

/**
 * Returns the cells of the document that the policies contradict: the text is read back and each role asked of
 * `may`, so that a fault of the writer above is not compared with itself.
 */
export function findRoleFaults(text: string, modules: readonly Module[]): string[] {
  const cells = readCells(text);
  return modules.flatMap((module) =>
    Object.entries(module.policies).flatMap(([name, policy]) =>
      Object.entries(policy).flatMap(([action, lines]) =>
        staff.flatMap((role) => {
          const place = `${module.name}: ${name}.${action}.${role}`;
          const written = cells.get(place);
          if (written === undefined) return [`${place} is missing`];
          const rows = rowsOf(lines).filter((row) => may(policy, personWith(role), action, row));
          const isGranted = rows.some((row) => !may(policy, personWith(), action, row));
          if (isGranted && written === "") return [`${place} is granted and not written`];
          return written !== "" && rows.length === 0 ? [`${place} is written and not granted`] : [];
        }),
      ),
    ),
  );
}

/** Returns the text of each cell of a role by `module: policy.action.role`. */
function readCells(text: string): Map<string, string> {
  const cells = new Map<string, string>();
  let title = "";
  let head: string[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("## ")) title = line.slice("## ".length);
    if (!line.startsWith("| ")) continue;
    const parts = line.slice(2, -2).split(" | ");
    if (parts[0] === "action") head = parts;
    const action = /^`(.+)`$/.exec(parts[0] ?? "")?.[1];
    if (action === undefined) continue;
    for (const [at, role] of head.entries())
      if (at > 1) cells.set(`${title}.${action}.${role}`, parts[at]?.trim() ?? "");
  }
  return cells;
}
