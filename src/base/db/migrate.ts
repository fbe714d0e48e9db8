import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

export type Migration = { name: string; sql: string };

/** The package's root folder: the nearest folder above this file with a package.json. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

/** Base first, then the modules in their order; within each by file name. */
export function readMigrations(modules: readonly string[]): Migration[] {
  const root = packageRoot();
  const folders = [
    { name: "base", path: join(root, "src/base/migrations") },
    ...modules.map((name) => ({ name, path: join(root, "src/modules", name, "migrations") })),
  ];
  return folders.flatMap(({ name, path }) =>
    !existsSync(path)
      ? []
      : readdirSync(path)
          .filter((file) => file.endsWith(".sql"))
          .sort()
          .map((file) => ({
            name: `${name}/${file.replace(/\.sql$/, "")}`,
            sql: readFileSync(join(path, file), "utf8"),
          })),
  );
}

/** One spelling of the whole schema; a test database is reused while this stays the same. */
export function schemaFingerprint(migrations: readonly Migration[]): string {
  return createHash("sha256").update(JSON.stringify(migrations)).digest("hex").slice(0, 12);
}

/**
 * Brings the database up to date as its owner, one transaction a migration, one migrator at a time.
 * Answers the names that were applied. The application's role is made here where it is missing.
 */
export async function migrate(
  ownerUrl: string,
  migrations: readonly Migration[],
): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(727407)");
    // An owner named like a schema of ours would otherwise put the tables there.
    await client.query("set search_path to public");
    await ensureMigrationTable(client);
    const { rows } = await client.query<{ name: string }>("select name from base_migrations");
    const done = new Set(rows.map((row) => row.name));
    const due = migrations.filter((migration) => !done.has(migration.name));
    for (const migration of due) await applyMigration(client, migration);
    return due.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

async function ensureMigrationTable(client: pg.Client): Promise<void> {
  await client.query(`
    do $$ begin
      if not exists (select from pg_roles where rolname = 'okno_app') then create role okno_app; end if;
    end $$;
    create table if not exists base_migrations (name text primary key, applied_at timestamptz not null default now());
  `);
  // Lets the owner's login act as the guarded role when one DATABASE_URL serves for both. Since
  // PostgreSQL 16 whoever makes a role is its member, and yet may not become it.
  await client.query(`
    do $$ begin
      if not (select rolsuper from pg_roles where rolname = current_user)
         and not pg_has_role(current_user, 'okno_app',
           case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end) then
        grant okno_app to current_user;
      end if;
    end $$;`);
}

async function applyMigration(client: pg.Client, { name, sql }: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query("insert into base_migrations (name) values ($1)", [name]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(`Migration ${name} failed`, { cause: error });
  }
}

/** The same server seen as the guarded role, for installations with a single DATABASE_URL. */
export function applicationUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.searchParams.set("options", "-c role=okno_app");
  return url.toString();
}
