import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import {
  detectAttachmentType,
  attachmentTypes,
  type AttachmentRejection,
  type AttachmentType,
} from "./attachment-types.ts";
import type { Ctx } from "../context.ts";
import { from, insertInto, updateIn } from "../db/region.ts";
import { processPicture } from "./pictures.ts";
import { fileResponse } from "../http/download.ts";
import { orNotFound, invalidField } from "../refusal.ts";

/** Maximum size of a file in bytes; a picture has its own limit. */
export const MAX_ATTACHMENT_BYTES = 20 * 1024 * 1024;

/** For `accept` of a file field: what `saveAttachment` accepts. */
export const attachmentAccept =
  ".pdf,.docx,.xlsx,.odt,.ods,.csv,.txt,image/jpeg,image/png,image/webp,image/heic";

export type Attachment = {
  id: string;
  name: string;
  type: AttachmentType;
  bytes: number;
  /** Of the stored bytes, hex. */
  sha256: string;
  createdAt: Date;
};

const rejectionReasons: Record<AttachmentRejection, string> = {
  unknown: "base.attachment-unknown",
  macros: "base.attachment-macros",
  "old-office": "base.attachment-old-office",
  broken: "base.attachment-broken",
  "zip-bomb": "base.attachment-zip-bomb",
};

/**
 * Stores an uploaded file under a new id and returns the id. Call before the transaction that
 * attaches it. Throws an invalid refusal at `field` for a file too large, empty, or of no accepted
 * type by its content; pictures are re-encoded.
 */
export async function saveAttachment(
  ctx: Ctx,
  { name, bytes, field = "files" }: { name: string; bytes: Buffer; field?: string },
): Promise<string> {
  const refuse = (reason: string) => invalidField(field, reason, { name: name.slice(0, 80) });
  if (bytes.length > MAX_ATTACHMENT_BYTES) throw refuse("base.attachment-too-large");
  if (bytes.length === 0) throw refuse("base.attachment-empty");
  const type = await detectAttachmentType(name, bytes);
  if (!isAccepted(type)) throw refuse(rejectionReasons[type]);
  const kept = type === "picture" ? (await processPicture(bytes)).large : bytes;
  const id = ctx.newId();
  const path = attachmentPath(ctx, id);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, kept);
  await rename(`${path}.part`, path);
  await insertInto(ctx, "base_attachments", {
    id,
    name: storedName(name, type),
    type,
    bytes: kept.length,
    sha256: createHash("sha256").update(kept).digest("hex"),
    created_at: ctx.now(),
  }).execute();
  return id;
}

function isAccepted(type: AttachmentType | AttachmentRejection): type is AttachmentType {
  return attachmentTypes.some((taken) => taken === type);
}

/** The given name under the ending of what it truly is. */
function storedName(name: string, type: AttachmentType): string {
  const bare = (name.toWellFormed().split(/[/\\]/).at(-1) ?? "")
    .replace(/\p{Cc}/gu, "")
    .replace(/\.[a-z0-9]{1,5}$/i, "")
    .trim()
    .slice(0, 120)
    .toWellFormed();
  return `${bare === "" ? "file" : bare}.${type === "picture" ? "webp" : type}`;
}

/**
 * Marks stored files as belonging to what the caller saves; throws a refusal for one already
 * attached.
 */
export async function claimAttachments(
  ctx: Ctx,
  ids: readonly string[],
  { field = "files" }: { field?: string } = {},
): Promise<void> {
  if (ids.length === 0) return;
  const rows = await updateIn(ctx, "base_attachments")
    .set({ attached: true })
    .where("id", "in", ids)
    .where("attached", "=", false)
    .returning("id")
    .execute();
  if (rows.length !== new Set(ids).size) {
    throw invalidField(field, "base.attachment-gone");
  }
}

/** Returns records of files of this region in the order of the ids; unknown ones are left out. */
export async function findAttachments(ctx: Ctx, ids: readonly string[]): Promise<Attachment[]> {
  if (ids.length === 0) return [];
  const rows = await from(ctx, "base_attachments")
    .select(["id", "name", "type", "bytes", "sha256", "created_at"])
    .where("id", "in", ids)
    .execute();
  const records = new Map(
    rows.map(({ created_at, type, ...row }) => [
      row.id,
      { ...row, type: type as AttachmentType, createdAt: created_at },
    ]),
  );
  return ids.flatMap((id) => records.get(id) ?? []);
}

/** Returns the file's record, of this region only. */
export async function findAttachment(ctx: Ctx, id: string): Promise<Attachment | undefined> {
  return (await findAttachments(ctx, [id]))[0];
}

const mediaTypes: Record<AttachmentType, string> = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  csv: "text/csv",
  txt: "text/plain",
  picture: "image/webp",
};

/**
 * Returns the file as a download, never inline, since its content is not ours. The caller checks
 * the actor's right. Throws not-found for an unknown id.
 */
export async function attachmentResponse(ctx: Ctx, id: string): Promise<Response> {
  const { name, type } = orNotFound(await findAttachment(ctx, id));
  const path = attachmentPath(ctx, id);
  orNotFound(await stat(path).catch(() => undefined));
  const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
  return fileResponse({ name, type: mediaTypes[type], body });
}

function attachmentPath(ctx: Ctx, id: string): string {
  return join(ctx.app.filesDir, ctx.region.id, id.slice(-2), `${id}.file`);
}
