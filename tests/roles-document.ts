/** `docs/operator/roles.md`: who may do what, read out of the policies. */
import type { Module } from "#base/module.ts";
import type { GrantLine } from "#base/policy.ts";

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

/** One table for each policy: actions down, roles across, in a cell where the role holds. */
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
