import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

export type Migration = { name: string; sql: string };

/**
 * Returns the package's root: the nearest folder above this file with a package.json. Throws when
 * there is none.
 */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

/** Returns base's migrations, then those of the modules in order; within each by file name. */
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

/** Returns a hash of all migrations; a test database is reused while it stays the same. */
export function schemaFingerprint(migrations: readonly Migration[]): string {
  return createHash("sha256").update(JSON.stringify(migrations)).digest("hex").slice(0, 12);
}

/**
 * Migrates the database as its owner, one transaction per migration, one migrator at a time.
 * Creates the application's role when missing. Returns the names of the applied migrations.
 */
export async function migrate(
  ownerUrl: string,
  migrations: readonly Migration[],
): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(727407)");
    // The default search_path would prefer a schema named like the owner.
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

/**
 * Returns the URL of the same server as the restricted role, for installations with a single
 * DATABASE_URL.
 */
export function applicationUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.searchParams.set("options", "-c role=okno_app");
  return url.toString();
}
