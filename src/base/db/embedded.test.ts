import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startEmbedded, type EmbeddedServer } from "./embedded.ts";

const folders: string[] = [];
const servers: EmbeddedServer[] = [];

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "okno-pg-"));
  folders.push(path);
  return path;
}

async function start(dataDir: string): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir });
  servers.push(server);
  return server;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

async function stopAll(): Promise<void> {
  for (const server of servers.splice(0)) await server.stop();
}

const postmaster = async (dataDir: string) =>
  Number((await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8")).split("\n")[0]);

afterAll(async () => {
  await stopAll();
  for (const path of folders) await rm(path, { recursive: true, force: true, maxRetries: 5 });
});

describe("a fresh server", () => {
  let dataDir: string;
  let server: EmbeddedServer;

  beforeAll(async () => {
    dataDir = await folder();
    server = await start(dataDir);
  });

  afterAll(stopAll);

  test("is made on an empty folder, with checksums, UTC, and no TCP port", async () => {
    expect(server.started).toBe("fresh");
    expect(await ask(server.appUrl, "show data_checksums")).toBe("on");
    expect(await ask(server.appUrl, "show timezone")).toBe("UTC");
    expect(await ask(server.appUrl, "show jit")).toBe("off");
    expect(await ask(server.appUrl, "show synchronous_commit")).toBe("on");
    if (process.platform !== "win32") {
      expect(await ask(server.appUrl, "show listen_addresses")).toBe("");
    }
  });

  test("sorts, folds and searches Russian", async () => {
    const { ownerUrl } = server;
    const sorted =
      "select string_agg(w, ' ' order by w) from unnest(array['жук','ёж','Еда','яма']) w";
    expect(await ask(ownerUrl, sorted)).toBe("Еда ёж жук яма");
    expect(await ask(ownerUrl, "select 'ЁЛКА' ilike 'ёлка'")).toBe(true);
    // Without a UTF-8 LC_CTYPE the quotation marks would belong to the word.
    const found = "select to_tsvector('russian', 'яма, «двор»…') @@ to_tsquery('russian', 'двор')";
    expect(await ask(ownerUrl, found)).toBe(true);
  });

  test("gives the application a role that owns nothing and may create nothing", async () => {
    const { appUrl, ownerUrl } = server;
    expect(await ask(appUrl, "select current_user")).toBe("okno_app");
    expect(await ask(ownerUrl, "select current_user")).toBe("okno_owner");
    const powers = `select rolsuper or rolcreatedb or rolcreaterole or rolbypassrls
      from pg_roles where rolname = current_user`;
    expect(await ask(appUrl, powers)).toBe(false);
    await expect(ask(appUrl, "create table public.t (id int)")).rejects.toThrow(
      /permission denied/,
    );
    await ask(ownerUrl, "create table public.secret (id int)");
    await expect(ask(appUrl, "select id from secret")).rejects.toThrow(/permission denied/);
    await ask(ownerUrl, "grant select on public.secret to okno_app");
    expect(await ask(appUrl, "select count(*)::int from secret")).toBe(0);
    const owner = "select pg_get_userbyid(datdba) from pg_database where datname = 'okno'";
    expect(await ask(ownerUrl, owner)).toBe("okno_owner");
  });

  test("stops, and starts again with what was written", async () => {
    await ask(server.ownerUrl, "create table public.kept as select 42 as answer");
    await server.stop();
    await expect(ask(server.appUrl, "select 1")).rejects.toThrow();
    const again = await start(dataDir);
    expect(again.started).toBe("started");
    expect(await ask(again.ownerUrl, "select answer from kept")).toBe(42);
  });

  test("is stopped twice without harm", async () => {
    const again = await start(dataDir);
    await again.stop();
    await again.stop();
  });
});

describe("a server left behind", () => {
  afterEach(stopAll);

  test("is adopted after its parent was killed", async () => {
    const dataDir = await folder();
    const module = pathToFileURL(join(import.meta.dirname, "embedded.ts")).href;
    const code = `const { startEmbedded } = await import(${JSON.stringify(module)});
      await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} });
      console.log("ready"); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", code]);
    await new Promise((ready) => parent.stdout.once("data", ready));
    const before = await postmaster(dataDir);
    const gone = new Promise((exited) => parent.once("exit", exited));
    parent.kill("SIGKILL");
    await gone;
    const server = await start(dataDir);
    expect(server.started).toBe("adopted");
    expect(await postmaster(dataDir)).toBe(before);
    expect(await ask(server.appUrl, "select 1")).toBe(1);
  });

  test("is started anew when it was killed itself, and nothing committed is lost", async () => {
    const dataDir = await folder();
    const server = await start(dataDir);
    await ask(server.ownerUrl, "create table public.kept as select 7 as answer");
    process.kill(await postmaster(dataDir), "SIGKILL");
    const again = await start(dataDir);
    expect(again.started).toBe("started");
    expect(await ask(again.ownerUrl, "select answer from kept")).toBe(7);
  });

  test("is not confused with a stranger who got its process number", async () => {
    const dataDir = await folder();
    const server = await start(dataDir);
    const path = join(dataDir, "postgres/postmaster.pid");
    const lines = (await readFile(path, "utf8")).split("\n");
    await server.stop();
    await writeFile(path, [process.pid, ...lines.slice(1)].join("\n"));
    expect((await start(dataDir)).started).toBe("started");
  });

  test("starts where its folder was moved to", async () => {
    const dataDir = await folder();
    await (await start(dataDir)).stop();
    const moved = `${dataDir}-moved`;
    folders.push(moved);
    await rename(dataDir, moved);
    const server = await start(moved);
    expect(await ask(server.appUrl, "show data_directory").catch(String)).toMatch(/denied|moved/);
  });
});

describe("starts at once on one folder", () => {
  afterEach(stopAll);

  test("agree on one fresh server", async () => {
    const dataDir = await folder();
    const all = await Promise.all([start(dataDir), start(dataDir), start(dataDir)]);
    expect(all.filter(({ started }) => started !== "adopted")).toHaveLength(1);
    const pids = await Promise.all(
      all.map(({ ownerUrl }) => ask(ownerUrl, "select pg_postmaster_start_time()::text")),
    );
    expect(new Set(pids).size).toBe(1);
  });
});

describe("an unusual folder", () => {
  afterEach(stopAll);

  test("longer than a socket path may be, with spaces, quotes and Cyrillic, works", async () => {
    const dataDir = join(await folder(), 'д\'ом "со" $HOME, пробелом', "очень".repeat(12));
    const server = await start(dataDir);
    expect(server.started).toBe("fresh");
    expect(await ask(server.appUrl, "select 1")).toBe(1);
    expect((await start(dataDir)).started).toBe("adopted");
    const socket =
      new URL(server.appUrl.replace("@/", "@localhost/")).searchParams.get("host") ?? "";
    expect(existsSync(socket)).toBe(true);
    await stopAll();
    expect(existsSync(socket)).toBe(socket.startsWith(dataDir));
  });
});
