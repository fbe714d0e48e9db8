import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import writeXlsx from "write-excel-file/node";
import { ru } from "../messages.ru.ts";
import { openGazetteer, readGazetteer } from "./read-gazetteer.ts";
import { isAcceptedRow } from "./rows.ts";
import type { GazetteerReadOptions } from "./rows.ts";

async function read(bytes: string | Buffer, options: GazetteerReadOptions = {}) {
  const rows = await Array.fromAsync(readGazetteer(Readable.from([Buffer.from(bytes)]), options));
  return {
    taken: rows.filter(isAcceptedRow),
    rejected: rows.filter((row) => "reason" in row),
  };
}

async function formatOf(bytes: string | Buffer): Promise<string> {
  const opened = await openGazetteer(Readable.from([Buffer.from(bytes)]));
  return "reason" in opened ? opened.reason : opened.format;
}

const municipalities = `municipal_district_name_short,oktmo,municipal_district_name,year_from,year_to,region_name,municipal_district_center_lat,municipal_district_center_lon
Заречный,95-701-000-000,городской округ город Заречный,2018,9999,Лесная область,57.1,50.2
Луговой,95-605-000-000,Луговой муниципальный район,2018,2021,Лесная область,57.3,50.4
Луговой,95-505-000-000,Луговой муниципальный округ,2021,9999,Лесная область,57.3,50.4
Плохой,95-5O5,Плохой муниципальный округ,2021,9999,Лесная область,,
Южный,96-701-000-000,городской округ город Южный,2018,9999,Степной край,51.0,50.0
`;

const divisions = `LVL1_NAME,LVL2_NAME,LVL3_NAME
Лесная область,,
Лесная область,Луговой муниципальный  район,
Лесная область,Луговой муниципальный  район,село Ивовое
Лесная область,Луговой муниципальный  район,Боровой сельсовет
`;

const houses = `LAT,LON,ADDRESS
57.10,50.20,"обл. Лесная, г. Заречный, ул. Садовая, д. 1, лит. А"
57.11,50.21,"обл. Лесная, г. Заречный, ул. Садовая, д. 3, к. 2"
55.76, 37.64,"обл. Лесная, г. Заречный, пер. Садовый, д. 3"
30.22,57.12,"обл. Лесная, г. Заречный, ул. Садовая, д. 5"
957.1,50.2,"обл. Лесная, г. Заречный, ул. Садовая, д. 7"
57.13,50.23,"обл. Лесная, г. Заречный, д. 9"
57.13,50.23,"обл. Лесная, г. Заречный, ул. Садовая"
`;

const tree = JSON.stringify({
  districts: [
    {
      name: "Луговой",
      nasPunkt: [
        {
          name: "Ивовое с.",
          streets: [{ name: "Лесная ул." }, { name: "Лесная ул.[Ивовое с.]" }, {}],
        },
        {},
        { name: "Белая дер.", streets: null },
      ],
    },
  ],
});

const cities = `region,area_type,area,city_type,city,settlement_type,settlement,oktmo,geo_lat,geo_lon,population
Лесная,,,г,Заречный,,,95701000001,57.1,50.2,12689
Лесная,р-н,Луговой,,,г,Ивовое,95505101001,57.3,50.4,96[3]
Лесная,р-н,Луговой,,,г,Боровое,95505102001,57.4,50.5,871
`;

const border = {
  type: "Polygon",
  coordinates: [
    [
      [50, 57],
      [51, 57],
      [51, 58],
      [50, 57],
    ],
  ],
};
const collection = (...features: unknown[]) =>
  JSON.stringify({ type: "FeatureCollection", features });
const feature = (properties: unknown, geometry: unknown = border) => ({
  type: "Feature",
  properties,
  geometry,
});

describe("a gazetteer file is recognised by its content", () => {
  it.each([
    ["municipalities", municipalities],
    ["municipalities", iconv.encode(municipalities.replaceAll(",", ";"), "win1251")],
    ["municipalities", gzipSync(municipalities)],
    ["divisions", divisions],
    ["houses", houses],
    ["street-tree", tree],
    ["cities", cities],
    ["plain", "Название;Население\nЗаречный;100\n"],
    ["plain", '{"name":"Заречный"}\n{"name":"Луговой"}\n'],
    ["geojson", collection()],
    ["geojson", `\uFEFF${JSON.stringify({ type: "FeatureCollection", features: [] }, null, 2)}`],
    ["unknown-format", "цвет,размер\nсиний,5\n"],
    ["unknown-format", '{"type":"Topology"}'],
    ["broken-json", '{"features":[{"type"'],
    ["broken-gzip", gzipSync(municipalities).subarray(0, 30)],
    ["empty-file", ""],
  ])("%s", async (format, bytes) => {
    expect(await formatOf(bytes)).toBe(format);
  });

  it("has a message for every unreadable file, and never throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 80 }), async (text) => {
        const { rejected } = await read(text);
        for (const { reason } of rejected) expect(ru.refusals[reason]).toBeTypeOf("string");
      }),
      { numRuns: 200 },
    );
  });
});

describe("the register of municipalities", () => {
  it("yields the current ones of one region and reports wrong codes", async () => {
    const { taken, rejected } = await read(municipalities, { region: "Лесная обл." });
    expect(taken).toEqual([
      {
        kind: "municipality",
        name: "Заречный",
        type: "городской округ",
        officialName: "городской округ город Заречный",
        parentNames: ["Лесная область"],
        oktmo: "95701000",
        lat: 57.1,
        lon: 50.2,
        line: 2,
      },
      expect.objectContaining({
        name: "Луговой",
        type: "муниципальный округ",
        oktmo: "95505000",
        line: 4,
      }),
    ]);
    expect(rejected).toEqual([{ line: 5, reason: "bad-oktmo", detail: "95-5O5" }]);
  });

  it("reads the same from a workbook", async () => {
    const cells = municipalities
      .trim()
      .split("\n")
      .map((line) => line.split(",").map((value) => ({ value })));
    const { taken } = await read(await writeXlsx(cells).toBuffer(), { region: "Лесная область" });
    expect(taken.map(({ name }) => name)).toEqual(["Заречный", "Луговой"]);
  });

  it("reports that the region is not in the file", async () => {
    const { taken, rejected } = await read(municipalities, { region: "Морской край" });
    expect(taken).toEqual([]);
    expect(rejected).toEqual([{ line: 0, reason: "region-not-found", detail: "Морской край" }]);
  });
});

describe("the other gazetteers", () => {
  it("divisions: municipalities and their settlements", async () => {
    const { taken } = await read(divisions, { region: "Лесная область" });
    expect(
      taken.map(({ kind, name, type, parentNames }) => [kind, name, type, parentNames.at(-1)]),
    ).toEqual([
      ["municipality", "Луговой", "муниципальный район", "Лесная область"],
      ["settlement", "Ивовое", "село", "Луговой муниципальный  район"],
      ["settlement", "Боровой", "сельсовет", "Луговой муниципальный  район"],
    ]);
  });

  it("houses: each street once, placeholder points dropped, wrong rows reported", async () => {
    const { taken, rejected } = await read(houses);
    const brief = taken.map(({ kind, name, lat, line }) => [line, kind, name, lat]);
    expect(brief).toEqual([
      [2, "street", "Садовая", undefined],
      [2, "house", "1 лит. А", 57.1],
      [3, "house", "3 к2", 57.11],
      [4, "street", "Садовый", undefined],
      [4, "house", "3", undefined],
    ]);
    expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [5, "swapped-coordinates"],
      [6, "out-of-range"],
      [7, "address-without-street"],
      [8, "address-without-house"],
    ]);
  });

  it("houses: a point outside the region is dropped", async () => {
    const { taken } = await read(houses, { bounds: [50, 57, 50.205, 58] });
    expect(taken.flatMap(({ lat }) => lat ?? [])).toEqual([57.1]);
  });

  it("houses: swapped coordinates are found by the region's bounds", async () => {
    const swapped = houses.replace("57.10,50.20", "50.20,57.10");
    const { rejected } = await read(swapped, { bounds: [50, 57, 51, 58] });
    expect(rejected[0]).toMatchObject({ line: 2, reason: "swapped-coordinates" });
  });

  it("streets: settlements with streets, repeated ones once, nameless ones refused", async () => {
    const { taken, rejected } = await read(tree, { region: "Лесная область" });
    expect(
      taken.map(({ kind, name, type, parentNames }) => [kind, name, type, parentNames]),
    ).toEqual([
      ["settlement", "Ивовое", "село", ["Лесная область", "Луговой"]],
      ["street", "Лесная", "улица", ["Лесная область", "Луговой", "Ивовое с."]],
      ["settlement", "Белая", "деревня", ["Лесная область", "Луговой"]],
    ]);
    expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [4, "empty-name"],
      [5, "empty-name"],
    ]);
  });

  it("towns: population, centre, code", async () => {
    const { taken, rejected } = await read(cities, { region: "Лесная область" });
    expect(
      taken.map(({ name, population, oktmo, parentNames }) => [
        name,
        population,
        oktmo,
        parentNames,
      ]),
    ).toEqual([
      ["Заречный", 12689, "95701000001", ["Лесная"]],
      ["Боровое", 871, "95505102001", ["Лесная", "Луговой"]],
    ]);
    expect(rejected).toEqual([{ line: 3, reason: "bad-population", detail: "96[3]" }]);
  });

  it("a table made by hand, in Russian", async () => {
    const { taken, rejected } = await read(
      "Название;Вид;Входит в;Население;Широта;Долгота\nс. Ивовое;населённый пункт;Луговой район;1 240;57,3;50,4\nЗаречный;планета;;;;\n;;;;;\nЗаря;;;много;;\n",
    );
    expect(taken).toEqual([
      {
        kind: "settlement",
        name: "Ивовое",
        type: "село",
        officialName: "с. Ивовое",
        parentNames: ["Луговой район"],
        population: 1240,
        lat: 57.3,
        lon: 50.4,
        line: 2,
      },
    ]);
    expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [3, "unknown-kind"],
      [4, "empty-name"],
      [5, "bad-population"],
    ]);
  });

  it("borders: valid features are accepted next to broken ones", async () => {
    const swapped = {
      type: "Polygon",
      coordinates: [
        [
          [57, 30],
          [58, 30],
          [58, 31],
        ],
      ],
    };
    const { taken, rejected } = await read(
      collection(
        feature({ district: "Луговой район" }),
        feature({ district: "Заречный" }, swapped),
        feature({}),
        feature({ name: "Боровое", oktmo: "1" }),
        feature({ name: "Точка" }, { type: "Point", coordinates: [50, 57] }),
        null,
      ),
    );
    expect(taken).toEqual([
      expect.objectContaining({
        name: "Луговой",
        type: "муниципальный район",
        line: 1,
        border: { type: "MultiPolygon", coordinates: [border.coordinates] },
      }),
    ]);
    expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [2, "swapped-coordinates"],
      [3, "empty-name"],
      [4, "bad-oktmo"],
      [5, "not-a-polygon"],
      [6, "empty-name"],
    ]);
  });
});
