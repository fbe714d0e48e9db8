import { randomBytes } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import {
  applicationUrl,
  schemaFingerprint,
  migrate,
  packageRoot,
  readMigrations,
} from "#base/db/migrate.ts";
import { startEmbedded } from "#base/db/embedded.ts";
import { moduleNames } from "#app/module-names.ts";

export type TestDatabase = { ownerUrl: string; appUrl: string; close(): Promise<void> };

/** Fills the template once; the second address is the guarded role's. */
type Prepare = (ownerUrl: string, appUrl: string) => Promise<void>;

type Server = { ownerUrl: string; appUrl(database: string): string };

/** The server of `TEST_DATABASE_URL`, or an embedded one of our own that is left running for the next run. */
async function testServer(): Promise<Server> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== "") {
    return {
      ownerUrl: given,
      appUrl: (database) => applicationUrl(withDatabaseName(given, database)),
    };
  }
  const embedded = await startEmbedded({ dataDir: join(packageRoot(), ".okno/test") });
  return {
    ownerUrl: embedded.ownerUrl,
    appUrl: (database) => withDatabaseName(embedded.appUrl, database),
  };
}

/** The same server's other database. A socket's address has no host, so it is no WHATWG URL. */
function withDatabaseName(url: string, database: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${database}`);
}

/** Makes the template once per schema; clones of it cost a tenth of a second. */
async function ensureTemplate(
  server: Server,
  extra: string,
  prepare: Prepare | undefined,
): Promise<string> {
  const migrations = readMigrations(moduleNames);
  const name = `okno_template_${schemaFingerprint([...migrations, { name: "prepared", sql: extra }])}`;
  const client = new pg.Client({ connectionString: server.ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(727408)");
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount === 0) {
      // Made under another name: a template that a killed run left half done is never cloned.
      await client.query(`drop database if exists ${name}_part`);
      await client.query(`create database ${name}_part`);
      const ownerUrl = withDatabaseName(server.ownerUrl, `${name}_part`);
      await migrate(ownerUrl, migrations);
      await prepare?.(ownerUrl, server.appUrl(`${name}_part`));
      await client.query(`alter database ${name}_part rename to ${name}`);
    }
  } finally {
    await client.end();
  }
  return name;
}

/**
 * Creates a migrated database for one test file. `prepare` runs once in the template; `prepared`
 * identifies what it does, so that a change of it makes a new template.
 */
export async function createTestDatabase(
  options: { prepared?: string; prepare?: Prepare } = {},
): Promise<TestDatabase> {
  const server = await testServer();
  const from = await ensureTemplate(server, options.prepared ?? "", options.prepare);
  const name = `okno_test_${randomBytes(6).toString("hex")}`;
  await runAsOwner(server, `create database ${name} template ${from}`);
  return {
    ownerUrl: withDatabaseName(server.ownerUrl, name),
    appUrl: server.appUrl(name),
    close: () => runAsOwner(server, `drop database if exists ${name} with (force)`),
  };
}

async function runAsOwner(server: Server, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.ownerUrl });
  await client.connect();
  try {
    // Two clones of one template at once refuse each other; they wait in line instead.
    await client.query("select pg_advisory_lock(727408)");
    await client.query(statement);
  } finally {
    await client.end();
  }
}
