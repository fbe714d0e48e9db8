import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { Config } from "#base/config.ts";
import type { Log } from "#base/log.ts";
import { createApp, prepareDatabase, type PreparedDatabase, type Application } from "./app.ts";

/** The running application with its database; `close` stops both in the right order. */
export type RunningApp = { app: Application; database: PreparedDatabase; close(): Promise<void> };

/** Starts the application: makes the data folder, prepares the database and reads or creates the secret. */
export async function startApp(config: Config, log: Log): Promise<RunningApp> {
  await mkdir(config.dataDir, { recursive: true });
  const database = await prepareDatabase(config);
  const secret = config.secret ?? (await loadOrCreateSecret(config.dataDir));
  const app = await createApp({ config, database, log, secret });
  return {
    app,
    database,
    async close() {
      await app.close();
      await database.stop();
    },
  };
}

/** Creates the secret once and stores it in the data folder, so that people stay signed in over a restart. */
async function loadOrCreateSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, "secret");
  if (!existsSync(path)) await writeFile(path, randomBytes(32).toString("hex"), { mode: 0o600 });
  return (await readFile(path, "utf8")).trim();
}

/** Opens the doors; answers the address, and how to close: no new requests, those begun are finished. */
export async function listen(
  { app }: RunningApp,
  config: Config,
): Promise<{ url: string; close(): Promise<void> }> {
  if (config.roles.includes("worker")) await app.startWorker();
  if (!config.roles.includes("web")) return { url: "", close: () => Promise.resolve() };
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: app.http.fetch, port: config.port, hostname: config.host },
      (info: AddressInfo) =>
        resolve({
          url: `http://${config.host === "127.0.0.1" ? "localhost" : config.host}:${info.port}`,
          close: () => drain(server as Server),
        }),
    );
    server.on("error", reject);
  });
}

const DRAIN_TIMEOUT_MS = 10_000;

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), DRAIN_TIMEOUT_MS).unref();
  });
}
