import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildGazetteer } from "./gazetteer.ts";
import { normalizeHouseLabel, nameKey } from "./names.ru.ts";
import { findPlace } from "./find-place.ts";

const gazetteer = buildGazetteer({
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
    { id: "маяковского", name: "Маяковского", kind: "улица", territoryId: "город" },
    { id: "невского", name: "Александра Невского", kind: "улица", territoryId: "город" },
    { id: "жукова", name: "Маршала Жукова", kind: "проспект", territoryId: "город" },
    { id: "советская-3", name: "3-я Советская", kind: "улица", territoryId: "город" },
    { id: "советская", name: "Советская", kind: "улица", territoryId: "город" },
    { id: "мая", name: "1 Мая", kind: "улица", territoryId: "город" },
    { id: "летия", name: "40-летия Победы", kind: "улица", territoryId: "город" },
    { id: "средний", name: "Средний В.О.", kind: "проспект", territoryId: "город" },
    { id: "линия-7", name: "7-я В.О.", kind: "линия", territoryId: "город" },
    { id: "сельмаш", name: "Заводская", kind: "улица", territoryId: "город", aliases: ["Сельмаш"] },
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
    { id: "кольцо", name: "Кольцо у Магнита", territoryId: "город", lat: 58.71, lon: 49.71 },
    { id: "радуга", name: "Радуга", territoryId: "город" },
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
  ["идёшь по Ленина между домами 42 и 40", { street: "ленина", house: "42" }],
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
  // one letter wrong, from six letters on
  ["на Маяковсокго 12", { street: "маяковского", house: "12" }],
  ["ул. Маяковскго, темно", { street: "маяковского" }],
  ["г. Березнки, темно", { settlement: "березники" }],
  ["собственность дома 5", undefined],
  // numbers in names
  ["на 3-й Советской", { street: "советская-3" }],
  ["третья Советская, 5", { street: "советская-3", house: "5" }],
  ["3я советская 12", { street: "советская-3", house: "12" }],
  ["Советская 3", { street: "советская", house: "3" }],
  ["1-го Мая, 7", { street: "мая", house: "7" }],
  ["ул. 40 лет Победы 2", { street: "летия", house: "2" }],
  ["Средний пр. В.О., д. 99/18", { street: "средний", house: "99/18" }],
  ["Среднему пр., д.99", { street: "средний", house: "99" }],
  ["на 7-ой линии дом 4", { street: "линия-7", house: "4" }],
  ["7 линия ВО, 4", { street: "линия-7", house: "4" }],
  // parts of names
  ["ул. А. Невского, 5", { street: "невского", house: "5" }],
  ["Невского 5", { street: "невского", house: "5" }],
  ["на Жукова 5", { street: "жукова", house: "5" }],
  ["пр-кт Марш. Жукова 5", { street: "жукова", house: "5" }],
  // houses
  ["Пушкина д.5 к.2", { street: "пушкина", house: "5к2" }],
  ["Пушкина 5к2", { street: "пушкина", house: "5к2" }],
  ["Пушкина 5/2", { street: "пушкина", house: "5/2" }],
  ["Пушкина 5-2", { street: "пушкина", house: "5-2" }],
  ["Пушкина, 5 лит. А", { street: "пушкина", house: "5" }],
  ["на Пушкина дом №5а", { street: "пушкина", house: "5а" }],
  ["ул.Пушкина,дом5", { street: "пушкина", house: "5" }],
  ["дому номер 39 на Пушкина", { street: "пушкина", house: "39" }],
  ["УЛ. ПУШКИНА 5. НЕТ СВЕТА", { street: "пушкина", house: "5" }],
  ["на Пyшкина 5", { street: "пушкина", house: "5" }],
  ["д. Вильва, ул. Ленина, д. 3", { settlement: "вильва", street: "ленина-вильва", house: "3" }],
  // two streets, roads and namesakes
  ["угол Толстого и Ленина", { street: "толстого" }],
  ["на Пушкина 5, вход с Толстого", { street: "пушкина", house: "5" }],
  ["автобус Долгомост – Городец опоздал", undefined],
  ["ТСЖ «Маяковского» бездействует", undefined],
  // names that people use
  ["на Сельмаше яма", { street: "сельмаш" }],
  ["лужа, кольцо у Магнита", { landmark: "кольцо" }],
  ["возле Радуги темно", { landmark: "радуга" }],
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

  test("a known house gives its point, an unknown one its number", () => {
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

  test("a name shared equally by two villages gives no street", () => {
    expect(findPlace("На улице Школьной темно", gazetteer)?.street).toBeUndefined();
  });

  test("the channel's territory decides between two streets of one name", () => {
    expect(findPlace("на Ленина 5", gazetteer, { home: "вильва" })?.street).toBe("ленина-вильва");
    expect(findPlace("на Ленина 5", gazetteer, { home: "город" })?.street).toBe("ленина");
  });

  test("a house is found under another register's spelling", () => {
    expect(findPlace("пр-т Мира 5/2", gazetteer)?.house).toEqual({ label: "5/2", id: "м5к2" });
  });

  test("a corner of two streets is less certain than one street", () => {
    const sure = findPlace("темно на Толстого", gazetteer)?.confidence ?? 0;
    expect(findPlace("темно, угол Толстого и Ленина", gazetteer)?.confidence).toBeLessThan(sure);
  });

  test("a street registered for the municipality belongs to the village named beside it", () => {
    const wide = buildGazetteer({
      territories: [
        { id: "округ", name: "Вильвенский округ", kind: "municipality" },
        { id: "вильва", name: "Вильва", kind: "settlement", parentId: "округ" },
      ],
      streets: [{ id: "лесная", name: "Лесная", kind: "улица", territoryId: "округ" }],
    });
    expect(findPlace("Вильва, ул. Лесная 5", wide)).toMatchObject({
      territory: "округ",
      settlement: "вильва",
      street: "лесная",
    });
  });

  test("of two equal names the street with more houses wins, less certainly when close", () => {
    const houses = Array.from({ length: 60 }, (_, at) => ({
      id: `б${at}`,
      streetId: "большая",
      number: String(at + 1),
    }));
    const two = buildGazetteer({
      territories: [
        { id: "а", name: "Горка", kind: "settlement" },
        { id: "б", name: "Речка", kind: "settlement" },
      ],
      streets: [
        { id: "большая", name: "Садовая", kind: "улица", territoryId: "а" },
        { id: "малая", name: "Садовая", kind: "улица", territoryId: "б" },
      ],
      houses: [...houses, { id: "м1", streetId: "малая", number: "1" }],
    });
    expect(findPlace("ул. Садовая 40", two)?.street).toBe("большая");
    expect(findPlace("Речка, ул. Садовая 1", two)?.street).toBe("малая");
    const near = findPlace("ул. Садовая", two)?.confidence ?? 0;
    expect(near).toBeLessThan(findPlace("ул. Садовая 40", two)?.confidence ?? 0);
  });

  test("a municipality is found by its own name", () => {
    expect(findPlace("Вильвенский округ забыт", gazetteer)).toMatchObject({
      territory: "округ",
      settlement: undefined,
    });
  });

  test("names and house numbers have one spelling", () => {
    expect(nameKey("ул. Льва Толстого")).toBe(nameKey("улицы Льва Толстого"));
    expect(normalizeHouseLabel("47, корпус 1, литера А")).toBe("47к1");
    expect(normalizeHouseLabel("д. 5 к.2")).toBe("5к2");
    expect(normalizeHouseLabel("12/3")).toBe("12/3");
    expect(normalizeHouseLabel("7 стр. 1")).toBe("7с1");
    expect(normalizeHouseLabel("31-33")).toBe("31-33");
    expect(nameKey("Красноармейская 2-я")).toBe(nameKey("2-я Красноармейская"));
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

  test("every span found is in the text", () => {
    const villages = Array.from({ length: 2_000 }, (_, at) => `в${at}`);
    const wide = buildGazetteer({
      territories: villages.map((id) => ({
        id,
        name: `Вильва ${id}`,
        kind: "settlement" as const,
      })),
      streets: villages.flatMap((id) => [
        { id: `${id}-садовая`, name: "Садовая", kind: "улица", territoryId: id },
        { id: `${id}-ленина`, name: "Ленина", kind: "улица", territoryId: id },
      ]),
    });
    const hostile = [
      "",
      "Ленина",
      "ул. Ленина 5, ул. Садовая 7; ".repeat(4_000),
      "ВИЛЬВА ЛЕНИНА САДОВАЯ ".repeat(4_000),
      "Лениина Садоввая 5 ".repeat(5_000),
      "ж".repeat(100_000),
      "5 ".repeat(50_000),
      "ул. ".repeat(25_000),
      "д. 5 к. 2 ".repeat(10_000),
      "Ð£Ð»Ð¸Ñ†Ð° Ð›ÐµÐ½Ð¸Ð½Ð° 5",
      "🏠🕳️ ".repeat(10_000),
      "'; drop table streets; -- ул. Ленина 5",
      "<b onclick='x'>ул. <i>Ленина</i></b>, 5",
      "LENINA 5, yл. Лeнинa 5",
    ];
    for (const text of hostile) {
      for (const { start, end, text: words } of findPlace(text, wide)?.why ?? [])
        expect(text.slice(start, end)).toBe(words);
    }
  });
});
