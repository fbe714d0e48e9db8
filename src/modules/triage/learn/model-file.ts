import { createHash } from "node:crypto";
import { z } from "zod";
import type { Calibration } from "./calibrate.ts";
import { padded } from "./kernel.ts";

/** What a model's file tells of itself; no text of the training is in it. */
const card = z.object({
  name: z.string(),
  trainedAt: z.string(),
  texts: z.number(),
  classes: z.array(z.object({ label: z.string(), texts: z.number() })),
  /** Of texts not seen: true class, class said, sureness in thousandths. */
  judged: z.array(z.tuple([z.number(), z.number(), z.number()])),
  figures: z.object({
    accuracy: z.number(),
    macroF1: z.number(),
    weightedF1: z.number(),
    ece: z.number(),
    coverageAt90: z.number(),
  }),
});
export type Card = z.infer<typeof card>;

const header = z.object({
  format: z.literal(1),
  card,
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
const kinds = {
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
type TableName = keyof typeof kinds;
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

export type ModelParts = { card: Card; calibration: Calibration; priors: readonly number[] };

/** Why a file is not a model: `foreign`, `damaged` or `newer` than this program. */
export class NotAModel extends Error {
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

const MAGIC = Buffer.from("OKNOTRI1", "latin1");
const DIGEST = 32;
const START = MAGIC.length + DIGEST + 4;
const round = (n: number): number => Math.ceil(n / 8) * 8;
const digestOf = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/** Magic, digest of all that follows, length of the header, header, tables on borders of 8 bytes. */
export function writeModel(tables: ModelTables, parts: ModelParts): Uint8Array {
  const sections = tableNames.map((name) => ({ name, length: tables[name].length }));
  const head = Buffer.from(JSON.stringify({ format: 1, ...parts, sections }), "utf8");
  const begin = round(START + head.length);
  const size = tableNames.reduce((sum, name) => sum + round(tables[name].byteLength), begin);
  const out = new Uint8Array(size);
  out.set(MAGIC, 0);
  new DataView(out.buffer).setUint32(MAGIC.length + DIGEST, head.length, true);
  out.set(head, START);
  let at = begin;
  for (const name of tableNames) {
    const { buffer, byteOffset, byteLength } = tables[name];
    out.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += round(byteLength);
  }
  out.set(digestOf(out.subarray(MAGIC.length + DIGEST)), MAGIC.length);
  return out;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The digest is right, so the file is whole: what cannot be read was written by a later program. */
function readHeader(bytes: Uint8Array): z.infer<typeof header> {
  const read = header.safeParse(parsed(Buffer.from(bytes).toString("utf8")));
  if (!read.success) throw new NotAModel("newer");
  return read.data;
}

/** Whether the tables are those of one model; only a file made by hand can fail here. */
function isWhole(tables: ModelTables, { card: { classes }, priors }: ModelParts): boolean {
  const rows = tables.hashes.length;
  const width = tables.inBias.length;
  const wide = tables.machineBias.length;
  return (
    classes.length > 1 &&
    priors.length === classes.length &&
    wide === padded(classes.length) &&
    width % 8 === 0 &&
    [tables.rarity, tables.embedScales, tables.machineScales].every((t) => t.length === rows) &&
    tables.embed.length === rows * width &&
    tables.machines.length === rows * wide &&
    tables.out.length === classes.length * width &&
    tables.outBias.length === wide
  );
}

/** Reads a model's file; throws `NotAModel` for anything else, whatever the bytes. */
export function readModel(bytes: Uint8Array): { tables: ModelTables; parts: ModelParts } {
  if (bytes.length < START || !MAGIC.equals(bytes.subarray(0, MAGIC.length)))
    throw new NotAModel("foreign");
  const given = bytes.subarray(MAGIC.length, MAGIC.length + DIGEST);
  if (!digestOf(bytes.subarray(MAGIC.length + DIGEST)).equals(given))
    throw new NotAModel("damaged");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headLength = view.getUint32(MAGIC.length + DIGEST, true);
  const { sections, card, calibration, priors } = readHeader(
    bytes.subarray(START, START + headLength),
  );
  const parts = { card, calibration, priors };
  const lengths = new Map(sections.map(({ name, length }) => [name, length]));
  let at = round(START + headLength);
  const take = <Name extends TableName>(name: Name): ModelTables[Name] => {
    const Kind = kinds[name];
    const length = lengths.get(name);
    if (length === undefined) throw new NotAModel("newer");
    const size = length * Kind.BYTES_PER_ELEMENT;
    if (at + size > bytes.length) throw new NotAModel("damaged");
    // A copy of its own: a Buffer shares the memory of its pool and knows no borders of 4 bytes.
    const table = new Kind(Uint8Array.from(bytes.subarray(at, at + size)).buffer);
    at += round(size);
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
  if (!isWhole(tables, parts)) throw new NotAModel("damaged");
  return { parts, tables };
}
