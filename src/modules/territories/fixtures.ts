import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Ctx, regionToday } from "#base/context.ts";
import { connectDatabase } from "#base/db/database.ts";
import { uuidAt } from "#base/db/ids.ts";
import { createLog } from "#base/log.ts";
import type { Actor } from "#base/policy.ts";
import { saveRegion } from "#base/regions.ts";
import { createTestDatabase } from "#testing/database.ts";

const now = new Date("2026-05-31T04:00:00Z");
const system: Actor = { kind: "system", name: "test" };

/** Creates a test database with regions of any name, for the tests of this module. */
export async function createTestRegions() {
  const database = await createTestDatabase();
  const opened = connectDatabase(database.appUrl, { connections: 4 });
  const house = {
    database: opened,
    jobs: { send: () => Promise.resolve() },
    reactions: new Map(),
    filesDir: "",
    url: "http://localhost",
    mapTiles: undefined,
    linkKey: "a key of the tests",
  };
  return {
    /** Returns a context of a region, creating it if needed. */
    async region(id: string, name: string, actor: Actor = system): Promise<Ctx> {
      const region = { id, name: { ru: name, en: id }, timeZone: "Europe/Moscow", settings: {} };
      await saveRegion(opened, region, now);
      return {
        app: house,
        region,
        db: opened.region(id),
        actor,
        now: () => now,
        today: regionToday,
        newId: () => uuidAt(now),
        log: createLog("silent"),
      };
    },
    async close() {
      await opened.close();
      await database.close();
    },
  };
}

const sharedDataDir = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/** Folder of the real gazetteers; undefined when absent. */
export const realDataDir: string | undefined = existsSync(sharedDataDir)
  ? sharedDataDir
  : undefined;
