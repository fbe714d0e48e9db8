/** One term of a displayed formula: points grow to `max` as the value reaches `full`. */
export type FormulaTerm<Code extends string> = {
  code: Code;
  max: number;
  full: number;
  curve: "straight" | "log";
};

/**
 * Computes each term's whole points, so that the sum on a page is right; negative values count as
 * 0.
 */
export function scoreBreakdown<Code extends string>(
  formula: readonly FormulaTerm<Code>[],
  given: Readonly<Record<Code, number>>,
): { code: Code; points: number; max: number; value: number }[] {
  return formula.map(({ code, max, full, curve }) => {
    // Infinity divided by `full` stays the maximum, not NaN.
    const most = Math.min(given[code], Number.MAX_VALUE);
    const value = Number.isNaN(most) ? 0 : Math.max(0, most);
    const part = curve === "log" ? Math.log1p(value) / Math.log1p(full) : value / full;
    return { code, points: Math.round(max * Math.min(1, part)), max, value };
  });
}

/** Returns the sum of the terms' points. */
export const sumPoints = (summands: readonly { points: number }[]): number =>
  summands.reduce((sum, { points }) => sum + points, 0);
