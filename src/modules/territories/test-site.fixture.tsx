import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ctx, type Region, regionToday } from "#base/context.ts";
import { connectDatabase } from "#base/db/database.ts";
import { createSite } from "#base/http/site.tsx";
import { uuidAt } from "#base/db/ids.ts";
import { installJobs, createJobQueue } from "#base/jobs.ts";
import { createLog } from "#base/log.ts";
import type { Actor } from "#base/policy.ts";
import { saveRegion, createRegionRegistry } from "#base/regions.ts";
import { renderPage } from "#base/ui/index.ts";
import { createTranslator } from "#base/messages.ts";
import { en as baseEn } from "#base/messages.en.ts";
import { ru as baseRu } from "#base/messages.ru.ts";
import { createTestDatabase } from "#testing/database.ts";
import { createTerritoriesModule } from "./module.ts";

const now = new Date("2026-05-31T04:00:00Z");

/** Creates a site with this module alone and real jobs; `actor` is the next request's actor. */
export async function createTestSite() {
  const testDatabase = await createTestDatabase({ prepared: "with-jobs-1", prepare: installJobs });
  const filesDir = await mkdtemp(join(tmpdir(), "okno-territories-"));
  const database = connectDatabase(testDatabase.appUrl, { connections: 4 });
  const log = createLog("silent");
  const region: Region = {
    id: "home-one",
    name: { ru: "Домашняя область", en: "Home Region" },
    timeZone: "Europe/Kirov",
    settings: {},
  };
  await saveRegion(database, region, now);
  const jobList = [...(createTerritoriesModule().jobs ?? [])];
  const jobs = await createJobQueue({
    ownerUrl: testDatabase.ownerUrl,
    jobs: jobList,
    clockwork: [],
    log,
    worker: false,
  });
  const url = "http://localhost";
  const house = {
    database,
    jobs,
    reactions: new Map(),
    filesDir,
    url,
    mapTiles: undefined,
    linkKey: "a key of the tests",
  };
  const ctxFor = (_: Region, actor: Actor): Ctx => ({
    app: house,
    region,
    db: database.region(region.id),
    actor,
    now: () => now,
    today: regionToday,
    newId: () => uuidAt(now),
    log,
  });
  const site = { actor: { kind: "guest" } as Actor };
  // Requests are one second apart.
  let milliseconds = 0;
  const http = createSite({
    modules: [createTerritoriesModule()],
    regions: createRegionRegistry(database),
    translator: createTranslator({
      base: { ru: baseRu, en: baseEn },
      territories: createTerritoriesModule().messages,
    }),
    renderPage: (c, page) =>
      renderPage({
        title: page.title,
        lang: c.lang,
        body: page.body,
        assets: (name) => `/${name}`,
      }),
    log,
    clock: () => (milliseconds += 1000),
    url,
    proxies: 0,
    findActor: () => Promise.resolve(site.actor),
    createCtx: ctxFor,
  });
  return Object.assign(site, {
    ctx: () => ctxFor(region, site.actor),
    get: (path: string, headers: Record<string, string> = {}) =>
      http.request(`/${region.id}${path}`, { headers }),
    async post(path: string, fields: Record<string, string | File>) {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      const draft = new Request(`${url}/${region.id}${path}`, { method: "POST", body });
      const bytes = await draft.arrayBuffer();
      const headers = new Headers(draft.headers);
      headers.set("content-length", String(bytes.byteLength));
      headers.set("sec-fetch-site", "same-origin");
      return http.request(new Request(draft.url, { method: "POST", body: bytes, headers }));
    },
    settle: () => jobs.drainJobs(async (_, name) => ctxFor(region, { kind: "system", name })),
    async close() {
      await jobs.stop();
      await database.close();
      await testDatabase.close();
      await rm(filesDir, { recursive: true, force: true });
    },
  });
}
