import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { fromBufferPromise, type Entry, type ZipFile } from "yauzl";

export type ZipLimits = {
  /** Files and folders that the central directory names. */
  maxEntries: number;
  /** Bytes that all files unpack to together. */
  maxUnpackedBytes: number;
  /** Unpacked bytes for one packed byte; files of at most `RATIO_GRACE_BYTES` are not measured. */
  maxRatio: number;
};

export const defaultZipLimits: ZipLimits = {
  maxEntries: 10_000,
  maxUnpackedBytes: 256 * 1024 * 1024,
  // A sheet of equal cells packs 1:150, deflate's best is 1:1032.
  maxRatio: 250,
};

/** A short file of equal bytes packs very well and harms nobody. */
const RATIO_GRACE_BYTES = 1024 * 1024;

/** Length of a local header without its name. */
const LOCAL_HEADER_BYTES = 30;

/** Why an archive is refused: it is no sound archive, or it would unpack into too much. */
export type ZipFault = "damaged" | "excessive";

export class ZipError extends Error {
  readonly fault: ZipFault;

  constructor(fault: ZipFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

export type ZipArchive = {
  /** Names of the files, folders left out, in the order of the central directory. */
  names: readonly string[];
  has(name: string): boolean;
  /** Streams the unpacked bytes of a file; throws `ZipError` where they are not what the directory states. */
  stream(name: string): AsyncGenerator<Buffer>;
  /** Returns a file as a whole; throws `ZipError` where it states more than `maxBytes`. */
  read(name: string, maxBytes?: number): Promise<Buffer>;
};

/**
 * Opens a ZIP archive held in memory. Everything that the central directory states is checked before
 * a byte is unpacked: number of entries, total size, ratio, safe and unique names, no two files over
 * the same bytes. While a file is unpacked, its size and checksum must be the stated ones.
 * Throws `ZipError`.
 */
export async function openZip(bytes: Buffer, limits: Partial<ZipLimits> = {}): Promise<ZipArchive> {
  const { maxEntries, maxUnpackedBytes, maxRatio } = { ...defaultZipLimits, ...limits };
  const file = await openFile(bytes);
  if (file.entryCount > maxEntries) {
    throw new ZipError("excessive", `${file.entryCount} entries, at most ${maxEntries}`);
  }
  const entries = await readDirectory(file);
  checkSizes(entries, { maxUnpackedBytes, maxRatio });
  checkOverlaps(entries);
  const files = new Map<string, Entry>();
  for (const entry of entries) {
    if (files.has(entry.fileName)) throw new ZipError("damaged", "two files of one name");
    if (!entry.fileName.endsWith("/")) files.set(entry.fileName, entry);
  }
  const stream = (name: string) => unpackEntry(file, requireEntry(files, name));
  return {
    names: [...files.keys()],
    has: (name) => files.has(name),
    stream,
    async read(name, maxBytes = maxUnpackedBytes) {
      if (requireEntry(files, name).uncompressedSize > maxBytes) {
        throw new ZipError("excessive", `${name} is over ${maxBytes} bytes`);
      }
      return Buffer.concat(await Array.fromAsync(stream(name)));
    },
  };
}

async function openFile(bytes: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(bytes);
  } catch (cause) {
    throw new ZipError("damaged", "no end of the central directory", { cause });
  }
}

/** Refuses absolute names and names that climb out of the folder (`..`), as the library finds them. */
async function readDirectory(file: ZipFile): Promise<Entry[]> {
  try {
    return await Array.fromAsync(file.eachEntry());
  } catch (cause) {
    throw new ZipError("damaged", "broken central directory", { cause });
  }
}

function checkSizes(
  entries: readonly Entry[],
  { maxUnpackedBytes, maxRatio }: Omit<ZipLimits, "maxEntries">,
): void {
  let total = 0;
  for (const { compressedSize, uncompressedSize, fileName } of entries) {
    total += uncompressedSize;
    if (total > maxUnpackedBytes) {
      throw new ZipError("excessive", `over ${maxUnpackedBytes} bytes unpacked`);
    }
    if (uncompressedSize > RATIO_GRACE_BYTES && uncompressedSize > compressedSize * maxRatio) {
      throw new ZipError("excessive", `${fileName} unpacks to over ${maxRatio} times its size`);
    }
  }
}

/** Files that share packed bytes make a small archive unpack into a huge one. */
function checkOverlaps(entries: readonly Entry[]): void {
  let end = 0;
  const inOrder = entries.toSorted(
    (a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  );
  for (const { relativeOffsetOfLocalHeader: start, fileNameLength, compressedSize } of inOrder) {
    if (start < end) throw new ZipError("excessive", "files over the same bytes");
    end = start + LOCAL_HEADER_BYTES + fileNameLength + compressedSize;
  }
}

function requireEntry(files: ReadonlyMap<string, Entry>, name: string): Entry {
  const entry = files.get(name);
  if (entry === undefined) throw new ZipError("damaged", `no file ${name}`);
  return entry;
}

async function* unpackEntry(file: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  let checksum = 0;
  try {
    const unpacked: Readable = await file.openReadStreamPromise(entry);
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (cause) {
    throw new ZipError("damaged", `${entry.fileName} cannot be unpacked`, { cause });
  }
  if (checksum !== entry.crc32) {
    throw new ZipError("damaged", `${entry.fileName} has another checksum`);
  }
}
