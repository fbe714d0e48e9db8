import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dayBefore,
  indexRules,
  periodsOverlap,
  resolveResponsibleBody,
  type CompetenceQuery,
  type CompetenceRule,
} from "./rules.ts";
import { countGaps, buildGrid } from "./grid.ts";

const day = "2026-05-31";

function rule(part: Partial<CompetenceRule> & { organisationId: string }): CompetenceRule {
  const { organisationId, topic = "roads", territoryId = null } = part;
  return {
    id: `${topic} ${territoryId ?? "region"} ${organisationId} ${part.validFrom ?? ""}`,
    topic,
    territoryId,
    organisationName: organisationId,
    validFrom: "2025-01-01",
    validTo: null,
    reason: `Дело за ${organisationId}`,
    ...part,
  };
}

const ask = (part: Partial<CompetenceQuery> = {}): CompetenceQuery => ({
  topic: "roads.manhole",
  group: "roads",
  municipalityId: "dolgomost",
  day,
  ...part,
});

const answer = (rules: CompetenceRule[], part: Partial<CompetenceQuery> = {}) =>
  resolveResponsibleBody(ask(part), indexRules(rules));

const wide = rule({ organisationId: "Минтранс" });
const placed = rule({ organisationId: "МКУ", territoryId: "dolgomost" });
const topical = rule({ organisationId: "Водоканал", topic: "roads.manhole" });
const exact = rule({ organisationId: "МУП", topic: "roads.manhole", territoryId: "dolgomost" });

describe("who answers", () => {
  test("the narrower rule wins: topic and place, topic, group and place, group", () => {
    expect(answer([wide])?.name).toBe("Минтранс");
    expect(answer([wide, placed])?.name).toBe("МКУ");
    expect(answer([wide, placed, topical])?.name).toBe("Водоканал");
    expect(answer([wide, placed, topical, exact])?.name).toBe("МУП");
  });

  test("a wider rule is surer of nothing: confidence falls with width", () => {
    const all = [exact, topical, placed, wide].map((one) => answer([one])?.confidence ?? 0);
    expect(all).toEqual(all.toSorted((a, b) => b - a));
    expect(new Set(all).size).toBe(4);
  });

  test("nobody answers for another topic or another place", () => {
    expect(answer([exact], { topic: "roads.pothole" })).toBeUndefined();
    expect(answer([exact, placed], { municipalityId: "sinegorsk" })).toBeUndefined();
  });

  test("without a place only rules of the whole region fit", () => {
    expect(answer([exact, placed, topical], { municipalityId: null })?.name).toBe("Водоканал");
    expect(answer([exact, placed], { municipalityId: null })).toBeUndefined();
  });

  test("the first and the last day are in force, the days around them are not", () => {
    const short = [rule({ organisationId: "МКУ", validFrom: "2026-03-01", validTo: "2026-03-31" })];
    const on = (when: string) => answer(short, { day: when })?.name;
    expect([on("2026-02-28"), on("2026-03-01"), on("2026-03-31"), on("2026-04-01")]).toEqual([
      undefined,
      "МКУ",
      "МКУ",
      undefined,
    ]);
  });

  test("two bodies just as narrow: the newer one is suggested, the other named, the confidence halved", () => {
    const newer = rule({
      organisationId: "Новая служба",
      territoryId: "dolgomost",
      validFrom: "2026-01-01",
    });
    const body = answer([placed, newer, wide]);
    expect(body?.name).toBe("Новая служба");
    expect(body?.alternatives.map(({ name }) => name)).toEqual(["МКУ"]);
    expect(body?.confidence).toBeCloseTo((answer([placed])?.confidence ?? 0) / 2);
  });

  test("one body named by two rules is no doubt", () => {
    const again = rule({ ...placed, id: "again", validFrom: "2026-01-01" });
    expect(answer([placed, again])).toMatchObject({
      alternatives: [],
      confidence: answer([placed])?.confidence,
    });
  });
});

const codes = ["roads", "roads.manhole", "roads.pothole", "water", "water.leak"];
const places = ["dolgomost", "sinegorsk", "kedrinsky"];
const days = fc.integer({ min: 1, max: 28 }).map((n) => `2026-05-${String(n).padStart(2, "0")}`);
const anyRule = fc
  .record({
    id: fc.uuid(),
    topic: fc.constantFrom(...codes),
    territoryId: fc.option(fc.constantFrom(...places), { nil: null }),
    organisationId: fc.constantFrom("МКУ", "МУП", "УК", "Минтранс"),
    validFrom: days,
    validTo: fc.option(days, { nil: null }),
  })
  .map((part) => rule(part));
const anyAsk = fc
  .record({
    topic: fc.constantFrom("roads.manhole", "roads.pothole", "water.leak"),
    municipalityId: fc.option(fc.constantFrom(...places), { nil: null }),
    day: days,
  })
  .map((part) => ({ ...part, group: part.topic.split(".")[0] ?? "" }));

describe("laws of the matrix", () => {
  test("a rule of a topic in a place changes nothing for other topics, other places, other days", () => {
    const narrow = anyRule.filter(
      ({ topic, territoryId }) => topic.includes(".") && territoryId !== null,
    );
    fc.assert(
      fc.property(
        fc.array(anyRule, { maxLength: 12 }),
        narrow,
        anyAsk,
        (rules, added, question) => {
          const sameCell =
            question.topic === added.topic && question.municipalityId === added.territoryId;
          const inForce = added.validFrom <= question.day && (added.validTo ?? "9") >= question.day;
          fc.pre(!sameCell || !inForce);
          const before = resolveResponsibleBody(question, indexRules(rules));
          expect(resolveResponsibleBody(question, indexRules([...rules, added]))).toEqual(before);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("the index answers as a walk over all rows would", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 15 }), anyAsk, (rules, question) => {
        const { topic, group, municipalityId: place } = question;
        const widths: [string, string | null][] = [
          [topic, place],
          [topic, null],
          [group, place],
          [group, null],
        ];
        const fits = widths
          .map(([code, where]) =>
            rules.filter(
              (one) =>
                one.topic === code &&
                one.territoryId === where &&
                one.validFrom <= question.day &&
                (one.validTo === null || one.validTo >= question.day),
            ),
          )
          .find((found) => found.length > 0);
        const body = resolveResponsibleBody(question, indexRules(rules));
        const named = body === undefined ? [] : [body, ...body.alternatives];
        expect(new Set(named.map((one) => one.organisationId))).toEqual(
          new Set((fits ?? []).map((one) => one.organisationId)),
        );
        expect(new Set(named.map((one) => one.organisationId)).size).toBe(named.length);
      }),
      { numRuns: 500 },
    );
  });

  test("the order of the rows decides nothing", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyRule, { selector: ({ id }) => id, maxLength: 10 }),
        anyAsk,
        (rules, question) => {
          const reversed = resolveResponsibleBody(question, indexRules(rules.toReversed()));
          expect(reversed).toEqual(resolveResponsibleBody(question, indexRules(rules)));
        },
      ),
    );
  });

  test("two spans overlap exactly when some day is in force in both", () => {
    const span = fc.record({ validFrom: days, validTo: fc.option(days, { nil: null }) });
    const month = Array.from({ length: 40 }, (_, n) => n + 1).map((n) =>
      n <= 31
        ? `2026-05-${String(n).padStart(2, "0")}`
        : `2026-06-${String(n - 31).padStart(2, "0")}`,
    );
    const holds = (one: { validFrom: string; validTo: string | null }, at: string) =>
      one.validFrom <= at && (one.validTo === null || one.validTo >= at);
    fc.assert(
      fc.property(
        span,
        span,
        (a, b) => periodsOverlap(a, b) === month.some((at) => holds(a, at) && holds(b, at)),
      ),
    );
  });

  test("the day before crosses months and leap years", () => {
    expect(dayBefore("2028-03-01")).toBe("2028-02-29");
    expect(dayBefore("2026-01-01")).toBe("2025-12-31");
  });
});

describe("the table of who answers", () => {
  const name = (text: string) => ({ ru: text, en: text });
  const catalogue = {
    groups: [
      { code: "roads", name: name("Дороги") },
      { code: "water", name: name("Вода") },
    ],
    topics: [
      { code: "roads.manhole", group: "roads", name: name("Люки") },
      { code: "roads.pothole", group: "roads", name: name("Ямы") },
      { code: "water.leak", group: "water", name: name("Протечки") },
    ],
  };
  const grid = (rules: CompetenceRule[], group?: string) =>
    buildGrid({ rules, catalogue, group, columns: [null, "dolgomost", "sinegorsk"], day });

  test("a cell distinguishes its own rule from the region's and from the group's", () => {
    const sources = grid([wide, placed]).map((row) => row.cells.map((cell) => cell.source));
    expect(sources).toEqual([
      ["own", "own", "region"],
      [undefined, undefined, undefined],
    ]);
    expect(grid([wide, topical], "roads").map((row) => row.cells[1]?.source)).toEqual([
      "region",
      "group",
    ]);
  });

  test("a gap is a municipality where some topic finds nobody; the region's column has none", () => {
    expect(countGaps(grid([]))).toBe(4);
    expect(countGaps(grid([wide]))).toBe(2);
    expect(countGaps(grid([exact], "roads"))).toBe(3);
  });

  test("a group whose every topic is named has no gap and counts its special rules", () => {
    const leak = rule({
      organisationId: "Водоканал",
      topic: "water.leak",
      territoryId: "dolgomost",
    });
    const [, water] = grid([leak]);
    expect(water?.cells.map(({ isGap, exceptions }) => ({ gap: isGap, exceptions }))).toEqual([
      { gap: false, exceptions: 0 },
      { gap: false, exceptions: 1 },
      { gap: true, exceptions: 0 },
    ]);
  });
});
