import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  foldName,
  matchKey,
  regionKey,
  splitPlaceName,
  splitStreetName,
  streetKey,
} from "./place-names.ts";
import { formatOktmo, parseOktmo } from "../territory.ts";

describe("spellings of one place share a key", () => {
  it.each([
    ["городской округ город Майкоп", "Майкоп", "г. Майкоп", "г Майкоп", "МАЙКОП"],
    ["Агаповский район", "Агаповский муниципальный район", "Агаповский р-н", "Агаповский"],
    ["муниципальный округ №65", "муниципальный округ N 65", "№ 65", "муниципальный округ № 65"],
    ["муниципальный округ Сенной округ", "Сенной", "муниципальный округ Сенной"],
    ["муниципальный округ округ Морской", "муниципальный округ Морской"],
    ["внутригородская территория города федерального значения город Колпино", "Колпино г."],
    ["муниципальный округ Лиговка - Ямская", "Лиговка-Ямская", "Лиговка – Ямская"],
    ["ЗАТО Звёздный", "Поселок Звездный (ЗАТО)", "посёлок Звёздный"],
    ["Белая дер.", "дер. Белая", "деревня Белая", "д. Белая", "Белая д."],
    ["Усть-Ижора пос.", "посёлок Усть-Ижора", "п. Усть Ижора"],
    ["Азовский немецкий национальный муниципальный район", "Азовский район"],
    ["Октябрьский муниципальный  район", "Октябрьский район"],
    ["Заря-2 СНТ", "СНТ «Заря-2»", 'снт "Заря 2"'],
    ["п ж/д ст Лесная", "Лесная"],
  ])("%s", (...spellings) => {
    const keys = spellings.filter((name) => name !== undefined).map(matchKey);
    expect(new Set(keys).size, keys.join(" / ")).toBe(1);
  });

  it("is idempotent", () => {
    const letter = fc.constantFrom("а", "Б", "ё", "-", " ", "№", "7", ".", "г", "р", "н", "о");
    fc.assert(
      fc.property(fc.string({ unit: letter, maxLength: 20 }), (name) => {
        expect(foldName(foldName(name))).toBe(foldName(name));
      }),
    );
  });
});

describe("type words are split off a name", () => {
  it.each([
    ["городской округ город Майкоп", "Майкоп", "городской округ"],
    ["Агаповский район", "Агаповский", "муниципальный район"],
    ["посёлок Шушары", "Шушары", "посёлок"],
    ["пгт Оричи", "Оричи", "посёлок городского типа"],
    ["Берёзовский сельсовет", "Берёзовский", "сельсовет"],
    ["Советский", "Советский", undefined],
    ["город Красное Село", "Красное Село", "город"],
    ["Новое Село", "Новое Село", undefined],
    ["Остров Декабристов", "Остров Декабристов", undefined],
    ["Посёлок", "Посёлок", undefined],
  ])("%s", (full, name, type) => {
    expect(splitPlaceName(full)).toMatchObject({ name, ...(type && { type }) });
    expect(splitPlaceName(full).type).toBe(type);
  });

  it("distinguishes a town from a district of the same name", () => {
    expect(splitPlaceName("городской округ Слободской").class).toBe("urban");
    expect(splitPlaceName("Слободской район").class).toBe("district");
  });
});

describe("spellings of one street share a key", () => {
  it.each([
    ["ул. 2-я Лесная", "2-я Лесная улица", "Лесная 2-я ул.", "улица Лесная 2-я"],
    ["линия. 10-я В.О.", "10-я линия В.О."],
    ["проспект Большой П.С.", "Большой пр. П.С.", "Большой пр-кт П.С."],
    ["наб. Реки Тихой", "набережная реки Тихой", "наб. р. Тихой"],
    ["пр-кт. Королева", "проспект Королёва", "Королева пр."],
    ["кв-л. 14-й", "квартал 14-й", "14-й квартал"],
    ["дор. в Каменку", "дорога в Каменку"],
  ])("%s", (...spellings) => {
    const keys = spellings
      .filter((name) => name !== undefined)
      .map((name) => streetKey(splitStreetName(name)));
    expect(new Set(keys).size, keys.join(" / ")).toBe(1);
  });

  it("keeps streets of one name and another type apart", () => {
    const key = (name: string) => streetKey(splitStreetName(name));
    expect(key("Садовая ул.")).not.toBe(key("Садовый пер."));
    expect(key("1-я Садовая ул.")).not.toBe(key("2-я Садовая ул."));
  });
});

describe("spellings of one region share a key", () => {
  it.each([
    ["Кировская область", "Кировская обл.", "обл. Кировская"],
    ["город Санкт-Петербург", "Санкт-Петербург", "г. Санкт-Петербург"],
    ["Кемеровская область", "Кемеровская область - Кузбасс", "Кемеровская область — Кузбасс"],
    ["Республика Северная Осетия — Алания", "Республика Северная Осетия-Алания"],
    ["Ханты-Мансийский автономный округ", "Ханты-Мансийский автономный округ — Югра"],
    ["Республика Саха (Якутия)", "Саха"],
  ])("%s", (...spellings) => {
    expect(new Set(spellings.filter((name) => name !== undefined).map(regionKey)).size).toBe(1);
  });
});

describe("OKTMO", () => {
  it.each([
    ["33-701-000-000", "33701000"],
    ["33701000", "33701000"],
    ["33 701 000", "33701000"],
    ["79703000001", "79703000001"],
    ["33-635-151-106", "33635151106"],
  ])("reads %s", (text, oktmo) => {
    expect(parseOktmo(text)).toBe(oktmo);
  });

  it.each(["", "33-701", "3370100", "337010000", "00701000", "33-7O1-000", "33.701.000"])(
    "refuses «%s»",
    (text) => {
      expect(parseOktmo(text)).toBeUndefined();
    },
  );

  it("reads what it writes", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{7}(\d\d[1-9])?$/), (oktmo) => {
        expect(parseOktmo(formatOktmo(oktmo))).toBe(oktmo);
      }),
    );
  });
});
