import { Readable } from "node:stream";
import { crc32, createDeflateRaw, createInflateRaw } from "node:zlib";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const DATA_DESCRIPTOR = 0x08074b50;
const STORED = 0;
const DEFLATED = 8;
/** Sizes stand after the content; names are UTF-8. */
const FLAGS = 0x0808;
const CHUNK_BYTES = 16 * 1024;
const FOUR_GIGABYTES = 0xffff_ffff;

/** One file of an archive; what comes in pieces is packed as it comes. */
export type ZipPart = {
  name: string;
  content: string | Uint8Array | AsyncIterable<string | Uint8Array>;
};

/**
 * Packs files as they come, in memory of one piece. The same parts and instant give the same bytes.
 * Throws past four gigabytes: the old format knows no more, and every office program reads it.
 */
export async function* zipStream(
  parts: Iterable<ZipPart> | AsyncIterable<ZipPart>,
  at: Date,
): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const part of parts) {
    const name = Buffer.from(part.name);
    const local = localEntry(name, at);
    const sum: ContentSummary = { crc: 0, size: 0, packedSize: 0 };
    yield local;
    yield* packContent(part.content, sum);
    yield dataDescriptor(sum);
    directory.push(directoryEntry(name, { at, sum, offset }));
    offset += local.length + sum.packedSize + 16;
    if (offset > FOUR_GIGABYTES || sum.size > FOUR_GIGABYTES) throw new Error("zip too large");
  }
  const entries = Buffer.concat(directory);
  yield Buffer.concat([entries, endOfDirectory(directory.length, entries.length, offset)]);
}

/** The archive as a whole. */
export async function zipBytes(parts: Iterable<ZipPart>, at: Date): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(zipStream(parts, at)));
}

type ContentSummary = { crc: number; size: number; packedSize: number };

async function* packContent(
  content: ZipPart["content"],
  sum: ContentSummary,
): AsyncGenerator<Buffer> {
  const pieces = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
  const counted = async function* () {
    for await (const piece of pieces) {
      const bytes = Buffer.from(piece);
      sum.crc = crc32(bytes, sum.crc);
      sum.size += bytes.length;
      yield bytes;
    }
  };
  for await (const chunk of pipeThrough(counted(), createDeflateRaw({ chunkSize: CHUNK_BYTES }))) {
    sum.packedSize += chunk.length;
    yield chunk;
  }
}

/** Bytes through a packer or unpacker; a reader who leaves early ends both. */
async function* pipeThrough(
  pieces: AsyncIterable<Buffer>,
  transform: ReturnType<typeof createDeflateRaw> | ReturnType<typeof createInflateRaw>,
): AsyncGenerator<Buffer> {
  const source = Readable.from(pieces);
  source.on("error", (error) => transform.destroy(error));
  source.pipe(transform);
  try {
    for await (const chunk of transform) yield chunk as Buffer;
  } finally {
    source.destroy();
    transform.destroy();
  }
}

// DOS time knows no zone: the instant is written as UTC, so that no machine's own zone changes the bytes.
function dosTime(at: Date): [time: number, day: number] {
  const year = Math.max(1980, at.getUTCFullYear());
  return [
    (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  ];
}

function localEntry(name: Buffer, at: Date): Buffer {
  const head = Buffer.alloc(30);
  const [time, day] = dosTime(at);
  head.writeUInt32LE(LOCAL_ENTRY, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(FLAGS, 6);
  head.writeUInt16LE(DEFLATED, 8);
  head.writeUInt16LE(time, 10);
  head.writeUInt16LE(day, 12);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function dataDescriptor({ crc, size, packedSize }: ContentSummary): Buffer {
  const tail = Buffer.alloc(16);
  tail.writeUInt32LE(DATA_DESCRIPTOR, 0);
  tail.writeUInt32LE(crc, 4);
  tail.writeUInt32LE(packedSize, 8);
  tail.writeUInt32LE(size, 12);
  return tail;
}

function directoryEntry(
  name: Buffer,
  { at, sum, offset }: { at: Date; sum: ContentSummary; offset: number },
): Buffer {
  const head = Buffer.alloc(46);
  const [time, day] = dosTime(at);
  head.writeUInt32LE(DIRECTORY_ENTRY, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(20, 6);
  head.writeUInt16LE(FLAGS, 8);
  head.writeUInt16LE(DEFLATED, 10);
  head.writeUInt16LE(time, 12);
  head.writeUInt16LE(day, 14);
  head.writeUInt32LE(sum.crc, 16);
  head.writeUInt32LE(sum.packedSize, 20);
  head.writeUInt32LE(sum.size, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, name]);
}

function endOfDirectory(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

export type ZipEntry = {
  name: string;
  method: number;
  packedSize: number;
  /** As the archive states it; it may lie. */
  size: number;
  at: number;
};

/** What an archive in memory says that it holds; throws where it is none or damaged. */
export function zipEntries(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) throw new Error("no directory");
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error("broken directory");
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString("utf8", at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      packedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** Unpacks one file piece by piece; throws where it is damaged. */
export async function* unpack(bytes: Buffer, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (bytes.readUInt32LE(entry.at) !== LOCAL_ENTRY) throw new Error("broken part");
  const from =
    entry.at + 30 + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28);
  const inside = bytes.subarray(from, from + entry.packedSize);
  if (entry.method === STORED) yield inside;
  else if (entry.method === DEFLATED)
    yield* pipeThrough(slices(inside), createInflateRaw({ chunkSize: CHUNK_BYTES }));
  else throw new Error("unknown packing");
}

// A packed megabyte may unpack into a gigabyte: small slices let the reader stop it in time.
async function* slices(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

/** Unpacks one file as a whole; throws where it is damaged or larger than `limit` bytes. */
export async function unpackToBuffer(
  bytes: Buffer,
  entry: ZipEntry,
  limit = Number.POSITIVE_INFINITY,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let left = limit;
  for await (const chunk of unpack(bytes, entry)) {
    left -= chunk.length;
    if (left < 0) throw new Error("part too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
