import { afterAll, beforeAll, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { defaultWeights, type LikenessPair } from "#modules/triage/index.ts";
import { openTestHouse, type TestHouse } from "#testing/app.ts";
import { actors, furnish, hatch, places, tell } from "../desk/fixtures.ts";
import { joinMessage, openFromMessage } from "../desk/actions.ts";
import { likenessTaught, taughtBy } from "./trained-weights.ts";

let house: TestHouse;
let ctx: Ctx;
let olga: Ctx;

beforeAll(async () => {
  house = await openTestHouse();
  ctx = await house.system();
  olga = await house.as(actors.olga);
  await furnish(ctx);
});
afterAll(() => house.close());

const pair = (same: boolean, distance: number): LikenessPair => ({
  same,
  parts: {
    text: 0.3,
    rare: 0.3,
    swapped: 0,
    distance,
    house: "unknown",
    days: 0,
    topic: "same",
    author: "unknown",
    details: "unknown",
    settled: false,
    listed: false,
  },
});

it("teaches nothing until the desk has decided enough, and nothing that foresees worse", () => {
  const joins = Array.from({ length: 60 }, (_, n) => pair(n % 2 === 0, n % 2 === 0 ? 100 : 190));
  expect(taughtBy(joins.slice(0, 30))).toBe(defaultWeights);
  expect(taughtBy(joins).base).toBeGreaterThan(defaultWeights.base);
  expect(taughtBy(Array.from({ length: 60 }, () => pair(true, 100)))).toBe(defaultWeights);
  const turned = joins.map((one, n) => (n < 12 ? { ...one, same: false } : { ...one, same: true }));
  expect(taughtBy(turned)).toBe(defaultWeights);
});

it("learns from what the desk joined and from what it was offered and opened anew", async () => {
  const asked = {
    title: "Провалился люк у школы",
    summary: hatch,
    topic: "roads.manhole",
    municipalityId: places.dolgomost,
    lat: 57.15,
    lon: 60.1,
  };
  const first = await tell(ctx);
  const { id } = await openFromMessage(olga, first.number, asked);
  for (let n = 0; n < 30; n++) {
    const joined = await tell(ctx);
    await joinMessage(olga, joined.number, { problem: id, offered: id, likeness: 0.8 });
    const other = await tell(ctx, { text: "Совсем другое дело: горы мусора у реки" });
    await openFromMessage(olga, other.number, { ...asked, offered: id, likeness: 0.6 });
  }
  const weights = await likenessTaught(ctx);
  expect(weights).not.toEqual(defaultWeights);
  expect(weights.words).toBeGreaterThan(defaultWeights.words);
});
