import { isLocalDate } from "#base/time/local-time.ts";
import {
  profileFields,
  matchesNumberPattern,
  type ContestProfile,
  type ProfileField,
} from "../contests/profile.ts";
import {
  parseRoubles,
  parseTable,
  fieldState,
  formatPlainRoubles,
  type ApplicationText,
} from "./prefill.ts";

export const applicationIssueCodes = [
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
export type ApplicationIssueCode = (typeof applicationIssueCodes)[number];

/** An issue that the funder would reject (`stop`) or ask about (`look`), and its field. */
export type ApplicationIssue = {
  code: ApplicationIssueCode;
  field: string;
  weight: "stop" | "look";
  values: Record<string, string | number>;
};

export type ApplicationContent = {
  profile: ContestProfile;
  texts: ReadonlyMap<string, ApplicationText>;
};

/** Lists everything that prevents an application from being submitted, in the order of the form. */
export function checkApplication(content: ApplicationContent): ApplicationIssue[] {
  return [
    ...profileFields(content.profile).flatMap((field) => fieldIssues(content, field)),
    ...dateIssues(content),
    ...planIssues(content),
    ...budgetIssues(content),
    ...duplicateTextIssues(content),
  ];
}

/** Lists the issue of `number`: the funder's number is missing or does not match its pattern. */
export function checkApplicationNumber(
  profile: ContestProfile,
  number: string,
): ApplicationIssue[] {
  const numberIssue = (code: ApplicationIssueCode) => [
    blockingIssue(code, "number", { example: profile.number?.example ?? "" }),
  ];
  if (profile.number === undefined) return [];
  if (number === "") return numberIssue("number-missing");
  return matchesNumberPattern(profile.number.pattern, number) ? [] : numberIssue("number-shape");
}

const blockingIssue = (
  code: ApplicationIssueCode,
  field: string,
  values: ApplicationIssue["values"] = {},
): ApplicationIssue => ({
  code,
  field,
  weight: "stop",
  values,
});

const trimmedText = ({ texts }: ApplicationContent, field: ProfileField | undefined): string =>
  field === undefined ? "" : (texts.get(field.code)?.text ?? "").trim();

const findFieldBySource = ({ profile }: ApplicationContent, source: ProfileField["source"]) =>
  profileFields(profile).find((field) => field.source === source);

function fieldIssues(content: ApplicationContent, field: ProfileField): ApplicationIssue[] {
  const state = fieldState(field, content.texts.get(field.code));
  const text = trimmedText(content, field);
  const found: ApplicationIssue[] = [];
  if (state.missing) found.push(blockingIssue("missing", field.code));
  if (state.over > 0)
    found.push(
      blockingIssue("over-limit", field.code, { over: state.over, limit: field.limit ?? 0 }),
    );
  if (text === "") return found;
  if (field.kind === "date" && !isLocalDate(text))
    found.push(blockingIssue("bad-date", field.code));
  if (field.kind === "money" && parseRoubles(text) === undefined)
    found.push(blockingIssue("bad-money", field.code));
  const listed = content.profile.directions;
  if (field.source === "direction" && listed.length > 0 && !listed.includes(text))
    found.push(blockingIssue("direction-unknown", field.code));
  return found;
}

function projectDateFields(content: ApplicationContent) {
  const day = (source: "starts" | "ends") => {
    const field = findFieldBySource(content, source);
    const text = trimmedText(content, field);
    return isLocalDate(text) && field !== undefined ? { field: field.code, text } : undefined;
  };
  return { first: day("starts"), last: day("ends") };
}

function dateIssues(content: ApplicationContent): ApplicationIssue[] {
  const { first, last } = projectDateFields(content);
  const { earliest, latest, longestMonths } = content.profile.dates;
  const found: ApplicationIssue[] = [];
  if (first !== undefined && earliest !== undefined && first.text < earliest)
    found.push(blockingIssue("too-early", first.field, { day: earliest }));
  if (last !== undefined && latest !== undefined && last.text > latest)
    found.push(blockingIssue("too-late", last.field, { day: latest }));
  if (first === undefined || last === undefined) return found;
  if (last.text < first.text) return [...found, blockingIssue("ends-before-start", last.field)];
  if (longestMonths !== undefined && last.text > addMonths(first.text, longestMonths))
    found.push(blockingIssue("too-long-project", last.field, { months: longestMonths }));
  return found;
}

/** Returns the last day within `months` months of this day. */
function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  // The month may be shorter: its last day then.
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const end = new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth)));
  return end.toISOString().slice(0, 10);
}

function planIssues(content: ApplicationContent): ApplicationIssue[] {
  const field = profileFields(content.profile).find((one) => one.table === "plan");
  if (field === undefined) return [];
  const { first, last } = projectDateFields(content);
  return parseTable("plan", trimmedText(content, field)).flatMap((row) => {
    const { starts = "", ends = "", activity = "" } = row;
    const values = { title: activity };
    if (!isLocalDate(starts) || !isLocalDate(ends) || ends < starts)
      return [blockingIssue("row-without-dates", field.code, values)];
    const early = first !== undefined && starts < first.text;
    const late = last !== undefined && ends > last.text;
    return early || late ? [blockingIssue("row-outside-dates", field.code, values)] : [];
  });
}

export type BudgetSums = { grant: number; own: number; partners: number; total: number };

/**
 * Returns the sums of the application's budget in kopecks, and the rows whose sums are not
 * numbers.
 */
export function sumBudgetText(text: string): { sums: BudgetSums; wrong: string[] } {
  const sums = { grant: 0, own: 0, partners: 0, total: 0 };
  const wrong: string[] = [];
  for (const row of parseTable("budget", text)) {
    const cells = [row["grant"], row["own"], row["partners"]].map((cell) =>
      parseRoubles(cell ?? ""),
    );
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

function budgetIssues(content: ApplicationContent): ApplicationIssue[] {
  const field = profileFields(content.profile).find((one) => one.table === "budget");
  const asked = findFieldBySource(content, "asked");
  const askedSum = parseRoubles(trimmedText(content, asked));
  const found = asked === undefined ? [] : grantLimitIssues(content.profile, asked.code, askedSum);
  const text = trimmedText(content, field);
  if (field === undefined || text === "") return found;
  const { sums, wrong } = sumBudgetText(text);
  for (const title of wrong) found.push(blockingIssue("budget-row-wrong", field.code, { title }));
  if (wrong.length > 0) return found;
  if (asked !== undefined && askedSum !== undefined && askedSum !== sums.grant)
    found.push(
      blockingIssue("budget-not-asked", field.code, {
        asked: formatPlainRoubles(askedSum),
        sum: formatPlainRoubles(sums.grant),
      }),
    );
  const own = sums.own + sums.partners;
  found.push(...sumFieldIssues(content, { source: "own", code: "own-not-budget", sum: own }));
  found.push(
    ...sumFieldIssues(content, { source: "total", code: "total-not-budget", sum: sums.total }),
  );
  if (sums.total > 0 && own < sums.total * content.profile.ownShare) {
    const percent = Math.round(content.profile.ownShare * 100);
    const needs = formatPlainRoubles(Math.ceil(sums.total * content.profile.ownShare));
    found.push(
      blockingIssue("own-share-low", field.code, { percent, own: formatPlainRoubles(own), needs }),
    );
  }
  return found;
}

function grantLimitIssues(
  profile: ContestProfile,
  field: string,
  asked: number | undefined,
): ApplicationIssue[] {
  if (asked === undefined || asked === 0) return [];
  const { least = 0, most = Infinity } = profile.grant;
  if (asked > most * 100) return [blockingIssue("grant-above", field, { most })];
  return asked < least * 100 ? [blockingIssue("grant-below", field, { least })] : [];
}

/** Lists the issue of a sum in a field of its own that differs from the budget's. */
function sumFieldIssues(
  content: ApplicationContent,
  wanted: { source: "own" | "total"; code: ApplicationIssueCode; sum: number },
): ApplicationIssue[] {
  const field = findFieldBySource(content, wanted.source);
  const text = trimmedText(content, field);
  if (field === undefined || text === "" || parseRoubles(text) === wanted.sum) return [];
  return [
    blockingIssue(wanted.code, field.code, { written: text, sum: formatPlainRoubles(wanted.sum) }),
  ];
}

const minDuplicateLength = 80;

/** Lists fields that repeat a long text of another field. */
function duplicateTextIssues(content: ApplicationContent): ApplicationIssue[] {
  const seen = new Map<string, ProfileField>();
  return profileFields(content.profile).flatMap((field): ApplicationIssue[] => {
    const text = trimmedText(content, field);
    if (text.length < minDuplicateLength) return [];
    const other = seen.get(text);
    seen.set(text, other ?? field);
    if (other === undefined) return [];
    return [
      { code: "same-text", field: field.code, weight: "look", values: { title: other.title } },
    ];
  });
}
