import { describe, expect, it } from "vitest";
import { trigramSimilarity, matchNames } from "./match-names.ts";

const named = (...names: string[]) => names.map((name) => ({ name }));
function pairs(existing: string[], incoming: string[]) {
  const report = matchNames(named(...existing), named(...incoming));
  return {
    matched: report.matched.map((match) => [match.incoming.name, match.existing.name, match.by]),
    ambiguous: report.ambiguous.map(({ incoming: item }) => item.name),
    unmatched: report.unmatched.map(({ incoming: item, suggestions }) => [
      item.name,
      suggestions.map(({ existing: place }) => place.name),
    ]),
    left: report.left.map(({ name }) => name),
  };
}

describe("lists of places are joined by name", () => {
  it("takes the only namesake, though its type has changed", () => {
    expect(pairs(["Луговой муниципальный округ"], ["Луговой район"]).matched).toEqual([
      ["Луговой район", "Луговой муниципальный округ", "name"],
    ]);
  });

  it("tells a town from its district by type, whatever their order", () => {
    const { matched } = pairs(
      ["Слободской муниципальный район", "городской округ город Слободской"],
      ["городской округ Слободской", "Слободской район"],
    );
    expect(matched.toSorted()).toEqual([
      ["Слободской район", "Слободской муниципальный район", "type"],
      ["городской округ Слободской", "городской округ город Слободской", "type"],
    ]);
  });

  it("gives the namesake without a type what is left", () => {
    const { matched } = pairs(
      ["городской округ Беловский", "Беловский муниципальный округ"],
      ["Беловский", "Беловский район"],
    );
    expect(matched).toEqual([
      ["Беловский район", "Беловский муниципальный округ", "type"],
      ["Беловский", "городской округ Беловский", "elimination"],
    ]);
  });

  it("leaves namesakes that nothing tells apart to a person", () => {
    const { matched, ambiguous, left } = pairs(
      ["дер. Белая", "дер. Белая"],
      ["Белая", "деревня Белая"],
    );
    expect({ matched, ambiguous }).toEqual({ matched: [], ambiguous: ["Белая", "деревня Белая"] });
    expect(left).toEqual(["дер. Белая", "дер. Белая"]);
  });

  it("does not give one place to two", () => {
    const { matched, unmatched } = pairs(
      ["Пермский муниципальный округ"],
      ["Пермский", "Пермский район"],
    );
    expect(matched).toEqual([["Пермский район", "Пермский муниципальный округ", "type"]]);
    expect(unmatched).toEqual([["Пермский", []]]);
  });

  it("offers what is alike and never takes it", () => {
    const { matched, unmatched, left } = pairs(
      ["городской округ город Берёзово", "Дальний"],
      ["Берёзовский", "Ключи"],
    );
    expect(matched).toEqual([]);
    expect(unmatched).toEqual([
      ["Берёзовский", ["городской округ город Берёзово"]],
      ["Ключи", []],
    ]);
    expect(left).toHaveLength(2);
  });

  it("measures likeness from nothing in common to the same", () => {
    expect(trigramSimilarity("майкоп", "майкоп")).toBe(1);
    expect(trigramSimilarity("майкоп", "энск")).toBe(0);
    expect(trigramSimilarity("березово", "березовский")).toBeGreaterThan(0.3);
  });
});
