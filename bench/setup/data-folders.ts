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

export function configOf(dataDir: string, env: Record<string, string> = {}): Config {
  return readConfig({ OKNO_DATA: dataDir, OKNO_LOG: "silent", OKNO_ROLES: "web", ...env });
}

/** A house in this process on the data of a folder, with nobody listening. */
export function openAppOn(dataDir: string): Promise<RunningApp> {
  return startApp(configOf(dataDir), createLog("silent"));
}

/** The imaginary region, lived through the actions; kept between runs while its making is the same. */
export function seededFolder(): Promise<string> {
  return cachedFolder("lived", JSON.stringify(TIMELINE.length), async (dataDir) => {
    const running = await openAppOn(dataDir);
    await seedImaginaryRegion(running.app, { trueNow: new Date() });
    await running.close();
  });
}

/** The imaginary region grown to so many problems; kept between runs. */
export async function grownFolder(problems: number): Promise<string> {
  const lived = await seededFolder();
  return cachedFolder(`grown-${problems}`, growthKey, async (dataDir) => {
    await cp(lived, dataDir, { recursive: true });
    const server = await startEmbedded({ dataDir });
    await growRegion(server.ownerUrl, { region, problems, log });
    await server.stop();
  });
}

/** A fresh copy of a ground that a measurement may write into. */
export async function copyFolder(ground: string, name: string): Promise<string> {
  const copy = join(folder, name);
  await rm(copy, { recursive: true, force: true });
  await cp(ground, copy, { recursive: true });
  return copy;
}

/** A folder that is not there yet. */
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
  log(`making the ground «${name}»`);
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
