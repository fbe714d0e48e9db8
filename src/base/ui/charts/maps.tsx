import type { ScaleStep } from "./bars.tsx";

export type ChoroplethArea = {
  name: string;
  href: string;
  /** Outline, projected: an SVG path. */
  path: string;
  /** Where its words stand. */
  at: { x: number; y: number };
  /** Undefined: too few cases. */
  value: number | undefined;
  /** The value in words: “44 %”, “too few”. */
  text: string;
};

/** Lower ends of the second to the fifth step. */
export type ChoroplethScale = readonly [number, number, number, number];

/** Returns the colour step of a value: 1 to 5, or 0 without data. */
export function scaleStepOf(value: number | undefined, scale: ChoroplethScale): ScaleStep {
  if (value === undefined) return 0;
  const passed = scale.filter((end) => value >= end).length;
  return ([1, 2, 3, 4, 5] as const)[passed] ?? 5;
}

export type ChoroplethProps = {
  label: string;
  /** «minX minY width height» of the projected paths; about 660 wide keeps the words in their size. */
  viewBox: string;
  areas: readonly ChoroplethArea[];
  scale: ChoroplethScale;
};

/** More names than this lie over each other: the area then says its name aloud and on pointing. */
const MAX_LABELS = 30;

/** A map in five steps of one hue; every area is a link named by its own text, silence is a grey hatch. */
export function Choropleth({ label, viewBox, areas, scale }: ChoroplethProps) {
  const written = areas.length <= MAX_LABELS;
  return (
    <svg class="map" viewBox={viewBox} role="group" aria-label={label}>
      {areas.map(({ name, href, path, at, value, text }) => {
        const step = scaleStepOf(value, scale);
        return (
          <a href={href} class={`on-q${step}`}>
            {!written && <title>{`${name}: ${text}`}</title>}
            <path class={`q${step}`} d={path} />
            {written && (
              <text class="wide-only" x={at.x} y={at.y - 4}>
                {name}
              </text>
            )}{" "}
            {written && (
              <text class="pc" x={at.x} y={at.y + 16}>
                {text}
              </text>
            )}
          </a>
        );
      })}
    </svg>
  );
}

export type Pin = {
  letter: string;
  x: number;
  y: number;
  /** The second kind is drawn in the accent. */
  other?: boolean;
};

export type LocatorMapProps = {
  /** What is seen, in words. */
  label: string;
  viewBox: string;
  /** Outlines from the background to the foreground, as SVG paths. */
  areas: readonly { path: string; step?: 1 | 2 | 3 }[];
  pins: readonly Pin[];
  /** A dashed circle: how near the places are. */
  ring?: { x: number; y: number; r: number };
  names?: readonly { text: string; x: number; y: number }[];
};

/** A small map: where the lettered places are. Nothing in it is only there: `label` says the same. */
export function LocatorMap({ label, viewBox, areas, pins, ring, names = [] }: LocatorMapProps) {
  return (
    <svg viewBox={viewBox} role="img" aria-label={label}>
      {areas.map(({ path, step = 1 }) => (
        <path class={`q${step} m-area`} d={path} />
      ))}
      {ring && <circle class="v-ghost" cx={ring.x} cy={ring.y} r={ring.r} />}
      {pins.map(({ x, y, other }) => (
        <g class="m-pin" data-b={other ? "" : undefined}>
          <path d={`M${x} ${y}l-8-14a9.5 9.5 0 1 1 16 0z`} />
        </g>
      ))}
      {pins.map(({ letter, x, y }) => (
        <text x={x} y={y - 15} text-anchor="middle">
          {letter}
        </text>
      ))}
      {names.map(({ text, x, y }) => (
        <text class="strong" x={x} y={y} text-anchor="middle">
          {text}
        </text>
      ))}
    </svg>
  );
}
