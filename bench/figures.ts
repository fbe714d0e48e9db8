/** One measured figure beside what it must reach. */
export type Figure = {
  part: string;
  what: string;
  value: number;
  unit: string;
  /** What BAR asks: at least, or at most where `most`. */
  bar?: number;
  most?: boolean;
  /** Measured beside it, for the reader. */
  more?: Record<string, number | string>;
};

export const rounded = (value: number): number =>
  value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;

/** How many times the bar is reached: 1 and more is good, for «at most» bars too. */
export function ratioOf({ value, bar, most = false }: Figure): number | undefined {
  if (bar === undefined) return undefined;
  return most ? bar / value : value / bar;
}

/** The figures as a table for people. */
export function printTable(figures: readonly Figure[]): void {
  const rows = figures.map((figure) => {
    const ratio = ratioOf(figure);
    const sign = figure.most === true ? "≤" : "≥";
    return {
      what: `${figure.part}: ${figure.what}`,
      value: `${rounded(figure.value)} ${figure.unit}`,
      bar: figure.bar === undefined ? "" : `${sign} ${figure.bar}`,
      ratio: ratio === undefined ? "" : `${ratio.toFixed(2)}${ratio < 1 ? " UNDER" : ""}`,
      more: Object.entries(figure.more ?? {})
        .map(([name, value]) => `${name} ${typeof value === "number" ? rounded(value) : value}`)
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
