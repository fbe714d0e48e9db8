/**
 * Shared setup of every command. Plain JavaScript for any Node ≥ 20 without dependencies: installs
 * the dependencies when they changed, builds when the sources changed, and runs the command with
 * the Node 24 that is a dependency.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const windows = process.platform === "win32";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
/** Scratch files of the scripts; removed with the dependencies. */
export const scratch = join(modules, ".okno");
export const node24 = windows
  ? join(modules, "node", "bin", "node.exe")
  : join(modules, ".bin", "node");

/** Installs the dependencies unless the last successful installation had the same lock file. */
export function ensureDependencies() {
  const stamp = join(scratch, "installed");
  const wanted = installationKey();
  if (read(stamp) === wanted && existsSync(node24)) return;
  console.log("Installing dependencies…");
  // Not `npm ci`: that would delete the running database server's binaries, and it refuses a lock
  // file whose optional packages for foreign platforms the registry at hand does not have.
  const npm = [
    "install",
    "--no-save",
    "--include=dev",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  if (!runNpm(npm)) fail("npm could not install the dependencies (see above).");
  repairNode();
  mkdirSync(scratch, { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Builds `dist` unless it was built from exactly these sources. */
export function ensureBuilt() {
  const stamp = join(root, "dist", ".built-from");
  const wanted = sourcesKey();
  if (read(stamp) === wanted) return true;
  const { status } = spawnSync(node24, [join(root, "scripts", "build.mjs")], {
    cwd: root,
    stdio: "inherit",
  });
  if (status === 0) writeFileSync(stamp, wanted);
  return status === 0;
}

/**
 * Runs a program until it ends, then ends this process the same way. The program gets a process
 * group of its own: otherwise a Ctrl-C would reach it three times (terminal, npm, this process).
 */
export function become(file, args) {
  const child = spawn(file, args, { stdio: "inherit", detached: !windows });
  let last = { signal: "", at: 0 };
  const pass = (signal) => {
    const now = Date.now();
    const echo = last.signal === signal && now - last.at < 500;
    last = { signal, at: now };
    // A closed terminal asks for the same clean stop.
    if (!echo) child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, pass);
  child.on("error", (error) => fail(error.message));
  child.on("exit", (code, signal) => {
    process.exit(code ?? 128 + (signal === "SIGINT" ? 2 : signal === "SIGTERM" ? 15 : 9));
  });
}

/** Prints the sentence and ends the process with status 1. */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function installationKey() {
  const { dependencies, devDependencies, allowScripts } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const declared = JSON.stringify({ dependencies, devDependencies, allowScripts });
  const platform = `${process.platform}-${process.arch}`;
  return hash([read(join(root, "package-lock.json")), declared, platform]);
}

/** The state of everything that goes into `dist`: names, sizes and times, not contents. */
function sourcesKey() {
  const parts = [];
  const visit = (path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return;
    if (!found.isDirectory()) parts.push(`${path} ${found.size} ${found.mtimeMs}`);
    else for (const name of readdirSync(path).sort()) visit(join(path, name));
  };
  const inputs = [
    "src",
    "bench",
    "scripts/build.mjs",
    "tsconfig.json",
    "package.json",
    "package-lock.json",
  ];
  for (const input of inputs) visit(join(root, input));
  return hash(parts);
}

function hash(parts) {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(`${part}\n`);
  return sum.digest("hex");
}

function read(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function runNpm(args) {
  const cli = process.env.npm_execpath;
  const own = cli?.endsWith(".js") || cli?.endsWith(".cjs");
  const [file, ...first] = own ? [process.execPath, cli] : ["npm"];
  const { status } = spawnSync(file, [...first, ...args], {
    cwd: root,
    stdio: "inherit",
    shell: windows && !own,
  });
  return status === 0;
}

/** An npm that forbids install scripts leaves the `node` package without its program: run it. */
function repairNode() {
  if (runsNode24()) return;
  const place = join(modules, "node");
  spawnSync(process.execPath, ["installArchSpecificPackage"], { cwd: place, stdio: "inherit" });
  if (!runsNode24()) {
    fail("The npm package «node» did not bring Node 24: delete node_modules and try again.");
  }
}

function runsNode24() {
  const { stdout } = spawnSync(node24, ["--version"], { encoding: "utf8" });
  return (stdout ?? "").startsWith("v24.");
}
