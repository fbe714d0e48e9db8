import { type Messages } from "#base/messages.ts";
import type { periodsRu } from "./messages.ru.ts";

export const periodsEn = {
  title: "Locked periods",
  lead: "A locked period does not change. Where facts were corrected later, the difference shows here.",
  from: "From",
  to: "To",
  lock: "Lock the period",
  locked: "The period is locked, its snapshot and hash are kept.",
  none: "No period is locked yet",
  noneText: "Lock a period once its report is handed in: the figures stay as they were.",
  of: (from: string, to: string) => `${from} – ${to}`,
  lockedAt: (when: string) => `locked ${when}`,
  hash: "SHA-256",
  intact: "snapshot intact",
  broken: "The snapshot does not fit its hash",
  same: "Nothing has changed since.",
  promise: "Promise",
  was: "Was",
  now: "Is",
  came: "Came",
  went: "Went",
  changed: "Another number",
  how: "What happened",
  difference: (of: { title: string; was: string; now: string; unit: string }) =>
    `${of.title}: it was ${of.was}, now ${of.now} ${of.unit}`,
  figure: "In the snapshot",
} satisfies Messages<typeof periodsRu>;
