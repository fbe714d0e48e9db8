import { pluralEn, type Messages } from "#base/messages.ts";
import type { editRu } from "./messages.ru.ts";

const fields = (n: number) => `${n} ${pluralEn(n, "field", "fields")}`;

export const editEn = {
  title: (section: string) => section,
  save: "Save the section",
  choose: "Choose",
  fromPassport: "Take from the passport",
  fromFormer: "Take from the former application",
  toPassport: "Take back to the passport",
  copying: "Write a field anew",
  copyingLead:
    "The copy stands instead of the application's text; the former text stays in the history. “Take back” changes the passport and leaves the application.",
  listHint: "Each line is an entry of its own.",
  row: (n: number) => `Row ${n}`,
  newRow: (n: number) => `New row ${n}`,
  rowsHint: "To remove a row, empty it. Need more rows? Save the section, new ones appear.",
  clash:
    "While you wrote, somebody changed this field. Your text is below, theirs is here. Join them and save.",
  clashes: (n: number) =>
    `While you wrote, somebody changed ${fields(n)}. The rest is saved, your texts are below.`,
  theirs: "Now in the application",
  saved: (n: number) => (n === 0 ? "Nothing changed." : `Saved: ${fields(n)}.`),
  limit: (n: number) => `Up to ${n} characters.`,
} satisfies Messages<typeof editRu>;
