import { globSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const importLine = /@import "(.+\.css)";/g;
const imported = [...read("./okno.css").matchAll(importLine)].map(([, name = ""]) => name);
/** The sheet as it is bundled: each import replaced by its file. */
const css = read("./okno.css").replace(importLine, (_, name: string) => read(name));
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)].map(([, name, light, dark]) => [
    name,
    [light, dark],
  ]),
);

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Contrast of a pair of tokens in the light and in the dark scheme. */
function ratios(ink: string, ground: string): number[] {
  return [0, 1].map((scheme) => {
    const [a, b] = [tokens.get(ink)?.[scheme], tokens.get(ground)?.[scheme]];
    if (!a || !b) throw new Error(`no such token: ${ink} or ${ground}`);
    return ratio(a, b);
  });
}

const text = {
  ink: ["page", "surface", "sunk", "raised", "light-soft", "accent-soft", "late-soft", "soon-soft"],
  "ink-soft": ["page", "surface", "sunk", "raised", "light-soft", "accent-soft"],
  accent: ["page", "surface", "light-soft", "sunk", "raised"],
  "on-accent": ["accent", "accent-strong"],
  "accent-strong": ["accent-soft", "page", "surface"],
  late: ["surface", "page", "late-soft", "light-soft"],
  "on-late": ["late"],
  soon: ["surface", "page", "soon-soft", "light-soft"],
  chronic: ["surface", "chronic-soft"],
  "on-q1": ["q1"],
  "on-q2": ["q2"],
  "on-q3": ["q3"],
  "on-q4": ["q4"],
  "on-q5": ["q5"],
};

const controls = {
  "line-strong": ["surface", "page", "sunk"],
  frame: ["page", "surface"],
  accent: ["sunk"],
  late: ["sunk"],
};

const pairs = (table: Record<string, readonly string[]>) =>
  Object.entries(table).flatMap(([ink, grounds]) =>
    grounds.map((ground) => [ink, ground] as const),
  );

describe("contrast, in light and in dark", () => {
  it.each(pairs(text))("text %s on %s is at least 4.5", (ink, ground) => {
    expect(Math.min(...ratios(ink, ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairs(controls))("control %s on %s is at least 3", (ink, ground) => {
    expect(Math.min(...ratios(ink, ground))).toBeGreaterThanOrEqual(3);
  });

  it("measures black on white as 21", () => {
    expect(ratio("#000000", "#ffffff")).toBeCloseTo(21, 5);
  });
});

describe("the stylesheet", () => {
  it("stays under 20 kB on the wire", () => {
    expect(gzipSync(css).length).toBeLessThan(20_000);
  });

  it("imports each file beside a component once", () => {
    const beside = globSync("**/*.css", { cwd: new URL(".", import.meta.url) });
    const names = beside.map((name) => `./${name.replaceAll("\\", "/")}`);
    expect([...imported, "./okno.css"].toSorted()).toEqual(names.toSorted());
  });

  it("keeps the order of its layers", () => {
    expect(css).toContain("@layer tokens, base, layout, components, narrow, print;");
  });

  it("asks no other host for anything", () => {
    expect(css).not.toMatch(/url\(["']?(https?:)?\/\//);
  });
});
