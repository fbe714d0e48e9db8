import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeGazetteer } from "./gazetteer.ts";
import { houseLabel, nameKey } from "./place-names.ru.ts";
import { findPlace } from "./place.ts";

const gazetteer = makeGazetteer({
  territories: [
    { id: "край", name: "Долгомостский край", kind: "region" },
    { id: "город", name: "Долгомост", kind: "municipality", parentId: "край" },
    {
      id: "округ",
      name: "Вильвенский муниципальный округ",
      kind: "municipality",
      parentId: "край",
    },
    { id: "вильва", name: "Вильва", kind: "settlement", parentId: "округ" },
    { id: "ляды", name: "Новые Ляды", kind: "settlement", parentId: "округ", aliases: ["Ляды"] },
    { id: "городец", name: "Городец", kind: "settlement", parentId: "округ" },
    { id: "пушкино", name: "Пушкино", kind: "settlement", parentId: "округ" },
    { id: "березники", name: "Березники", kind: "settlement", parentId: "округ" },
    { id: "ключи", name: "Усть-Ключи", kind: "settlement", parentId: "округ" },
  ],
  streets: [
    { id: "ленина", name: "Ленина", kind: "улица", territoryId: "город" },
    { id: "ленина-вильва", name: "Ленина", kind: "улица", territoryId: "вильва" },
    { id: "мира-пр", name: "Мира", kind: "проспект", territoryId: "город" },
    { id: "мира-ул", name: "Мира", kind: "улица", territoryId: "город" },
    { id: "толстого", name: "Льва Толстого", kind: "улица", territoryId: "город" },
    { id: "маркса", name: "Карла Маркса", kind: "улица", territoryId: "город" },
    { id: "октября", name: "60 лет Октября", kind: "улица", territoryId: "город" },
    { id: "марта", name: "8 Марта", kind: "улица", territoryId: "город" },
    { id: "лесная-1", name: "1-я Лесная", kind: "улица", territoryId: "город" },
    { id: "лесная-2", name: "2-я Лесная", kind: "улица", territoryId: "город" },
    { id: "набережная", name: "Набережная", kind: "улица", territoryId: "город" },
    { id: "парадная", name: "Парадная", kind: "улица", territoryId: "город" },
    { id: "садовый", name: "Садовый", kind: "переулок", territoryId: "город" },
    { id: "вокзальная", name: "Вокзальная", kind: "площадь", territoryId: "город" },
    { id: "пушкина", name: "Пушкина", kind: "улица", territoryId: "город" },
    { id: "школьная-ляды", name: "Школьная", kind: "улица", territoryId: "ляды" },
    { id: "школьная-городец", name: "Школьная", kind: "улица", territoryId: "городец" },
  ],
  houses: [
    { id: "л96", streetId: "ленина", number: "96", lat: 58.6, lon: 49.6 },
    { id: "л96а", streetId: "ленина", number: "96-А", lat: 58.61, lon: 49.61 },
    { id: "м5к2", streetId: "мира-пр", number: "5 корп. 2", lat: 58.62, lon: 49.62 },
    { id: "н12", streetId: "набережная", number: "12/3", lat: 58.63, lon: 49.63 },
    { id: "чужой", streetId: "нет-такой", number: "1" },
  ],
  landmarks: [
    { id: "школа12", name: "Школа № 12", territoryId: "город", lat: 58.7, lon: 49.7 },
    { id: "сад8", name: "Детский сад № 8", territoryId: "город" },
    {
      id: "дк",
      name: "ДК «Металлург»",
      territoryId: "город",
      aliases: ["Дворец культуры Металлург"],
    },
    { id: "рынок", name: "Центральный рынок", territoryId: "город", aliases: ["Ц.Рынок"] },
  ],
});

type Expected = { settlement?: string; street?: string; house?: string; landmark?: string };
const forms: readonly (readonly [string, Expected | undefined])[] = [
  ["Яма на Ленина 96", { street: "ленина", house: "96" }],
  ["на ленина 96 не горит фонарь", { street: "ленина", house: "96" }],
  ["НА ЛЕНИНА 96-А ТЕМНО", { street: "ленина", house: "96а" }],
  ["ул. Ленина, д. 96", { street: "ленина", house: "96" }],
  ["улица Ленина дом 96 а, двор", { street: "ленина", house: "96а" }],
  ["дом 96 по улице Ленина", { street: "ленина", house: "96" }],
  ["Ленина, 96. Не вывозят мусор", { street: "ленина", house: "96" }],
  ["свернули с Ленина во двор", { street: "ленина" }],
  ["по улице Ленина между домами 96 и 94", { street: "ленина", house: "96" }],
  ["пр-т Мира, д. 5 к. 2", { street: "мира-пр", house: "5к2" }],
  ["проспект Мира 5 корпус 2", { street: "мира-пр", house: "5к2" }],
  ["на проспекте Мира", { street: "мира-пр" }],
  ["пр. Мира 5", { street: "мира-пр", house: "5" }],
  ["на улице Мира темно", { street: "мира-ул" }],
  ["ул.Мира, 7", { street: "мира-ул", house: "7" }],
  ["на улице Льва Толстого", { street: "толстого" }],
  ["ул. Толстого 72", { street: "толстого", house: "72" }],
  ["Л. Толстого 72", { street: "толстого", house: "72" }],
  ["у дома 3 на Карла Маркса", { street: "маркса", house: "3" }],
  ["К.Маркса 15", { street: "маркса", house: "15" }],
  ["на 60 лет Октября 5 дней нет воды", { street: "октября" }],
  ["60 лет Октября, 14", { street: "октября", house: "14" }],
  ["ул. 8 Марта, 3", { street: "марта", house: "3" }],
  ["1-я Лесная 7", { street: "лесная-1", house: "7" }],
  ["на 2-й Лесной фонари не горят", { street: "лесная-2" }],
  ["напротив Набережной 12/3", { street: "набережная", house: "12/3" }],
  ["по улице Набережной", { street: "набережная" }],
  ["в Садовом переулке яма", { street: "садовый" }],
  ["пер. Садовый, 2", { street: "садовый", house: "2" }],
  ["на Вокзальной площади лужа", { street: "вокзальная" }],
  ["площадь Вокзальная, д. 1, лит. А", { street: "вокзальная", house: "1" }],
  ["на улице Пушкина 10", { street: "пушкина", house: "10" }],
  ["В Пушкино нет воды", { settlement: "пушкино" }],
  ["В Вильве нет воды", { settlement: "вильва" }],
  ["в вильве нет воды", { settlement: "вильва" }],
  ["из Вильвы не выехать", { settlement: "вильва" }],
  ["пос. Вильва, темно", { settlement: "вильва" }],
  ["с. Вильва, темно", { settlement: "вильва" }],
  ["в Новых Лядах", { settlement: "ляды" }],
  ["жители Новых Ляд просят", { settlement: "ляды" }],
  ["под Городцом свалка", { settlement: "городец" }],
  ["до Березников не доехать", { settlement: "березники" }],
  ["в Усть-Ключах", { settlement: "ключи" }],
  ["В Вильве на Ленина 3 темно", { settlement: "вильва", street: "ленина-вильва", house: "3" }],
  ["Городец, ул. Школьная, 4", { settlement: "городец", street: "школьная-городец", house: "4" }],
  ["на Школьной в Лядах", { settlement: "ляды", street: "школьная-ляды" }],
  ["за 12-й школой свалка", { landmark: "школа12" }],
  ["у школы № 12", { landmark: "школа12" }],
  ["возле гимназии номер 12", { landmark: "школа12" }],
  ["рядом с садиком 8", { landmark: "сад8" }],
  ["возле ДК Металлург", { landmark: "дк" }],
  ["на Центральном рынке", { landmark: "рынок" }],
  ["не горит свет, парадная 2", undefined],
  ["Парадная улица, 2", { street: "парадная", house: "2" }],
  ["хотим мира и добра", undefined],
  ["нет воды 5 дней", undefined],
  ["", undefined],
];

describe("the place of a message", () => {
  test.each(forms)("«%s»", (text, expected) => {
    const place = findPlace(text, gazetteer, { home: "город" });
    const got: Expected | undefined = place && {
      ...(place.settlement === undefined ? {} : { settlement: place.settlement }),
      ...(place.street === undefined ? {} : { street: place.street }),
      ...(place.house === undefined ? {} : { house: place.house.label }),
      ...(place.landmark === undefined ? {} : { landmark: place.landmark }),
    };
    expect(got).toEqual(expected);
  });

  test("a known house brings its point, an unknown one its number", () => {
    const known = findPlace("пр-т Мира, д. 5 к. 2", gazetteer);
    expect(known).toMatchObject({
      house: { id: "м5к2" },
      lat: 58.62,
      lon: 49.62,
      territory: "город",
    });
    const unknown = findPlace("пр-т Мира, д. 500", gazetteer);
    expect(unknown).toMatchObject({ house: { label: "500", id: undefined }, lat: undefined });
  });

  test("a name that two villages bear equally gives no street", () => {
    expect(findPlace("На улице Школьной темно", gazetteer)?.street).toBeUndefined();
  });

  test("home decides between two streets of one name", () => {
    expect(findPlace("на Ленина 5", gazetteer, { home: "вильва" })?.street).toBe("ленина-вильва");
    expect(findPlace("на Ленина 5", gazetteer, { home: "город" })?.street).toBe("ленина");
  });

  test("a municipality is told by its own name", () => {
    expect(findPlace("Вильвенский округ забыт", gazetteer)).toMatchObject({
      territory: "округ",
      settlement: undefined,
    });
  });

  test("names and house numbers have one spelling", () => {
    expect(nameKey("ул. Льва Толстого")).toBe(nameKey("улицы Льва Толстого"));
    expect(houseLabel("47, корпус 1, литера А")).toBe("47к1");
    expect(houseLabel("д. 5 к.2")).toBe("5к2");
    expect(houseLabel("12/3")).toBe("12/3");
    expect(houseLabel("7 стр. 1")).toBe("7с1");
  });

  test("never throws; confidence is a probability, spans lie inside", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 10 }),
      fc.constantFrom(
        "Ленина",
        "ул.",
        " 5",
        "-я",
        "Мира",
        "корп.",
        "лит.",
        " дом ",
        "школа",
        "№12",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 15 }), (pieces) => {
        const text = pieces.join("");
        const place = findPlace(text, gazetteer);
        if (!place) return;
        expect(place.confidence).toBeGreaterThanOrEqual(0);
        expect(place.confidence).toBeLessThanOrEqual(1);
        for (const span of place.why) expect(text.slice(span.start, span.end)).toBe(span.text);
      }),
    );
  });
});
