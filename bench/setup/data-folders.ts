import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readConfig, type Config } from "#base/config.ts";
import { schemaFingerprint, packageRoot, readMigrations } from "#base/db/migrate.ts";
import { startEmbedded } from "#base/db/embedded.ts";
import { createLog } from "#base/log.ts";
import { seedImaginaryRegion } from "#demo/seed/imaginary-region.ts";
import { startApp, type RunningApp } from "#app/main.ts";
import { moduleNames } from "#app/module-names.ts";
import { TIMELINE, REGION } from "#demo/region/index.ts";
import { growRegion, growthKey } from "./grow-region.ts";

export const region = REGION.code;
const folder = join(packageRoot(), ".okno", "bench");

const log = (line: string) => console.error(`  ${line}`);

/** Returns the configuration of an application on a data folder, with variables of `env` on top. */
export function configOf(dataDir: string, env: Record<string, string> = {}): Config {
  return readConfig({ OKNO_DATA: dataDir, OKNO_LOG: "silent", OKNO_ROLES: "web", ...env });
}

/** Opens the application in this process on a data folder, without a listener. */
export function openAppOn(dataDir: string): Promise<RunningApp> {
  return startApp(configOf(dataDir), createLog("silent"));
}

/**
 * Returns a folder with the imaginary region, seeded through the actions; reused between runs while
 * its sources are the same.
 */
export function seededFolder(): Promise<string> {
  return cachedFolder("lived", JSON.stringify(TIMELINE.length), async (dataDir) => {
    const running = await openAppOn(dataDir);
    await seedImaginaryRegion(running.app, { trueNow: new Date() });
    await running.close();
  });
}

/**
 * Returns a folder with the imaginary region grown to a number of problems; reused between runs.
 */
export async function grownFolder(problems: number): Promise<string> {
  const lived = await seededFolder();
  return cachedFolder(`grown-${problems}`, growthKey, async (dataDir) => {
    await cp(lived, dataDir, { recursive: true });
    const server = await startEmbedded({ dataDir });
    await growRegion(server.ownerUrl, { region, problems, log });
    await server.stop();
  });
}

/** Returns a fresh copy of a folder that a measurement may write into. */
export async function copyFolder(source: string, name: string): Promise<string> {
  const copy = join(folder, name);
  await rm(copy, { recursive: true, force: true });
  await cp(source, copy, { recursive: true });
  return copy;
}

/** Returns the path of a folder that does not exist yet. */
export async function emptyFolder(name: string): Promise<string> {
  const path = join(folder, name);
  await rm(path, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return path;
}

async function cachedFolder(
  name: string,
  madeBy: string,
  make: (dataDir: string) => Promise<void>,
): Promise<string> {
  const dataDir = await ensureName(name);
  const stamp = join(dataDir, "made-from");
  const schema = schemaFingerprint(readMigrations(moduleNames));
  const wanted = createHash("sha256").update(schema).update(madeBy).digest("hex");
  if (existsSync(stamp) && (await readFile(stamp, "utf8")) === wanted) return dataDir;
  log(`making the folder «${name}»`);
  // Still running where an earlier bench was killed.
  if (existsSync(join(dataDir, "postgres"))) await (await startEmbedded({ dataDir })).stop();
  await rm(dataDir, { recursive: true, force: true });
  await make(dataDir);
  await writeFile(stamp, wanted);
  return dataDir;
}

async function ensureName(name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  return join(folder, name);
}
