import { createHash } from "node:crypto";
import { z } from "zod";
import type { ScoreCalibration } from "./calibrate.ts";
import { padColumns } from "./kernel.ts";

/** Header of a model file; it holds no training text. */
const modelCardSchema = z.object({
  name: z.string(),
  trainedAt: z.string(),
  texts: z.number(),
  classes: z.array(z.object({ label: z.string(), texts: z.number() })),
  /** For each held-out text: true class, predicted class, confidence in thousandths. */
  judged: z.array(z.tuple([z.number(), z.number(), z.number()])),
  figures: z.object({
    accuracy: z.number(),
    macroF1: z.number(),
    weightedF1: z.number(),
    ece: z.number(),
    coverageAt90: z.number(),
  }),
});
export type ModelCard = z.infer<typeof modelCardSchema>;

const headerSchema = z.object({
  format: z.literal(1),
  card: modelCardSchema,
  calibration: z.object({
    evenness: z.number(),
    sharpness: z.number(),
    shift: z.number(),
    slope: z.number(),
  }),
  priors: z.array(z.number()),
  sections: z.array(z.object({ name: z.string(), length: z.number().int().nonnegative() })),
});

/** The tables in the order of the file. */
const tableTypes = {
  hashes: Uint32Array,
  rarity: Float32Array,
  embed: Int8Array,
  embedScales: Float32Array,
  machines: Int8Array,
  machineScales: Float32Array,
  inBias: Float32Array,
  out: Float32Array,
  outBias: Float32Array,
  machineBias: Float32Array,
} as const;
type TableName = keyof typeof tableTypes;
export type ModelTables = {
  hashes: Uint32Array;
  rarity: Float32Array;
  embed: Int8Array;
  embedScales: Float32Array;
  machines: Int8Array;
  machineScales: Float32Array;
  inBias: Float32Array;
  out: Float32Array;
  outBias: Float32Array;
  machineBias: Float32Array;
};
const tableNames = [
  "hashes",
  "rarity",
  "embed",
  "embedScales",
  "machines",
  "machineScales",
  "inBias",
  "out",
  "outBias",
  "machineBias",
] as const satisfies readonly TableName[];

export type ModelParts = {
  card: ModelCard;
  calibration: ScoreCalibration;
  priors: readonly number[];
};

/** Reason why a file is rejected: `foreign`, `damaged` or `newer` than this program. */
export class InvalidModelFile extends Error {
  readonly reason: "foreign" | "damaged" | "newer";
  constructor(reason: "foreign" | "damaged" | "newer") {
    super(
      {
        foreign: "This file is not a model of triage.",
        damaged: "The model's file is damaged: make it again or take it from a copy.",
        newer: "The model was made by a newer version of the program.",
      }[reason],
    );
    this.reason = reason;
  }
}

const FILE_MAGIC = Buffer.from("OKNOTRI1", "latin1");
const DIGEST_BYTES = 32;
const HEADER_OFFSET = FILE_MAGIC.length + DIGEST_BYTES + 4;
const alignToEight = (n: number): number => Math.ceil(n / 8) * 8;
const digestOf = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/**
 * Returns the file's bytes: magic, SHA-256 of all that follows, header length, header, tables
 * aligned to 8 bytes.
 */
export function encodeModel(tables: ModelTables, parts: ModelParts): Uint8Array {
  const sections = tableNames.map((name) => ({ name, length: tables[name].length }));
  const head = Buffer.from(JSON.stringify({ format: 1, ...parts, sections }), "utf8");
  const begin = alignToEight(HEADER_OFFSET + head.length);
  const size = tableNames.reduce((sum, name) => sum + alignToEight(tables[name].byteLength), begin);
  const out = new Uint8Array(size);
  out.set(FILE_MAGIC, 0);
  new DataView(out.buffer).setUint32(FILE_MAGIC.length + DIGEST_BYTES, head.length, true);
  out.set(head, HEADER_OFFSET);
  let at = begin;
  for (const name of tableNames) {
    const { buffer, byteOffset, byteLength } = tables[name];
    out.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += alignToEight(byteLength);
  }
  out.set(digestOf(out.subarray(FILE_MAGIC.length + DIGEST_BYTES)), FILE_MAGIC.length);
  return out;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The digest is right, so the file is whole: an unreadable header was written by a later version.
 */
function readHeader(bytes: Uint8Array): z.infer<typeof headerSchema> {
  const read = headerSchema.safeParse(parseJson(Buffer.from(bytes).toString("utf8")));
  if (!read.success) throw new InvalidModelFile("newer");
  return read.data;
}

/** Checks that the tables' sizes agree; only a hand-made file can fail here. */
function isConsistent(tables: ModelTables, { card: { classes }, priors }: ModelParts): boolean {
  const rows = tables.hashes.length;
  const width = tables.inBias.length;
  const wide = tables.machineBias.length;
  return (
    classes.length > 1 &&
    priors.length === classes.length &&
    wide === padColumns(classes.length) &&
    width % 8 === 0 &&
    [tables.rarity, tables.embedScales, tables.machineScales].every((t) => t.length === rows) &&
    tables.embed.length === rows * width &&
    tables.machines.length === rows * wide &&
    tables.out.length === classes.length * width &&
    tables.outBias.length === wide
  );
}

/** Reads a model file; throws `InvalidModelFile` for anything else, whatever the bytes. */
export function decodeModel(bytes: Uint8Array): { tables: ModelTables; parts: ModelParts } {
  if (bytes.length < HEADER_OFFSET || !FILE_MAGIC.equals(bytes.subarray(0, FILE_MAGIC.length)))
    throw new InvalidModelFile("foreign");
  const given = bytes.subarray(FILE_MAGIC.length, FILE_MAGIC.length + DIGEST_BYTES);
  if (!digestOf(bytes.subarray(FILE_MAGIC.length + DIGEST_BYTES)).equals(given))
    throw new InvalidModelFile("damaged");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headLength = view.getUint32(FILE_MAGIC.length + DIGEST_BYTES, true);
  const { sections, card, calibration, priors } = readHeader(
    bytes.subarray(HEADER_OFFSET, HEADER_OFFSET + headLength),
  );
  const parts = { card, calibration, priors };
  const lengths = new Map(sections.map(({ name, length }) => [name, length]));
  let at = alignToEight(HEADER_OFFSET + headLength);
  const take = <Name extends TableName>(name: Name): ModelTables[Name] => {
    const Kind = tableTypes[name];
    const length = lengths.get(name);
    if (length === undefined) throw new InvalidModelFile("newer");
    const size = length * Kind.BYTES_PER_ELEMENT;
    if (at + size > bytes.length) throw new InvalidModelFile("damaged");
    // Copied, because a pooled Buffer is not aligned to 4 bytes.
    const table = new Kind(Uint8Array.from(bytes.subarray(at, at + size)).buffer);
    at += alignToEight(size);
    return table as ModelTables[Name];
  };
  const tables: ModelTables = {
    hashes: take("hashes"),
    rarity: take("rarity"),
    embed: take("embed"),
    embedScales: take("embedScales"),
    machines: take("machines"),
    machineScales: take("machineScales"),
    inBias: take("inBias"),
    out: take("out"),
    outBias: take("outBias"),
    machineBias: take("machineBias"),
  };
  if (!isConsistent(tables, parts)) throw new InvalidModelFile("damaged");
  return { parts, tables };
}
