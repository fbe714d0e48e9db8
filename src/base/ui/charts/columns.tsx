import { type BarParts, roundTo2, toSegments } from "./bars.tsx";
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
    toSegments(parts).reduce((sum, { value }) => sum + value, 0),
  );
  const top = Math.max(...totals, 1);
  const step = Math.max(1, niceStep(top / 4));
  const unit = (PLOT.bottom - PLOT.top) / top;
  const pitch = (PLOT.right - PLOT.left) / Math.max(columns.length, 1);
  const width = roundTo2(pitch * 0.66);
  const ticks = Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
  return (
    <svg viewBox="0 0 520 250" role="img" aria-label={label}>
      {ticks.map((tick) => (
        <Tick tick={tick} y={roundTo2(PLOT.bottom - tick * unit)} />
      ))}
      {columns.map((column, index) => {
        const x = roundTo2(PLOT.left + index * pitch + (pitch - width) / 2);
        return (
          <>
            <ColumnStack column={column} x={x} width={width} unit={unit} />
            {index % every === 0 && (
              <text
                x={index === 0 ? PLOT.left + 2 : roundTo2(x + width / 2)}
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
      {toSegments(column.parts).map(({ kind, from, value }) => (
        <rect
          class={`v-${kind}`}
          x={x}
          // A hair of air between the parts keeps neighbours apart without colour.
          y={roundTo2(PLOT.bottom - (from + value) * unit + 0.5)}
          width={width}
          height={roundTo2(Math.max(value * unit - 1.5, 0.5))}
        />
      ))}
    </>
  );
}

export type WaitingTimes = {
  /** With its unit: “Answer, working days”. */
  name: string;
  /** Half of the cases. */
  median: number;
  /** Nine cases of ten. */
  p90: number;
  /** The same two for the whole, drawn as ticks below. */
  overallMedian?: number;
  overallP90?: number;
};

const ROW_HEIGHT = 104;

/** How long one waits: thick tick half of the cases, band, thin tick nine of ten; the whole below. Each row has its own scale. */
export function MedianP90({ rows, label }: { rows: readonly WaitingTimes[]; label: string }) {
  return (
    <svg
      viewBox={`0 0 520 ${Math.max(rows.length * ROW_HEIGHT - 8, 8)}`}
      role="img"
      aria-label={label}
    >
      {rows.map((row, index) => (
        <WaitRow row={row} top={index * ROW_HEIGHT} />
      ))}
    </svg>
  );
}

function WaitRow({ row, top }: { row: WaitingTimes; top: number }) {
  const lang = useLang();
  const max = Math.max(row.p90, row.overallP90 ?? 0, 1) * 1.2;
  const at = (value: number) => roundTo2(2 + (508 * value) / max);
  const median = at(row.median);
  const p90 = at(row.p90);
  const whole = [row.overallMedian, row.overallP90].filter((value) => value !== undefined);
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
        width={roundTo2(p90 - median)}
        height="16"
      />
      <rect class="v-checked" x={roundTo2(median - 3)} y={top + 53} width="6" height="26" />
      <rect class="v-checked" x={roundTo2(p90 - 1.5)} y={top + 56} width="3" height="20" />
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
