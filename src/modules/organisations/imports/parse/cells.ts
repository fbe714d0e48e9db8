import { isLocalDate } from "#base/time/local-time.ts";
import {
  activityAreas,
  legalForms,
  type ActivityArea,
  type LegalForm,
} from "../../catalogues/codes.ts";
import { organisationKinds, type OrganisationKind } from "../../organisation.ts";
import { messages } from "../../messages.ts";
import { activityAreaStems, legalFormStems, headerKey, kindByLegalForm } from "./columns.ru.ts";

/** Maps the names in both languages to codes. */
function codesByName<C extends string>(
  codes: readonly C[],
  namesOf: (catalogue: (typeof messages)["ru" | "en"]) => Readonly<Record<C, string>>,
): ReadonlyMap<string, C> {
  return new Map(
    codes.flatMap((code) => [
      [headerKey(code), code],
      [headerKey(namesOf(messages.ru)[code]), code],
      [headerKey(namesOf(messages.en)[code]), code],
    ]),
  );
}

const kindNames = codesByName(organisationKinds, (catalogue) => catalogue.kinds);
const legalFormNames = codesByName(legalForms, (catalogue) => catalogue.legalForms);
const activityAreaNames = codesByName(activityAreas, (catalogue) => catalogue.directions);

/** Parses the legal form from its cell or from the name; undefined when neither has one. */
export function parseLegalForm(cell: string, name: string): LegalForm | undefined {
  const exactMatch = legalFormNames.get(headerKey(cell));
  if (exactMatch !== undefined) return exactMatch;
  const matchStem = (text: string) =>
    legalFormStems.find(([stem]) => stem.test(headerKey(text)))?.[1];
  return cell === "" ? matchStem(name) : matchStem(cell);
}

/** Parses the kind from its cell or from the legal form; НКО otherwise. */
export function parseKind(cell: string, form: LegalForm | undefined): OrganisationKind {
  const exactMatch = kindNames.get(headerKey(cell));
  return exactMatch ?? (form === undefined ? undefined : kindByLegalForm[form]) ?? "nko";
}

/**
 * Parses activity areas: names of the catalogue between semicolons, else by word stems; in the order
 * of codes.
 */
export function parseActivityAreas(cell: string): { codes: ActivityArea[]; unknown: boolean } {
  if (cell === "") return { codes: [], unknown: false };
  const parts = cell.split(/;|\n/).map((part) => part.trim());
  const found = parts
    .filter((part) => part !== "")
    .map((part) => {
      const known = activityAreaNames.get(headerKey(part));
      if (known !== undefined) return [known];
      const key = headerKey(part);
      return activityAreaStems.filter(([stem]) => stem.test(key)).map(([, code]) => code);
    });
  const codes = [...new Set(found.flat())].toSorted();
  return { codes, unknown: found.some((one) => one.length === 0) };
}

/** Parses «31.05.2026», «2026-05-31» or the same with a time; undefined for anything else. */
export function parseDate(cell: string): string | undefined {
  const [, day = "", month = "", year = ""] = /^(\d{1,2})[./](\d{1,2})[./](\d{4})/.exec(cell) ?? [];
  const text =
    year === "" ? cell.slice(0, 10) : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isLocalDate(text) ? text : undefined;
}

/** Parses the web addresses of a cell, or the cell itself where it looks like one. */
export function parseUrls(cell: string): string[] {
  return cell
    .split(/[\s,;]+/)
    .filter((part) => /^(https?:\/\/)?[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/?#].*)?$/iu.test(part));
}

/** Removes blanks and hyphens, and restores one leading zero that a spreadsheet dropped: `lengths` are full lengths. */
export const restoreLeadingZero = (cell: string, lengths: readonly number[]): string => {
  const digits = cell.replaceAll(/[\s-]/g, "");
  return /^\d+$/.test(digits) && lengths.includes(digits.length + 1) ? `0${digits}` : digits;
};
