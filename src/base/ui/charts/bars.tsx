import type { ComponentChildren } from "preact";
import { formatNumber } from "../format.ts";
import { useLang, useMessages } from "../lang.tsx";
import { Heading, type HeadingLevel } from "../layout/layout.tsx";

/** Fills in their only order; `track` is what remains of the whole. */
export const barKinds = ["checked", "said", "open", "late"] as const;

export type BarKind = (typeof barKinds)[number];

export type BarParts = Partial<Record<BarKind, number>>;

/** Rounds to two decimals, for a short SVG. */
export function roundTo2(value: number): number {
  return Math.round(value * 100) / 100;
}

function percent(part: number, whole: number): string {
  return `${whole > 0 ? roundTo2((part / whole) * 100) : 0}%`;
}

type Segment = { kind: BarKind; from: number; value: number };

/** Returns the non-zero parts, each with its offset. */
export function toSegments(parts: BarParts): Segment[] {
  let from = 0;
  const found: Segment[] = [];
  for (const kind of barKinds) {
    const value = parts[kind] ?? 0;
    if (value > 0) found.push({ kind, from, value });
    from += value;
  }
  return found;
}

export type BarProps = {
  /** The numbers in words: “Of 312: checked 118, …”. */
  label: string;
  parts: BarParts;
  /** The whole; by default the sum of the parts. */
  total?: number;
  size?: "m" | "l";
  /** A thick line at this share, 0 to 1. */
  line?: number;
};

/** A stacked bar: checked, said, open, late. */
export function Bar({ label, parts, total, size, line }: BarProps) {
  const shown = toSegments(parts);
  const sum = shown.reduce((all, { value }) => all + value, 0);
  const whole = Math.max(total ?? sum, sum);
  return (
    <svg class="bar" role="img" aria-label={label} data-size={size}>
      {shown.map(({ kind, from, value }) => (
        <rect
          class={`v-${kind}`}
          x={percent(from, whole)}
          width={percent(value, whole)}
          height="100%"
        />
      ))}
      {whole > sum && (
        <rect
          class="v-track"
          x={percent(sum, whole)}
          width={percent(whole - sum, whole)}
          height="100%"
        />
      )}
      {line !== undefined && (
        <line class="v-region" x1={percent(line, 1)} x2={percent(line, 1)} y1="-4" y2="18" />
      )}
    </svg>
  );
}

/** A step of the map's scale; 0 is «too few cases». */
export type ScaleStep = 0 | 1 | 2 | 3 | 4 | 5;

export type LegendItem = { look: BarKind | ScaleStep; label: string; count?: number };

/** What the fills mean; with a count, how many. */
export function Legend({ items }: { items: readonly LegendItem[] }) {
  const lang = useLang();
  return (
    <ul class="legend" role="list">
      {items.map(({ look, label, count }) => (
        <li>
          <svg aria-hidden="true" viewBox="0 0 16 16">
            {typeof look === "number" ? (
              <rect class={`q${look}`} width="16" height="16" rx="2" />
            ) : (
              <rect class={`v-${look}`} x=".5" y=".5" width="15" height="15" rx="2" />
            )}
          </svg>
          <span>
            {count !== undefined && (
              <>
                <b>{formatNumber(count, { lang })}</b>{" "}
              </>
            )}
            {label}
          </span>
        </li>
      ))}
    </ul>
  );
}

export type GaugeProps = {
  title?: ComponentChildren;
  href?: string;
  level?: HeadingLevel;
  /** A `Status` at the right of the title. */
  status?: ComponentChildren;
  /** All the numbers in words. */
  label: string;
  /** With evidence. */
  value: number;
  /** Without evidence yet. */
  reported?: number;
  target: number;
  /** By plan for today. */
  plan?: number;
  forecast?: number;
  /** After the value: “of 24 meetings”. */
  unit?: ComponentChildren;
  aside?: ComponentChildren;
  notes?: readonly ComponentChildren[];
};

/** Past this share of the target the scale ends: the target stands at 80 %. */
const SCALE = 1.25;

function Forecast({ share }: { share: number }) {
  const beyond = share > SCALE;
  return (
    <svg x={percent(Math.min(share, SCALE), SCALE)} overflow="visible">
      <path class="v-ring" d={beyond ? "M-10 1 2 8-10 15z" : "M0 1 7 8 0 15-7 8z"} />
    </svg>
  );
}

/** The bar of a gauge alone: evidence filled, the rest hatched, plan dashed, forecast a diamond (triangle: off the scale). */
export function GaugeBar({
  label,
  value,
  reported = 0,
  target,
  plan,
  forecast,
}: Pick<GaugeProps, "label" | "value" | "reported" | "target" | "plan" | "forecast">) {
  const at = (amount: number) => percent(Math.min(amount / target, SCALE), SCALE);
  const checked = Math.min(value / target, SCALE);
  const claimed = Math.min((value + reported) / target, SCALE) - checked;
  return (
    <svg class="bar" role="img" aria-label={label}>
      <rect class="v-track" width="80%" height="100%" />
      <rect class="v-checked" width={percent(checked, SCALE)} height="100%" />
      {claimed > 0 && (
        <rect
          class="v-said"
          x={percent(checked, SCALE)}
          width={percent(claimed, SCALE)}
          height="100%"
        />
      )}
      {plan !== undefined && (
        <>
          <line class="v-case" x1={at(plan)} x2={at(plan)} y1="0" y2="16" />
          <line class="v-today" x1={at(plan)} x2={at(plan)} y1="-5" y2="21" />
        </>
      )}
      <line class="v-region" x1="80%" x2="80%" y1="-5" y2="21" />
      {forecast !== undefined && <Forecast share={forecast / target} />}
    </svg>
  );
}

/** A target and how far it is; targets stand at one line down the page. */
export function Gauge({ title, href, level = 3, status, unit, aside, notes, ...bar }: GaugeProps) {
  const lang = useLang();
  const heading = title && (
    <Heading level={level} class={level === 3 ? undefined : "h3"}>
      {href === undefined ? title : <a href={href}>{title}</a>}
    </Heading>
  );
  return (
    <div class="gauge">
      {status ? (
        <div class="between">
          {heading}
          {status}
        </div>
      ) : (
        heading
      )}
      {unit && (
        <p class="figures">
          <span>
            <b class="num">{formatNumber(bar.value, { lang })}</b> {unit}
          </span>
          {aside && <span class="muted">{aside}</span>}
        </p>
      )}
      <GaugeBar {...bar} />
      {notes && (
        <p class="under">
          {notes.map((part) => (
            <span>{part}</span>
          ))}
        </p>
      )}
    </div>
  );
}

/** A line of values from zero, 120 × 28, its last point dotted; the number stands beside it. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const top = Math.max(...values, 1);
  const points = values.map((value, index) => {
    const x = values.length > 1 ? 3 + (114 * index) / (values.length - 1) : 117;
    return { x: roundTo2(x), y: roundTo2(25 - (22 * value) / top) };
  });
  const last = points.at(-1);
  return (
    <svg class="spark" viewBox="0 0 120 28" role="img" aria-label={label}>
      {last && (
        <>
          <path class="v-line" d={`M${points.map(({ x, y }) => `${x} ${y}`).join("L")}`} />
          <circle class="v-dot" cx={last.x} cy={last.y} r="3.2" />
        </>
      )}
    </svg>
  );
}

/** The table behind a figure, folded; children are a `Table` with `scroll`. */
export function FigureTable({
  summary,
  children,
}: {
  summary?: string;
  children: ComponentChildren;
}) {
  const messages = useMessages();
  return (
    <details class="twin">
      <summary>{summary ?? messages.twin}</summary>
      {children}
    </details>
  );
}

export type ChartProps = {
  title?: string;
  note?: ComponentChildren;
  level?: HeadingLevel;
  card?: boolean;
  children: ComponentChildren;
};

/** A figure: heading, drawing, legend, twin. */
export function Chart({ title, note, level = 3, card = true, children }: ChartProps) {
  return (
    <figure class={card ? "chart card" : "chart"}>
      {title && (
        <figcaption>
          <Heading level={level} class={level === 3 ? undefined : "h3"}>
            {title}
          </Heading>
          {note && <p>{note}</p>}
        </figcaption>
      )}
      {children}
    </figure>
  );
}
