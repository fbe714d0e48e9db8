import { pluralEn, type Messages } from "#base/messages.ts";
import type { changesRu, remarksRu } from "./messages.ru.ts";

const fields = (n: number) => `${n} ${pluralEn(n, "field", "fields")}`;
const remarks = (n: number) => `${n} ${pluralEn(n, "remark", "remarks")}`;

export const changesEn = {
  title: "What was corrected",
  lead: (seq: number, contest: string) => `Compared with application ${seq}: ${contest}.`,
  removed: "removed",
  added: "added",
  words: (removed: number, added: number) => `${removed} words removed, ${added} added`,
  same: (n: number) => `Unchanged: ${fields(n)}.`,
  none: "No field has changed yet.",
  fresh: "New field",
  remarks: "Remarks",
  noFormer: "This is the first application: there is nothing to compare with.",
} satisfies Messages<typeof changesRu>;

export const remarksEn = {
  title: "Remarks",
  decision: "Experts of the contest",
  round: (n: number) => `Review, round ${n}`,
  answer: "What was mended",
  settled: "Taken into account",
  save: "Keep",
  open: (n: number) => (n === 0 ? "All remarks are taken into account" : `Open: ${remarks(n)}`),
  since: "What has changed since",
  unchanged: "The field has not changed since.",
} satisfies Messages<typeof remarksRu>;
