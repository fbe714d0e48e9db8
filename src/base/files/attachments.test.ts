import { createHash } from "node:crypto";
import iconv from "iconv-lite";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import writeXlsx from "write-excel-file/node";
import { testContextRegion, createTestContext, type TestContext } from "#testing/context.ts";
import {
  claimAttachments,
  MAX_ATTACHMENT_BYTES,
  findAttachment,
  findAttachments,
  attachmentResponse,
  saveAttachment,
} from "./attachments.ts";
import { toDocx, toPdf, type TextDocument } from "../documents/index.ts";
import { zipBytes } from "./zip.ts";

const at = new Date("2026-03-01T09:00:00Z");
const minutes: TextDocument = {
  title: "Протокол",
  lang: "ru",
  createdAt: at,
  blocks: [{ kind: "paragraph", text: "Решили: чинить." }],
};
const zip = (parts: Record<string, string>) =>
  zipBytes(
    Object.entries(parts).map(([name, content]) => ({ name, content })),
    at,
  );
const docx = { "[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>" };
const picture = () => sharp({ create: { width: 40, height: 20, channels: 3, background: "#9ab" } });

describe("an attached file", () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext();
  });
  afterAll(() => context.close());

  const keep = (name: string, bytes: Buffer) => saveAttachment(context.asSystem(), { name, bytes });

  it.each([
    ["pdf", "Протокол.PDF", () => toPdf(minutes)],
    ["docx", "Протокол.docx", () => toDocx(minutes)],
    ["xlsx", "Смета.xlsx", () => writeXlsx([[{ value: "а" }]]).toBuffer()],
    ["odt", "Письмо.odt", () => zip({ mimetype: "application/vnd.oasis.opendocument.text" })],
    ["ods", "Смета.ods", () => zip({ mimetype: "application/vnd.oasis.opendocument.spreadsheet" })],
    ["csv", "Список.csv", () => iconv.encode("имя;дом\nАнна;3\n", "win1251")],
    ["txt", "Заметка.txt", () => iconv.encode("Заметка", "utf16le", { addBOM: true })],
  ])("is told by its content to be %s and comes back byte for byte", async (type, name, make) => {
    const bytes = await make();
    const id = await keep(name, bytes);
    const ctx = context.asSystem();
    expect(await findAttachment(ctx, id)).toMatchObject({
      type,
      name: `${name.split(".")[0]}.${type}`,
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
    const response = await attachmentResponse(ctx, id);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect(response.headers.get("content-disposition")).toContain(
      `attachment; filename="_.${type}"; filename*=UTF-8''%D0`,
    );
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
  });

  it("that is a picture is encoded anew, whatever its name says", async () => {
    const bytes = await picture()
      .jpeg()
      .withExifMerge({ IFD0: { Artist: "Ivanov" } })
      .toBuffer();
    const id = await keep("снимок.pdf", bytes);
    expect(await findAttachment(context.asSystem(), id)).toMatchObject({
      type: "picture",
      name: "снимок.webp",
    });
    const response = await attachmentResponse(context.asSystem(), id);
    const kept = Buffer.from(await response.arrayBuffer());
    expect(kept.includes("Ivanov")).toBe(false);
    expect(await sharp(kept).metadata()).toMatchObject({ format: "webp", width: 40 });
  });

  it.each<[string, string, () => Buffer | Promise<Buffer>]>([
    ["attachment-empty", "пусто.pdf", () => Buffer.alloc(0)],
    ["attachment-too-large", "том.pdf", () => Buffer.alloc(MAX_ATTACHMENT_BYTES + 1, "%PDF-")],
    ["attachment-unknown", "игра.pdf", () => Buffer.from("MZ\x90\x00\x03\x00")],
    ["attachment-unknown", "письмо.txt", () => Buffer.from("<html><script>alert(1)</script>")],
    ["attachment-unknown", "рисунок.txt", () => Buffer.from('<svg onload="alert(1)"/>')],
    ["attachment-unknown", "скрипт.txt", () => Buffer.from("#!/bin/sh\nrm -rf /\n")],
    ["attachment-unknown", "архив.docx", () => zip({ "readme.txt": "архив" })],
    ["attachment-unknown", "пробелы.txt", () => Buffer.from(" \n\n ")],
    ["attachment-old-office", "смета.xls", () => Buffer.from("d0cf11e0a1b11ae1", "hex")],
    ["attachment-macros", "а.docx", () => zip({ ...docx, "word/vbaProject.bin": "x" })],
    [
      "attachment-macros",
      "б.docx",
      () =>
        zip({
          ...docx,
          "[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml",
        }),
    ],
    ["attachment-macros", "в.docx", () => zip({ ...docx, "word/embeddings/a.exe": "MZ" })],
    ["attachment-macros", "г.pdf", () => Buffer.from("%PDF-1.7\n<</S /JavaScript /JS (x)>>")],
    ["attachment-broken", "д.docx", async () => (await zip(docx)).subarray(0, 60)],
  ])("is refused with «%s» at its field: %s", async (reason, name, make) => {
    await expect(keep(name, await make())).rejects.toMatchObject({
      kind: "invalid",
      reason: `base.${reason}`,
      values: { name },
      fields: { files: `base.${reason}` },
    });
  });

  it("whose list of types unpacks into a gigabyte is refused unread", async () => {
    const bomb = await zip({ ...docx, "[Content_Types].xml": "a".repeat(30_000_000) });
    expect(bomb.length).toBeLessThan(100_000);
    await expect(keep("а.docx", bomb)).rejects.toMatchObject({
      reason: "base.attachment-zip-bomb",
    });
  });

  it("belongs to one thing, and to its region", async () => {
    const ctx = context.asSystem();
    const id = await keep("а.txt", Buffer.from("Справка"));
    await claimAttachments(ctx, [id]);
    await expect(claimAttachments(ctx, [id], { field: "letter" })).rejects.toMatchObject({
      reason: "base.attachment-gone",
      fields: { letter: "base.attachment-gone" },
    });
    const elsewhere = context.asSystem({ ...testContextRegion, id: "zarechye" });
    expect(await findAttachment(elsewhere, id)).toBeUndefined();
    await expect(attachmentResponse(elsewhere, id)).rejects.toMatchObject({ kind: "not-found" });
  });

  it("is listed in the order asked for", async () => {
    const first = await keep("1.txt", Buffer.from("один"));
    const second = await keep("2.txt", Buffer.from("два"));
    const records = await findAttachments(context.asSystem(), [second, first]);
    expect(records.map(({ name }) => name)).toEqual(["2.txt", "1.txt"]);
  });
});
