import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressKey, parseAddress } from "./address.ts";
import type { Address } from "./address.ts";
import { houseKey, formatHouseNumber } from "./house-number.ts";

const piter = { settlement: "Санкт-Петербург", settlementType: "город" };
const lenina = { street: "Ленина", streetType: "улица" };

const forms: [string, Address][] = [
  [
    "г. Санкт-Петербург, аллея. 2-я Березовая, д. 13/15, лит. А,Б",
    { ...piter, street: "2-я Березовая", streetType: "аллея", house: "13/15", letter: "А,Б" },
  ],
  [
    "г.Санкт-Петербург, Мебельная улица, дом 47, корпус 1, литера А",
    { ...piter, street: "Мебельная", streetType: "улица", house: "47", building: "1", letter: "А" },
  ],
  [
    "г. Санкт-Петербург, г. Колпино, ул. Садовая, д. 5, к. 2",
    {
      region: "Санкт-Петербург",
      settlement: "Колпино",
      settlementType: "город",
      street: "Садовая",
      streetType: "улица",
      house: "5",
      building: "2",
    },
  ],
  [
    "город Колпино, улица Машиностроителей, дом 12, литера А",
    {
      settlement: "Колпино",
      settlementType: "город",
      street: "Машиностроителей",
      streetType: "улица",
      house: "12",
      letter: "А",
    },
  ],
  [
    "обл. Ленинградская, р-н. Тосненский, д. Глинка, ул. Садовая, д. 104",
    {
      region: "обл. Ленинградская",
      district: "Тосненский",
      settlement: "Глинка",
      settlementType: "деревня",
      street: "Садовая",
      streetType: "улица",
      house: "104",
    },
  ],
  [
    "посёлок Шушары, территория Славянка, Колпинское шоссе, дом 34, корпус 1, литера А",
    {
      settlement: "Шушары",
      settlementType: "посёлок",
      area: "Славянка",
      areaType: "территория",
      street: "Колпинское",
      streetType: "шоссе",
      house: "34",
      building: "1",
      letter: "А",
    },
  ],
  [
    "г. Зеленогорск, тер. Красавица, д. 3",
    {
      settlement: "Зеленогорск",
      settlementType: "город",
      street: "Красавица",
      streetType: "территория",
      house: "3",
    },
  ],
  [
    "муниципальный округ Рыбацкое, Советский проспект, дом 41, корпус 1, строение 1",
    {
      district: "Рыбацкое",
      street: "Советский",
      streetType: "проспект",
      house: "41",
      building: "1",
      structure: "1",
    },
  ],
  [
    "610000, Россия, Кировская область, г. Киров, ул. Карла Маркса, д. 14а",
    {
      region: "Кировская область",
      settlement: "Киров",
      settlementType: "город",
      street: "Карла Маркса",
      streetType: "улица",
      house: "14а",
    },
  ],
  [
    "Кировская обл., Оричевский р-н, пгт Оричи, ул. Лесная, д. 30",
    {
      region: "Кировская обл.",
      district: "Оричевский",
      settlement: "Оричи",
      settlementType: "посёлок городского типа",
      street: "Лесная",
      streetType: "улица",
      house: "30",
    },
  ],
  [
    "г. Киров, ул. Ленина 13",
    { settlement: "Киров", settlementType: "город", ...lenina, house: "13" },
  ],
  [
    "г Киров ул Ленина д 13 кв 5",
    { settlement: "Киров", settlementType: "город", ...lenina, house: "13" },
  ],
  ["ул. Ленина, 13", { ...lenina, house: "13" }],
  ["ул. Ленина, 13к2", { ...lenina, house: "13", building: "2" }],
  ["ул. Ленина, 13 к. 2", { ...lenina, house: "13", building: "2" }],
  ["ул. Ленина, 13, корп. 2", { ...lenina, house: "13", building: "2" }],
  ["ул. Ленина, д.13, кв.7", { ...lenina, house: "13" }],
  ["ул. Ленина, д. 13 (дубль 1)", { ...lenina, house: "13" }],
  ["ул. Ленина, д. 13/", { ...lenina, house: "13" }],
  ["ул. Ленина, д. 8\\10", { ...lenina, house: "8/10" }],
  ["ул. Ленина, д. 5-7", { ...lenina, house: "5-7" }],
  ["ул. Ленина, дом 31-33/10, литера Б", { ...lenina, house: "31-33/10", letter: "Б" }],
  ["ул. Ленина, д. 9 А", { ...lenina, house: "9а" }],
  ["ул. Ленина, д. 9А, лит. А", { ...lenina, house: "9а", letter: "А" }],
  ["ул. Ленина, д. 4, лит.А", { ...lenina, house: "4", letter: "А" }],
  ["ул. Ленина, д. 28 литера А", { ...lenina, house: "28", letter: "А" }],
  ["ул. Ленина, д. 1 литер. А", { ...lenina, house: "1", letter: "А" }],
  ["ул. Ленина, д. 5, лит. A", { ...lenina, house: "5", letter: "А" }],
  ["ул. Ленина, д. 3, к. литера А", { ...lenina, house: "3", letter: "А" }],
  ["ул. Ленина, д. дом 9, к. корпус 3", { ...lenina, house: "9", building: "3" }],
  ["ул. Ленина, д. 23, к. 1Б", { ...lenina, house: "23", building: "1б" }],
  ["ул. Ленина, д. 18, к. А", { ...lenina, house: "18", building: "А" }],
  ["ул. Ленина, д. 20, стр. А,Б", { ...lenina, house: "20", structure: "А,Б" }],
  ["ул. Ленина, д. 13, лит. А,Б,В.", { ...lenina, house: "13", letter: "А,Б,В" }],
  ["ул. Ленина, д. 7, к. -, стр. -, лит. А", { ...lenina, house: "7", letter: "А" }],
  [
    "ул. Ленина, д. 9, к. 2 (с 1 по 5 подъезды)",
    { ...lenina, house: "9", building: "2", rest: "(с 1 по 5 подъезды)" },
  ],
  ["ул. Ленина, д. 10 ТСЖ", { ...lenina, house: "10", rest: "ТСЖ" }],
  ["ул. Ленина, дом б/н, литера ВШ", { ...lenina, house: "б/н", letter: "ВШ" }],
  ["Ленинский пр. 5", { street: "Ленинский", streetType: "проспект", house: "5" }],
  [
    "Санкт-Петербург, Невский пр., 5",
    { settlement: "Санкт-Петербург", street: "Невский", streetType: "проспект", house: "5" },
  ],
  ["Невский 5", { street: "Невский", house: "5" }],
  ["ул. 8 Марта 12", { street: "8 Марта", streetType: "улица", house: "12" }],
  ["ул. 8 Марта", { street: "8 Марта", streetType: "улица" }],
  ["линия. 10-я В.О., д. 25/42", { street: "10-я В.О.", streetType: "линия", house: "25/42" }],
  ["18-я линия В.О., дом 21", { street: "18-я В.О.", streetType: "линия", house: "21" }],
  ["наб. Реки Тихой, д. 20", { street: "Реки Тихой", streetType: "набережная", house: "20" }],
  [
    "ш. Приозерское (Осиновая Роща), д. 9, к. 2",
    { street: "Приозерское (Осиновая Роща)", streetType: "шоссе", house: "9", building: "2" },
  ],
  [
    "п. Песочный, кв-л. 10-й, д. 165",
    {
      settlement: "Песочный",
      settlementType: "посёлок",
      street: "10-й",
      streetType: "квартал",
      house: "165",
    },
  ],
  ["дер. Белая, д. 5", { settlement: "Белая", settlementType: "деревня", house: "5" }],
  [
    "с. Кстинино, ул. Мира, 3",
    {
      settlement: "Кстинино",
      settlementType: "село",
      street: "Мира",
      streetType: "улица",
      house: "3",
    },
  ],
  ["мкр. Южный, 12", { street: "Южный", streetType: "микрорайон", house: "12" }],
  ["дорога на Каменку, дом 3", { street: "на Каменку", streetType: "дорога", house: "3" }],
  ["", {}],
];

describe("a Russian address is read in its usual forms", () => {
  it.each(forms)("%s", (text, address) => {
    expect(parseAddress(text)).toEqual(address);
  });

  it("never throws", () => {
    const unit = fc.constantFrom(
      "д",
      "ул",
      ".",
      ",",
      " ",
      "1",
      "/",
      "к",
      "лит",
      "А",
      "г",
      "(",
      ")",
      "-",
      "б/н",
      "\n",
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        expect(parseAddress(text)).toBeTypeOf("object");
      }),
      { numRuns: 2000 },
    );
  });

  it("reads the beginning of a very long line", () => {
    expect(parseAddress("ул. Ленина, д. ".repeat(3000))).toMatchObject(lenina);
    const long = [parseAddress(`ул. ${"а ".repeat(20_000)}`), parseAddress("1".repeat(50_000))];
    for (const address of long) expect(JSON.stringify(address).length).toBeLessThan(1100);
    expect(long).toMatchObject([
      { street: expect.stringMatching(/^(а )+а$/) },
      { house: expect.stringMatching(/^1+$/) },
    ]);
  });
});

describe("two registers' spellings of one house share a key", () => {
  it.each([
    [
      "г. Санкт-Петербург, г. Колпино, ул. Садовая, д. 5, к. 2",
      "город Колпино, Садовая улица, дом 5, корпус 2, литера А",
    ],
    ["ул. Лесная, д. 8, стр. Б", "Лесная улица, дом 8, литера Б"],
    ["ул. Лесная, д. 8, к. Б", "Лесная улица, дом 8, литера Б"],
    ["ул. Лесная, д. 8", "Лесная улица, дом 8, строение 1"],
    ["линия. 10-я В.О., д. 5, лит. А", "10-я линия В.О., дом 5, литера А"],
  ])("%s", (one, other) => {
    expect(addressKey(parseAddress(one))).toBe(addressKey(parseAddress(other)));
  });

  it("keeps different houses apart", () => {
    const key = (text: string) => houseKey(parseAddress(`ул. Лесная, ${text}`));
    const keys = ["д. 8", "д. 8а", "д. 8, к. 1", "д. 8, лит. Б", "д. 8/1", "д. 18"].map(key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("writes a house the way it is named", () => {
    expect(formatHouseNumber(parseAddress("ул. Лесная, дом 47, корпус 1, литера А"))).toBe(
      "47 к1 лит. А",
    );
  });
});
