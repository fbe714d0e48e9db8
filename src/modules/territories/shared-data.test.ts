import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { MultiPolygon } from "geojson";
import { describe, expect, it } from "vitest";
import { addressKey, parseAddress } from "./address/address.ts";
import { computeArea, labelPoint } from "./geometry/geometry.ts";
import { readGazetteer } from "./import-files/read-gazetteer.ts";
import { isAcceptedRow } from "./import-files/rows.ts";
import type { GazetteerReadOptions } from "./import-files/rows.ts";
import { createLocator } from "./geometry/locator.ts";
import { matchNames } from "./address/match-names.ts";
import { simplifyBorders } from "./geometry/simplify.ts";

const folder = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));
const isAbsent = !existsSync(folder);
if (isAbsent)
  console.info("territories: ../shared/data is absent, tests on real gazetteers skipped");

async function read(file: string, options: GazetteerReadOptions = {}) {
  const rows = await Array.fromAsync(readGazetteer(folder + file, options));
  return { taken: rows.filter(isAcceptedRow), rejected: rows.filter((row) => "reason" in row) };
}

async function borders(name: string): Promise<{ id: string; border: MultiPolygon }[]> {
  const { taken } = await read(`boundaries_osm/${name}.geojson`);
  return taken.flatMap(({ officialName, border }) =>
    officialName && border ? [{ id: officialName, border }] : [],
  );
}

describe.skipIf(isAbsent)("real gazetteers", () => {
  // Borders in the file, and how many of them and of the housing register's divisions match a
  // present municipality. The rest were merged or renamed since; SPb's divisions of that level are
  // city districts.
  it.each([
    { file: "kirov", region: "Кировская область", all: 45, drawnMet: 44, treeMet: 45 },
    { file: "kemerovo", region: "Кемеровская область", all: 34, drawnMet: 33, treeMet: 33 },
    { file: "kaliningrad", region: "Калининградская область", all: 22, drawnMet: 22, treeMet: 19 },
    { file: "chelyabinsk", region: "Челябинская область", all: 43, drawnMet: 43, treeMet: 43 },
    { file: "perm", region: "Пермский край", all: 46, drawnMet: 40, treeMet: 40 },
    { file: "kursk", region: "Курская область", all: 33, drawnMet: 33, treeMet: 33 },
    { file: "leningrad", region: "Ленинградская область", all: 18, drawnMet: 18, treeMet: 18 },
    { file: "omsk", region: "Омская область", all: 33, drawnMet: 33, treeMet: 33 },
    { file: "spb_city", region: "Санкт-Петербург", all: 111, drawnMet: 109, treeMet: undefined },
  ])("$file: borders and divisions meet the municipalities", async (expected) => {
    const { file, region } = expected;
    const current = await read("municipalities_oktmo/t_dict_municipal_districts.csv", { region });
    const drawn = await read(`boundaries_osm/${file}.geojson`);
    const tree = await read("reformagkh/atd_20161224.csv.gz", { region });
    expect([current.rejected, drawn.rejected, tree.rejected]).toEqual([[], [], []]);
    expect(drawn.taken).toHaveLength(expected.all);
    const report = matchNames(current.taken, drawn.taken);
    expect(report.matched).toHaveLength(expected.drawnMet);
    expect(report.ambiguous).toEqual([]);
    if (expected.treeMet === undefined) return;
    const divisions = tree.taken.filter(({ kind }) => kind === "municipality");
    expect(matchNames(current.taken, divisions).matched).toHaveLength(expected.treeMet);
  });

  it("reads the workbook of municipalities as it reads the CSV", async () => {
    const [csv, xlsx] = await Promise.all([
      read("municipalities_oktmo/t_dict_municipal_districts.csv"),
      read("municipalities_oktmo/t_dict_municipal_districts.xlsx"),
    ]);
    expect(xlsx.taken).toEqual(csv.taken);
    expect(csv.taken).toHaveLength(2594);
  });

  it("reads houses, streets and towns", async () => {
    const houses = await read("reformagkh/housedata_spb_addr.csv.gz");
    expect(houses.taken.filter(({ kind }) => kind === "house").length).toBeGreaterThan(25_150);
    expect(houses.rejected.length).toBeLessThan(70);
    const fallback = houses.taken.filter(({ lat, lon }) => lat === 55.76 && lon === 37.64);
    expect(fallback).toEqual([]);
    const streets = await read("spb_lo_streets/lo.json");
    expect(streets.taken.filter(({ kind }) => kind === "settlement")).toHaveLength(2948);
    expect((await read("cities_ru/city.csv")).taken).toHaveLength(1117);
  });

  it("finds most streets of the city's messages in the housing register", async () => {
    const register = await read("reformagkh/housedata_spb_addr.csv.gz");
    const streetsOf = (key: string) => key.split(" / ").slice(0, 2).join(" / ");
    const known = new Set(
      register.taken.flatMap(({ address }) => (address ? [streetsOf(addressKey(address))] : [])),
    );
    const letters = [
      "г.Санкт-Петербург, Мебельная улица, дом 47, корпус 1, литера А",
      "г.Санкт-Петербург, 18-я линия В.О., дом 21, литера А",
      "г.Санкт-Петербург, Большой проспект П.С., дом 2/1, литера А",
      "город Колпино, Заводской проспект, дом 40, литера А",
      "посёлок Шушары, Окуловская улица, дом 5, литера А",
      "г.Санкт-Петербург, набережная реки Фонтанки, дом 80/2, литера А",
    ];
    const missing = letters.filter((text) => !known.has(streetsOf(addressKey(parseAddress(text)))));
    expect(missing).toEqual([]);
  });
});

describe.skipIf(isAbsent)("the 111 okrugs of a real city", () => {
  it("are found, each at its label point", async () => {
    const okrugs = await borders("spb_city");
    const locator = createLocator(okrugs);
    for (const { id, border } of okrugs) {
      const label = labelPoint(border);
      expect(label && locator.find(label.lat, label.lon)).toBe(id);
    }
  });

  it("preserve area and neighbours when simplified to a quarter of the points", async () => {
    const okrugs = await borders("spb_city");
    const simple = simplifyBorders(okrugs, 60);
    const points = (list: typeof okrugs) =>
      list.reduce((sum, { border }) => sum + border.coordinates.flat(2).length, 0);
    const area = (list: typeof okrugs) =>
      list.reduce((sum, { border }) => sum + computeArea(border), 0);
    expect(points(simple)).toBeLessThan(points(okrugs) / 4);
    expect(area(simple) / area(okrugs)).toBeCloseTo(1, 3);
  });
});
