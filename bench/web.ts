import { gzipSync } from "node:zlib";
import autocannon from "autocannon";
import pg from "pg";
import type { Application } from "#app/app.ts";
import { listProblems, problemListQuery } from "#modules/problems/index.ts";
import { organisationDirectory } from "#modules/organisations/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { createToken } from "#modules/people/index.ts";
import type { Measurement } from "./figures.ts";
import { openAppOn, region } from "./setup/data-folders.ts";
import { startAppProcess, type AppProcess } from "./setup/process.ts";

type Visit = {
  what: string;
  paths: readonly string[];
  target?: number;
  /** Milliseconds that 95 of 100 must keep. */
  p95?: number;
  kilobytes?: number;
  sql?: number;
};

type Plan = { visits: Visit[]; token: string };

const searchWords = [
  "снег",
  "яма",
  "мусор",
  "свет во дворе",
  "вода",
  "автобус",
  "крыша",
  "Победы",
  "лёд тротуар",
];

/** What is asked, over many different problems, bodies and places, so that no one page stays hot. */
async function planVisits(app: Application): Promise<Plan> {
  const ctx = await app.ctxFor(region, { kind: "system", name: "bench" });
  const guest = await app.ctxFor(region, { kind: "guest" });
  const [places, bodies] = await Promise.all([territoryDirectory(ctx), organisationDirectory(ctx)]);
  const list = async (query: object) =>
    (await listProblems(guest, problemListQuery.parse(query), { limit: 200 })).rows;
  const lines = (
    await Promise.all(
      places.municipalities.flatMap(({ id }) => [
        list({ municipality: id }),
        list({ municipality: id, stage: "verified" }),
        list({ municipality: id, stage: "open", sort: "due" }),
      ]),
    )
  ).flat();
  const numbers = lines.map(({ number }) => encodeURIComponent(number));
  const busy = [...new Set(lines.flatMap(({ body_id }) => body_id ?? []))];
  const known = bodies.bodies.filter(({ id }) => busy.includes(id));
  const at = (path: string) => `/${region}${path}`;
  const searches = [
    ...searchWords,
    ...lines.filter((_, n) => n % 60 === 0).map(({ address }) => address),
  ].map((text) => encodeURIComponent(text));
  const slugs = places.municipalities.map(({ slug }) => slug);
  const here = (path: (id: string) => string) =>
    places.municipalities.map(({ id }) => at(path(id)));
  const stages = ["open", "verified", "overdue"];
  const { token } = await createToken(ctx, { name: "bench" });
  const visits: Visit[] = [
    { what: "front page", paths: [at("")], target: 1500, sql: 0 },
    { what: "list", paths: [at("/problems")], target: 400, kilobytes: 30, sql: 3 },
    {
      what: "list of a body",
      paths: known.map(({ id }) => at(`/problems?body=${id}`)),
      target: 400,
      kilobytes: 30,
      sql: 3,
    },
    {
      what: "list by municipality and stage",
      paths: places.municipalities.flatMap(({ id }) =>
        stages.map((stage) => at(`/problems?municipality=${id}&stage=${stage}`)),
      ),
      target: 400,
      kilobytes: 30,
      sql: 3,
    },
    {
      what: "problem card, random",
      paths: numbers.map((number) => at(`/problems/${number}`)),
      target: 1000,
      kilobytes: 20,
      sql: 4,
    },
    {
      what: "search",
      paths: searches.map((text) => at(`/problems?q=${text}`)),
      target: 100,
      p95: 50,
      kilobytes: 30,
    },
    { what: "territory", paths: slugs.map((slug) => at(`/territories/${slug}`)), target: 400 },
    { what: "map of the region", paths: [at("/territories")], target: 400 },
    { what: "map", paths: here((id) => `/problems/map?municipality=${id}`), target: 400, sql: 3 },
    {
      what: "points of the map, open in a municipality",
      paths: here((id) => `/problems/points.geojson?municipality=${id}&stage=open`),
      target: 400,
      sql: 2,
    },
    {
      what: "file of open problems of a municipality, geojson",
      paths: here((id) => `/problems.geojson?municipality=${id}&stage=open`),
    },
    { what: "problems.atom", paths: [at("/problems.atom")], target: 800 },
    { what: "problems.json", paths: [at("/problems.json")], target: 200, sql: 2 },
    {
      what: "one problem, json",
      paths: numbers.map((number) => at(`/problems/${number}.json`)),
      target: 1500,
    },
  ];
  return { visits, token };
}

/**
 * Measures the web process under eight connections: requests per second, p50 and p95, the size of a
 * page and the SQL statements per request.
 */
export async function measureWeb(
  dataDir: string,
  options: { seconds: number; part?: string; only?: string; nodeArgs?: readonly string[] },
): Promise<Measurement[]> {
  const { part = "web" } = options;
  const running = await openAppOn(dataDir);
  let child: AppProcess | undefined;
  try {
    const { visits, token } = await planVisits(running.app);
    child = await startAppProcess({
      dataDir,
      roles: "web",
      page: `/${region}`,
      ...(options.nodeArgs !== undefined && { nodeArgs: options.nodeArgs }),
    });
    const figures: Measurement[] = [];
    for (const visit of visits) {
      if (options.only !== undefined && !visit.what.includes(options.only)) continue;
      const sql = await statementsOf(running.app, visit.paths);
      figures.push(...(await measureVisit(child.url, visit, { ...options, part, sql })));
    }
    if (options.only === undefined) figures.push(await measureReports(child.url, { part, token }));
    return figures;
  } finally {
    await child?.stop();
    await running.close();
  }
}

async function measureVisit(
  url: string,
  visit: Visit,
  options: { seconds: number; part: string; sql: number },
): Promise<Measurement[]> {
  const { part, sql, seconds } = options;
  const requests = shuffled(visit.paths).map((path) => ({ path }));
  const run = (duration: number) => autocannon({ url, connections: 8, duration, requests });
  await run(2);
  const found = await run(seconds);
  if (found.non2xx > 0 || found.errors > 0)
    throw new Error(`${visit.what}: ${found.non2xx} answers were no 2xx, ${found.errors} failed.`);
  const weight = await measureWeight(url, visit.paths[0] ?? "");
  const { p50, p97_5, p99 } = found.latency;
  const figure: Measurement = {
    part,
    what: visit.what,
    value: found.requests.average,
    unit: "req/s",
    ...(visit.target !== undefined && { target: visit.target }),
    details: { p50, "p97.5": p97_5, p99, ...weight, sql },
  };
  const name = (what: string) => `${visit.what}, ${what}`;
  const max = (what: string, value: number, unit: string, bar: number): Measurement => ({
    part,
    what: name(what),
    value,
    unit,
    target: bar,
    atMost: true,
  });
  return [
    figure,
    ...(visit.p95 === undefined ? [] : [max("p97.5", p97_5, "ms", visit.p95)]),
    ...(visit.kilobytes === undefined ? [] : [max("html", weight.kB, "kB", visit.kilobytes)]),
    ...(visit.sql === undefined || sql <= visit.sql ? [] : [max("sql", sql, "", visit.sql)]),
  ];
}

/** Kilobytes of a page, and gzipped kilobytes of the scripts it asks for. */
async function measureWeight(
  url: string,
  path: string,
): Promise<{ kB: number; "js kB gz": number }> {
  const html = await (await fetch(url + path)).text();
  let scripts = 0;
  for (const [, src] of html.matchAll(/<script[^>]* src="([^"]+)"/g)) {
    const script = await fetch(new URL(src ?? "", url));
    scripts += gzipSync(await script.bytes()).byteLength;
  }
  return { kB: Buffer.byteLength(html) / 1024, "js kB gz": scripts / 1024 };
}

/** SQL statements of one warm request, counted in this process where the same house is open. */
async function statementsOf(app: Application, paths: readonly string[]): Promise<number> {
  const ask = async (path: string) => (await app.http.request(path)).arrayBuffer();
  await ask(paths[0] ?? "");
  await ask(paths[1] ?? paths[0] ?? "");
  const counter = countStatements();
  await ask(paths[0] ?? "");
  return counter.stop();
}

function countStatements(): { stop(): number } {
  const prototype: { query: (...args: unknown[]) => unknown } = pg.Client.prototype;
  const { query } = prototype;
  let count = 0;
  prototype.query = function counted(this: unknown, ...args: unknown[]) {
    count += 1;
    return query.apply(this, args);
  };
  return {
    stop() {
      prototype.query = query;
      return count;
    },
  };
}

/** New messages through the JSON API by one client; the house lets a program send 600 a minute. */
async function measureReports(
  url: string,
  { part, token }: { part: string; token: string },
): Promise<Measurement> {
  const amount = 500;
  const stamp = performance.timeOrigin;
  let count = 0;
  const waits: number[] = [];
  const began = performance.now();
  while (count < amount) {
    count += 1;
    const sent = performance.now();
    const answer = await fetch(`${url}/${region}/api/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({
        externalId: `bench-${stamp}-${count}`,
        text: `На улице Победы, ${count % 60} третий день не вывозят мусор, баки полные`,
      }),
    });
    if (!answer.ok) throw new Error(`A new message was answered ${answer.status}.`);
    await answer.arrayBuffer();
    waits.push(performance.now() - sent);
  }
  const value = (amount * 1000) / (performance.now() - began);
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * amount)] ?? 0;
  return {
    part,
    what: "new message by API, one client",
    value,
    unit: "/s",
    target: 200,
    details: { p50: at(0.5), p95: at(0.95) },
  };
}

/** The same order in every run: a linear congruential walk. */
function shuffled<T>(items: readonly T[]): T[] {
  const result = [...items];
  let seed = 42;
  for (let at = result.length - 1; at > 0; at -= 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = seed % (at + 1);
    const [a, b] = [result[at], result[other]];
    if (a !== undefined && b !== undefined) [result[at], result[other]] = [b, a];
  }
  return result;
}
