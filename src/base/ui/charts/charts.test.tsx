import fc from "fast-check";
import { parseHTML } from "linkedom";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import {
  Bar,
  type BarKind,
  barKinds,
  GaugeBar,
  MedianP90,
  toSegments,
  Sparkline,
  scaleStepOf,
  WeekColumns,
} from "../index.ts";

const draw = (figure: VNode) => parseHTML(`<body>${renderToString(figure)}</body>`).document;
const numbers = (elements: Iterable<Element>, name: string) =>
  [...elements].map((element) => Number.parseFloat(element.getAttribute(name) ?? "0"));

const amounts = fc.record(
  Object.fromEntries(barKinds.map((kind) => [kind, fc.nat(500)])) as Record<
    BarKind,
    fc.Arbitrary<number>
  >,
);

describe("a bar", () => {
  it("stands in the order checked, said, open, late, and fills the whole", () => {
    fc.assert(
      fc.property(amounts, (parts) => {
        const rects = [...draw(<Bar label="x" parts={parts} />).querySelectorAll("rect")];
        const total = barKinds.reduce((sum, kind) => sum + parts[kind], 0);
        expect(rects.map((rect) => rect.getAttribute("class"))).toEqual(
          barKinds.filter((kind) => parts[kind] > 0).map((kind) => `v-${kind}`),
        );
        const widths = numbers(rects, "width").reduce((sum, width) => sum + width, 0);
        expect(Math.abs(widths - (total > 0 ? 100 : 0))).toBeLessThan(0.05);
      }),
    );
  });

  it("shows the rest of a given whole as a track", () => {
    const rects = [
      ...draw(<Bar label="52" parts={{ checked: 52 }} total={100} />).querySelectorAll("rect"),
    ];
    expect(
      rects.map((rect) => [
        rect.getAttribute("class"),
        rect.getAttribute("x"),
        rect.getAttribute("width"),
      ]),
    ).toEqual([
      ["v-checked", "0%", "52%"],
      ["v-track", "52%", "48%"],
    ]);
  });
});

describe("a gauge", () => {
  it("has its target at 80 %, evidence filled, the rest hatched, the forecast where it will be", () => {
    const svg = draw(
      <GaugeBar label="x" value={15} reported={2} target={24} plan={14} forecast={25} />,
    );
    expect(svg.querySelector(".v-region")?.getAttribute("x1")).toBe("80%");
    expect(svg.querySelector(".v-checked")?.getAttribute("width")).toBe("50%");
    expect(svg.querySelector(".v-said")?.getAttribute("x")).toBe("50%");
    expect(svg.querySelector(".v-said")?.getAttribute("width")).toBe("6.67%");
    expect(svg.querySelector(".v-today")?.getAttribute("x1")).toBe("46.67%");
    expect(svg.querySelector("svg svg")?.getAttribute("x")).toBe("83.33%");
  });

  it("never leaves its frame, and points outside with a triangle", () => {
    const svg = draw(<GaugeBar label="x" value={900} reported={50} target={24} forecast={2000} />);
    expect(svg.querySelector(".v-checked")?.getAttribute("width")).toBe("100%");
    expect(svg.querySelector(".v-said")).toBeNull();
    expect(svg.querySelector(".v-ring")?.getAttribute("d")).toContain("M-10");
  });
});

describe("columns by week", () => {
  it("stay between the axis and the top, whatever came", () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 20 }), (weeks) => {
        const columns = weeks.map((parts, index) => ({ label: `w${index}`, parts }));
        const svg = draw(<WeekColumns columns={columns} label="x" />);
        const rects = svg.querySelectorAll("rect");
        expect(rects.length).toBe(weeks.flatMap((parts) => toSegments(parts)).length);
        expect(numbers(rects, "y").every((y) => y >= 29 && y <= 214.5)).toBe(true);
        expect(numbers(rects, "height").every((height) => height > 0)).toBe(true);
        expect(svg.querySelectorAll("line").length).toBeLessThanOrEqual(6);
      }),
    );
  });

  it("label every third week", () => {
    const columns = Array.from({ length: 7 }, (_, index) => ({
      label: `w${index}`,
      parts: { open: 1 },
    }));
    const words = [
      ...draw(<WeekColumns columns={columns} label="x" />).querySelectorAll("text"),
    ].map((text) => text.textContent);
    expect(words.filter((word) => word?.startsWith("w"))).toEqual(["w0", "w3", "w6"]);
  });
});

describe("waiting times", () => {
  it("keep the median before nine of ten, each row on its own scale", () => {
    const svg = draw(
      <MedianP90
        label="x"
        rows={[
          { name: "a", median: 2, p90: 10 },
          { name: "b", median: 20, p90: 100 },
        ]}
      />,
    );
    const bands = svg.querySelectorAll("rect[opacity]");
    expect(numbers(bands, "x")[0]).toBe(numbers(bands, "x")[1]);
    expect(numbers(bands, "width").every((width) => width > 300)).toBe(true);
  });
});

describe("a sparkline", () => {
  it("begins at zero and ends in a dot", () => {
    const svg = draw(<Sparkline label="x" values={[0, 7, 14]} />);
    expect(svg.querySelector("path")?.getAttribute("d")).toBe("M3 25L60 14L117 3");
    expect(svg.querySelector("circle")?.getAttribute("cy")).toBe("3");
  });

  it("is empty, not broken, without values", () => {
    expect(draw(<Sparkline label="x" values={[]} />).querySelector("path")).toBeNull();
  });
});

describe("the scale of a map", () => {
  it("puts a border value into the higher step and silence into none", () => {
    const scale = [40, 50, 60, 70] as const;
    expect(
      [undefined, 0, 39.9, 40, 55, 69, 70, 100].map((value) => scaleStepOf(value, scale)),
    ).toEqual([0, 1, 1, 2, 3, 4, 5, 5]);
  });
});
