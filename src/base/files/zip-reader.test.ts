import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { zipBytes } from "./zip.ts";
import { openZip, type ZipFault } from "./zip-reader.ts";

const at = new Date("2026-03-01T00:00:00Z");
const DIRECTORY_ENTRY = Buffer.from("504b0102", "hex");
const END_OF_DIRECTORY = Buffer.from("504b0506", "hex");

/** An archive of the given files, and where its directory states each of them. */
async function archive(files: Record<string, string>) {
  const parts = Object.entries(files).map(([name, content]) => ({ name, content }));
  const bytes = await zipBytes(parts, at);
  const entries: number[] = [];
  for (let found = 0; (found = bytes.indexOf(DIRECTORY_ENTRY, found)) >= 0; found += 4) {
    entries.push(found);
  }
  return { bytes, entry: (index: number) => entries[index] ?? -1 };
}

async function faultOf(work: Promise<unknown>): Promise<ZipFault | undefined> {
  return work.then(
    () => undefined,
    (error: { fault?: ZipFault }) => error.fault,
  );
}

describe("an archive is read", () => {
  it("by names, in pieces or as a whole, folders left out", async () => {
    const text = randomBytes(100_000).toString("hex");
    const { bytes } = await archive({ "folder/": "", "folder/text.txt": text, "empty.txt": "" });
    const zip = await openZip(bytes);
    expect(zip.names).toEqual(["folder/text.txt", "empty.txt"]);
    expect((await zip.read("folder/text.txt")).toString()).toBe(text);
    expect((await zip.read("empty.txt")).length).toBe(0);
    expect((await Array.fromAsync(zip.stream("folder/text.txt"))).length).toBeGreaterThan(1);
    expect(await faultOf(zip.read("missing.txt"))).toBe("damaged");
  });

  it("though a short file of equal bytes packs a thousandfold", async () => {
    const { bytes } = await archive({ "spaces.txt": " ".repeat(900_000) });
    expect((await (await openZip(bytes)).read("spaces.txt")).length).toBe(900_000);
  });

  it("though a reader left one of its files early", async () => {
    const { bytes } = await archive({
      "a.txt": randomBytes(200_000).toString("hex"),
      "b.txt": "b",
    });
    const zip = await openZip(bytes);
    for await (const chunk of zip.stream("a.txt")) if (chunk.length > 0) break;
    expect((await zip.read("b.txt")).toString()).toBe("b");
  });
});

describe("a hostile archive is refused before anything is unpacked", () => {
  it("with more entries than the limit", async () => {
    const names = Array.from({ length: 30 }, (_, index) => [`${index}.txt`, ""] as const);
    const { bytes } = await archive(Object.fromEntries(names));
    expect(await faultOf(openZip(bytes, { maxEntries: 29 }))).toBe("excessive");
    expect(await faultOf(openZip(bytes, { maxEntries: 30 }))).toBeUndefined();
  });

  it("with more bytes in all its files than the limit", async () => {
    const { bytes } = await archive({ "a.txt": "a".repeat(600), "b.txt": "b".repeat(600) });
    expect(await faultOf(openZip(bytes, { maxUnpackedBytes: 1000 }))).toBe("excessive");
    expect(await faultOf(openZip(bytes, { maxUnpackedBytes: 1200 }))).toBeUndefined();
  });

  it("with a file that packs better than any honest one", async () => {
    const { bytes } = await archive({ "a.txt": "a".repeat(2_000_000) });
    expect(await faultOf(openZip(bytes))).toBe("excessive");
    expect(await faultOf(openZip(bytes, { maxRatio: 2000 }))).toBeUndefined();
  });

  it("with two files over the same packed bytes", async () => {
    const { bytes, entry } = await archive({ "a.txt": "first", "b.txt": "other" });
    bytes.writeUInt32LE(0, entry(1) + 42);
    expect(await faultOf(openZip(bytes))).toBe("excessive");
  });

  it("with two files of one name", async () => {
    const { bytes, entry } = await archive({ "a.txt": "first", "b.txt": "other" });
    bytes.write("a.txt", entry(1) + 46);
    expect(await faultOf(openZip(bytes))).toBe("damaged");
  });

  it.each(["../secret.txt", "a/../../secret.txt", "/etc/secret.txt", "C:/secret.txt", "..\\a.txt"])(
    "with a name that leaves its folder: %s",
    async (name) => {
      const { bytes } = await archive({ [name]: "text" });
      expect(await faultOf(openZip(bytes))).toBe("damaged");
    },
  );

  it.each([0, 1, 10, 40, 80, 120, 160])("cut off after %d bytes", async (length) => {
    const { bytes } = await archive({ "a.txt": "text of one file", "b.txt": "of another" });
    expect(await faultOf(openZip(bytes.subarray(0, length)))).toBe("damaged");
  });

  it("whose directory names fewer or more entries than it states", async () => {
    const { bytes } = await archive({ "a.txt": "text" });
    bytes.writeUInt16LE(2, bytes.lastIndexOf(END_OF_DIRECTORY) + 10);
    expect(await faultOf(openZip(bytes))).toBe("damaged");
  });
});

describe("a file that is not what the directory states is refused while it is unpacked", () => {
  it.each([
    ["larger", 10],
    ["smaller", 1_000_000],
  ])("being %s than stated", async (_, stated) => {
    const { bytes, entry } = await archive({ "a.txt": "a".repeat(500_000) });
    bytes.writeUInt32LE(stated, entry(0) + 24);
    const zip = await openZip(bytes);
    let unpacked = 0;
    const reading = (async () => {
      for await (const chunk of zip.stream("a.txt")) unpacked += chunk.length;
    })();
    expect(await faultOf(reading)).toBe("damaged");
    expect(unpacked).toBeLessThanOrEqual(stated);
  });

  it.each([
    ["of another checksum", (bytes: Buffer, from: number) => bytes.writeUInt32LE(7, from + 16)],
    ["of an unknown packing", (bytes: Buffer, from: number) => bytes.writeUInt16LE(99, from + 10)],
    ["encrypted", (bytes: Buffer, from: number) => bytes.writeUInt16LE(0x0809, from + 8)],
    ["nowhere", (bytes: Buffer, from: number) => bytes.writeUInt32LE(90_000, from + 42)],
    [
      "longer than the archive",
      (bytes: Buffer, from: number) => bytes.writeUInt32LE(9e6, from + 20),
    ],
  ])("being %s", async (_, damage) => {
    const { bytes, entry } = await archive({ "a.txt": "text" });
    damage(bytes, entry(0));
    expect(await faultOf((await openZip(bytes)).read("a.txt"))).toBe("damaged");
  });

  it("being over the caller's own limit", async () => {
    const { bytes } = await archive({ "a.txt": "a".repeat(5000) });
    expect(await faultOf((await openZip(bytes)).read("a.txt", 4999))).toBe("excessive");
  });

  it("and any flipped byte gives a refusal or the same text", async () => {
    const { bytes } = await archive({ "a.txt": "some text of some length", "b.txt": "b" });
    for (let index = 0; index < bytes.length; index++) {
      const flipped = Buffer.from(bytes);
      flipped[index] = (flipped[index] ?? 0) ^ 0x55;
      const reading = openZip(flipped).then(async (zip) =>
        zip.has("a.txt") ? (await zip.read("a.txt")).toString() : "",
      );
      const result = await reading.catch((error: { fault?: ZipFault }) => error.fault);
      expect(["damaged", "excessive", "", "some text of some length"]).toContain(result);
    }
  });
});
