import { z } from "zod";
import { stripInvisible } from "./plain-text.ts";
import { channels } from "../signal.ts";

const shortText = (most: number) =>
  z
    .string()
    .max(most * 4)
    .transform((text) => stripInvisible(text).trim().slice(0, most).toWellFormed());
const emptyToUndefined = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional());

const instantSchema = z.union(
  [z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))],
  "signals.date-impossible",
);

export const authorInput = z.object({
  /** The channel's own name of the author: an id, an address; kept as a keyed hash only. */
  key: emptyToUndefined(shortText(300)),
  name: emptyToUndefined(shortText(200)),
  email: emptyToUndefined(z.email("signals.email-wrong").max(254)),
  phone: emptyToUndefined(shortText(40)),
  wantsLetters: z.boolean().default(false),
  consent: z.boolean().default(false),
});

export const messageInput = z.object({
  channel: z.enum(channels, "signals.channel-unknown").default("api"),
  /** The message's own name in its channel: the same one twice is one message. */
  externalId: z
    .string("signals.id-missing")
    .overwrite(stripInvisible)
    .trim()
    .min(1, "signals.id-missing")
    .max(300, "signals.id-long"),
  /** The community, mailbox or file it came from. */
  source: shortText(200).default(""),
  text: z.string("signals.text-missing"),
  address: shortText(300).default(""),
  lat: emptyToUndefined(z.coerce.number("signals.point-wrong")),
  lon: emptyToUndefined(z.coerce.number("signals.point-wrong")),
  /** A municipality by id, name or OKTMO. */
  municipality: shortText(200).default(""),
  writtenAt: instantSchema.optional(),
  author: authorInput.optional(),
  /** Kept pictures. */
  pictures: z.array(z.uuid()).max(5, "signals.pictures-many").default([]),
});
export type MessageInput = z.input<typeof messageInput>;
export type ParsedMessage = z.output<typeof messageInput>;
