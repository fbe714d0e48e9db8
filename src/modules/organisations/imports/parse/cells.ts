import { isLocalDate } from "#base/time/local-time.ts";
import { directions, legalForms, type Direction, type LegalForm } from "../../catalogues/codes.ts";
import { organisationKinds, type OrganisationKind } from "../../organisation.ts";
import { words } from "../../messages.ts";
import { directionStems, formStems, headerKey, kindOfForm } from "./columns.ru.ts";

/** Name in either language → code. */
function codesByName<C extends string>(
  codes: readonly C[],
  namesOf: (book: (typeof words)["ru" | "en"]) => Readonly<Record<C, string>>,
): ReadonlyMap<string, C> {
  return new Map(
    codes.flatMap((code) => [
      [headerKey(code), code],
      [headerKey(namesOf(words.ru)[code]), code],
      [headerKey(namesOf(words.en)[code]), code],
    ]),
  );
}

const kindNames = codesByName(organisationKinds, (book) => book.kinds);
const formNames = codesByName(legalForms, (book) => book.legalForms);
const directionNames = codesByName(directions, (book) => book.directions);

/** The legal form that a cell says, or that the name shows; undefined where neither does. */
export function readForm(cell: string, name: string): LegalForm | undefined {
  const said = formNames.get(headerKey(cell));
  if (said !== undefined) return said;
  const fits = (text: string) => formStems.find(([stem]) => stem.test(headerKey(text)))?.[1];
  return cell === "" ? fits(name) : fits(cell);
}

/** The kind that a cell says, or that follows from the form; an НКО otherwise. */
export function readKind(cell: string, form: LegalForm | undefined): OrganisationKind {
  const said = kindNames.get(headerKey(cell));
  return said ?? (form === undefined ? undefined : kindOfForm[form]) ?? "nko";
}

/** Names of our catalogue between semicolons, or what stems of the words say; in the order of codes. */
export function readDirections(cell: string): { codes: Direction[]; unknown: boolean } {
  if (cell === "") return { codes: [], unknown: false };
  const parts = cell.split(/;|\n/).map((part) => part.trim());
  const found = parts
    .filter((part) => part !== "")
    .map((part) => {
      const said = directionNames.get(headerKey(part));
      if (said !== undefined) return [said];
      const key = headerKey(part);
      return directionStems.filter(([stem]) => stem.test(key)).map(([, code]) => code);
    });
  const codes = [...new Set(found.flat())].toSorted();
  return { codes, unknown: found.some((one) => one.length === 0) };
}

/** «31.05.2026», «2026-05-31» or the same with a time; undefined for what is no day. */
export function readDay(cell: string): string | undefined {
  const [, day = "", month = "", year = ""] = /^(\d{1,2})[./](\d{1,2})[./](\d{4})/.exec(cell) ?? [];
  const text =
    year === "" ? cell.slice(0, 10) : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isLocalDate(text) ? text : undefined;
}

/** The first web address in a cell, or the cell itself where it looks like one. */
export function readAddresses(cell: string): string[] {
  return cell
    .split(/[\s,;]+/)
    .filter((part) => /^(https?:\/\/)?[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/?#].*)?$/iu.test(part));
}

/** A telephone of 11 digits that a spreadsheet took for a number lost its leading noughts. */
export const numberCell = (cell: string, lengths: readonly number[]): string => {
  const digits = cell.replaceAll(/[\s-]/g, "");
  return /^\d+$/.test(digits) && lengths.includes(digits.length + 1) ? `0${digits}` : digits;
};
