import { isLocalDate } from "#base/time/calendar.ts";
import { DAY_MS, dayNumber, instantOf, localDate } from "#base/time/local-time.ts";

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
const russianDatePattern =
  /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(?:\u0432\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const plainNumber = /^\d+(?:[.,]\d+)?$/;

/** Days from Excel's zeroth day to 1970-01-01. */
const excelEpoch = 25_569;
/** Serials of 1954–2119: smaller and larger numbers are no dates of messages. */
const excelDays = { from: 20_000, to: 80_000 };

/**
 * Parses an instant: ISO, 31.05.2026 08:12, 31.05.2026, an Excel serial, unix seconds (or
 * milliseconds). A time without an offset is local to the region. Undefined for an impossible one.
 */
export function parseMoment(cell: string, zone: string): Date | undefined {
  const text = cell.trim();
  if (plainNumber.test(text)) return parseExcelDate(Number(text.replace(",", ".")), zone);
  const international = isoPattern.exec(text);
  if (international !== null) {
    const [, year = "", month = "", day = "", hour, minute, second, offset] = international;
    return wallTimeToInstant(
      { date: `${year}-${month}-${day}`, hour, minute, second },
      offset,
      zone,
    );
  }
  const written = russianDatePattern.exec(text);
  if (written === null) return undefined;
  const [, day = "", month = "", year = "", hour, minute, second] = written;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return wallTimeToInstant({ date, hour, minute, second }, undefined, zone);
}

function parseExcelDate(value: number, zone: string): Date | undefined {
  if (value >= excelDays.from && value < excelDays.to) {
    // A serial counts wall days; rounding to seconds undoes the binary fraction of a day.
    const wall = Math.round((value - excelEpoch) * 86_400) * 1000;
    return new Date(instantOf(wall, zone));
  }
  if (value >= 1e8 && value < 1e10) return new Date(value * 1000);
  return value >= 1e11 && value < 1e13 ? new Date(value) : undefined;
}

type WallTime = {
  date: string;
  hour: string | undefined;
  minute: string | undefined;
  second: string | undefined;
};

function wallTimeToInstant(
  wall: WallTime,
  offset: string | undefined,
  zone: string,
): Date | undefined {
  const [hour, minute, second] = [
    Number(wall.hour ?? 0),
    Number(wall.minute ?? 0),
    Number(wall.second ?? 0),
  ];
  if (!isLocalDate(wall.date) || hour > 23 || minute > 59 || second > 59) return undefined;
  const at = dayNumber(localDate(wall.date)) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
  return new Date(offset === undefined ? instantOf(at, zone) : at - parseOffset(offset));
}

function parseOffset(offset: string): number {
  if (offset.toUpperCase() === "Z") return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** Parses a coordinate with a point or a comma; undefined for an empty cell, NaN for what is no number. */
export function parseDegrees(cell: string | undefined): number | undefined {
  const text = (cell ?? "").trim().replace(",", ".");
  if (text === "") return undefined;
  return /^-?\d{1,3}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
