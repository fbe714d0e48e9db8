import { type Messages } from "#base/messages.ts";
import type { copyRu, documentRu } from "./messages.ru.ts";

export const copyEn = {
  title: "Copy into the contest's form",
  lead: "Fields stand in the form's order. Copied one? Tick it; if its text changes later, the tick goes.",
  copied: "Copied",
  tick: "Tick as copied",
  untick: "Untick",
  stale: "The text changed after it was copied",
  left: (done: number, all: number) => `${done} of ${all} copied`,
  empty: "The field is empty",
} satisfies Messages<typeof copyRu>;

export const documentEn = {
  footer: (sha: string) => `SHA-256 ${sha}`,
  draft: "Draft, not sent",
  total: "Total",
  made: "Made in OKNO",
  empty: "–",
} satisfies Messages<typeof documentRu>;
