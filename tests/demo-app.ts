/**
 * The imaginary region for tests: lived through once per state of the sources and kept as a template
 * database with its folder of pictures, then cloned for each test file. `address` is a true HTTP
 * server on a free port; a request in the process goes the same way without the wire.
 */
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import pg from "pg";
import { readConfig } from "#base/config.ts";
import type { Ctx } from "#base/context.ts";
import { packageRoot } from "#base/db/migrate.ts";
import { uuidAt } from "#base/db/ids.ts";
import { installJobs } from "#base/jobs.ts";
import { createLog } from "#base/log.ts";
import { createApp, type Application } from "#app/app.ts";
import { seedImaginaryRegion } from "#demo/seed/imaginary-region.ts";
import { createTestDatabase } from "#testing/database.ts";
import { browserPost } from "#testing/app.ts";
import { DEMO_PASSWORD, NOW, findDemoPerson, REGION } from "#demo/region/index.ts";

export const at = (path: string) => `/${REGION.code}${path === "/" ? "" : path}`;

export type DemoApp = Application & {
  /** Where Chromium finds the house. */
  address: string;
  clock: { now: Date };
  asSystem(): Promise<Ctx>;
  /** SQL as the owner, past row-level security: to look. */
  owner: pg.Pool;
  /** Cookies of a named person of the region; `undefined` is a guest. */
  signIn(key: string): Promise<string>;
  get(path: string, cookie?: string): Promise<Response>;
  post(
    path: string,
    fields: Record<string, string | string[] | File>,
    cookie?: string,
  ): Promise<Response>;
};

export async function createDemoApp(): Promise<DemoApp> {
  const kept = cachedRegion();
  const database = await createTestDatabase({
    prepared: kept.name,
    prepare: (ownerUrl, appUrl) => seedInto(kept.folder, { ownerUrl, appUrl }),
  });
  const dataDir = await mkdtemp(join(tmpdir(), "okno-demo-"));
  await cp(join(kept.folder, "files"), join(dataDir, "files"), { recursive: true });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const clock = { now: new Date(NOW) };
  const app = await openAppAt(clock, { dataDir, ground: database, port });
  server.on("request", getRequestListener(app.http.fetch));
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  owner.on("error", () => {});
  const get = async (path: string, cookie?: string) =>
    app.http.request(path, { headers: visitorHeaders(cookie) });
  const post: DemoApp["post"] = async (path, fields, cookie) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields))
      for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
    const request = await browserPost(path, body, cookie);
    for (const [name, value] of Object.entries(visitorHeaders(cookie)))
      request.headers.set(name, value);
    return app.http.request(request);
  };
  return {
    ...app,
    address: `http://localhost:${port}`,
    clock,
    owner,
    asSystem: () => app.ctxFor(REGION.code, { kind: "system", name: "test" }),
    get,
    post,
    async signIn(key) {
      const { email } = findDemoPerson(key);
      const answer = await post(at("/sign-in"), { email, password: DEMO_PASSWORD });
      if (answer.status !== 303) throw new Error(`${key} was not let in: ${answer.status}`);
      return answer.headers
        .getSetCookie()
        .map((line) => line.split(";")[0] ?? "")
        .join("; ");
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await app.close();
      await owner.end();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

let requests = 0;

/** Every request comes from an address of its own, so that limits of visitors stay out of the way. */
function visitorHeaders(cookie: string | undefined): Record<string, string> {
  requests += 1;
  const address = `10.${requests >> 16}.${(requests >> 8) & 255}.${requests & 255}`;
  return { "x-forwarded-for": address, ...(cookie !== undefined && { cookie }) };
}

type DatabaseUrls = { ownerUrl: string; appUrl: string };

function openAppAt(
  clock: { now: Date },
  parts: { dataDir: string; ground: DatabaseUrls; port?: number },
): Promise<Application> {
  return createApp({
    config: readConfig({
      OKNO_DATA: parts.dataDir,
      OKNO_LOG: "silent",
      OKNO_ROLES: "web",
      OKNO_PROXIES: "1",
      PORT: String(parts.port ?? 0),
    }),
    database: parts.ground,
    log: createLog(process.env.OKNO_LOG ?? "silent"),
    secret: "a secret of the tests, long enough to sign with",
    now: () => new Date(clock.now),
    newId: () => uuidAt(clock.now),
  });
}

/** Makes the region in the template, with its pictures in the folder beside it. */
async function seedInto(folder: string, urls: DatabaseUrls): Promise<void> {
  rmSync(join(folder, "files"), { recursive: true, force: true });
  await installJobs(urls.ownerUrl);
  const app = await openAppAt({ now: new Date(NOW) }, { dataDir: folder, ground: urls });
  try {
    await seedImaginaryRegion(app, { trueNow: new Date(NOW) });
  } finally {
    await app.close();
  }
}

/**
 * The folder of this state of the sources and the template's name. The name holds a seal kept in the
 * folder: where the folder was thrown away, the template of another seal is not met again.
 */
function cachedRegion(): { folder: string; name: string } {
  const root = packageRoot();
  const hash = createHash("sha256");
  const sources = globSync("src/{base,modules,demo}/**/*.ts", { cwd: root });
  const telling = sources.filter(
    (path) => !/\.test\.ts$|\/(islands|ui|http|insight)\/|\/(messages|web|page|view)/.test(path),
  );
  for (const path of telling.toSorted()) hash.update(path).update(readFileSync(join(root, path)));
  const folder = join(root, ".okno/test/demo", hash.digest("hex").slice(0, 16));
  mkdirSync(folder, { recursive: true });
  const sealPath = join(folder, "seal");
  if (!existsSync(sealPath)) {
    try {
      writeFileSync(sealPath, crypto.randomUUID(), { flag: "wx" });
    } catch (error) {
      // Another test file was quicker; its seal is the one.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  return { folder, name: `demo ${readFileSync(sealPath, "utf8")}` };
}
