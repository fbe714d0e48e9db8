import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { saveRulePack } from "#base/time/rules.ts";
import { plainText } from "#base/ui/index.ts";
import { registerOrganisation } from "#modules/organisations/index.ts";
import {
  answerProblem,
  defaultRulePack,
  processMissedDeadlines,
  zeroFigures,
  openProblem,
  routeProblem,
  verifyProblem,
} from "#modules/problems/index.ts";
import { invalidateTerritories, type TerritoryShape } from "#modules/territories/index.ts";
import { catalogue } from "#modules/triage/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { invalidateInsight } from "./index.ts";
import { drawWithinLimit } from "./charts/region-outlines.ts";
import { lastWeeks } from "./period.ts";
import { onTimeShare, compareShares } from "./shares.ts";

const town = "00000000-0000-4000-8001-000000000001";
const village = "00000000-0000-4000-8001-000000000002";
const topic = catalogue.topics[0]?.code ?? "";
const pages = ["", "/territories", "/insight", "/figures", "/about", "/privacy", "/accessibility"];
const files = [
  "/insight.json",
  "/insight/municipalities.json",
  "/insight/municipalities.csv",
  "/insight/municipalities.geojson",
  "/insight/bodies.csv",
  "/insight/topics.csv",
  "/insight/weeks.csv",
];
/** Traces of a value that was not there. */
const broken = /NaN|undefined|\[object|Infinity/;

let app: TestApp;
let ctx: Ctx;

async function read(path: string): Promise<string> {
  const answer = await app.get(`/sinegorsk${path}`);
  expect(`${answer.status} ${path}`).toBe(`200 ${path}`);
  const text = plainText(await answer.text());
  expect(broken.exec(text)?.[0]).toBeUndefined();
  return text;
}

const words = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

beforeAll(async () => {
  app = await createTestApp();
  ctx = await app.asSystem();
  await saveRulePack(ctx, { code: defaultRulePack.code, title: "Сроки", pack: defaultRulePack });
});
afterAll(() => app.close());
beforeEach(() => {
  invalidateTerritories(ctx);
  invalidateInsight(ctx);
});

describe("an empty region", () => {
  it("says what is not there yet on every page, and its files have a head", async () => {
    for (const path of [...pages, ...files]) {
      await read(path);
      await read(`${path}?lang=en`);
    }
    expect(words(await read(""))).toContain("За это время новых проблем не было");
    expect(words(await read("/territories"))).toContain("Территорий пока нет");
  });

  it("refuses a territory that is not there and a period that we do not count", async () => {
    expect((await app.get("/sinegorsk/territories/nowhere")).status).toBe(404);
    expect((await app.get("/sinegorsk/territories/nowhere.json")).status).toBe(404);
    expect((await app.get("/sinegorsk/insight?weeks=7")).status).toBe(400);
  });

  it("shows the parts of the interface to administrators only", async () => {
    expect((await app.get("/sinegorsk/styleguide")).status).toBe(403);
  });
});

describe("one town, its silent village and its first problem", () => {
  beforeAll(async () => {
    const place = { region_id: ctx.region.id, created_at: ctx.now() };
    const border = {
      type: "MultiPolygon",
      coordinates: [
        [
          [
            [60, 59],
            [61, 59],
            [61, 60],
            [60, 60],
            [60, 59],
          ],
        ],
      ],
    };
    await ctx.db
      .insertInto("territories_territories")
      .values({
        ...place,
        id: town,
        kind: "municipality",
        slug: "dolgomost",
        name: "Долгомост",
        official_name: "Город Долгомост",
        population: 38_420,
        border: JSON.stringify(border),
        border_web: JSON.stringify(border),
      })
      .execute();
    await ctx.db
      .insertInto("territories_territories")
      .values({
        ...place,
        id: village,
        parent_id: town,
        kind: "settlement",
        slug: "bor",
        name: "Дальний Бор",
        official_name: "посёлок Дальний Бор",
        population: 2100,
      })
      .execute();
  });

  it("is silent, not calm, before anything came", async () => {
    const page = words(await read("/territories/dolgomost"));
    expect(page).toContain("38 420 жителей, 1 населённый пункт");
    expect(page).toContain("За 13 недель проблем отсюда не приходило");
    expect(page).toContain("Дальний Бор (2 100 жителей): за 60 дней ни одного сообщения");
    expect(page).toContain("0 в срок ÷ (0 данных + 0 просроченных без ответа)");
    expect(page).toContain("нужно хотя бы пять");
  });

  it("counts what is open and late as late, and keeps a few cases from becoming a share", async () => {
    const body = await registerOrganisation(ctx, {
      kind: "utility",
      name: "Водоканал Долгомоста",
      shortName: "Водоканал",
      territoryId: town,
    });
    for (let n = 0; n < 6; n += 1) {
      const problem = await openProblem(ctx, {
        title: `Нет воды в доме ${n}`,
        summary: "Третий день нет воды",
        topic,
        municipalityId: town,
        settlementId: village,
      });
      await routeProblem(ctx, problem.number, { bodyId: body.id, reason: "Сети водоканала" });
      if (n > 0) continue;
      await answerProblem(ctx, problem.number, {
        kind: "claim",
        text: "Воду дали 31 мая, работы закончены.",
      });
      await verifyProblem(ctx, problem.number, { outcome: "fixed", text: "Вода идёт" });
    }
    app.clock.now = new Date("2026-07-20T04:00:00Z");
    await processMissedDeadlines(ctx);
    invalidateInsight(ctx);
    const page = words(await read("/territories/dolgomost"));
    expect(page).toContain("За 13 недель пришло 6 проблем");
    expect(page).toContain("1 в срок ÷ (1 данный + 5 просроченных без ответа)");
    expect(page).toMatch(/Ответы в срок 17 %/);
    expect(page).toContain("5 сроков исполнителей вышли");
    expect(page).toMatch(/Опровергнуто мало/);
    expect(page).toContain("1 случай, а нужно хотя бы пять");
    const data = (await (await app.get("/sinegorsk/territories/dolgomost.json")).json()) as {
      figures: Record<string, number | null>;
      weeks: unknown[];
    };
    expect(data.figures).toMatchObject({
      opened: 6,
      verified: 1,
      overdue: 5,
      onTimeShare: 0.1667,
      refutedShare: null,
    });
    expect(data.weeks).toHaveLength(13);
    const csv = await read("/insight/bodies.csv");
    expect(csv).toContain("Водоканал");
  });

  it("shows every page in both languages within its weight", async () => {
    for (const path of [...pages, "/territories/dolgomost", "/territories/dolgomost?weeks=52"]) {
      expect(Buffer.byteLength(await (await app.get(`/sinegorsk${path}`)).text())).toBeLessThan(
        40_000,
      );
      const english = words(await read(`${path}${path.includes("?") ? "&" : "?"}lang=en`));
      expect(english).toContain("OKNO");
    }
    expect(words(await read("?lang=en"))).toContain("Tell us what happened");
  });

  it("draws the town on the map as a link and names it in the table", async () => {
    const home = await read("");
    expect(home).toMatch(/<svg class="map"[^>]*>.*href="\/sinegorsk\/territories\/dolgomost"/s);
    expect(home).toContain('action="/sinegorsk/tell"');
    expect(home).toContain('action="/sinegorsk/problems"');
  });

  it("remembers what guests see until it is forgotten", async () => {
    const before = await read("/territories");
    await ctx.db
      .updateTable("territories_territories")
      .set({ name: "Новомост" })
      .where("id", "=", town)
      .execute();
    invalidateTerritories(ctx);
    expect(await read("/territories")).toBe(before);
    invalidateInsight(ctx);
    expect(await read("/territories")).toContain("Новомост");
  });
});

describe("the rules of counting", () => {
  it("begin weeks on Monday in the region's zone and end with the present one", () => {
    const at = (instant: string) => lastWeeks({ ...ctx, now: () => new Date(instant) }, 5);
    // Sunday evening in London is already Monday beyond the Urals.
    expect(at("2026-05-31T20:00:00Z").weeks.at(-1)).toBe("2026-06-01");
    expect(at("2026-05-31T18:00:00Z").weeks.at(-1)).toBe("2026-05-25");
    expect(at("2026-05-31T18:00:00Z").weeks).toHaveLength(5);
    expect(at("2026-05-31T18:00:00Z").from.toISOString()).toBe("2026-04-26T19:00:00.000Z");
  });

  it("never leave out of the share what is open and late", () => {
    const answers = { inTime: 96, given: 118, owed: 23 };
    expect(onTimeShare({ ...zeroFigures, answers })).toBeCloseTo(96 / 141);
    expect(
      onTimeShare({ ...zeroFigures, answers: { inTime: 4, given: 4, owed: 0 } }),
    ).toBeUndefined();
  });

  it("compare with the region only where both have enough cases", () => {
    expect(compareShares(0.6, 0.5)).toBe("up");
    expect(compareShares(0.4, 0.5)).toBe("down");
    expect(compareShares(0.501, 0.5)).toBe("same");
    expect(compareShares(undefined, 0.5)).toBeUndefined();
  });

  it("keep the map light however jagged the border is", () => {
    const ring = Array.from({ length: 20_000 }, (_, n) => {
      const angle = (2 * Math.PI * n) / 20_000;
      const reach = 1 + 0.05 * Math.sin(n * 1.7);
      return [60 + reach * Math.cos(angle), 59 + 0.5 * reach * Math.sin(angle)];
    });
    const border = { type: "MultiPolygon" as const, coordinates: [[[...ring, ring[0] ?? [0, 0]]]] };
    const shapes: TerritoryShape[] = drawWithinLimit([{ id: town, border }]);
    expect(shapes[0]?.path.length).toBeLessThan(10_000);
    expect(shapes[0]?.path.length).toBeGreaterThan(40);
  });
});
