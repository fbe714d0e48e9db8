/** FormData, in a browser and on the server alike. */
export type PostedForm = { getAll(name: string): unknown[]; keys(): Iterable<string> };

/** A number as understood, or the text as it was typed when it is none: nothing typed is lost. */
export type Amount = number | string | null;

/** Returns the name of a question's control: `q.goal`, `q.budget.2.price`. */
export const fieldName = (code: string, ...parts: (string | number)[]): string =>
  ["q", code, ...parts].join(".");

/** Trims a posted text; a line break is one character, whatever the browser sends. */
export const normalizeText = (text: string): string =>
  text.replaceAll("\r\n", "\n").replaceAll("\u0000", "").trim();

/** Reads the first text posted under a name; an empty text where there is none. */
export const readText = (posted: PostedForm, name: string): string => {
  const value = posted.getAll(name)[0];
  return typeof value === "string" ? normalizeText(value) : "";
};

/** Reads the only control of a question; `undefined` when it is blank. */
export const readLine = ({ code }: { code: string }, posted: PostedForm): string | undefined =>
  readText(posted, fieldName(code)) || undefined;

/** Reads the only control of a question as a number; what is no number stays a text. */
export const readAmount = (
  { code }: { code: string },
  posted: PostedForm,
): number | string | undefined => parseAmount(readText(posted, fieldName(code))) ?? undefined;

/** Parses «1 234,50» as 1234.5; what is no number stays a text; blank is null. */
export function parseAmount(text: string): Amount {
  if (text === "") return null;
  const bare = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(bare) ? Number(bare) : text;
}

/** Parses «1.03.2026» as «2026-03-01»; anything else stays. */
export function parseDay(text: string): string {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  if (day === undefined || month === undefined || year === undefined) return text;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
