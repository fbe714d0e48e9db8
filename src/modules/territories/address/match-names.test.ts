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

describe("lists of places are matched by name", () => {
  it("matches the only namesake, though its type has changed", () => {
    expect(pairs(["Луговой муниципальный округ"], ["Луговой район"]).matched).toEqual([
      ["Луговой район", "Луговой муниципальный округ", "name"],
    ]);
  });

  it("distinguishes a town from its district by type, in any order", () => {
    const { matched } = pairs(
      ["Слободской муниципальный район", "городской округ город Слободской"],
      ["городской округ Слободской", "Слободской район"],
    );
    expect(matched.toSorted()).toEqual([
      ["Слободской район", "Слободской муниципальный район", "type"],
      ["городской округ Слободской", "городской округ город Слободской", "type"],
    ]);
  });

  it("matches the namesake without a type to the remaining place", () => {
    const { matched } = pairs(
      ["городской округ Беловский", "Беловский муниципальный округ"],
      ["Беловский", "Беловский район"],
    );
    expect(matched).toEqual([
      ["Беловский район", "Беловский муниципальный округ", "type"],
      ["Беловский", "городской округ Беловский", "elimination"],
    ]);
  });

  it("leaves indistinguishable namesakes to a person", () => {
    const { matched, ambiguous, left } = pairs(
      ["дер. Белая", "дер. Белая"],
      ["Белая", "деревня Белая"],
    );
    expect({ matched, ambiguous }).toEqual({ matched: [], ambiguous: ["Белая", "деревня Белая"] });
    expect(left).toEqual(["дер. Белая", "дер. Белая"]);
  });

  it("does not match one place twice", () => {
    const { matched, unmatched } = pairs(
      ["Пермский муниципальный округ"],
      ["Пермский", "Пермский район"],
    );
    expect(matched).toEqual([["Пермский район", "Пермский муниципальный округ", "type"]]);
    expect(unmatched).toEqual([["Пермский", []]]);
  });

  it("suggests similar names and never matches them", () => {
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

  it("measures similarity from 0 to 1", () => {
    expect(trigramSimilarity("майкоп", "майкоп")).toBe(1);
    expect(trigramSimilarity("майкоп", "энск")).toBe(0);
    expect(trigramSimilarity("березово", "березовский")).toBeGreaterThan(0.3);
  });
});
