import { createHmac } from "node:crypto";
import { join } from "node:path";
import { Hono } from "hono";
import { trimTrailingSlash } from "hono/trailing-slash";
import { asApplication, migrate, readMigrations } from "#base/db/migrate.ts";
import { openDatabase } from "#base/db/database.ts";
import { startEmbedded } from "#base/db/embedded.ts";
import type { Config } from "#base/config.ts";
import type { Ctx, House, Reaction, Region } from "#base/context.ts";
import { makeSite } from "#base/http/site.tsx";
import { uuidAt } from "#base/db/ids.ts";
import { openJobs, type Clockwork, type Job, type JobOffice } from "#base/jobs.ts";
import type { Log } from "#base/log.ts";
import { openPost } from "#base/mail/mail.ts";
import type { Module } from "#base/module.ts";
import type { Actor } from "#base/policy.ts";
import { notFound } from "#base/refusal.ts";
import { keepRegion, openRegions, type Regions } from "#base/regions.ts";
import { makeSpeaker } from "#base/messages.ts";
import { publicDoor } from "./administration/index.ts";
import { openAssets } from "./assets.ts";
import { makeFrame } from "./layout.tsx";
import { moduleNames } from "./module-names.ts";
import { openModules } from "./modules.ts";

export type Ground = {
  ownerUrl: string;
  appUrl: string;
  /** False where the server is not ours, or another process of the house already runs on it. */
  startedHere: boolean;
  stop(): Promise<void>;
};

/** The database of the house: the server in the settings, or the embedded one; brought up to date. */
export async function prepareGround(config: Config): Promise<Ground> {
  if (config.databaseUrl !== undefined) {
    await migrate(config.databaseUrl, readMigrations(moduleNames));
    return {
      ownerUrl: config.databaseUrl,
      appUrl: asApplication(config.databaseUrl),
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

export type HouseOptions = {
  config: Config;
  ground: Pick<Ground, "ownerUrl" | "appUrl">;
  log: Log;
  /** Signs sessions and private links; kept in the data folder where the settings give none. */
  secret: string;
  /** The clock and the ids of tests and replays; the true ones otherwise. */
  now?: () => Date;
  newId?: () => string;
};

export type OpenHouse = {
  http: Hono;
  modules: readonly Module[];
  regions: Regions;
  jobs: JobOffice;
  /** Makes a region, or renames and re-sets it. */
  keepRegion(region: Region): Promise<void>;
  /** A context in a region, for commands, seeds and tests. */
  ctxFor(region: string, actor: Actor): Promise<Ctx>;
  /** Starts taking jobs and following the clock. */
  work(): Promise<void>;
  /** Runs all due jobs to their end. */
  settle(): Promise<number>;
  /** Runs what the clock would start, in every region; one by name or all. */
  tick(name?: string): Promise<void>;
  close(): Promise<void>;
};

/** Puts the modules on their ground: the only place that knows everyone. */
export async function openHouse(options: HouseOptions): Promise<OpenHouse> {
  const { config, ground, log } = options;
  const now = options.now ?? (() => new Date());
  const newId = options.newId ?? (() => uuidAt(now()));
  const database = openDatabase(ground.appUrl, { connections: 10 });
  const regions = openRegions(database, { seconds: options.now === undefined ? 10 : 0 });
  const post = openPost({ smtpUrl: config.smtpUrl, from: config.mailFrom });
  const keep = async (region: Region) => {
    await keepRegion(database, region, now());
    regions.forget();
  };
  const opened = openModules({
    database,
    appUrl: ground.appUrl,
    url: config.url,
    secret: options.secret,
    log,
    parts: {
      office: () => jobs,
      regions: regions.all,
      keepRegion: keep,
      smtp: config.smtpUrl !== undefined,
    },
  });
  const { modules } = opened;
  const jobList: Job[] = [post.job as Job, ...modules.flatMap((module) => module.jobs ?? [])];
  const clockwork: Clockwork[] = modules.flatMap((module) => module.clockwork ?? []);
  const jobs = await openJobs({
    ownerUrl: ground.ownerUrl,
    jobs: jobList,
    clockwork,
    log,
    worker: config.roles.includes("worker"),
  });
  const house: House = {
    database,
    jobs,
    reactions: gatherReactions(modules),
    filesDir: join(config.dataDir, "files"),
    url: config.url,
    mapTiles: config.mapTiles,
    linkKey: createHmac("sha256", options.secret).update("private links").digest("base64url"),
  };
  const makeCtx = (region: Region, actor: Actor): Ctx => ({
    house,
    region,
    db: database.region(region.id),
    actor,
    now: () => new Date(now().getTime() - (region.settings.behindBy ?? 0)),
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
  const assets = openAssets();
  const site = makeSite({
    modules,
    regions,
    speaker: makeSpeaker(opened.words),
    frame: makeFrame(assets.url, config.url),
    log,
    clock: () => performance.now(),
    url: config.url,
    proxies: config.proxies,
    ...(config.mapTiles !== undefined && { tilesOrigin: new URL(config.mapTiles).origin }),
    actorOf: (request, region) => opened.actorOf(request, makeCtx(region, { kind: "guest" })),
    ctxFor: makeCtx,
  });
  return {
    http: frontDoor(site, {
      assets,
      regions,
      ping: database.ping,
      now,
      open: (app) =>
        publicDoor(app, {
          modules: () => modules,
          regions: regions.all,
          url: config.url,
          guest: (region) => makeCtx(region, { kind: "guest" }),
        }),
    }),
    modules,
    regions,
    jobs,
    keepRegion: keep,
    ctxFor,
    work: () => jobs.work(systemCtx, regionIds),
    settle: () => jobs.settle(systemCtx),
    async tick(name) {
      for (const work of clockwork.filter((one) => name === undefined || one.name === name)) {
        for (const region of await regionIds()) await work.run(await systemCtx(region, work.name));
      }
    },
    async close() {
      await jobs.stop();
      post.close();
      await opened.close();
      await database.close();
    },
  };
}

function gatherReactions(modules: readonly Module[]): Map<string, Reaction[]> {
  const gathered = new Map<string, Reaction[]>();
  for (const module of modules) {
    for (const [type, reaction] of Object.entries(module.reactions ?? {})) {
      gathered.set(type, [...(gathered.get(type) ?? []), reaction]);
    }
  }
  return gathered;
}

/** What stands before the regions: the health of the house, the built files, and the way in. */
function frontDoor(
  site: Hono,
  parts: {
    assets: ReturnType<typeof openAssets>;
    regions: Regions;
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
