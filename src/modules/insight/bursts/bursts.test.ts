import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { plainText } from "#base/ui/index.ts";
import { invalidateTerritories } from "#modules/territories/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { toBurstRecord, burstSchema } from "./export.ts";
import { loadBursts } from "./bursts.ts";
import { invalidateInsight, triageBurstsCommand } from "../index.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

const town = "00000000-0000-4000-8001-000000000001";
const village = "00000000-0000-4000-8001-000000000002";
const broken = /NaN|undefined|\[object|Infinity/;

let app: TestApp;
let ctx: Ctx;
let serial = 0;

const daysAgo = (days: number) => new Date(ctx.now().getTime() - days * 86_400_000);

type Written = {
  municipality?: string;
  topic?: string | null;
  group?: string;
  author?: string;
  at: Date;
  channel?: "site" | "vk";
  source?: string;
  state?: "waiting" | "noise" | "withdrawn";
};

/** Messages as intake leaves them; each of an author of its own unless one is named. */
async function write(rows: readonly Written[]): Promise<void> {
  await ctx.db
    .insertInto("signals_messages")
    .values(
      rows.map((row) => {
        serial += 1;
        const { topic = "snow.road-snow", group = "snow" } = row;
        return {
          region_id: ctx.region.id,
          id: ctx.newId(),
          number: `С-${serial}`,
          channel: row.channel ?? "site",
          source: row.source ?? "",
          external_id: `hot ${serial}`,
          author_id: row.author ?? null,
          text: "Не чищено",
          municipality_id: row.municipality ?? town,
          written_at: row.at,
          received_at: row.at,
          state: row.state ?? "waiting",
          suggestion: JSON.stringify({ topic: { code: topic, group } }),
        };
      }),
    )
    .execute();
}

const crowd = (count: number, row: Partial<Written> = {}): Written[] =>
  Array.from({ length: count }, () => ({ at: ctx.now(), ...row }));

async function read(path: string): Promise<string> {
  const answer = await app.get(`/sinegorsk${path}`);
  expect(`${answer.status} ${path}`).toBe(`200 ${path}`);
  const html = await answer.text();
  expect(broken.exec(html)?.[0]).toBeUndefined();
  expect(html.length).toBeLessThan(30_000);
  return html;
}

const words = (html: string) => plainText(html.replace(/<[^>]+>/g, " ")).replace(/\s+/g, " ");

const burning = async (at: Date = ctx.now()) =>
  (await loadBursts(ctx, at)).bursts.map(({ territory, burst }) => [
    territory?.slug ?? null,
    burst.code,
    burst.authors,
  ]);

async function run(args: string[]): Promise<{ code: number; said: string }> {
  let said = "";
  const out = { write: (text: string) => (said += text) };
  const code = await triageBurstsCommand.run({ args, ctxFor: async () => ctx, out });
  return { code, said };
}

beforeAll(async () => {
  app = await createTestApp();
  ctx = await app.asSystem();
  const place = { region_id: ctx.region.id, kind: "municipality", created_at: ctx.now() };
  await ctx.db
    .insertInto("territories_territories")
    .values([
      { ...place, id: town, slug: "dolgomost", name: "Долгомост", official_name: "Долгомост" },
      { ...place, id: village, slug: "vilva", name: "Вильва", official_name: "Вильва" },
    ])
    .execute();
  invalidateTerritories(ctx);
  invalidateInsight(ctx);
});
afterAll(() => app.close());

describe("a region that nobody has written to yet", () => {
  it("says that it is too early, in both languages and as data", async () => {
    expect(words(await read("/insight/hot"))).toContain(ru.early);
    expect(words(await read("/insight/hot?lang=en"))).toContain(en.early);
    const data = (await (await app.get("/sinegorsk/insight/hot.json")).json()) as object;
    expect(data).toMatchObject({ learntFromDays: 0, hot: [] });
    expect((await run(["--region", "sinegorsk", "--json"])).said).toBe("[]\n");
    expect((await app.get("/sinegorsk/insight/hot?territory=nowhere")).status).toBe(404);
  });
});

describe("a town that writes a little every day", () => {
  beforeAll(async () => {
    const days = Array.from({ length: 60 }, (_, index) => daysAgo(60 - index));
    const calm = ["roads.pothole", "waste.yard", "lighting.lamp"].flatMap((topic) =>
      [town, village].flatMap((municipality) =>
        days.map((at) => ({ at, municipality, topic, group: topic.split(".")[0] ?? "" })),
      ),
    );
    await write(calm);
    await write([daysAgo(21), daysAgo(14)].map((at) => ({ at })));
    invalidateInsight(ctx);
  });

  it("burns nowhere while it writes as usual", async () => {
    expect(await burning()).toEqual([]);
    expect(words(await read("/insight/hot"))).toContain(ru.noneText);
  });

  it("does not take one person's hundred letters, noise or what was taken back for a fire", async () => {
    const author = ctx.newId();
    await write(crowd(100, { author, topic: "water.cold", group: "water" }));
    await write(crowd(30, { state: "noise", topic: "heat.cold", group: "heat" }));
    await write(crowd(30, { state: "withdrawn", topic: "heat.cold", group: "heat" }));
    expect(await burning()).toEqual([]);
  });

  it("does not take a community that was joined last week for a fire, and counts it when it is settled", async () => {
    const source = "Подслушано в Долгомосте";
    const row = { region_id: ctx.region.id, channel: "vk", source };
    await ctx.db
      .insertInto("signals_sources")
      .values([
        { ...row, channel: "site", source: "", first_written_at: daysAgo(60) },
        { ...row, first_written_at: daysAgo(5) },
      ])
      .execute();
    await write(crowd(25, { channel: "vk", source, topic: "animals.dogs", group: "animals" }));
    expect(await burning()).toEqual([]);
    await ctx.db
      .updateTable("signals_sources")
      .set({ first_written_at: daysAgo(50) })
      .where("channel", "=", "vk")
      .execute();
    expect(await burning()).toContainEqual(["dolgomost", "animals.dogs", 25]);
    await ctx.db.deleteFrom("signals_messages").where("channel", "=", "vk").execute();
  });

  it("shows the fire with every summand, where it is and how rare, and links to its problems", async () => {
    await write(crowd(41, { at: daysAgo(0) }));
    invalidateInsight(ctx);
    expect(await burning()).toContainEqual(["dolgomost", "snow.road-snow", 41]);
    const html = await read("/insight/hot");
    const text = words(html);
    expect(text).toContain("за день 41 человек; обычно меньше одного");
    expect(text).toContain("больше чем в 20 раз");
    expect(text).toContain("Случайно такое бывает");
    expect(html).toContain(`/sinegorsk/problems?municipality=${town}&amp;topic=snow.road-snow`);
    expect(html).not.toContain("<script");
    expect(words(await read("/insight/hot?lang=en"))).toContain("in a day 41 people");
    expect(words(await read("/insight/hot?territory=vilva"))).toContain(ru.noneHere);
    for (const path of ["", "/insight", "/territories/dolgomost"])
      expect(await read(path)).toContain("/sinegorsk/insight/hot");
  });

  it("adds up in the data, and tells of fewer than three people nothing", async () => {
    const data = (await (await app.get("/sinegorsk/insight/hot.json")).json()) as {
      hot: unknown[];
    };
    expect(data.hot.length).toBeGreaterThan(0);
    for (const one of data.hot.map((each) => burstSchema.parse(each))) {
      expect(one.summands.reduce((sum, { points }) => sum + points, 0)).toBe(one.score);
      expect(one.authors).toBeGreaterThanOrEqual(3);
      expect(one.before === null || one.before === 0 || one.before >= 3).toBe(true);
      expect(one.falseAlarmsPerMonth).toBeLessThanOrEqual(0.33);
    }
    const [row] = (await loadBursts(ctx, ctx.now())).bursts;
    if (row === undefined) throw new Error("nothing burns");
    const shy = toBurstRecord({ ...row, before: null }, "");
    expect(shy).toMatchObject({ before: null, growth: shy.authors });
  });

  it("is told by the command for any day, by what was written up to its end", async () => {
    const today = await run(["--region", "sinegorsk", "--json"]);
    const [first] = JSON.parse(today.said) as Record<string, unknown>[];
    expect(today.code).toBe(0);
    expect(first).toMatchObject({
      territory: "dolgomost",
      topic: "snow.road-snow",
      group: "snow",
      authors: 41,
      why: expect.stringContaining("41"),
    });
    const day = daysAgo(2).toISOString().slice(0, 10);
    expect((await run(["--region", "sinegorsk", "--at", day, "--json"])).said).toBe("[]\n");
    expect((await run(["--region", "sinegorsk"])).said).toContain("41");
    for (const wrong of [[], ["--region", "sinegorsk", "--at", "2026-02-30"], ["--what"]])
      expect((await run(wrong)).code).toBe(2);
  });
});
