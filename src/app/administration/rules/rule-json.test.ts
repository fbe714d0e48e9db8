import { describe, expect, test } from "vitest";
import { defaultRulePack } from "#modules/problems/index.ts";
import { parsePack, formatPack } from "./rule-json.ts";
import { en } from "../messages.en.ts";
import { ru } from "../messages.ru.ts";

const rule = {
  timer: "answer",
  amount: 7,
  unit: "working-days",
  validFrom: "2026-01-01",
  source: "Регламент",
};
const read = (rules: unknown, code = "own") =>
  parsePack(JSON.stringify({ code, rules }), ru.rules.troubles);
const issues = (rules: unknown, code?: string) => {
  const said = read(rules, code);
  return "troubles" in said ? said.troubles : [];
};

describe("a pack of rules written by hand", () => {
  test("is read back as it was written", () => {
    const said = parsePack(JSON.stringify(defaultRulePack), ru.rules.troubles);
    if (!("pack" in said)) throw new Error(said.troubles.join());
    expect(parsePack(formatPack(said.pack), ru.rules.troubles)).toEqual(said);
  });

  test("names each wrong field with the number of its rule, in the reader's language", () => {
    const wrong = [rule, { ...rule, timer: "react", amount: -1, source: " " }];
    expect(issues(wrong)).toEqual([
      `правило 2: ${ru.rules.troubles.amount}`,
      `правило 2: ${ru.rules.troubles.source}`,
    ]);
    const english = parsePack(JSON.stringify({ code: "own", rules: wrong }), en.rules.troubles);
    expect("troubles" in english && english.troubles[0]).toContain("rule 2: amount");
  });

  test.each([
    ["a field forgotten", [{ ...rule, timer: undefined }], ru.rules.troubles.timer],
    ["half a day", [{ ...rule, amount: 1.5 }], ru.rules.troubles.amount],
    ["an unknown unit", [{ ...rule, unit: "weeks" }], ru.rules.troubles.unit],
    ["no such day", [{ ...rule, validFrom: "2026-02-30" }], ru.rules.troubles.validFrom],
    ["an end before the start", [{ ...rule, validTo: "2025-01-01" }], ru.rules.troubles.validTo],
    ["an empty condition", [{ ...rule, when: { urgency: [] } }], ru.rules.troubles.when],
    ["the same rule twice", [rule, rule], ru.rules.troubles.same],
  ])("%s is said in words", (_, rules, sentence) => {
    expect(issues(rules).join()).toContain(sentence);
  });

  test("no list, a wrong code and a broken text are said too", () => {
    expect(issues("all")).toEqual([ru.rules.troubles.rules]);
    expect(issues([], "Мой код")).toEqual([ru.rules.troubles.code]);
    const broken = parsePack("{", ru.rules.troubles);
    expect("troubles" in broken && broken.troubles[0]).toMatch(/^Это не JSON/);
    const scalar = parsePack("7", ru.rules.troubles);
    expect("troubles" in scalar && scalar.troubles).toEqual([ru.rules.troubles.shape]);
  });
});
