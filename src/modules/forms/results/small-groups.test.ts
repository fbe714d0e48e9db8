import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeSmallRows, mergeSmallGroups } from "./small-groups.ts";

const least = 3;

/** Every way in which up to `most` people may have answered `cells` options. */
function tables(cells: number, most: number): number[][] {
  if (cells === 0) return [[]];
  return Array.from({ length: most + 1 }, (_, count) => count).flatMap((count) =>
    tables(cells - 1, most).map((rest) => [count, ...rest]),
  );
}

describe("figures of few people", () => {
  test("what is shown is a partition, each figure zero or of enough people", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }), (counts) => {
        const groups = mergeSmallGroups(counts, 5);
        expect(groups.flatMap(({ members }) => members).toSorted((a, b) => a - b)).toEqual(
          counts.map((_, at) => at),
        );
        const sum = counts.reduce((a, b) => a + b, 0);
        expect(groups.reduce((all, { count }) => all + count, 0)).toBe(sum);
        if (sum < 5) return;
        for (const { count } of groups) expect(count === 0 || count >= 5).toBe(true);
      }),
    );
  });

  test("nobody who knows the rule can work a joined figure out: several tables look alike", () => {
    for (const [cells, most] of [
      [2, 14],
      [3, 14],
      [4, 10],
    ] as const) {
      const alike = new Map<string, number[][]>();
      for (const counts of tables(cells, most)) {
        if (counts.reduce((a, b) => a + b, 0) < least) continue;
        const seen = JSON.stringify(mergeSmallGroups(counts, least));
        alike.set(seen, [...(alike.get(seen) ?? []), counts]);
      }
      for (const [seen, same] of alike) {
        const groups = JSON.parse(seen) as { members: number[]; count: number }[];
        // Larger sums have solutions past the tables tried here.
        const joined = groups.filter(({ members, count }) => members.length > 1 && count <= most);
        for (const at of joined.flatMap(({ members }) => members))
          if (new Set(same.map((counts) => counts[at])).size < 2) throw new Error(`${seen}: ${at}`);
      }
    }
  });

  test("in a cross table every shown row and the joined one are safe, and nothing is lost", () => {
    const row = fc.array(fc.nat(20), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 7 }), (rows) => {
        const given = rows.map((counts, at) => ({ key: String(at), counts }));
        const { shown, together } = mergeSmallRows(given, 5);
        for (const { counts } of shown)
          for (const count of counts) expect(count === 0 || count >= 5).toBe(true);
        if (together !== undefined && shown.length > 0) {
          expect(together.keys.length).toBeGreaterThan(1);
          for (const count of together.counts) expect(count === 0 || count >= 5).toBe(true);
        }
        const keys = [...shown.map(({ key }) => key), ...(together?.keys ?? [])];
        expect(keys.toSorted()).toEqual(given.map(({ key }) => key).toSorted());
      }),
    );
  });
});
