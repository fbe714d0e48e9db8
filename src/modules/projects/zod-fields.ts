import { z } from "zod";

export const requiredDate = z.iso.date("projects.day-missing");

/** Parses roubles as people write them, «12 500,50», to kopecks. */
export const roublesAmount = z
  .string()
  .transform((text) =>
    text.replace(/[\s\u00a0\u202f]|\u0440\u0443\u0431\.?|\u20bd/g, "").replace(",", "."),
  )
  .pipe(z.string().regex(/^\d{1,10}(\.\d{1,2})?$/, "projects.money-wrong"))
  .transform((text) => Math.round(Number(text) * 100));

/** Parses a number with a comma or a point, above zero. */
export const positiveAmount = z
  .string("projects.amount-wrong")
  .transform((text) => text.replace(/[\s\u00a0\u202f]/g, "").replace(",", "."))
  .pipe(z.string().regex(/^\d{1,9}(\.\d{1,3})?$/, "projects.amount-wrong"))
  .transform(Number)
  .refine((value) => value > 0, "projects.amount-wrong");

/** Formats kopecks for a form: «12500,50». */
export const formatRoublesInput = (kopecks: number): string =>
  kopecks % 100 === 0
    ? String(kopecks / 100)
    : `${Math.trunc(kopecks / 100)},${String(kopecks % 100).padStart(2, "0")}`;
