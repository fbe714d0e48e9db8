import { afterAll, beforeAll, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { defaultSimilarityWeights, type SimilarityPair } from "#modules/triage/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { deskActors, seedDesk, manholeText, deskPlaces, createMessage } from "../desk/fixtures.ts";
import { joinMessage, openFromMessage } from "../desk/actions.ts";
import { trainedSimilarityWeights, trainWeights } from "./trained-weights.ts";

let app: TestApp;
let ctx: Ctx;
let olga: Ctx;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await app.asSystem();
  olga = await app.asActor(deskActors.olga);
  await seedDesk(ctx);
});
afterAll(() => app.close());

const pair = (same: boolean, distance: number): SimilarityPair => ({
  same,
  parts: {
    text: 0.3,
    rarity: 0.3,
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
  expect(trainWeights(joins.slice(0, 30))).toBe(defaultSimilarityWeights);
  expect(trainWeights(joins).base).toBeGreaterThan(defaultSimilarityWeights.base);
  expect(trainWeights(Array.from({ length: 60 }, () => pair(true, 100)))).toBe(
    defaultSimilarityWeights,
  );
  const turned = joins.map((one, n) => (n < 12 ? { ...one, same: false } : { ...one, same: true }));
  expect(trainWeights(turned)).toBe(defaultSimilarityWeights);
});

it("learns from what the desk joined and from what it was offered and opened anew", async () => {
  const asked = {
    title: "Провалился люк у школы",
    summary: manholeText,
    topic: "roads.manhole",
    municipalityId: deskPlaces.dolgomost,
    lat: 57.15,
    lon: 60.1,
  };
  const first = await createMessage(ctx);
  const { id } = await openFromMessage(olga, first.number, asked);
  for (let n = 0; n < 30; n++) {
    const joined = await createMessage(ctx);
    await joinMessage(olga, joined.number, { problem: id, offered: id, likeness: 0.8 });
    const other = await createMessage(ctx, { text: "Совсем другое дело: горы мусора у реки" });
    await openFromMessage(olga, other.number, { ...asked, offered: id, likeness: 0.6 });
  }
  const weights = await trainedSimilarityWeights(ctx);
  expect(weights).not.toEqual(defaultSimilarityWeights);
  expect(weights.words).toBeGreaterThan(defaultSimilarityWeights.words);
});
