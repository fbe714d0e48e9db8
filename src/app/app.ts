import { createHmac } from "node:crypto";
import { join } from "node:path";
import { Hono } from "hono";
import { trimTrailingSlash } from "hono/trailing-slash";
import { applicationUrl, migrate, readMigrations } from "#base/db/migrate.ts";
import { connectDatabase } from "#base/db/database.ts";
import { startEmbedded } from "#base/db/embedded.ts";
import type { Config } from "#base/config.ts";
import { type Ctx, type App, type Reaction, type Region, regionToday } from "#base/context.ts";
import { createSite } from "#base/http/site.tsx";
import { uuidAt } from "#base/db/ids.ts";
import { createJobQueue, type ScheduledTask, type Job, type JobQueue } from "#base/jobs.ts";
import type { Log } from "#base/log.ts";
import { createMailer } from "#base/mail/mail.ts";
import type { Module } from "#base/module.ts";
import type { Actor } from "#base/policy.ts";
import { notFound } from "#base/refusal.ts";
import { saveRegion, createRegionRegistry, type RegionDirectory } from "#base/regions.ts";
import { createTranslator } from "#base/messages.ts";
import { addPublicFiles } from "./administration/index.ts";
import { loadAssets } from "./assets.ts";
import { createPageRenderer } from "./layout.tsx";
import { moduleNames } from "./module-names.ts";
import { createModules } from "./modules.ts";

export type PreparedDatabase = {
  ownerUrl: string;
  appUrl: string;
  /** False where the server is not ours, or another process of the application already uses it. */
  startedHere: boolean;
  stop(): Promise<void>;
};

/** Prepares the database, the server of the settings or the embedded one, and applies its migrations. */
export async function prepareDatabase(config: Config): Promise<PreparedDatabase> {
  if (config.databaseUrl !== undefined) {
    await migrate(config.databaseUrl, readMigrations(moduleNames));
    return {
      ownerUrl: config.databaseUrl,
      appUrl: applicationUrl(config.databaseUrl),
      startedHere: false,
      stop: () => Promise.resolve(),
    };
  }
  const server = await startEmbedded({ dataDir: config.dataDir });
  await migrate(server.ownerUrl, readMigrations(moduleNames));
  return {
    ownerUrl: server.ownerUrl,
    appUrl: server.appUrl,
    startedHere: server.started !== "adopted",
    stop: () => server.stop(),
  };
}

export type AppOptions = {
  config: Config;
  database: Pick<PreparedDatabase, "ownerUrl" | "appUrl">;
  log: Log;
  /** Signs sessions and private links; stored in the data folder when the settings give none. */
  secret: string;
  /** The clock and the ids of tests and replays; the true ones otherwise. */
  now?: () => Date;
  newId?: () => string;
};

export type Application = {
  http: Hono;
  modules: readonly Module[];
  regions: RegionDirectory;
  jobs: JobQueue;
  /** Makes a region, or renames and re-sets it. */
  saveRegion(region: Region): Promise<void>;
  /** A context in a region, for commands, seeds and tests. */
  ctxFor(region: string, actor: Actor): Promise<Ctx>;
  /** Starts taking jobs and following the clock. */
  startWorker(): Promise<void>;
  /** Runs all due jobs to their end. */
  drainJobs(): Promise<number>;
  /** Runs what the clock would start, in every region; one by name or all. */
  runScheduledTasks(name?: string): Promise<void>;
  close(): Promise<void>;
};

/** Creates the application from its modules: the only place that knows them all. */
export async function createApp(options: AppOptions): Promise<Application> {
  const { config, database: prepared, log } = options;
  const now = options.now ?? (() => new Date());
  const newId = options.newId ?? (() => uuidAt(now()));
  const database = connectDatabase(prepared.appUrl, { connections: 10 });
  const regions = createRegionRegistry(database, { seconds: options.now === undefined ? 10 : 0 });
  const mailer = createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom });
  const keep = async (region: Region) => {
    await saveRegion(database, region, now());
    regions.invalidate();
  };
  const moduleSet = createModules({
    databaseUrl: prepared.appUrl,
    url: config.url,
    secret: options.secret,
    log,
    parts: {
      jobQueue: () => jobs,
      regions: regions.all,
      saveRegion: keep,
      smtp: config.smtpUrl !== undefined,
    },
  });
  const { modules } = moduleSet;
  const allJobs: Job[] = [mailer.job as Job, ...modules.flatMap((module) => module.jobs ?? [])];
  const scheduledTasks: ScheduledTask[] = modules.flatMap((module) => module.scheduledTasks ?? []);
  const jobs = await createJobQueue({
    ownerUrl: prepared.ownerUrl,
    jobs: allJobs,
    clockwork: scheduledTasks,
    log,
    worker: config.roles.includes("worker"),
  });
  const app: App = {
    database,
    jobs,
    reactions: collectReactions(modules),
    filesDir: join(config.dataDir, "files"),
    url: config.url,
    mapTiles: config.mapTiles,
    linkKey: createHmac("sha256", options.secret).update("private links").digest("base64url"),
  };
  const makeCtx = (region: Region, actor: Actor): Ctx => ({
    app,
    region,
    db: database.region(region.id),
    actor,
    now: () => new Date(now().getTime() - (region.settings.clockLagMs ?? 0)),
    today: regionToday,
    newId,
    log,
  });
  const ctxFor = async (id: string, actor: Actor): Promise<Ctx> => {
    const region = await regions.find(id);
    if (region === undefined) throw notFound("base.not-found");
    return makeCtx(region, actor);
  };
  const systemCtx = (region: string, name: string) => ctxFor(region, { kind: "system", name });
  const regionIds = async () => (await regions.all()).map((region) => region.id);
  const assets = loadAssets();
  const site = createSite({
    modules,
    regions,
    translator: createTranslator(moduleSet.messages),
    renderPage: createPageRenderer(assets.url, config.url, modules),
    log,
    clock: () => performance.now(),
    url: config.url,
    proxies: config.proxies,
    ...(config.mapTiles !== undefined && { tilesOrigin: new URL(config.mapTiles).origin }),
    findActor: (request, region) =>
      moduleSet.findActor(request, makeCtx(region, { kind: "guest" })),
    createCtx: makeCtx,
  });
  return {
    http: createRootHandler(site, {
      assets,
      regions,
      ping: database.ping,
      now,
      open: (app) =>
        addPublicFiles(app, {
          modules: () => modules,
          regions: regions.all,
          url: config.url,
          guest: (region) => makeCtx(region, { kind: "guest" }),
        }),
    }),
    modules,
    regions,
    jobs,
    saveRegion: keep,
    ctxFor,
    startWorker: () => jobs.startWorker(systemCtx, regionIds),
    drainJobs: () => jobs.drainJobs(systemCtx),
    async runScheduledTasks(name) {
      for (const work of scheduledTasks.filter((one) => name === undefined || one.name === name)) {
        for (const region of await regionIds()) await work.run(await systemCtx(region, work.name));
      }
    },
    async close() {
      await jobs.stop();
      mailer.close();
      await moduleSet.close();
      await database.close();
    },
  };
}

function collectReactions(modules: readonly Module[]): Map<string, Reaction[]> {
  const gathered = new Map<string, Reaction[]>();
  for (const module of modules) {
    for (const [type, reaction] of Object.entries(module.reactions ?? {})) {
      gathered.set(type, [...(gathered.get(type) ?? []), reaction]);
    }
  }
  return gathered;
}

/** Serves what is outside the regions: the health check, the built files and the front page. */
function createRootHandler(
  site: Hono,
  parts: {
    assets: ReturnType<typeof loadAssets>;
    regions: RegionDirectory;
    ping: () => Promise<boolean>;
    now: () => Date;
    /** Hangs what machines look for before any region: the map of the site, the API. */
    open: (app: Hono) => void;
  },
): Hono {
  const app = new Hono();
  app.use(trimTrailingSlash());
  const since = parts.now().toISOString();
  app.get("/healthz", async (c) =>
    (await parts.ping())
      ? c.json({ status: "ok", database: "answers", since })
      : c.json({ status: "failing", database: "silent", since }, 503),
  );
  parts.assets.serve(app);
  parts.open(app);
  app.get("/", async (c) => {
    const [first] = await parts.regions.all();
    return first === undefined
      ? c.text("No region yet: run `npm start`.", 404)
      : c.redirect(`/${first.id}`);
  });
  app.route("/", site);
  app.notFound((c) => site.fetch(c.req.raw, c.env));
  return app;
}
