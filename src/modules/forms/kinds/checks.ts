/** What is wrong with an answer: the control (the question's first unless given), the message key, its numbers. */
export type AnswerFault = { field?: string; key: string; values?: Record<string, string | number> };

export const noFaults: AnswerFault[] = [];

export const unknownChoice: AnswerFault = { key: "forms.choice-unknown" };

/** Tells whether the value is a text. */
export const isText = (value: unknown): value is string => typeof value === "string";

/** Tells whether the value is a text or a number. */
export const isTextOrNumber = (value: unknown): value is string | number =>
  isText(value) || typeof value === "number";

/** Tells whether the value is an object and no list. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Tells whether the value is an object with a text under each of the names. */
export const hasTexts = (value: unknown, names: readonly string[]): boolean =>
  isRecord(value) && names.every((name) => isText(value[name]));

/** Tells whether the value is a list of objects with a text under each of the names. */
export const isListOf = (value: unknown, names: readonly string[]): boolean =>
  Array.isArray(value) && value.every((row) => hasTexts(row, names));

/** Checks the length of a text in UTF-16 units. */
export function checkLength(text: string, maxLength: number, field?: string): AnswerFault[] {
  if (text.length <= maxLength) return noFaults;
  const values = { most: maxLength, over: text.length - maxLength };
  return [{ key: "forms.answer-long", values, ...(field !== undefined && { field }) }];
}

/** Tells whether the text is a day of the calendar, «YYYY-MM-DD». */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** Checks a day «YYYY-MM-DD» and its bounds, both included. */
export function checkDay(
  text: string,
  { min, max }: { min?: string | undefined; max?: string | undefined },
): AnswerFault[] {
  if (!isDay(text)) return [{ key: "forms.not-a-day" }];
  if (min !== undefined && text < min)
    return [{ key: "forms.too-early", values: { min: formatTypedDay(min) } }];
  if (max !== undefined && text > max)
    return [{ key: "forms.too-late", values: { max: formatTypedDay(max) } }];
  return noFaults;
}

/** Formats «2026-03-01» as «01.03.2026». */
const formatTypedDay = (day: string): string => day.split("-").reverse().join(".");
