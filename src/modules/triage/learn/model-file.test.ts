import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "./random.ts";
import { padColumns } from "./kernel.ts";
import { openModel } from "./model.ts";
import {
  InvalidModelFile,
  decodeModel,
  encodeModel,
  type ModelParts,
  type ModelTables,
} from "./model-file.ts";

/** A random model of valid form, of any size. */
function chanceModel(rows: number, classes: number, width = 16): [ModelTables, ModelParts] {
  const roll = seededRandom(rows);
  const wide = padColumns(classes);
  const bytes = (n: number): Int8Array => Int8Array.from({ length: n }, () => roll() * 254 - 127);
  const floats = (n: number): Float32Array => Float32Array.from({ length: n }, () => roll());
  const labels = Array.from({ length: classes }, (_, k) => ({ label: `тема ${k}`, texts: k }));
  return [
    {
      hashes: Uint32Array.from({ length: rows }, (_, row) => Math.imul(row + 2, 2_654_435_761)),
      rarity: floats(rows),
      embed: bytes(rows * width),
      embedScales: floats(rows),
      machines: bytes(rows * wide),
      machineScales: floats(rows),
      inBias: floats(width),
      out: floats(classes * width),
      outBias: floats(wide),
      machineBias: floats(wide),
    },
    {
      card: {
        name: "по случаю",
        trainedAt: "2026-03-01T00:00:00.000Z",
        texts: 10,
        classes: labels,
        judged: [[0, 1, 500]],
        figures: { accuracy: 0.5, macroF1: 0.4, weightedF1: 0.5, ece: 0.1, coverageAt90: 0 },
      },
      calibration: { evenness: 0.1, sharpness: 1.5, shift: -0.2, slope: 0.9 },
      priors: labels.map(({ texts }) => Math.log((texts + 0.5) / 10)),
    },
  ];
}

const small = encodeModel(...chanceModel(40, 5));

/** Returns «read» or the reason of the rejection; rethrows anything else. */
function fateOf(bytes: Uint8Array): string {
  try {
    openModel(bytes);
    return "read";
  } catch (error) {
    if (error instanceof InvalidModelFile) return error.reason;
    throw error;
  }
}

const START = 8 + 32;

/** The file with another header and a matching digest. */
function withHeader(header: string | Uint8Array, announced?: number): Uint8Array {
  const headLength = Buffer.from(small).readUInt32LE(START);
  const tables = small.subarray(Math.ceil((START + 4 + headLength) / 8) * 8);
  const head = Buffer.from(header);
  const begin = Math.ceil((START + 4 + head.length) / 8) * 8;
  const out = Buffer.alloc(begin + tables.length);
  out.set(small.subarray(0, 8));
  out.writeUInt32LE(announced ?? head.length, START);
  out.set(head, START + 4);
  out.set(tables, begin);
  return digested(out);
}

function digested(out: Buffer): Buffer {
  out.set(createHash("sha256").update(out.subarray(START)).digest(), 8);
  return out;
}

type Header = Record<string, unknown> & { sections: { name: string; length: number }[] };
function headerOf(file: Uint8Array): Header {
  const length = Buffer.from(file).readUInt32LE(START);
  return JSON.parse(Buffer.from(file.subarray(START + 4, START + 4 + length)).toString("utf8"));
}

describe("a model file", () => {
  test("an encoded model is decoded to the bit, at any alignment", () => {
    for (const [rows, classes] of [
      [1, 2],
      [40, 5],
      [333, 64],
    ] as const) {
      const [tables, parts] = chanceModel(rows, classes);
      const file = encodeModel(tables, parts);
      for (const shift of [0, 1, 3]) {
        const moved = new Uint8Array(file.length + shift);
        moved.set(file, shift);
        expect(decodeModel(moved.subarray(shift))).toEqual({ tables, parts });
      }
      expect(Buffer.from(encodeModel(tables, parts)).equals(file)).toBe(true);
    }
  });

  test("one changed byte anywhere is detected", () => {
    fc.assert(
      fc.property(fc.nat(small.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const broken = Uint8Array.from(small);
        broken[at] = (broken[at] ?? 0) ^ change;
        expect(fateOf(broken)).toBe(at < 8 ? "foreign" : "damaged");
      }),
      { numRuns: 300 },
    );
    for (let at = 0; at < START + 4; at++) {
      const broken = Uint8Array.from(small);
      broken[at] = (broken[at] ?? 0) ^ 1;
      expect(fateOf(broken)).toBe(at < 8 ? "foreign" : "damaged");
    }
  });

  test("a truncated file or one with trailing bytes is damaged", () => {
    fc.assert(
      fc.property(fc.nat(small.length - 1), (length) => {
        expect(fateOf(small.subarray(0, length))).toBe(length < START + 4 ? "foreign" : "damaged");
      }),
    );
    expect(fateOf(Buffer.concat([small, Buffer.from("\n")]))).toBe("damaged");
  });

  test("files of other formats are foreign", () => {
    expect(fateOf(new Uint8Array(0))).toBe("foreign");
    for (const text of ["OKNOTRI", "{}", "%PDF-1.7", "text,label\nяма,roads\n".repeat(20)])
      expect(fateOf(Buffer.from(text))).toBe("foreign");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(fateOf(bytes)).toBe("foreign");
      }),
    );
  });

  test("any header gives a model or a reason of rejection", () => {
    const header = headerOf(small);
    expect(fateOf(withHeader(JSON.stringify(header)))).toBe("read");
    for (const text of ["", "{", "null", "[]", "7", '"x"', "{}", "\u0000\ufffd", "[".repeat(9_000)])
      expect(fateOf(withHeader(text))).toBe("newer");
    expect(fateOf(withHeader(Uint8Array.of(0xff, 0xfe, 0x80)))).toBe("newer");
    expect(fateOf(withHeader(JSON.stringify(header), 4_294_967_295))).not.toBe("read");
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(fateOf(withHeader(text))).toBe("newer");
      }),
    );
  });

  test("a later format is reported as newer", () => {
    const header = headerOf(small);
    expect(fateOf(withHeader(JSON.stringify({ ...header, format: 2 })))).toBe("newer");
    expect(new InvalidModelFile("newer").message).toMatch(/newer version/);
  });

  test("tables of inconsistent sizes are damaged", () => {
    const header = headerOf(small);
    const length = fc.oneof(fc.nat(200), fc.constantFrom(1e6, 2 ** 31, 2 ** 53 - 1));
    fc.assert(
      fc.property(fc.nat(header.sections.length - 1), length, (which, other) => {
        const sections = header.sections.map((section, at) =>
          at === which ? { ...section, length: other } : section,
        );
        const same = header.sections[which]?.length === other;
        const fate = fateOf(withHeader(JSON.stringify({ ...header, sections })));
        expect(fate).toBe(same ? "read" : "damaged");
      }),
    );
    const fewer = header.sections.slice(1);
    expect(fateOf(withHeader(JSON.stringify({ ...header, sections: fewer })))).toBe("newer");
    expect(fateOf(withHeader(JSON.stringify({ ...header, priors: [0] })))).toBe("damaged");
  });

  test("the largest file is under 30 MB and opens", () => {
    // As many rows as 27 MB of tables hold for 128 labels and two networks.
    const file = encodeModel(...chanceModel(99_264, 124, 128));
    expect(file.length).toBeGreaterThan(26_000_000);
    expect(file.length).toBeLessThan(30_000_000);
    expect(fateOf(file)).toBe("read");
  });
});
