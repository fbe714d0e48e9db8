import { z } from "zod";

/** Returns the schema of a text that must be there, trimmed; `missing` is the message of its absence. */
export const requiredText = (max: number, missing = "base.field-missing") =>
  z.string(missing).trim().min(1, missing).max(max);

/** Returns the schema of a text that may be left out, trimmed; blank and absent are the empty text. */
export const optionalText = (max: number) => z.string().trim().max(max).default("");

/** The version of a row that the person saw; left out, any version is overwritten. */
export const seenVersion = z.coerce.number().int().optional();
