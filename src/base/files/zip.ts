import { Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const DATA_DESCRIPTOR = 0x08074b50;
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

/** Returns the archive as one buffer. */
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
  for await (const chunk of deflate(counted())) {
    sum.packedSize += chunk.length;
    yield chunk;
  }
}

/** Deflates a stream of bytes; a consumer that leaves early ends both sides. */
async function* deflate(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const transform = createDeflateRaw({ chunkSize: CHUNK_BYTES });
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
