import { isLocalDate } from "#base/time/local-time.ts";
import { fieldsOf, numberFits, type Profile, type ProfileField } from "../contests/profile.ts";
import { readMoney, readTable, stateOf, writeMoney, type CutText } from "./prefill.ts";

export const troubleCodes = [
  "missing",
  "over-limit",
  "bad-date",
  "bad-money",
  "ends-before-start",
  "too-long-project",
  "too-early",
  "too-late",
  "row-outside-dates",
  "row-without-dates",
  "budget-row-wrong",
  "budget-not-asked",
  "own-not-budget",
  "total-not-budget",
  "grant-above",
  "grant-below",
  "own-share-low",
  "direction-unknown",
  "number-missing",
  "number-shape",
  "same-text",
] as const;
export type TroubleCode = (typeof troubleCodes)[number];

/** What the funder would refuse (`stop`) or ask about (`look`), and in which field. */
export type Trouble = {
  code: TroubleCode;
  field: string;
  weight: "stop" | "look";
  values: Record<string, string | number>;
};

export type Cut = { profile: Profile; texts: ReadonlyMap<string, CutText> };

/** Everything that keeps a cut from being sent, in the order of the form. */
export function checkCut(cut: Cut): Trouble[] {
  return [
    ...fieldsOf(cut.profile).flatMap((field) => fieldTroubles(cut, field)),
    ...dateTroubles(cut),
    ...planTroubles(cut),
    ...budgetTroubles(cut),
    ...sameTexts(cut),
  ];
}

/** The funder's number of an application: given, and of the funder's shape. */
export function checkNumber(profile: Profile, number: string): Trouble[] {
  const trouble = (code: TroubleCode) => [
    stop(code, "number", { example: profile.number?.example ?? "" }),
  ];
  if (profile.number === undefined) return [];
  if (number === "") return trouble("number-missing");
  return numberFits(profile.number.pattern, number) ? [] : trouble("number-shape");
}

const stop = (code: TroubleCode, field: string, values: Trouble["values"] = {}): Trouble => ({
  code,
  field,
  weight: "stop",
  values,
});

const valueOf = ({ texts }: Cut, field: ProfileField | undefined): string =>
  field === undefined ? "" : (texts.get(field.code)?.text ?? "").trim();

const bySource = ({ profile }: Cut, source: ProfileField["source"]) =>
  fieldsOf(profile).find((field) => field.source === source);

function fieldTroubles(cut: Cut, field: ProfileField): Trouble[] {
  const state = stateOf(field, cut.texts.get(field.code));
  const text = valueOf(cut, field);
  const found: Trouble[] = [];
  if (state.missing) found.push(stop("missing", field.code));
  if (state.over > 0)
    found.push(stop("over-limit", field.code, { over: state.over, limit: field.limit ?? 0 }));
  if (text === "") return found;
  if (field.kind === "date" && !isLocalDate(text)) found.push(stop("bad-date", field.code));
  if (field.kind === "money" && readMoney(text) === undefined)
    found.push(stop("bad-money", field.code));
  const listed = cut.profile.directions;
  if (field.source === "direction" && listed.length > 0 && !listed.includes(text))
    found.push(stop("direction-unknown", field.code));
  return found;
}

function spanOf(cut: Cut) {
  const day = (source: "starts" | "ends") => {
    const field = bySource(cut, source);
    const text = valueOf(cut, field);
    return isLocalDate(text) && field !== undefined ? { field: field.code, text } : undefined;
  };
  return { first: day("starts"), last: day("ends") };
}

function dateTroubles(cut: Cut): Trouble[] {
  const { first, last } = spanOf(cut);
  const { earliest, latest, longestMonths } = cut.profile.dates;
  const found: Trouble[] = [];
  if (first !== undefined && earliest !== undefined && first.text < earliest)
    found.push(stop("too-early", first.field, { day: earliest }));
  if (last !== undefined && latest !== undefined && last.text > latest)
    found.push(stop("too-late", last.field, { day: latest }));
  if (first === undefined || last === undefined) return found;
  if (last.text < first.text) return [...found, stop("ends-before-start", last.field)];
  if (longestMonths !== undefined && last.text > monthsAfter(first.text, longestMonths))
    found.push(stop("too-long-project", last.field, { months: longestMonths }));
  return found;
}

/** The last day that is within the months from this day on. */
function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  // The last day of the month where it has no such date.
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const end = new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth)));
  return end.toISOString().slice(0, 10);
}

function planTroubles(cut: Cut): Trouble[] {
  const field = fieldsOf(cut.profile).find((one) => one.table === "plan");
  if (field === undefined) return [];
  const { first, last } = spanOf(cut);
  return readTable("plan", valueOf(cut, field)).flatMap((row) => {
    const { starts = "", ends = "", activity = "" } = row;
    const values = { title: activity };
    if (!isLocalDate(starts) || !isLocalDate(ends) || ends < starts)
      return [stop("row-without-dates", field.code, values)];
    const early = first !== undefined && starts < first.text;
    const late = last !== undefined && ends > last.text;
    return early || late ? [stop("row-outside-dates", field.code, values)] : [];
  });
}

export type BudgetSums = { grant: number; own: number; partners: number; total: number };

/** Sums of the cut's budget in kopecks, and the rows whose sums are no numbers. */
export function budgetOf(text: string): { sums: BudgetSums; wrong: string[] } {
  const sums = { grant: 0, own: 0, partners: 0, total: 0 };
  const wrong: string[] = [];
  for (const row of readTable("budget", text)) {
    const cells = [row["grant"], row["own"], row["partners"]].map((cell) => readMoney(cell ?? ""));
    const [grant, own, partners] = cells;
    const nothing = grant === 0 && own === 0 && partners === 0;
    if (grant === undefined || own === undefined || partners === undefined || nothing) {
      wrong.push(row["item"] ?? "");
      continue;
    }
    sums.grant += grant;
    sums.own += own;
    sums.partners += partners;
    sums.total += grant + own + partners;
  }
  return { sums, wrong };
}

function budgetTroubles(cut: Cut): Trouble[] {
  const field = fieldsOf(cut.profile).find((one) => one.table === "budget");
  const asked = bySource(cut, "asked");
  const askedSum = readMoney(valueOf(cut, asked));
  const found = asked === undefined ? [] : grantLimits(cut.profile, asked.code, askedSum);
  const text = valueOf(cut, field);
  if (field === undefined || text === "") return found;
  const { sums, wrong } = budgetOf(text);
  for (const title of wrong) found.push(stop("budget-row-wrong", field.code, { title }));
  if (wrong.length > 0) return found;
  if (asked !== undefined && askedSum !== undefined && askedSum !== sums.grant)
    found.push(
      stop("budget-not-asked", field.code, {
        asked: writeMoney(askedSum),
        sum: writeMoney(sums.grant),
      }),
    );
  const own = sums.own + sums.partners;
  found.push(...sumField(cut, { source: "own", code: "own-not-budget", sum: own }));
  found.push(...sumField(cut, { source: "total", code: "total-not-budget", sum: sums.total }));
  if (sums.total > 0 && own < sums.total * cut.profile.ownShare) {
    const percent = Math.round(cut.profile.ownShare * 100);
    const needs = writeMoney(Math.ceil(sums.total * cut.profile.ownShare));
    found.push(stop("own-share-low", field.code, { percent, own: writeMoney(own), needs }));
  }
  return found;
}

function grantLimits(profile: Profile, field: string, asked: number | undefined): Trouble[] {
  if (asked === undefined || asked === 0) return [];
  const { least = 0, most = Infinity } = profile.grant;
  if (asked > most * 100) return [stop("grant-above", field, { most })];
  return asked < least * 100 ? [stop("grant-below", field, { least })] : [];
}

/** A sum written in a field of its own must be the budget's. */
function sumField(
  cut: Cut,
  wanted: { source: "own" | "total"; code: TroubleCode; sum: number },
): Trouble[] {
  const field = bySource(cut, wanted.source);
  const text = valueOf(cut, field);
  if (field === undefined || text === "" || readMoney(text) === wanted.sum) return [];
  return [stop(wanted.code, field.code, { written: text, sum: writeMoney(wanted.sum) })];
}

const longText = 80;

/** The same long text in two fields: the reader is told nothing new. */
function sameTexts(cut: Cut): Trouble[] {
  const seen = new Map<string, ProfileField>();
  return fieldsOf(cut.profile).flatMap((field): Trouble[] => {
    const text = valueOf(cut, field);
    if (text.length < longText) return [];
    const other = seen.get(text);
    seen.set(text, other ?? field);
    if (other === undefined) return [];
    return [
      { code: "same-text", field: field.code, weight: "look", values: { title: other.title } },
    ];
  });
}
