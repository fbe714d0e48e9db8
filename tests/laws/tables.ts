import { withoutComments, type Source } from "../sources.ts";

/** Tables of base that a module may read: facts of the journal are for all that come after. */
const shared = new Set(["base_facts"]);

/** The file of the types of all tables. */
const tablesPath = "src/base/db/tables.ts";

/** Returns the names of all tables, from the types that are written by the migrations. */
export function tableNames(tablesText: string): string[] {
  return [...tablesText.matchAll(/^ {2}(\w+): \{$/gm)].map(([, name = ""]) => name);
}

/** Returns the owner of the tables that a file may name: its module, base, or nobody. */
function ownerOf(path: string): string | undefined {
  const [, layer = "", folder = ""] = path.split("/");
  if (layer === "modules") return folder;
  return layer === "base" ? "base" : undefined;
}

/**
 * Returns the tables of others that a file names. Wherever the name of a table stands in the code, in a join
 * of the query builder, a template of SQL or a type, it is held to its owner.
 */
export function findForeignTables(source: Source, tables: readonly string[]): string[] {
  if (source.path === tablesPath) return [];
  const owner = ownerOf(source.path);
  const named = new Set(withoutComments(source).match(/\b[a-z]+_[a-z_]+\b/g));
  return tables.filter(
    (table) =>
      named.has(table) &&
      (owner === undefined || !table.startsWith(`${owner}_`)) &&
      !shared.has(table),
  );
}
