import { z } from "zod";
import { fromZoned, isLocalDate, type LocalDate } from "#base/time/local-time.ts";

/** An instant, or what a clock of the region shows: «2026-04-17T10:00». */
export type Moment = Date | string;

const shape = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)$/;

/** A moment as forms and callers give it; `instantOf` makes it an instant of the region. */
export const moment = z.union([z.date(), z.string().trim().refine(isWall, "events.moment-wrong")]);

function isWall(text: string): boolean {
  const day = shape.exec(text)?.[1];
  return day !== undefined && isLocalDate(day);
}

export function instantOf(given: Moment, zone: string): Date {
  if (given instanceof Date) return given;
  const [, day = "", hours = "0", minutes = "0"] = shape.exec(given) ?? [];
  return fromZoned(day as LocalDate, Number(hours) * 60 + Number(minutes), zone);
}
