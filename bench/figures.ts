/** One measured figure beside what it must reach. */
export type Measurement = {
  part: string;
  what: string;
  value: number;
  unit: string;
  /** What BAR asks: at least, or at most where `most`. */
  target?: number;
  atMost?: boolean;
  /** Measured beside it, for the reader. */
  details?: Record<string, number | string>;
};

/** Rounds a figure for printing. */
export const roundFigure = (value: number): number =>
  value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;

/** Returns how many times the target is met: 1 and more passes, for «at most» targets too. */
export function targetRatio({
  value,
  target,
  atMost: max = false,
}: Measurement): number | undefined {
  if (target === undefined) return undefined;
  return max ? target / value : value / target;
}

/** Prints the figures as a table. */
export function printTable(figures: readonly Measurement[]): void {
  const rows = figures.map((figure) => {
    const ratio = targetRatio(figure);
    const sign = figure.atMost === true ? "≤" : "≥";
    return {
      what: `${figure.part}: ${figure.what}`,
      value: `${roundFigure(figure.value)} ${figure.unit}`,
      bar: figure.target === undefined ? "" : `${sign} ${figure.target}`,
      ratio: ratio === undefined ? "" : `${ratio.toFixed(2)}${ratio < 1 ? " UNDER" : ""}`,
      more: Object.entries(figure.details ?? {})
        .map(([name, value]) => `${name} ${typeof value === "number" ? roundFigure(value) : value}`)
        .join(", "),
    };
  });
  const columns = ["what", "value", "bar", "ratio", "more"] as const;
  const width = (column: (typeof columns)[number]) =>
    Math.max(column.length, ...rows.map((row) => row[column].length));
  const widths = columns.map(width);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 1 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  console.log(line(columns));
  for (const row of rows) console.log(line(columns.map((column) => row[column])));
}
