import { z } from "zod";
import { fromZoned, isLocalDate, type LocalDate } from "#base/time/local-time.ts";

/** An instant, or a local time of the region: «2026-04-17T10:00». */
export type WallTimeInput = Date | string;

const wallTimePattern = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)$/;

/** A time as forms and callers give it; `toInstant` converts it. */
export const wallTimeInput = z.union([
  z.date(),
  z.string().trim().refine(isWallTime, "events.moment-wrong"),
]);

function isWallTime(text: string): boolean {
  const day = wallTimePattern.exec(text)?.[1];
  return day !== undefined && isLocalDate(day);
}

/** Converts a local time of the zone into an instant; an instant is returned as it is. */
export function toInstant(given: WallTimeInput, zone: string): Date {
  if (given instanceof Date) return given;
  const [, day = "", hours = "0", minutes = "0"] = wallTimePattern.exec(given) ?? [];
  return fromZoned(day as LocalDate, Number(hours) * 60 + Number(minutes), zone);
}
