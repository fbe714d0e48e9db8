import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "#base/config.ts";
import type { Ctx } from "#base/context.ts";
import { uuidAt } from "#base/db/ids.ts";
import { installJobs } from "#base/jobs.ts";
import { createLog } from "#base/log.ts";
import type { Actor } from "#base/policy.ts";
import { createApp, type Application } from "#app/app.ts";
import { createTestDatabase } from "./database.ts";

export const testRegionId = "sinegorsk";
const zone = "Asia/Yekaterinburg";

export type TestApp = Application & {
  /** A context of the test region. */
  asActor(actor: Actor): Promise<Ctx>;
  asSystem(): Promise<Ctx>;
  /** The application's clock; tests move it by hand. */
  clock: { now: Date };
  /** A get as the person whose cookie this is, or as a guest. */
  get(path: string, cookie?: string): Promise<Response>;
  /** A post as a browser sends it from our own page. */
  post(
    path: string,
    fields: Record<string, string | string[] | File>,
    cookie?: string,
  ): Promise<Response>;
};

/**
 * Creates the whole application on a database of its own: real SQL, jobs and pages; only the clock
 * is set by the test.
 */
export async function createTestApp(
  options: { env?: Record<string, string> } = {},
): Promise<TestApp> {
  const database = await createTestDatabase({ prepared: "with-jobs-1", prepare: installJobs });
  const dataDir = await mkdtemp(join(tmpdir(), "okno-test-"));
  const clock = { now: new Date("2026-05-31T04:00:00Z") };
  const config = readConfig({
    OKNO_DATA: dataDir,
    OKNO_LOG: "silent",
    OKNO_ROLES: "web",
    ...options.env,
  });
  const app = await createApp({
    config,
    database,
    log: createLog(process.env.OKNO_LOG ?? "silent"),
    secret: "a secret of the tests, long enough to sign with",
    now: () => new Date(clock.now),
    newId: () => uuidAt(clock.now),
  });
  const name = { ru: "Синегорская область", en: "Sinegorsk Region" };
  await app.saveRegion({ id: testRegionId, name, timeZone: zone, settings: {} });
  const as = (actor: Actor) => app.ctxFor(testRegionId, actor);
  return {
    ...app,
    asActor: as,
    asSystem: () => as({ kind: "system", name: "test" }),
    clock,
    get: async (path, cookie) =>
      app.http.request(path, { headers: cookie === undefined ? {} : { cookie } }),
    post: async (path, fields, cookie) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) {
        for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
      }
      return app.http.request(await browserPost(path, body, cookie));
    },
    async close() {
      await app.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Creates a POST request as a browser sends it: with Content-Length and same-origin headers. */
export async function browserPost(
  path: string,
  body: FormData,
  cookie: string | undefined,
): Promise<Request> {
  const url = new URL(path, "http://localhost");
  const draft = new Request(url, { method: "POST", body });
  const bytes = await draft.arrayBuffer();
  const headers = new Headers({
    "content-type": draft.headers.get("content-type") ?? "",
    "content-length": String(bytes.byteLength),
    "sec-fetch-site": "same-origin",
  });
  if (cookie !== undefined) headers.set("cookie", cookie);
  return new Request(url, { method: "POST", body: bytes, headers });
}
