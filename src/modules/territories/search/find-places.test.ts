import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { addAlias, addLandmark, addStreetAlias } from "../registry/aliases.ts";
import { territoryDirectory } from "../directory.ts";
import { findPlaces } from "./find-places-reads.ts";
import { findPlaceAt } from "./place-at-reads.ts";
import { createTestRegions, realDataDir } from "../fixtures.ts";
import { importGazetteer } from "../imports/actions.ts";

let regions: Awaited<ReturnType<typeof createTestRegions>>;
let ctx: Ctx;
const ring = [
  [50, 58],
  [51, 58],
  [51, 59],
  [50, 59],
  [50, 58],
];
const border = JSON.stringify({
  features: [
    { properties: { name: "Вятский район" }, geometry: { type: "Polygon", coordinates: [ring] } },
  ],
});
const table = [
  "lat,lon,address",
  '58.5,50.5,"обл. Домашняя, р-н. Вятский, с. Гора, ул. Лесная, д. 5"',
  '58.501,50.501,"обл. Домашняя, р-н. Вятский, с. Гора, ул. Лесная, д. 7"',
  '58.6,50.6,"обл. Домашняя, р-н. Вятский, д. Низ, ул. Ленина, д. 1"',
].join("\n");

beforeAll(async () => {
  regions = await createTestRegions();
  ctx = await regions.region("home-one", "Домашняя область");
  for (const text of [border, table])
    await importGazetteer(ctx, Readable.from([Buffer.from(text)]));
  const hill = (await territoryDirectory(ctx)).bySlug.get("gora");
  await addLandmark(ctx, { territoryId: hill?.id ?? "", name: "Школа № 4", lat: 58.5, lon: 50.5 });
  await addAlias(ctx, { territoryId: hill?.id ?? "", name: "Старая горка" });
  await addStreetAlias(ctx, { territoryId: hill?.id ?? "", street: "ул. Лесная", name: "Бродвей" });
});
afterAll(() => regions.close());

const labels = async (typed: string) => (await findPlaces(ctx, typed)).map(({ label }) => label);

describe("an address being typed", () => {
  it.each([
    ["лес", ["Лесная улица"]],
    ["ул. лен", ["улица Ленина"]],
    ["Лесная 5", ["Лесная улица, 5"]],
    ["Гора, Лесная, 7", ["Лесная улица, 7"]],
    ["Лесная 99", ["Лесная улица, 99"]],
    ["Низ, лесная", []],
    ["лисная", ["Лесная улица"]],
    ["гор", ["село Гора"]],
    ["старая гор", ["село Гора"]],
    ["бродв", ["Лесная улица"]],
    ["школа 4", ["Школа № 4"]],
    ["%", []],
    ["", []],
  ])("«%s» is suggested as %j", async (typed, wanted) => {
    expect(await labels(typed)).toEqual(wanted);
  });

  it("returns the point of a known house and the middle of a street", async () => {
    const [house] = await findPlaces(ctx, "Лесная 7");
    expect(house).toMatchObject({
      kind: "house",
      lat: 58.501,
      lon: 50.501,
      place: "Гора, Вятский район",
    });
    const [street] = await findPlaces(ctx, "Лесная");
    expect(street?.kind).toBe("street");
    expect(street?.lat).toBeCloseTo(58.5005);
  });
});

describe("a point of the map", () => {
  it("has its municipality, settlement, street and house", async () => {
    expect(await findPlaceAt(ctx, { lat: 58.5001, lon: 50.5001 })).toMatchObject({
      municipality: { name: "Вятский район", slug: "vyatskiy-rayon" },
      settlement: { name: "Гора" },
      address: "Лесная улица, 5",
    });
  });
  it("away from houses has its municipality only, and outside the region nothing", async () => {
    const field = await findPlaceAt(ctx, { lat: 58.9, lon: 50.1 });
    expect([field.municipality?.name, field.settlement, field.address]).toEqual([
      "Вятский район",
      null,
      "",
    ]);
    const abroad = { municipality: null, settlement: null, address: "" };
    expect(await findPlaceAt(ctx, { lat: 10, lon: 10 })).toEqual(abroad);
  });
});

describe.skipIf(realDataDir === undefined)("the streets of a real city", () => {
  it("returns suggestions for any input, down to the house", async () => {
    const city = await regions.region("spb", "Санкт-Петербург");
    for (const name of [
      "boundaries_osm/spb_city.geojson",
      "reformagkh/housedata_spb_addr.csv.gz",
    ]) {
      await importGazetteer(city, `${realDataDir}${name}`);
    }
    const typed = [
      "ле",
      "лени",
      "лениский пр",
      "невский 28",
      "садовая",
      "колпино",
      "Шушары, школьн",
      "мебельная 47 к 1",
      "бол",
      "просвещения",
    ];
    for (const text of typed) expect(await findPlaces(city, text), text).not.toEqual([]);
    const [house] = await findPlaces(city, "Мебельная улица 47 к 1");
    expect(house?.lat).not.toBeNull();
  });
});
