import { type BarParts, round, segments } from "./bars.tsx";
import { formatNumber } from "../format.ts";
import { useLang } from "../lang.tsx";

/** The smallest of 1, 2, 5 × 10ⁿ that is not below the value. */
function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= value) ?? 10;
  return factor * power;
}

const PLOT = { left: 26, right: 520, top: 30, bottom: 214 };

export type WeekColumn = { label: string; parts: BarParts };

/** Columns by week, stacked by state, with a counted axis; every third week is labelled. */
export function WeekColumns({
  columns,
  label,
  every = 3,
}: {
  columns: readonly WeekColumn[];
  label: string;
  every?: number;
}) {
  const totals = columns.map(({ parts }) =>
    segments(parts).reduce((sum, { value }) => sum + value, 0),
  );
  const top = Math.max(...totals, 1);
  const step = Math.max(1, niceStep(top / 4));
  const unit = (PLOT.bottom - PLOT.top) / top;
  const pitch = (PLOT.right - PLOT.left) / Math.max(columns.length, 1);
  const width = round(pitch * 0.66);
  const ticks = Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
  return (
    <svg viewBox="0 0 520 250" role="img" aria-label={label}>
      {ticks.map((tick) => (
        <Tick tick={tick} y={round(PLOT.bottom - tick * unit)} />
      ))}
      {columns.map((column, index) => {
        const x = round(PLOT.left + index * pitch + (pitch - width) / 2);
        return (
          <>
            <ColumnStack column={column} x={x} width={width} unit={unit} />
            {index % every === 0 && (
              <text
                x={index === 0 ? PLOT.left + 2 : round(x + width / 2)}
                y="238"
                text-anchor={index === 0 ? "start" : "middle"}
              >
                {column.label}
              </text>
            )}
          </>
        );
      })}
    </svg>
  );
}

function Tick({ tick, y }: { tick: number; y: number }) {
  const lang = useLang();
  return (
    <>
      <line class={tick === 0 ? "v-axis" : "v-grid"} x1={PLOT.left} x2={PLOT.right} y1={y} y2={y} />
      <text x="18" y={y + 5} text-anchor="end">
        {formatNumber(tick, { lang })}
      </text>
    </>
  );
}

function ColumnStack({
  column,
  x,
  width,
  unit,
}: {
  column: WeekColumn;
  x: number;
  width: number;
  unit: number;
}) {
  return (
    <>
      {segments(column.parts).map(({ kind, from, value }) => (
        <rect
          class={`v-${kind}`}
          x={x}
          // A hair of air between the parts keeps neighbours apart without colour.
          y={round(PLOT.bottom - (from + value) * unit + 0.5)}
          width={width}
          height={round(Math.max(value * unit - 1.5, 0.5))}
        />
      ))}
    </>
  );
}

export type Wait = {
  /** With its unit: “Answer, working days”. */
  name: string;
  /** Half of the cases. */
  median: number;
  /** Nine cases of ten. */
  p90: number;
  /** The same two for the whole, drawn as ticks below. */
  wholeMedian?: number;
  wholeP90?: number;
};

const ROW = 104;

/** How long one waits: thick tick half of the cases, band, thin tick nine of ten; the whole below. Each row has its own scale. */
export function MedianP90({ rows, label }: { rows: readonly Wait[]; label: string }) {
  return (
    <svg viewBox={`0 0 520 ${Math.max(rows.length * ROW - 8, 8)}`} role="img" aria-label={label}>
      {rows.map((row, index) => (
        <WaitRow row={row} top={index * ROW} />
      ))}
    </svg>
  );
}

function WaitRow({ row, top }: { row: Wait; top: number }) {
  const lang = useLang();
  const most = Math.max(row.p90, row.wholeP90 ?? 0, 1) * 1.2;
  const at = (value: number) => round(2 + (508 * value) / most);
  const median = at(row.median);
  const p90 = at(row.p90);
  const whole = [row.wholeMedian, row.wholeP90].filter((value) => value !== undefined);
  // Close to the left edge the number stands to the right of its tick.
  const anchor = median < 60 ? "start" : "middle";
  return (
    <>
      <text class="strong" x="2" y={top + 18}>
        {row.name}
      </text>
      <line class="v-grid" x1="2" x2="510" y1={top + 66} y2={top + 66} />
      <rect
        class="v-checked"
        opacity=".28"
        x={median}
        y={top + 58}
        width={round(p90 - median)}
        height="16"
      />
      <rect class="v-checked" x={round(median - 3)} y={top + 53} width="6" height="26" />
      <rect class="v-checked" x={round(p90 - 1.5)} y={top + 56} width="3" height="20" />
      {whole.map((value) => (
        <line class="v-region" x1={at(value)} x2={at(value)} y1={top + 81} y2={top + 90} />
      ))}
      <text class="strong" x={median} y={top + 47} text-anchor={anchor}>
        {formatNumber(row.median, { lang, digits: 1 })}
      </text>
      {p90 - median > 30 && (
        <text class="strong" x={p90} y={top + 47} text-anchor="middle">
          {formatNumber(row.p90, { lang, digits: 1 })}
        </text>
      )}
    </>
  );
}
