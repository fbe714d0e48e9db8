import { z } from "zod";
import { withoutUnseen } from "./plain-text.ts";
import { channels } from "../signal.ts";

const short = (most: number) =>
  z
    .string()
    .max(most * 4)
    .transform((text) => withoutUnseen(text).trim().slice(0, most).toWellFormed());
const blankable = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional());

const instant = z.union(
  [z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))],
  "signals.date-impossible",
);

export const authorInput = z.object({
  /** The channel's own name of the author: an id, an address; kept as a keyed hash only. */
  key: blankable(short(300)),
  name: blankable(short(200)),
  email: blankable(z.email("signals.email-wrong").max(254)),
  phone: blankable(short(40)),
  wantsLetters: z.boolean().default(false),
  consent: z.boolean().default(false),
});

export const messageInput = z.object({
  channel: z.enum(channels, "signals.channel-unknown").default("api"),
  /** The message's own name in its channel: the same one twice is one message. */
  externalId: z
    .string("signals.id-missing")
    .overwrite(withoutUnseen)
    .trim()
    .min(1, "signals.id-missing")
    .max(300, "signals.id-long"),
  /** The community, mailbox or file it came from. */
  source: short(200).default(""),
  text: z.string("signals.text-missing"),
  address: short(300).default(""),
  lat: blankable(z.coerce.number("signals.point-wrong")),
  lon: blankable(z.coerce.number("signals.point-wrong")),
  /** A municipality by id, name or OKTMO. */
  municipality: short(200).default(""),
  writtenAt: instant.optional(),
  author: authorInput.optional(),
  /** Kept pictures. */
  pictures: z.array(z.uuid()).max(5, "signals.pictures-many").default([]),
});
export type MessageInput = z.input<typeof messageInput>;
export type ReadMessage = z.output<typeof messageInput>;
