import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

export type OpenedBytes = {
  /** The first bytes after unpacking; enough to tell format and encoding. */
  head: Buffer;
  /** All bytes from the start, the head included. May be read once. */
  chunks: AsyncIterable<Buffer>;
};

/** The unpacked file is larger than allowed: a gzip bomb or simply too much. */
export class TooManyBytes extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`more than ${limit} bytes`);
    this.limit = limit;
  }
}

const HEAD_BYTES = 64 * 1024;
// A file may open with a megabyte of ASCII before its first letter that tells the encoding.
const HEAD_BYTES_OF_ASCII = 1024 * 1024;

/**
 * Opens a path or a stream and unpacks gzip, told by content, never by name.
 * `maxBytes` limits the unpacked size (error TooManyBytes while reading); `onBytes` hears the
 * number of packed bytes taken so far, for a progress bar.
 */
export async function openBytes(
  source: string | Readable,
  { maxBytes, onBytes }: { maxBytes: number; onBytes?: (taken: number) => void },
): Promise<OpenedBytes> {
  const raw = typeof source === "string" ? createReadStream(source) : source;
  const packed = countBytes(raw, onBytes);
  const first = await readHead(packed, 2);
  const isGzip = first.head[0] === 0x1f && first.head[1] === 0x8b;
  const plain = isGzip ? gunzip(first.chunks) : first.chunks;
  const opened = await readHead(limitBytes(plain, maxBytes), HEAD_BYTES);
  return opened;
}

async function* countBytes(
  raw: Readable,
  onBytes: ((taken: number) => void) | undefined,
): AsyncGenerator<Buffer> {
  let taken = 0;
  for await (const chunk of raw) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    taken += bytes.length;
    onBytes?.(taken);
    yield bytes;
  }
}

async function* gunzip(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unpacked = createGunzip();
  const reader = Readable.from(packed);
  reader.on("error", (error) => unpacked.destroy(error));
  reader.pipe(unpacked);
  try {
    for await (const chunk of unpacked) yield chunk;
  } finally {
    reader.destroy();
    unpacked.destroy();
  }
}

async function* limitBytes(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  let taken = 0;
  for await (const chunk of chunks) {
    taken += chunk.length;
    if (taken > maxBytes) throw new TooManyBytes(maxBytes);
    yield chunk;
  }
}

async function readHead(chunks: AsyncIterable<Buffer>, wanted: number): Promise<OpenedBytes> {
  const iterator = chunks[Symbol.asyncIterator]();
  const taken: Buffer[] = [];
  let length = 0;
  let ascii = true;
  while (length < wanted || (wanted > 2 && ascii && length < HEAD_BYTES_OF_ASCII)) {
    const next = await iterator.next();
    if (next.done) break;
    taken.push(next.value);
    length += next.value.length;
    ascii &&= next.value.every((byte) => byte < 0x80);
  }
  return { head: Buffer.concat(taken), chunks: prependHead(taken, iterator) };
}

async function* prependHead(
  taken: Buffer[],
  iterator: AsyncIterator<Buffer>,
): AsyncGenerator<Buffer, void> {
  try {
    for (let chunk = taken.shift(); chunk; chunk = taken.shift()) yield chunk;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1251" | "ibm866" | "koi8-r";

/** Tells the encoding from a byte order mark, from valid UTF-8, else by the commonest letters. */
export function sniffEncoding(head: Buffer): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (isUtf8(head)) return "utf-8";
  const candidates = ["windows-1251", "ibm866", "koi8-r"] as const;
  const scores = candidates.map((encoding) => scoreLetters(head, encoding));
  return candidates[scores.indexOf(Math.max(...scores))] ?? "windows-1251";
}

function isUtf8(head: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

// The six commonest small letters of Russian text; capitals and box-drawing
// signs, which a wrong table produces, count against.
const COMMON_LETTERS = /[\u043e\u0435\u0430\u0438\u043d\u0442]/g;
const UNLIKELY_LETTERS = /[\u2500-\u259f\u0080-\u009f\u0402-\u040f\u0452-\u045f]/g;
const CAPITAL_LETTERS = /[\u0410-\u042f]/g;

function scoreLetters(head: Buffer, encoding: Encoding): number {
  const text = new TextDecoder(encoding).decode(head);
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return count(COMMON_LETTERS) - 2 * count(UNLIKELY_LETTERS) - 0.5 * count(CAPITAL_LETTERS);
}

/** Decodes chunk by chunk; a byte order mark is dropped, a wrong byte becomes U+FFFD. */
export async function* decodeText(
  chunks: AsyncIterable<Buffer>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
