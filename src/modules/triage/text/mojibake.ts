/** A repaired text; `at[i]` is the original offset of its character i. */
export type RepairedText = { text: string; at: Uint32Array };

// The inverse of a browser's decoding table: character → byte.
function byteTable(encoding: string): ReadonlyMap<string, number> {
  const bytes = Uint8Array.from({ length: 128 }, (_, index) => index + 128);
  const letters = [...new TextDecoder(encoding).decode(bytes)];
  const rows = letters.map((letter, index): [string, number] => [letter, index + 128]);
  // Undefined bytes often pass through as control characters.
  const bare = rows.map(([, byte]): [string, number] => [String.fromCharCode(byte), byte]);
  return new Map([...bare, ...rows]);
}

const western = byteTable("windows-1252");
const cyrillic = byteTable("windows-1251");
const cyrillicLetters = [
  ...new TextDecoder("windows-1251").decode(Uint8Array.from({ length: 256 }, (_, index) => index)),
];
// Lead bytes of Cyrillic letters in UTF-8.
const LEAD_BYTES: ReadonlySet<number> = new Set([0xd0, 0xd1]);
const MIN_LETTERS = 4;
const MIN_SUSPICIOUS_SHARE = 0.6;

const suspiciousPattern =
  /[\u00a8\u00b8\u00c0-\u00ff]{2}|[\u00d0\u00d1]|[\u0420\u0421][^\u0400-\u0401\u0410-\u0451\s!-~]/;
const letter = /\p{L}/u;

/** UTF-8 decoded as a single-byte encoding: two wrong characters per letter. */
function repairBytePairs(
  source: string,
  bytes: ReadonlyMap<string, number>,
): RepairedText | undefined {
  let text = "";
  const at: number[] = [];
  let pairs = 0;
  let others = 0;
  for (let index = 0; index < source.length; index++) {
    const lead = bytes.get(source.charAt(index)) ?? 0;
    const next = bytes.get(source.charAt(index + 1)) ?? 0;
    at.push(index);
    if (LEAD_BYTES.has(lead) && next >= 0x80 && next < 0xc0) {
      text += String.fromCharCode(((lead & 0x1f) << 6) | (next & 0x3f));
      pairs++;
      index++;
      continue;
    }
    const kept = source.charAt(index);
    if (letter.test(kept)) others++;
    text += kept;
  }
  if (pairs < MIN_LETTERS || pairs < others) return undefined;
  return { text, at: Uint32Array.from([...at, source.length]) };
}

/** Single-byte Cyrillic decoded as Western: one wrong character per letter. */
function repairSingleBytes(source: string): RepairedText | undefined {
  let wrong = 0;
  let letters = 0;
  for (const one of source) {
    if (!letter.test(one)) continue;
    letters++;
    if (one >= "\u00c0" && one <= "\u00ff") wrong++;
  }
  if (wrong < MIN_LETTERS || wrong < letters * MIN_SUSPICIOUS_SHARE) return undefined;
  const text = source.replace(/[\u00a8\u00b8\u00c0-\u00ff]/g, (one) => {
    return cyrillicLetters[western.get(one) ?? 0] ?? one;
  });
  return { text, at: Uint32Array.from({ length: source.length + 1 }, (_, index) => index) };
}

/**
 * Returns the repaired text when it was plainly decoded with a wrong encoding; undefined otherwise.
 */
export function repairMojibake(source: string): RepairedText | undefined {
  if (!suspiciousPattern.test(source)) return undefined;
  return (
    repairBytePairs(source, western) ??
    repairBytePairs(source, cyrillic) ??
    repairSingleBytes(source)
  );
}
