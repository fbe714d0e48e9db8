import { z } from "zod";
import { seenVersion } from "#base/http/fields.ts";

/** A checkbox of a form: «yes» is true, absent is false. */
export const checkbox = z
  .literal("yes")
  .optional()
  .transform((value) => value === "yes");

/** A number of seats. */
export const seatsInput = z.coerce.number().int().min(1).max(100_000);

/** A number of seats; null without a limit. */
export const optionalSeats = seatsInput.nullable().default(null);

/** An id that may be left out; null when it is. */
export const optionalId = z.uuid().nullable().default(null);

/** An http(s) address, or the empty text. */
export const webAddressInput = z.union([
  z.literal(""),
  z.url({ protocol: /^https?$/, error: "events.url-wrong" }),
]);

/** A form of one button: only the version of the event that the person saw. */
export const versionInput = z.object({ version: seenVersion });
