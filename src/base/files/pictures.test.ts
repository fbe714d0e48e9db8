import { readFile } from "node:fs/promises";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testContextRegion, createTestContext, type TestContext } from "#testing/context.ts";
import {
  savePicture,
  readPictureBytes,
  pictureLimits,
  findPicture,
  publishPictures,
  processPicture,
} from "./pictures.ts";

const drawing = (width = 640, height = 320) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: { r: 200, g: 60, b: 30 },
      noise: { type: "gaussian", mean: 120, sigma: 30 },
    },
  });

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 60, b: 30 } } });

const refused = (reason: string) => ({ kind: "invalid", reason: `base.${reason}` });

/** A PNG of a few kilobytes that claims to be `side` pixels wide and high. */
function bomb(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(side / 8) + 1) * side), { level: 9 });
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    magic,
    chunk("IHDR", header),
    chunk("IDAT", rows),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

describe("an uploaded picture", () => {
  it.each(["png", "jpeg", "webp", "gif", "avif"] as const)(
    "in %s is encoded anew in two sizes",
    async (format) => {
      const picture = await processPicture(await plain(2000, 1000).toFormat(format).toBuffer());
      expect(picture).toMatchObject({ width: 1600, height: 800 });
      expect(await sharp(picture.large).metadata()).toMatchObject({ format: "webp", width: 1600 });
      expect(await sharp(picture.small).metadata()).toMatchObject({ format: "webp", width: 480 });
    },
  );

  it("is never made larger than it was", async () => {
    expect(await processPicture(await drawing(100, 60).png().toBuffer())).toMatchObject({
      width: 100,
      height: 60,
    });
  });

  it("loses camera, place and author, and stands upright", async () => {
    const original = await drawing(300, 200)
      .jpeg()
      .withMetadata({ orientation: 6 })
      .withExifMerge({
        IFD0: { Artist: "Ivanov", Make: "Camera" },
        IFD3: { GPSLatitudeRef: "N", GPSLatitude: "58/1 0/1 0/1", GPSLongitudeRef: "E" },
      })
      .toBuffer();
    const before = await sharp(original).metadata();
    expect(before.exif?.toString("latin1")).toContain("Camera");
    expect(before.orientation).toBe(6);
    const picture = await processPicture(original);
    expect(picture).toMatchObject({ width: 200, height: 300 });
    for (const bytes of [picture.large, picture.small]) {
      const { exif, xmp, iptc, orientation } = await sharp(bytes).metadata();
      expect([exif, xmp, iptc, orientation]).toEqual([undefined, undefined, undefined, undefined]);
      expect(bytes.includes("Camera")).toBe(false);
    }
  });

  it("that is a vector from outside is refused; only our own drawings come as vectors", async () => {
    const svg = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><script>alert(1)</script><rect width="40" height="20"/></svg>`,
    );
    await expect(processPicture(svg)).rejects.toMatchObject(refused("not-a-picture"));
    expect(await processPicture(svg, { drawn: true })).toMatchObject({ width: 40, height: 20 });
  });

  it.each([
    ["a text under a picture's name", Buffer.from("Это не снимок, а текст. ".repeat(40))],
    ["nothing", Buffer.alloc(0)],
    ["a page", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["a PDF", Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF")],
    ["a TIFF that hides a file", Buffer.from("49492a0008000000", "hex")],
  ])("that is %s is refused by its content", async (_, bytes) => {
    await expect(processPicture(bytes)).rejects.toMatchObject(refused("not-a-picture"));
  });

  it("that would unpack into billions of pixels is refused before it does", async () => {
    const bytes = bomb(12_000);
    expect(bytes.length).toBeLessThan(200_000);
    await expect(processPicture(bytes)).rejects.toMatchObject({ kind: "invalid" });
  });

  it("that is too heavy is refused unread", async () => {
    await expect(processPicture(Buffer.alloc(pictureLimits.bytes + 1))).rejects.toMatchObject(
      refused("picture-too-large"),
    );
  });

  it("that broke off on the way is refused", async () => {
    const whole = await drawing(900, 900).jpeg().toBuffer();
    await expect(processPicture(whole.subarray(0, whole.length / 2))).rejects.toMatchObject(
      refused("picture-broken"),
    );
  });
});

describe("a kept picture", () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext();
  });
  afterAll(() => context.close());

  it("is private until something public shows it, and belongs to its region", async () => {
    const ctx = context.asSystem();
    const picture = await processPicture(await drawing().png().toBuffer());
    const id = await savePicture(ctx, picture);
    expect(await findPicture(ctx, id)).toMatchObject({ public: false, width: 640, alt: "" });
    expect((await readPictureBytes(ctx, id, "small")).equals(picture.small)).toBe(true);
    await publishPictures(ctx, [id], "Яма у школы");
    expect(await findPicture(ctx, id)).toMatchObject({ public: true, alt: "Яма у школы" });
    const elsewhere = context.asSystem({ ...testContextRegion, id: "zarechye" });
    expect(await findPicture(elsewhere, id)).toBeUndefined();
    await expect(readPictureBytes(elsewhere, id, "small")).rejects.toMatchObject({
      code: "ENOENT",
    });
    await expect(readFile(`${context.app.filesDir}/${id}`)).rejects.toThrow();
  });
});
