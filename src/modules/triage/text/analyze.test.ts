import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalizeWord } from "./normalize-word.ru.ts";
import { repairMojibake } from "./mojibake.ts";
import { forEachWord } from "./word-runs.ts";
import {
  MAX_ANALYZED_CHARS,
  maskOpaqueRuns,
  mergeSpans,
  analyzeText,
  tokenSpan,
} from "./analyze.ts";

const words = (text: string): string[] => analyzeText(text).tokens.map((token) => token.word);

describe("text analysis", () => {
  test("case, ё and Latin look-alikes are normalised", () => {
    expect(words("ЁЛКА Cнeг")).toEqual(["елка", "снег"]);
    expect(normalizeWord("люk")).toBe("люк");
    expect(normalizeWord("wifi")).toBe("wifi");
  });

  test("markup, entities, links, e-mail, telephones and emoji are skipped", () => {
    const text =
      "<p class='a'>Яма&nbsp;тут</p> https://vk.com/w1 a.b@mail.ru 8 (912) 345-67-89 😀 [id5|Оля]";
    expect(words(text)).toEqual(["яма", "тут"]);
  });

  test("numbers and letters are separate tokens with the punctuation before them", () => {
    const { tokens } = analyzeText("д. 5к2, пр-т");
    expect(tokens.map(({ word, before }) => [word, before])).toEqual([
      ["д", ""],
      ["5", ". "],
      ["к", ""],
      ["2", ""],
      ["пр", ", "],
      ["т", "-"],
    ]);
  });

  test("a long text is truncated and marked so", () => {
    const read = analyzeText("мусор не вывозят ".repeat(6_000));
    expect(read.cut).toBe(true);
    expect(read.tokens.at(-1)?.end).toBeLessThanOrEqual(MAX_ANALYZED_CHARS);
    expect(analyzeText("коротко").cut).toBe(false);
  });

  test("every token has the right offsets", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(maskOpaqueRuns(text)).toHaveLength(text.length);
        let from = 0;
        for (const token of analyzeText(text).tokens) {
          expect(token.start).toBeGreaterThanOrEqual(from);
          expect(token.end).toBeGreaterThan(token.start);
          from = token.end;
        }
        expect(from).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  test("runs of letters and digits equal those of the regular expression", () => {
    const shape = /[\p{L}\p{M}]+(?:[03](?=\p{L})[\p{L}\p{M}]+)*|\d+/gu;
    const pieces = ["Ж", "ё", "0", "3", "7", " ", ", ", "\u0301", "\ud801\udc28", "\ud83d\ude00"];
    const odd = fc.constantFrom(...pieces, "\ud800", "\udc28", "水", "٣", "ß", "²");
    const text = fc.oneof(
      fc.array(odd).map((list) => list.join("")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(text, (given) => {
        const runs: string[] = [];
        forEachWord(given, (start, end) => runs.push(given.slice(start, end)));
        expect(runs).toEqual([...given.matchAll(shape)].map(([run]) => run));
      }),
    );
  });

  test("a text in a wrong encoding is repaired with the right offsets", () => {
    const said = "Ёлка упала, пахнет газом";
    const utf8 = new TextEncoder().encode(said);
    const cp1251 = Uint8Array.from(said, (one) =>
      one === "Ё" ? 0xa8 : one > "\u00ff" ? one.charCodeAt(0) - 0x350 : one.charCodeAt(0),
    );
    const wrong = [
      new TextDecoder("windows-1252").decode(utf8),
      new TextDecoder("windows-1251").decode(utf8),
      new TextDecoder("windows-1252").decode(cp1251),
      String.fromCharCode(...utf8),
    ];
    for (const text of wrong) {
      expect(words(text)).toEqual(["елка", "упала", "пахнет", "газом"]);
      const last = analyzeText(text).tokens.at(-1);
      expect([last?.start, last?.end]).toEqual([text.lastIndexOf(" ") + 1, text.length]);
    }
    for (const right of ["Straße über Élan", "С – П", "Ñandú", "Сумма № 5 «Рис»", "CRÈME BRÛLÉE"])
      expect(repairMojibake(right)).toBeUndefined();
  });

  test("adjacent spans of one field are merged, in order", () => {
    const read = analyzeText("открытый люк и газ");
    const spans = [3, 1, 0].map((at) => tokenSpan(read, at, at, "urgency"));
    expect(mergeSpans(read.original, spans).map(({ text }) => text)).toEqual([
      "открытый люк",
      "газ",
    ]);
  });
});
