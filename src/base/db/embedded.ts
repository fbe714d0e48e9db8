/**
 * The packaged PostgreSQL, used without DATABASE_URL. Everything is in `<dataDir>/postgres`. The
 * server outlives a killed parent on purpose, so a start first looks for a running one. A new
 * cluster is created completely (roles and database included) under a temporary name and renamed: a
 * half-made cluster is never visible, and of two concurrent starts exactly one wins, without a lock
 * file that could go stale.
 */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import {
  appendFile,
  chmod,
  chown,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { digest, findPostgresHost, run, type PostgresHost } from "./embedded-host.ts";

export type EmbeddedServer = {
  /** Superuser and owner of the database: migrations only. */
  ownerUrl: string;
  /** Login role without any privilege of its own: everything else. */
  appUrl: string;
  started: "fresh" | "started" | "adopted";
  /** Fast shutdown: open transactions are rolled back, the data is checkpointed. */
  stop(): Promise<void>;
};

type Options = { dataDir: string; port?: number };

const windows = process.platform === "win32";
const START_TIMEOUT_MS = 60_000;
// The kernel takes 107 bytes on Linux, 103 on macOS.
const SOCKET_PATH_LIMIT = 103;
const SETTINGS_FILE = "okno.conf";
// ICU sorts and compares; LC_CTYPE still decides what full-text search takes for a letter. In plain
// «C» a Cyrillic quotation mark is one, so «двор» in guillemets would never be found.
const CHARACTER_LOCALES = ["C.UTF-8", "en_US.UTF-8", "C"];

/**
 * Starts the embedded server of a data folder, or adopts the one that already runs there.
 * `port` only names the socket (on Windows it is the loopback port; free by default).
 * @throws Error with one sentence for the operator when PostgreSQL cannot run on this machine.
 */
export async function startEmbedded(options: Options): Promise<EmbeddedServer> {
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const host = await findPostgresHost(await realpath(dataDir));
  const fresh = await ensureCluster(host);
  if (await adopt(host)) return describe(host, "adopted");
  const won = await launch(host, options.port);
  return describe(host, won ? (fresh ? "fresh" : "started") : "adopted");
}

// ── the cluster ─────────────────────────────────────────────────────────────────────────────────

const clusterOf = (host: PostgresHost) => join(host.home, "postgres");
const passwordFile = (cluster: string) => join(cluster, "okno.password");

/** Creates the cluster when there is none; returns whether this call did. */
async function ensureCluster(host: PostgresHost): Promise<boolean> {
  const cluster = clusterOf(host);
  if (existsSync(join(cluster, "PG_VERSION"))) return false;
  await removeUnfinished(host);
  const unfinished = `${cluster}.new-${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    await createCluster(host, unfinished);
    await rename(unfinished, cluster);
    return true;
  } catch (error) {
    // A concurrent start was faster: its cluster is used.
    if (existsSync(join(cluster, "PG_VERSION"))) return false;
    throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Removes what a start killed during initdb left behind. */
async function removeUnfinished(host: PostgresHost): Promise<void> {
  for (const name of await readdir(host.home)) {
    const pid = /^postgres\.new-(\d+)-/.exec(name)?.[1];
    if (!pid || isAlive(Number(pid))) continue;
    await rm(join(host.home, name), { recursive: true, force: true });
  }
}

async function createCluster(host: PostgresHost, cluster: string): Promise<void> {
  await mkdir(cluster, { mode: 0o700 });
  if (host.identity) await chown(cluster, host.identity.uid, host.identity.gid);
  const password = windows ? randomBytes(24).toString("hex") : undefined;
  const secret = `${cluster}.password`;
  if (password) await writeFile(secret, password, { mode: 0o600 });
  const auth = password ? ["--auth=scram-sha-256", `--pwfile=${secret}`] : ["--auth=trust"];
  const kind = ["-E", "UTF8", "--data-checksums", "--locale-provider=icu", "--icu-locale=ru-RU"];
  await initdb(host, ["-D", cluster, "-U", "okno_owner", ...kind, ...auth]);
  if (password) await rename(secret, passwordFile(cluster));
  await appendFile(join(cluster, "postgresql.conf"), `include = '${SETTINGS_FILE}'\n`);
  await writeSettings(host, { cluster, port: 5432 });
  // Roles are not quoted input: fixed names, and a password of hexadecimal digits.
  const login = password ? `login password '${password}'` : "login";
  const sql = `create role okno_app ${login};\ncreate database okno owner okno_owner;\n`;
  await run(host, {
    program: "postgres",
    args: ["--single", "-D", cluster, "postgres"],
    input: sql,
  });
}

async function initdb(host: PostgresHost, args: string[]): Promise<void> {
  for (const locale of CHARACTER_LOCALES) {
    try {
      await run(host, { program: "initdb", args: [...args, `--locale=${locale}`] });
      return;
    } catch (error) {
      if (locale === "C" || !/invalid locale/i.test(String(error))) throw error;
    }
  }
}

/** Writes our settings to a file of their own before each start. */
async function writeSettings(
  host: PostgresHost,
  place: { cluster: string; port: number },
): Promise<void> {
  // A relative folder survives moving the data, needs no quoting and no length.
  const folder = socketDir(place) === place.cluster ? "." : socketDir(place);
  const lines = [
    `listen_addresses = '${windows ? "127.0.0.1" : ""}'`,
    `unix_socket_directories = '${windows ? "" : folder}'`,
    "unix_socket_permissions = 0700",
    `port = ${place.port}`,
    "max_connections = 60",
    "shared_buffers = 128MB",
    "wal_compression = on",
    "synchronous_commit = on",
    "jit = off",
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    "logging_collector = on",
    "log_directory = 'log'",
    "log_filename = 'postgres-%a.log'",
    "log_rotation_age = 1d",
    "log_rotation_size = 0",
    "log_truncate_on_rotation = on",
  ];
  const path = join(place.cluster, SETTINGS_FILE);
  // Renamed into place: a second start must not let the first one's server read half a file.
  const unfinished = `${path}.${randomBytes(4).toString("hex")}`;
  await writeFile(unfinished, `${lines.join("\n")}\n`, { mode: 0o600 });
  if (host.identity) await chown(unfinished, host.identity.uid, host.identity.gid);
  await rename(unfinished, path);
}

function socketDir(place: { cluster: string; port: number }): string {
  const path = join(place.cluster, `.s.PGSQL.${place.port}`);
  if (Buffer.byteLength(path) <= SOCKET_PATH_LIMIT) return place.cluster;
  return join(tmpdir(), `okno-${digest(place.cluster)}`);
}

/** A folder under /tmp can be laid there beforehand by somebody else: it must be ours alone. */
async function prepareSocketDir(host: PostgresHost, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const owners = [process.getuid?.(), host.identity?.uid];
  if (!found.isDirectory() || !owners.includes(found.uid)) {
    throw new Error(`${folder} belongs to somebody else: choose a shorter OKNO_DATA.`);
  }
  await chmod(folder, 0o700);
  if (host.identity) await chown(folder, host.identity.uid, host.identity.gid);
}

// ── the server ──────────────────────────────────────────────────────────────────────────────────

/** Starts the server; returns false when a concurrent start on the same folder was faster. */
async function launch(host: PostgresHost, wanted: number | undefined): Promise<boolean> {
  const cluster = clusterOf(host);
  const port = wanted ?? (windows ? await freePort() : 5432);
  const folder = socketDir({ cluster, port });
  if (folder !== cluster) await prepareSocketDir(host, folder);
  await writeSettings(host, { cluster, port });
  const log = join(cluster, "start.log");
  // Relative to the home it runs in: pg_ctl hands these to a shell, which would read a «$» in them.
  const place = ["-D", "postgres", "-l", join("postgres", "start.log")];
  const args = ["start", "-w", "-t", String(START_TIMEOUT_MS / 1000), ...place];
  for (let attempt = 1; ; attempt++) {
    try {
      await rm(log, { force: true });
      await run(host, { program: "pg_ctl", args });
      return true;
    } catch (error) {
      if (await adopt(host)) return false;
      // After a crash the old server's last children may hold its memory for a moment.
      if (attempt === 5) throw new Error(await explainStartFailure(error, log), { cause: error });
      await sleep(300 * attempt);
    }
  }
}

async function explainStartFailure(error: unknown, log: string): Promise<string> {
  const tail = await readFile(log, "utf8").catch(() => "");
  return `The embedded PostgreSQL did not start (set DATABASE_URL to use another server).\n${error}\n${tail.slice(-2000)}`;
}

/** Waits for a server that is alive in this folder to answer; false when there is none. */
async function adopt(host: PostgresHost): Promise<boolean> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const server = await runningServer(clusterOf(host));
    if (!server) return false;
    if (await acceptsConnections(urlOf(host, { role: "okno_owner", port: server.port })))
      return true;
    await sleep(100);
  }
  throw new Error(
    `A PostgreSQL server runs in ${clusterOf(host)} but does not answer: stop it, or set DATABASE_URL.`,
  );
}

/** What `postmaster.pid` says, if its process is alive and really is a PostgreSQL. */
async function runningServer(cluster: string): Promise<{ port: number } | undefined> {
  const path = join(cluster, "postmaster.pid");
  const lines = (await readFile(path, "utf8").catch(() => "")).split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid || !port || !isAlive(pid)) return undefined;
  if (isPostgres(pid)) return { port };
  // A restarted machine or container gave the number away; PostgreSQL itself would not dare start.
  await rm(path, { force: true });
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function isPostgres(pid: number): boolean {
  if (process.platform !== "linux") return true;
  try {
    // A dead server that nobody has waited for is still listed, as a zombie.
    return /\(postgres\) [^ZX]/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

async function acceptsConnections(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function urlOf(host: PostgresHost, login: { role: string; port: number }): string {
  const { role, port } = login;
  const cluster = clusterOf(host);
  if (windows) {
    const password = readFileSync(passwordFile(cluster), "utf8").trim();
    return `postgres://${role}:${password}@127.0.0.1:${port}/okno`;
  }
  const folder = socketDir({ cluster, port });
  return `postgres://${role}@/okno?host=${encodeURIComponent(folder)}&port=${port}`;
}

async function describe(
  host: PostgresHost,
  started: EmbeddedServer["started"],
): Promise<EmbeddedServer> {
  const cluster = clusterOf(host);
  const server = await runningServer(cluster);
  if (!server)
    throw new Error(`The PostgreSQL server in ${cluster} stopped right after its start.`);
  return {
    ownerUrl: urlOf(host, { role: "okno_owner", port: server.port }),
    appUrl: urlOf(host, { role: "okno_app", port: server.port }),
    started,
    async stop() {
      if (!(await runningServer(cluster))) return;
      await run(host, {
        program: "pg_ctl",
        args: ["stop", "-m", "fast", "-w", "-t", "60", "-D", cluster],
      });
      const folder = socketDir({ cluster, port: server.port });
      if (folder !== cluster) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((ready) => server.once("listening", ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === "object" && address ? address.port : 5432;
}
