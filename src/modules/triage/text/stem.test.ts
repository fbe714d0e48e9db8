import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stem } from "./stem.ru.ts";

// Published sample of the Snowball project's Russian vocabulary.
const pairs =
  "в в|вавиловка вавиловк|вагнера вагнер|вагон вагон|вагона вагон|вагоне вагон|вагонов вагон|вагоном вагон|вагоны вагон|важная важн|важнее важн|важнейшие важн|важнейшими важн|важничал важнича|важно важн|важного важн|важной важн|важному важн|важность важност|важностью важност|важную важн|важны важн|важный важн|важных важн|вазах ваз|вазы ваз|вакса вакс|вакханка вакханк|вал вал|валандался валанда|валентина валентин|валериановых валерианов|валерию валер|валетами валет|вали вал|валил вал|валился вал|валится вал|валов вал|вальдшнепа вальдшнеп|п п|па па|пава пав|павел павел|павильон павильон|павильонам павильон|павла павл|павлиний павлин|павлиньи павлин|павлиньим павлин|павлович павлович|павловна павловн|павловне павловн|павлыча павлыч|пагубная пагубн|падает пада|падай пада|падал пада|падала пада|падаль падал|падать пада|падаю пада|падают пада|падающего пада|падеж падеж|падение паден|падением паден|падений паден|паденье паден|паденья паден|падет падет|падут падут|падучая падуч|падчерица падчериц|падшая падш|пажа паж"
    .split("|")
    .map((pair) => pair.split(" ") as [string, string]);

describe("the Russian stemmer", () => {
  test("the table holds sixty pairs and more", () => expect(pairs.length).toBeGreaterThan(60));

  test.each(pairs)("«%s» becomes «%s»", (word, expected) => expect(stem(word)).toBe(expected));

  test("forms of one word meet", () => {
    for (const forms of [
      "фонарь фонаря фонарю фонари фонарей фонарями",
      "вывозят вывозить вывозил",
      "сосулька сосульки сосулькой",
      "ржавая ржавой ржавую",
      "подъезд подъезде подъезды подъездов",
    ])
      expect(new Set(forms.split(" ").map(stem)).size).toBe(1);
  });

  test("a stem is a beginning of its word, whatever the word", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[а-я]{1,30}$/), (word) => {
        const made = stem(word);
        expect(made.length).toBeGreaterThan(0);
        expect(word.startsWith(made)).toBe(true);
      }),
    );
  });
});
