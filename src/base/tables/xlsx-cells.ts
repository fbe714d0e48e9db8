/** How the cells of one workbook are to be understood. */
export type CellFormat = {
  /** Whether the numbers of this style (attribute `s`) are dates. */
  isDate: (style: number) => boolean;
  /** Days count from 1904, as old programs of the Macintosh do. */
  from1904: boolean;
  shared: (index: number) => string;
};

const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/** Decodes XML entities, and Excel's `_x000D_` for characters that XML cannot hold. */
export function decodeXmlText(raw: string): string {
  const plain = raw.includes("&") ? raw.replace(/&(#x?)?(\w+);/g, decodeEntity) : raw;
  return plain.includes("_x")
    ? plain.replace(/_x([\da-f]{4})_/gi, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : plain;
}

function decodeEntity(whole: string, number: string | undefined, name: string): string {
  if (number === undefined) return entities[name] ?? whole;
  const code = Number.parseInt(name, number === "#x" ? 16 : 10);
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** Returns a cell's text from its type (attribute `t`) and raw content. */
export function formatCell(
  reading: CellFormat,
  { type, style, raw }: { type: string; style: number; raw: string },
): string {
  if (raw === "") return "";
  if (type === "s") return reading.shared(Number(raw));
  if (type === "" || type === "n") return formatNumberCell(reading, style, raw);
  if (type === "d") return raw.replace(/(T00:00:00)?(\.0+)?Z?$/, "");
  return decodeXmlText(raw);
}

function formatNumberCell({ isDate, from1904 }: CellFormat, style: number, raw: string): string {
  const number = Number(raw);
  if (Number.isNaN(number)) return decodeXmlText(raw);
  return isDate(style) ? formatSerialDate(number, from1904) : String(number);
}

const DAY = 86_400_000;

/** Excel's count of days as `2026-03-01`, `2026-03-01T09:30:00`, or `09:30:00` where there is no day. */
function formatSerialDate(serial: number, from1904: boolean): string {
  // Excel believes in a 29th of February 1900: days before it are counted from one day later.
  const days = from1904 ? serial + 1462 : serial < 60 && serial >= 1 ? serial + 1 : serial;
  const at = new Date(Date.UTC(1899, 11, 30) + Math.round((days * DAY) / 1000) * 1000);
  if (Number.isNaN(at.getTime())) return String(serial);
  const text = at.toISOString().slice(0, 19);
  if (serial < 1 && serial > 0) return text.slice(11);
  return text.endsWith("T00:00:00") ? text.slice(0, 10) : text;
}

/**
 * Returns the indexes of `styles.xml` that are dates: by built-in formats and by letters of custom
 * ones.
 */
export function parseDateStyles(xml: string): (style: number) => boolean {
  const own = new Map<number, string>();
  for (const [tag] of xml.matchAll(/<(?:\w+:)?numFmt\s[^>]*>/g)) {
    own.set(
      Number(readAttribute(tag, "numFmtId")),
      decodeXmlText(readAttribute(tag, "formatCode") ?? ""),
    );
  }
  const formats = /<(?:\w+:)?cellXfs[\s>][\s\S]*?<\/(?:\w+:)?cellXfs>/.exec(xml)?.[0] ?? "";
  const dates = [...formats.matchAll(/<(?:\w+:)?xf[\s/>][^>]*/g)].map(([tag]) => {
    const id = Number(readAttribute(tag, "numFmtId") ?? 0);
    const code = own.get(id);
    return code === undefined ? isBuiltInDate(id) : isDateFormat(code);
  });
  return (style) => dates[style] ?? false;
}

const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58);

function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  return !/general/i.test(bare) && /[dmyhs]/i.test(bare);
}

/** Returns an attribute's raw value in a tag. */
export function readAttribute(tag: string, name: string): string | undefined {
  return new RegExp(`[\\s:]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    .exec(tag)
    ?.slice(1)
    .find((value) => value !== undefined);
}
