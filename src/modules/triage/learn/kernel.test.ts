import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "./random.ts";
import { createArena, padColumns, alignedBytes, type FloatBlock, type Arena } from "./kernel.ts";
import { kernelSource } from "./kernel.wasm.ts";

/** Memory for every small table of these tests. */
const openSmall = (): Arena => createArena(1 << 22);

function floats(arena: Arena, list: readonly number[]): FloatBlock {
  const run = arena.floats(list.length);
  run.view.set(list);
  return run;
}

const widths = fc.integer({ min: 1, max: 25 }).map((n) => n * 8);

test("kernel.wasm.ts is compiled from the present kernel.as; after a change run `npm run kernel`", () => {
  const source = readFileSync(new URL("kernel.as", import.meta.url));
  expect(createHash("sha256").update(source).digest("hex")).toBe(kernelSource);
});

test("blocks of an arena do not overlap, are aligned to 64 bytes and fit the requested size", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5_000), { minLength: 1, maxLength: 20 }), (lengths) => {
      const arena = createArena(lengths.reduce((sum, length) => sum + alignedBytes(length), 0));
      const runs = lengths.map((length) => arena.floats(length));
      runs.forEach((run, at) => run.view.fill(at + 1));
      runs.forEach((run, at) => {
        expect(run.at % 64).toBe(0);
        expect(run.view.every((value) => value === at + 1)).toBe(true);
      });
    }),
    { numRuns: 30 },
  );
});

test("columns are padded to the next multiple of eight", () => {
  expect([1, 7, 8, 9, 124, 200].map(padColumns)).toEqual([8, 8, 8, 16, 128, 200]);
});

type Rows = { width: number; seed: number; n: number; size: number };
const rows: fc.Arbitrary<Rows> = fc.record({
  width: widths,
  seed: fc.integer(),
  n: fc.integer({ min: 0, max: 41 }),
  size: fc.constantFrom(1e-3, 1, 1e3),
});
const TABLE = 30;

describe("sums of rows", () => {
  test("rows of floats are summed as a plain loop does", () => {
    fc.assert(
      fc.property(rows, ({ width, seed, n, size }) => {
        const roll = seededRandom(seed);
        const arena = openSmall();
        const table = floats(
          arena,
          Array.from({ length: TABLE * width }, () => roll() - 0.5),
        );
        const ids = arena.ids(n + 1);
        const values = arena.floats(n);
        for (let j = 0; j < n; j++) {
          ids.view[j] = Math.floor(roll() * TABLE);
          values.view[j] = (roll() - 0.5) * size;
        }
        const out = floats(
          arena,
          Array.from({ length: width }, (_, i) => i),
        );
        const after = arena.floats(8);
        arena.kernel.addRows(out.at, table.at, width, ids.at, values.at, n);
        for (let i = 0; i < width; i++) {
          let sum = i;
          for (let j = 0; j < n; j++)
            sum += (values.view[j] ?? 0) * (table.view[(ids.view[j] ?? 0) * width + i] ?? 0);
          expect(Math.abs((out.view[i] ?? 0) - sum)).toBeLessThan(1e-4 * Math.max(1, size));
        }
        expect([...after.view]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
      }),
    );
  });

  /**
   * Sums rows of bytes by the kernel and by a plain loop; returns the largest difference relative
   * to the scale.
   */
  function gapOfBytes(
    width: number,
    list: readonly { id: number; value: number }[],
    { byteAt, scaleAt }: { byteAt: (at: number) => number; scaleAt: (row: number) => number },
  ): number {
    const arena = openSmall();
    const table = arena.bytes(TABLE * width);
    for (let at = 0; at < table.view.length; at++) table.view[at] = byteAt(at);
    const scales = floats(
      arena,
      Array.from({ length: TABLE }, (_, row) => scaleAt(row)),
    );
    const n = list.length;
    const ids = arena.ids(n + 1);
    const values = arena.floats(n);
    list.forEach(({ id, value }, j) => {
      ids.view[j] = id;
      values.view[j] = value;
    });
    const out = floats(
      arena,
      Array.from({ length: width }, (_, i) => i),
    );
    const after = arena.floats(8);
    arena.kernel.addByteRows(out.at, table.at, scales.at, width, ids.at, values.at, n);
    expect([...after.view]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    const reach = list.reduce((sum, { id, value }) => sum + Math.abs(value * scaleAt(id)), 0) * 127;
    let gap = 0;
    for (let i = 0; i < width; i++) {
      const sum = list.reduce(
        (total, { id, value }) =>
          total + Math.fround(value) * scaleAt(id) * (table.view[id * width + i] ?? 0),
        i,
      );
      gap = Math.max(gap, Math.abs((out.view[i] ?? 0) - sum) / (reach + i + 1e-9));
    }
    return gap;
  }

  test("rows of bytes are summed as a plain loop does, within quantisation error", () => {
    fc.assert(
      fc.property(rows, ({ width, seed, n, size }) => {
        const roll = seededRandom(seed);
        const list = Array.from({ length: n }, () => ({
          id: Math.floor(roll() * TABLE),
          value: (roll() - 0.5) * size,
        }));
        const bytes = Array.from({ length: TABLE * width }, () => Math.floor(roll() * 255) - 127);
        const scales = Array.from({ length: TABLE }, () => Math.fround(roll() / 100));
        const gap = gapOfBytes(width, list, {
          byteAt: (at) => bytes[at] ?? 0,
          scaleAt: (row) => scales[row] ?? 0,
        });
        expect(gap).toBeLessThan(n === 0 ? 1e-9 : 1e-4);
      }),
    );
  });

  test("thousands of the largest bytes do not overflow", () => {
    for (const byte of [127, -128])
      for (const n of [1, 2, 488, 489, 4_001, 20_000]) {
        const list = Array.from({ length: n }, (_, j) => ({ id: j % TABLE, value: 1 }));
        const gap = gapOfBytes(40, list, { byteAt: () => byte, scaleAt: () => 1 });
        // Values are quantised to integers: the more rows, the coarser each one.
        expect(gap).toBeLessThan(2e-3);
      }
  });

  test("one large value among many small ones keeps its precision", () => {
    const list = Array.from({ length: 300 }, (_, j) => ({ id: j % TABLE, value: 1e-4 }));
    list.push({ id: 3, value: 1e4 });
    const gap = gapOfBytes(16, list, { byteAt: (at) => (at % 255) - 127, scaleAt: () => 0.5 });
    expect(gap).toBeLessThan(1e-4);
  });

  test("rows with zero values change nothing", () => {
    const list = [1, 2, 3].map((id) => ({ id, value: 0 }));
    expect(gapOfBytes(24, list, { byteAt: () => 100, scaleAt: () => 1 })).toBe(0);
  });

  test("a matrix times a vector equals a plain loop", () => {
    fc.assert(
      fc.property(widths, fc.integer({ min: 0, max: 40 }), fc.integer(), (width, count, seed) => {
        const roll = seededRandom(seed);
        const arena = openSmall();
        const matrix = floats(
          arena,
          Array.from({ length: count * width }, () => roll() - 0.5),
        );
        const vector = floats(
          arena,
          Array.from({ length: width }, () => roll() - 0.5),
        );
        const out = floats(
          arena,
          Array.from({ length: count + 1 }, () => 2),
        );
        arena.kernel.product(out.at, matrix.at, count, width, vector.at);
        for (let r = 0; r < count; r++) {
          let sum = 2;
          for (let i = 0; i < width; i++)
            sum += (matrix.view[r * width + i] ?? 0) * (vector.view[i] ?? 0);
          expect(out.view[r]).toBeCloseTo(sum, 4);
        }
        expect(out.view[count]).toBe(2);
      }),
      { numRuns: 50 },
    );
  });
});

/** Texts of two features each: the first determines the class, the second is noise. */
function toySet(arena: Arena, classes: number) {
  const texts = classes * 10;
  const ids = arena.ids(texts * 2);
  const values = arena.floats(texts * 2);
  for (let row = 0; row < texts; row++) {
    ids.view.set([row % classes, classes + (row % 7)], row * 2);
    values.view.set([0.8, 0.6], row * 2);
  }
  return { texts, ids, values, features: classes + 7, labelOf: (row: number) => row % classes };
}

describe("learning", () => {
  const classes = 5;

  test("network steps lower the loss until each text gets its class", () => {
    const arena = openSmall();
    const roll = seededRandom(1);
    const { texts, ids, values, features, labelOf } = toySet(arena, classes);
    const width = 16;
    const noise = (length: number): FloatBlock =>
      floats(
        arena,
        Array.from({ length }, () => (roll() - 0.5) * 0.3),
      );
    const warm = (length: number): FloatBlock =>
      floats(
        arena,
        Array.from({ length }, () => 1e-4),
      );
    const [embed, out] = [noise(features * width), noise(classes * width)];
    const [embedAccumulator, outAccumulator] = [warm(features), warm(classes)];
    const [inBias, outBias] = [arena.floats(width), arena.floats(8)];
    const scratch = arena.floats(3 * width + 8 + 4 + 64);
    const [hidden, scores] = [arena.floats(width), arena.floats(8)];
    const { kernel } = arena;
    kernel.seed(7);
    kernel.initNetwork(
      width,
      classes,
      embed.at,
      embedAccumulator.at,
      inBias.at,
      out.at,
      outAccumulator.at,
      outBias.at,
      scratch.at,
    );
    const loss = (): { loss: number; right: number } => {
      let [sum, right] = [0, 0];
      for (let row = 0; row < texts; row++) {
        hidden.view.set(inBias.view);
        kernel.addRows(hidden.at, embed.at, width, ids.at + row * 8, values.at + row * 8, 2);
        for (let i = 0; i < width; i++) hidden.view[i] = Math.max(0, hidden.view[i] ?? 0);
        scores.view.set(outBias.view);
        kernel.product(scores.at, out.at, classes, width, hidden.at);
        const said = [...scores.view.subarray(0, classes)];
        const whole = said.reduce((total, score) => total + Math.exp(score), 0);
        sum += Math.log(whole) - (said[labelOf(row)] ?? 0);
        if (said.indexOf(Math.max(...said)) === labelOf(row)) right++;
      }
      return { loss: sum / texts, right };
    };
    const losses = [loss().loss];
    for (let round = 0; round < 20; round++) {
      for (let row = 0; row < texts; row++)
        kernel.networkStep(ids.at + row * 8, values.at + row * 8, 2, labelOf(row), 0.05, 0, 0.1, 2);
      losses.push(loss().loss);
    }
    expect(losses[0]).toBeGreaterThan(1.2);
    expect(losses[5]).toBeLessThan((losses[0] ?? 0) / 2);
    expect(losses.at(-1)).toBeLessThan(0.1);
    expect(loss().right).toBe(texts);
  });

  test("the SVMs separate separable classes with a margin", () => {
    const arena = openSmall();
    const { texts, ids, values, features, labelOf } = toySet(arena, classes);
    const wide = 8;
    const table = arena.floats(features * wide);
    const bias = arena.floats(wide);
    const alphas = arena.floats(texts * wide);
    const scratch = arena.floats(wide);
    const { kernel } = arena;
    for (let round = 0; round < 30; round++)
      for (let row = 0; row < texts; row++)
        kernel.svmStep(
          table.at,
          bias.at,
          wide,
          ids.at + row * 8,
          values.at + row * 8,
          2,
          labelOf(row),
          alphas.at + row * wide * 4,
          2,
          0.5,
          scratch.at,
        );
    for (let row = 0; row < texts; row++) {
      scratch.view.set(bias.view);
      kernel.addRows(scratch.at, table.at, wide, ids.at + row * 8, values.at + row * 8, 2);
      const said = [...scratch.view.subarray(0, classes)];
      const own = said[labelOf(row)] ?? 0;
      expect(own).toBeGreaterThan(0.5);
      said.forEach((score, k) => {
        if (k !== labelOf(row)) expect(score).toBeLessThan(-0.5);
      });
    }
    expect(alphas.view.every((alpha) => alpha >= 0)).toBe(true);
  });
});
