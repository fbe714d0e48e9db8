import { Readable } from "node:stream";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import {
  findTerritory,
  listMunicipalities,
  territoryLocator,
  territoryDirectory,
  webBorders,
} from "../directory.ts";
import { createTestRegions, realDataDir } from "../fixtures.ts";
import { loadGazetteerRows } from "../registry/gazetteer.ts";
import { importGazetteer, type TerritoryImportOptions } from "./actions.ts";

let regions: Awaited<ReturnType<typeof createTestRegions>>;
beforeAll(async () => {
  regions = await createTestRegions();
});
afterAll(() => regions.close());

const square = (west: number, south: number) => ({
  type: "Polygon",
  coordinates: [
    [
      [west, south],
      [west + 1, south],
      [west + 1, south + 1],
      [west, south + 1],
      [west, south],
    ],
  ],
});
const collection = (places: Record<string, [number, number]>) =>
  JSON.stringify({
    type: "FeatureCollection",
    features: Object.entries(places).map(([district, [west, south]]) => ({
      type: "Feature",
      properties: { district },
      geometry: square(west, south),
    })),
  });

const take = (ctx: Ctx, text: string, options?: TerritoryImportOptions) =>
  importGazetteer(ctx, Readable.from([Buffer.from(text)]), options);

async function counts(ctx: Ctx) {
  const { rows } = await sql<{
    territories: number;
    streets: number;
    houses: number;
    facts: number;
  }>`
    select (select count(*) from territories_territories where region_id = ${ctx.region.id}) as territories,
      (select count(*) from territories_streets where region_id = ${ctx.region.id}) as streets,
      (select count(*) from territories_houses where region_id = ${ctx.region.id}) as houses,
      (select count(*) from base_facts where region_id = ${ctx.region.id}) as facts`.execute(
    ctx.db,
  );
  return rows[0];
}

describe("a gazetteer file", () => {
  it("fills an empty region, and a second run changes nothing", async () => {
    const ctx = await regions.region("empty-one", "Пустая область");
    const map = collection({
      "Слободской район": [50, 58],
      "городской округ город Слободской": [51, 58],
    });
    const first = await take(ctx, map);
    expect(first.tallies.municipality).toEqual({ created: 2, updated: 0, matched: 0 });
    expect((await listMunicipalities(ctx)).map(({ name, slug }) => [name, slug])).toEqual([
      ["Слободской", "slobodskoy"],
      ["Слободской район", "slobodskoy-rayon"],
    ]);
    const before = await counts(ctx);
    const second = await take(ctx, map);
    expect(second.tallies.municipality).toEqual({ created: 0, updated: 0, matched: 2 });
    expect(await counts(ctx)).toEqual(before);
    const locator = await territoryLocator(ctx);
    const id = locator.find(58.5, 50.5) ?? "";
    expect((await findTerritory(ctx, id))?.officialName).toBe("Слободской район");
    expect((await webBorders(ctx)).length).toBe(2);
  });

  it("a dry run reports the changes and writes nothing", async () => {
    const ctx = await regions.region("dry-one", "Сухая область");
    const report = await take(ctx, collection({ "Вятский район": [50, 58] }), { dryRun: true });
    expect(report).toMatchObject({ dryRun: true, tallies: { municipality: { created: 1 } } });
    expect(await counts(ctx)).toEqual({ territories: 0, streets: 0, houses: 0, facts: 0 });
  });

  it("adds no municipality to existing ones unless asked", async () => {
    const ctx = await regions.region("known-one", "Знакомая область");
    await take(ctx, collection({ "Агаповский район": [50, 58] }));
    const map = collection({ "Агаповский район": [50, 58], "Агаповскй район": [51, 58] });
    const careful = await take(ctx, map);
    expect(careful.unmatched).toMatchObject([{ name: "Агаповскй район", count: 1 }]);
    expect(await counts(ctx)).toMatchObject({ territories: 1 });
    const asked = await take(ctx, map, { addNew: true });
    expect(asked.tallies.municipality).toMatchObject({ created: 1, matched: 1 });
  });

  it("assigns houses by address and by point, adds settlements, and merges spellings of one house", async () => {
    const ctx = await regions.region("houses-one", "Домашняя область");
    await take(ctx, collection({ "Вятский район": [50, 58], "Белый район": [52, 58] }));
    const table = [
      "lat,lon,address",
      '58.5,50.5,"обл. Домашняя, р-н. Вятский, с. Гора, ул. Лесная, д. 5"',
      '58.5,50.5,"обл. Домашняя, р-н. Вятский, с. Гора, Лесная улица, дом 5, литера А"',
      '58.5,52.5,"ул. Мира, д. 1, корп. 2"',
      '10.5,20.5,"ул. Мира, д. 3"',
      '58.5,50.5,"обл. Чужая, р-н. Вятский, с. Гора, ул. Лесная, д. 7"',
      '58.5,50.5,"просто слова"',
    ].join("\n");
    const report = await take(ctx, table);
    expect(report.tallies).toMatchObject({
      settlement: { created: 1 },
      street: { created: 2 },
      house: { created: 3 },
    });
    expect(report.rejected.map(({ reason }) => reason)).toEqual(["address-without-street"]);
    const rows = await loadGazetteerRows(ctx);
    const settlement = rows.territories.find(({ kind }) => kind === "settlement");
    const forest = rows.streets.find(({ name }) => name === "Лесная");
    expect([settlement?.name, forest?.territoryId, forest?.kind]).toEqual([
      "Гора",
      settlement?.id,
      "улица",
    ]);
    const again = await take(ctx, table);
    expect(again.tallies.house).toEqual({ created: 0, updated: 0, matched: 3 });
  });

  it.each([
    ["nothing at all", "", "territories.empty-file"],
    ["a web page", "<!doctype html><p>нет</p>", "territories.html-not-table"],
    ["JSON cut off", '{"type":"FeatureCollection","features":[{', "territories.broken-json"],
    ["a table of something else", "a,b\n1,2\n", "territories.unknown-format"],
    [
      "borders that are points",
      '{"features":[{"properties":{"name":"А"},"geometry":{"type":"Point"}}]}',
      "territories.not-a-polygon",
    ],
  ])("that is %s is refused whole", async (_, text, reason) => {
    const ctx = await regions.region("bad-one", "Плохая область");
    await expect(take(ctx, text)).rejects.toMatchObject({ kind: "invalid", reason });
  });

  it("is forbidden for people who may not edit the gazetteer", async () => {
    const actor = { kind: "person" as const, id: "x", name: "Гость", ties: [], roles: [] };
    const ctx = await regions.region("closed-one", "Закрытая область", actor);
    await expect(take(ctx, "name\nА\n")).rejects.toMatchObject({ kind: "forbidden" });
  });
});

if (realDataDir === undefined) {
  console.info("territories: ../shared/data is absent, imports of real gazetteers skipped");
}
describe.skipIf(realDataDir === undefined)("real gazetteers in the database", () => {
  const file = (name: string) => `${realDataDir}${name}`;

  it("three lists of one region match by name and code", async () => {
    const ctx = await regions.region("kirov", "Кировская область");
    const register = file("municipalities_oktmo/t_dict_municipal_districts.csv");
    const codes = await importGazetteer(ctx, register);
    expect(codes.tallies.municipality).toMatchObject({ updated: 0, matched: 0 });
    const map = await importGazetteer(ctx, file("boundaries_osm/kirov.geojson"));
    expect(map.tallies.municipality).toMatchObject({ created: 0, matched: 44 });
    expect(map.unmatched).toHaveLength(1);
    expect(map.unmatched[0]?.suggestions.length).toBeGreaterThan(0);
    const tree = await importGazetteer(ctx, file("reformagkh/atd_20161224.csv.gz"));
    expect(tree.tallies.municipality).toMatchObject({ created: 0, matched: 45 });
    expect(tree.tallies.settlement.created).toBeGreaterThan(315);
    const before = await counts(ctx);
    for (const path of [
      register,
      file("boundaries_osm/kirov.geojson"),
      file("reformagkh/atd_20161224.csv.gz"),
    ]) {
      const { tallies } = await importGazetteer(ctx, path);
      for (const { created, updated } of Object.values(tallies))
        expect([path, created, updated]).toEqual([path, 0, 0]);
    }
    expect(await counts(ctx)).toEqual(before);
    const directory = await territoryDirectory(ctx);
    expect(directory.bySlug.get("kirov")?.kind).toBe("municipality");
  });

  it("25,000 houses of a city are assigned to its okrugs", async () => {
    const ctx = await regions.region("spb", "Санкт-Петербург");
    await importGazetteer(ctx, file("boundaries_osm/spb_city.geojson"));
    const report = await importGazetteer(ctx, file("reformagkh/housedata_spb_addr.csv.gz"));
    expect(report.tallies.house.created).toBeGreaterThan(22_000);
    const again = await importGazetteer(ctx, file("reformagkh/housedata_spb_addr.csv.gz"));
    expect(again.tallies.house).toMatchObject({ created: 0, updated: 0 });
    expect(again.tallies.street.created).toBe(0);
    const streets = await importGazetteer(ctx, file("spb_lo_streets/spb.json"));
    expect(streets.tallies.street.created + streets.tallies.street.matched).toBeGreaterThan(700);
    const rows = await loadGazetteerRows(ctx);
    expect(rows.houses.length).toBe(report.tallies.house.created);
  });

  it("streets of an oblast's villages belong to its districts", async () => {
    const ctx = await regions.region("lo", "Ленинградская область");
    await importGazetteer(ctx, file("boundaries_osm/leningrad.geojson"));
    const report = await importGazetteer(ctx, file("spb_lo_streets/lo.json"));
    expect(report.unmatched).toEqual([]);
    expect(report.tallies.settlement.created).toBeGreaterThan(2800);
    expect(report.tallies.street.created).toBeGreaterThan(5900);
    const again = await importGazetteer(ctx, file("spb_lo_streets/lo.json"));
    expect(again.tallies.settlement).toMatchObject({ created: 0, updated: 0 });
    expect(again.tallies.street.created).toBe(0);
  });
});
