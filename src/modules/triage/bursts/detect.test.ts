import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  advanceToDay,
  countAuthorsByDay,
  baselineRange,
  burstCellKey,
  wholeRegion,
  observe,
  createBurstState,
  windowLengths,
  type BurstCell,
  type Observation,
  type BurstState,
} from "./window-counts.ts";
import { burstFormula, burstScore, type BurstScoreInput } from "./score.ts";
import { createSeasonFactor, type LastYearCount } from "./season.ts";
import { maxFalseAlarms, detectBursts, type Burst } from "./detect.ts";
import { upperTailProbability } from "./tail-probability.ts";

const start = 20_000;

/** The state by definition: every count recomputed from all messages as sets. */
function byBruteForce(messages: readonly Observation[], today: number): BurstState {
  const state = createBurstState(today);
  const places = new Map<
    string,
    { cell: Omit<BurstCell, "windowSums" | "days">; all: Observation[] }
  >();
  for (const message of messages) {
    for (const territory of new Set([message.territory, wholeRegion])) {
      const first = state.firstDayByTerritory.get(territory) ?? Infinity;
      state.firstDayByTerritory.set(territory, Math.min(first, message.day));
      const { topic, group } = message;
      const cells = [
        ...(topic === "" ? [] : [{ territory, kind: "topic" as const, code: topic, group }]),
        ...(group === "" ? [] : [{ territory, kind: "group" as const, code: group, group }]),
        { territory, kind: "all" as const, code: "", group: "" },
      ];
      for (const cell of cells) {
        const key = burstCellKey(cell.territory, cell.kind, cell.code);
        const known = places.get(key) ?? { cell, all: [] };
        known.all.push(message);
        places.set(key, known);
      }
    }
  }
  const { from, to } = baselineRange(today);
  for (const [key, { cell, all }] of places) {
    const within = (end: number, length: number) =>
      new Set(all.filter(({ day }) => day > end - length && day <= end).map((one) => one.author))
        .size;
    const sums = windowLengths.map((length) => {
      let sum = 0;
      for (let day = from; day <= to; day++) sum += within(day, length);
      return sum;
    });
    const days = new Map<number, Map<string, number>>();
    for (const { day, author } of all) {
      const each = days.get(day) ?? new Map<string, number>();
      days.set(day, each.set(author, (each.get(author) ?? 0) + 1));
    }
    const made: BurstCell = { ...cell, windowSums: sums, days };
    state.cells.set(key, made);
    for (const day of days.keys())
      state.cellsByDay.set(day, (state.cellsByDay.get(day) ?? new Set()).add(made));
  }
  return state;
}

/** A steady history: a number of authors a day, each about another topic in turn. */
function calmDays(days: number, perDay: number, part: Partial<Observation> = {}): Observation[] {
  return Array.from({ length: days * perDay }, (_, index) => ({
    day: start + Math.floor(index / perDay),
    territory: "north",
    topic: ["roads.pothole", "waste.yard", "water.cold"][index % 3] ?? "",
    group: ["roads", "waste", "water"][index % 3] ?? "",
    author: `calm ${index}`,
    ...part,
  }));
}

const crowd = (count: number, part: Partial<Observation>): Observation[] =>
  Array.from({ length: count }, (_, index) => ({
    day: start,
    territory: "north",
    topic: "snow.road",
    group: "snow",
    author: `crowd ${index}`,
    ...part,
  }));

function stateOf(messages: readonly Observation[], today: number): BurstState {
  const state = createBurstState(today);
  for (const message of messages) observe(state, message);
  return state;
}

const spotsOf = (messages: readonly Observation[], today: number): Burst[] =>
  detectBursts(stateOf(messages, today));

const inNorth = (spots: readonly Burst[]) =>
  spots.filter(({ territory }) => territory === "north").map(({ code }) => code);

const heard: fc.Arbitrary<Observation> = fc.record({
  day: fc.integer({ min: start, max: start + 75 }),
  territory: fc.constantFrom("", "north", "south"),
  topic: fc.constantFrom("", "snow.road", "snow.roof"),
  group: fc.constantFrom("snow", "snow", ""),
  author: fc.constantFrom("a", "b", "c", "d", "e", "f", "g"),
});

describe("bursts, day by day", () => {
  test("the incremental state equals the brute-force count, late messages included", () => {
    const history = fc.array(fc.record({ message: heard, late: fc.integer({ min: 0, max: 20 }) }), {
      minLength: 20,
      maxLength: 120,
    });
    fc.assert(
      fc.property(history, (rows) => {
        const state = createBurstState(start);
        for (let today = start; today <= start + 80; today++) {
          advanceToDay(state, today);
          for (const { message, late } of rows)
            if (message.day + late === today) observe(state, message);
          if ((today - start) % 16 !== 0) continue;
          const known = rows
            .filter(({ message, late }) => message.day + late <= today)
            .map(({ message }) => message);
          const brute = byBruteForce(known, today);
          expect(detectBursts(state)).toEqual(detectBursts(brute));
          for (const [key, cell] of brute.cells)
            expect(state.cells.get(key)?.windowSums ?? [0, 0, 0]).toEqual(cell.windowSums);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("counts by day in one pass equal counts day by day", () => {
    fc.assert(
      fc.property(fc.array(heard, { maxLength: 60 }), fc.nat(2), (messages, index) => {
        const { cells } = stateOf(messages, start + 60);
        for (const cell of cells.values()) {
          const counts = countAuthorsByDay(cell, { from: start + 10, to: start + 60, index });
          const single = counts.map((_, at) => {
            const end = start + 10 + at;
            const own = messages.filter(
              (one) =>
                (cell.territory === wholeRegion || one.territory === cell.territory) &&
                (cell.kind === "all" || one[cell.kind] === cell.code) &&
                one.day > end - (windowLengths[index] ?? 1) &&
                one.day <= end,
            );
            return new Set(own.map(({ author }) => author)).size;
          });
          expect(counts).toEqual(single);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("a burst over a steady history is found once, incrementally and by brute force", () => {
    const messages = [...calmDays(60, 6), ...crowd(12, { day: start + 59 })];
    const brute = detectBursts(byBruteForce(messages, start + 59));
    expect(inNorth(brute)).toEqual(["snow.road"]);
    expect(spotsOf(messages, start + 59)).toEqual(brute);
  });

  test("the order of messages does not matter", () => {
    const shuffled = fc.shuffledSubarray([...calmDays(40, 4), ...crowd(9, { day: start + 39 })], {
      minLength: 169,
      maxLength: 169,
    });
    const straight = spotsOf([...calmDays(40, 4), ...crowd(9, { day: start + 39 })], start + 39);
    fc.assert(
      fc.property(shuffled, (messages) => {
        expect(spotsOf(messages, start + 39)).toEqual(straight);
      }),
      { numRuns: 20 },
    );
  });

  test("an empty or short history has no bursts and no NaN", () => {
    expect(detectBursts(createBurstState(start))).toEqual([]);
    expect(spotsOf(crowd(40, {}), start)).toEqual([]);
    expect(spotsOf([...calmDays(7, 3), ...crowd(40, { day: start + 6 })], start + 6)).toEqual([]);
    fc.assert(
      fc.property(fc.array(heard, { maxLength: 80 }), (messages) => {
        for (const burst of spotsOf(messages, start + 60)) {
          const numbers = [burst.expected, burst.pValue, burst.falseAlarms, burst.dispersion];
          for (const number of [...numbers, ...Object.values(burst.factors)])
            expect(Number.isFinite(number)).toBe(true);
        }
      }),
    );
  });
});

describe("what is a burst and what is not", () => {
  const day = start + 59;

  test("a hundred messages of one author are no burst", () => {
    const zealot = crowd(100, { day }).map((one) => ({ ...one, author: "zealot" }));
    expect(inNorth(spotsOf([...calmDays(60, 6), ...zealot], day))).toEqual([]);
  });

  test("more authors give a smaller p-value", () => {
    let rarer = 1;
    for (let people = 5; people <= 40; people += 5) {
      const [spot] = spotsOf([...calmDays(60, 6), ...crowd(people, { day })], day);
      expect(spot?.pValue ?? 1).toBeLessThanOrEqual(rarer);
      rarer = spot?.pValue ?? 1;
    }
    expect(rarer).toBeLessThan(1e-12);
  });

  test("growth of the whole channel is no burst", () => {
    const more = calmDays(1, 24, { day }).map((one, index) => ({ ...one, author: `new ${index}` }));
    expect(inNorth(spotsOf([...calmDays(59, 12), ...more], day))).toEqual([]);
  });

  test("a weekly pattern is no burst", () => {
    const weekly = Array.from({ length: 9 }, (_, week) =>
      crowd(9, { day: day - 7 * week }).map((one) => ({ ...one, author: `${one.author} ${week}` })),
    ).flat();
    expect(inNorth(spotsOf([...calmDays(60, 6), ...weekly], day))).toEqual([]);
    expect(inNorth(spotsOf([...calmDays(60, 6), ...crowd(9, { day })], day))).toEqual([
      "snow.road",
    ]);
  });

  test("seasonal topics are expected in their season", () => {
    const messages = [...calmDays(60, 6), ...crowd(6, { day })];
    const rows: LastYearCount[] = [
      { topic: "snow.road", group: "snow", around: 400, before: 0 },
      { topic: "waste.yard", group: "waste", around: 400, before: 800 },
    ];
    const season = createSeasonFactor(rows);
    expect(season("topic", "snow.road")).toBe(4);
    expect(season("topic", "waste.yard")).toBeLessThan(1);
    expect(createSeasonFactor([])("topic", "snow.road")).toBe(1);
    const [plain] = detectBursts(stateOf(messages, day));
    const [winter] = detectBursts(stateOf(messages, day), season);
    expect(winter?.pValue ?? 1).toBeGreaterThan(plain?.pValue ?? 1);
  });

  test("a group is reported when only its topics together exceed the level", () => {
    const spread = crowd(12, { day }).map((one, index) => ({
      ...one,
      topic: `snow.kind-${index}`,
    }));
    const [spot] = spotsOf([...calmDays(60, 6), ...spread], day);
    expect(spot).toMatchObject({ kind: "group", code: "snow", authors: 12, window: 1 });
  });

  test("messages without a place count only for the whole region", () => {
    const nowhere = crowd(20, { day, territory: "" });
    const spots = spotsOf([...calmDays(60, 6), ...nowhere], day);
    expect(spots.map(({ territory, code }) => [territory, code])).toEqual([["", "snow.road"]]);
  });

  test("the false alarm rate is within its bound", () => {
    // Random but steady: every author picks one of eight topics, no day differs from another.
    let seed = 7;
    const random = (): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed / 0x7fffffff;
    };
    const days = 300;
    const state = createBurstState(start);
    let alarms = 0;
    for (let today = start; today < start + days; today++) {
      advanceToDay(state, today);
      const letters = 4 + Math.floor(random() * 8);
      for (let each = 0; each < letters; each++) {
        const topic = `g.t${Math.floor(random() * random() * 8)}`;
        observe(state, {
          day: today,
          territory: "north",
          topic,
          group: "g",
          author: `${today} ${each}`,
        });
      }
      alarms += detectBursts(state).filter(({ territory }) => territory === "north").length;
    }
    expect(alarms / (days / 30)).toBeLessThanOrEqual(maxFalseAlarms);
  });
});

describe("the statistic", () => {
  test("the tail is a probability, falls with the count and rises with mean and variance", () => {
    const spread = fc.record({
      mean: fc.double({ min: 0.01, max: 200, noNaN: true }),
      more: fc.double({ min: 0, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(spread, fc.nat(300), ({ mean, more }, count) => {
        const usual = { mean, variance: mean + more };
        const chance = upperTailProbability(count, usual);
        expect(chance).toBeGreaterThan(0);
        expect(chance).toBeLessThanOrEqual(1);
        expect(upperTailProbability(count + 1, usual)).toBeLessThanOrEqual(chance * (1 + 1e-9));
      }),
    );
    expect(upperTailProbability(3, { mean: 1, variance: 1 })).toBeCloseTo(1 - 2.5 / Math.E, 10);
    expect(upperTailProbability(5, { mean: 1, variance: 3 })).toBeGreaterThan(
      upperTailProbability(5, { mean: 1, variance: 1 }),
    );
  });

  test("every score component is non-negative and they add up", () => {
    const input: fc.Arbitrary<BurstScoreInput> = fc.record({
      authors: fc.integer({ min: 3, max: 300 }),
      expected: fc.double({ min: 0, max: 50, noNaN: true }),
      before: fc.nat(100),
      returns: fc.nat(9),
      overdueShare: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    expect(burstFormula.reduce((sum, { max }) => sum + max, 0)).toBe(100);
    fc.assert(
      fc.property(input, fc.nat(50), (some, more) => {
        const { score, breakdown } = burstScore(some);
        expect(breakdown.reduce((sum, { points }) => sum + points, 0)).toBe(score);
        expect(score).toBeLessThanOrEqual(100);
        const grown = burstScore({ ...some, authors: some.authors + more });
        expect(grown.score).toBeGreaterThanOrEqual(score);
        expect(burstScore({ ...some, returns: some.returns + more }).score).toBeGreaterThanOrEqual(
          score,
        );
      }),
    );
  });
});
