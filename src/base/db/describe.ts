import pg from "pg";

type Column = {
  table: string;
  name: string;
  type: string;
  nullable: boolean;
  optional: boolean;
  generated: boolean;
};

const types: Record<string, string> = {
  text: "string",
  uuid: "string",
  bool: "boolean",
  int2: "number",
  int4: "number",
  int8: "number",
  float4: "number",
  float8: "number",
  numeric: "number",
  date: "string",
  timestamptz: "Date",
  jsonb: "unknown",
  bytea: "Buffer",
  tsvector: "string",
  _text: "string[]",
  _uuid: "string[]",
};

/** Returns the source text of `tables.ts`: the types of all tables of the database. */
export async function describeTables(ownerUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Column>(`
      select table_name as table, column_name as name, udt_name as type, is_nullable = 'YES' as nullable,
        column_default is not null as optional, is_generated = 'ALWAYS' as generated
      from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name, ordinal_position`);
    return formatTables(Map.groupBy(rows, (row) => row.table));
  } finally {
    await client.end();
  }
}

function formatTables(tables: Map<string, Column[]>): string {
  const bodies = [...tables].map(([table, columns]) => {
    const lines = columns.map((column) => `    ${column.name}: ${typeOf(column)};`);
    return `  ${table}: {\n${lines.join("\n")}\n  };`;
  });
  return [
    "// Written by `npm run db-types` from the migrations; a test holds the two together.",
    'import type { ColumnType, Generated, GeneratedAlways } from "kysely";',
    "",
    "type Json = ColumnType<unknown, string, string>;",
    "",
    `export type Tables = {\n${bodies.join("\n")}\n};`,
    "",
  ].join("\n");
}

function typeOf({ type, nullable, optional, generated }: Column): string {
  const known = types[type];
  if (known === undefined) throw new Error(`No TypeScript type is known for ${type}`);
  if (type === "jsonb")
    return nullable ? "ColumnType<unknown, string | null, string | null>" : "Json";
  const base = nullable ? `${known} | null` : known;
  if (generated) return `GeneratedAlways<${base}>`;
  return optional ? `Generated<${base}>` : base;
}
