/** An invented region of a given size for `triage-place.ts`: villages that share the names of streets. */
import type { GazetteerSource } from "#modules/triage/index.ts";

const beginnings =
  "Бере Ворон Гор Дуб Ело Жел Зар Ива Кам Лип Мал Ново Ольх Под Рус Сос Тих Усть Хол Черн Шум Яр Бел Верх".split(
    " ",
  );
const middles = "ов ин ян ец ух ив ош ар ел ид ок ум ав ос ил ер".split(" ");
const endings = "ка ово ино ье ы ское ня иха ец щина".split(" ");
const people =
  "Ленина Гагарина Пушкина Мира Чапаева Кирова Калинина Гоголя Чехова Толстого Маяковского Свердлова".split(
    " ",
  );
const adjectives =
  "Садовая Лесная Школьная Новая Полевая Луговая Речная Советская Зелёная Молодёжная Южная Северная Заводская Мирная Песчаная Озёрная Цветочная Берёзовая".split(
    " ",
  );

/** `n`-th of all combinations, each but once while they last. */
const pick = (list: readonly string[], n: number): string => list[n % list.length] ?? "";

function villageName(n: number): string {
  const [a, b, c] = [
    n,
    Math.floor(n / beginnings.length),
    Math.floor(n / beginnings.length / middles.length),
  ];
  const name = `${pick(beginnings, a)}${pick(middles, b)}${pick(endings, c)}`;
  const again = Math.floor(n / (beginnings.length * middles.length * endings.length));
  return again === 0 ? name : `${name} ${again}-я`;
}

function streetName(n: number): string {
  const common = [...people, ...adjectives];
  // Two of three names recur in every village, the third is of the place.
  if (n % 3 !== 2) return pick(common, n * 7);
  return `${villageName(n * 13)
    .replace(/\s.*$/, "")
    .replace(/[аеиоуыя]+$/, "")}ская`;
}

/** Generates `size` rows: one settlement in 100, one street in ten, the rest houses with points. */
export function largeRegion(size: number): GazetteerSource {
  const [places, streets] = [Math.floor(size / 100), Math.floor(size / 10)];
  const houses = size - places - streets;
  const perStreet = Math.ceil(houses / streets);
  const towns = Math.ceil(places / 200);
  const id = (sort: string, at: number): string =>
    `${sort}-0000-7000-8000-${String(at).padStart(16, "0")}`;
  return {
    territories: Array.from({ length: places }, (_, at) =>
      at < towns
        ? {
            id: id("place", at),
            name: `${villageName(at * 31)}ский район`,
            kind: "municipality" as const,
          }
        : {
            id: id("place", at),
            name: villageName(at),
            kind: "settlement" as const,
            parentId: id("place", at % towns),
          },
    ),
    streets: (function* () {
      for (let at = 0; at < streets; at++)
        yield {
          id: id("street", at),
          name: streetName(at),
          kind: "улица",
          territoryId: id("place", at % places),
        };
    })(),
    houses: (function* () {
      for (let at = 0; at < houses; at++)
        yield {
          id: id("house", at),
          streetId: id("street", Math.floor(at / perStreet)),
          number: `${(at % perStreet) * 2 + 1}`,
          lat: 55 + (at % 1_000) / 500,
          lon: 50 + (at % 1_777) / 400,
        };
    })(),
  };
}
