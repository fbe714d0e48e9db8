import type { RequestContext } from "#base/http/route.ts";
import {
  formatDate,
  formatNumber,
  type StatusKind,
  type StepperStep,
  type ViewContext,
} from "#base/ui/index.ts";
import type { ApplicationKey } from "./load.ts";
import type { Application, ApplicationStage } from "./store.ts";
import { en } from "../contests/messages.en.ts";
import { ru } from "../contests/messages.ru.ts";
import type { ContestProfile, ProfileField } from "../contests/profile.ts";
import {
  parseRoubles,
  parseTable,
  fieldState,
  type ApplicationText,
  type ApplicationFieldState,
  type ApplicationTableRow,
} from "../prefill/prefill.ts";
import type { ApplicationIssue } from "../prefill/check-application.ts";
import { projectMessages } from "../view.ts";

export const contestMessages = { ru, en };
export type ContestMessages = typeof ru;

/** Language, time zone, current time, messages of contests and links for pages. */
export type ContestViewContext = ViewContext & {
  t: ContestMessages;
  /** Names of the charter's own articles of cost. */
  articles: Record<string, string>;
  href: (path: string) => string;
};

/** Creates the view context of pages of contests and applications. */
export function contestViewContext(c: RequestContext): ContestViewContext {
  return {
    lang: c.lang,
    zone: c.ctx.region.timeZone,
    now: c.ctx.now(),
    t: contestMessages[c.lang],
    articles: projectMessages[c.lang].articles,
    href: c.href,
  };
}

/** Formats a day «YYYY-MM-DD» in words. */
export const formatDay = (view: Pick<ContestViewContext, "lang" | "now">, day: string): string =>
  formatDate(new Date(`${day}T12:00:00Z`), { lang: view.lang, now: view.now, zone: "UTC" });

/** Formats kopecks as «1 200 000,50 руб.» */
export const formatRoubles = (
  view: Pick<ContestViewContext, "lang" | "t">,
  kopecks: number,
): string =>
  view.t.page.roubles(
    formatNumber(kopecks / 100, { lang: view.lang, digits: kopecks % 100 === 0 ? 0 : 2 }),
  );

/** Formats a number with one decimal, or none for an integer. */
export const formatDecimal = (view: Pick<ContestViewContext, "lang">, value: number): string =>
  formatNumber(value, { lang: view.lang, digits: Number.isInteger(value) ? 0 : 1 });

export const applicationStatusKinds: Record<ApplicationStage, StatusKind> = {
  draft: "working",
  submitted: "routed",
  supported: "verified",
  "not-supported": "refuted",
  withdrawn: "closed",
};

/** Returns the path of an application, or of a page under it. */
export const applicationPath = ({ project, seq }: ApplicationKey, rest = ""): string =>
  `/projects/${project}/applications/${seq}${rest}`;

/** A field of the profile with its text and state. */
export type ApplicationFieldRow = {
  field: ProfileField;
  content: ApplicationText | undefined;
  state: ApplicationFieldState;
};

export type ApplicationSectionRows = { code: string; title: string; fields: ApplicationFieldRow[] };

/** Returns the sections of a profile with each field's text and state. */
export function applicationSectionRows(
  profile: ContestProfile,
  texts: ReadonlyMap<string, ApplicationText>,
): ApplicationSectionRows[] {
  return profile.sections.map(({ code, title, fields }) => ({
    code,
    title,
    fields: fields.map((field) => {
      const content = texts.get(field.code);
      return { field, content, state: fieldState(field, content) };
    }),
  }));
}

/** Returns the code of the section that contains a field, else of the first section. */
export function sectionCodeOfField(profile: ContestProfile, code: string): string {
  const section = profile.sections.find(({ fields }) => fields.some((one) => one.code === code));
  return section?.code ?? profile.sections[0]?.code ?? "";
}

/** Formats an issue as a sentence, with dates and sums in words. */
export const formatApplicationIssue = (
  view: ContestViewContext,
  { code, values }: ApplicationIssue,
): string =>
  view.t.troubles[code](
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, formatIssueValue(view, name, value)]),
    ),
  );

const moneyValueNames = new Set(["asked", "sum", "most", "least", "own", "needs", "written"]);

function formatIssueValue(
  view: ContestViewContext,
  name: string,
  value: string | number,
): string | number {
  if (name === "day") return formatDay(view, String(value));
  if (!moneyValueNames.has(name)) return value;
  const kopecks = parseRoubles(String(value));
  if (kopecks === undefined) return value;
  const digits = kopecks % 100 === 0 ? 0 : 2;
  return formatNumber(kopecks / 100, { lang: view.lang, digits });
}

export type FormattedTable = { headings: string[]; rows: string[][]; keys: string[] };

/** Formats a table's text with the funder's columns, article titles, dates and sums. */
export function formatTable(
  view: ContestViewContext,
  { profile, field, text }: { profile: ContestProfile; field: ProfileField; text: string },
): FormattedTable {
  const columns = field.columns ?? [];
  const rows = field.table === undefined ? [] : parseTable(field.table, text);
  return {
    headings: columns.map(({ title }) => title),
    keys: columns.map(({ key }) => key),
    rows: rows.map((row) => columns.map(({ key }) => formatCell(view, { profile, key, row }))),
  };
}

export const moneyColumns = new Set(["grant", "own", "partners"]);

function formatCell(
  view: ContestViewContext,
  { profile, key, row }: { profile: ContestProfile; key: string; row: ApplicationTableRow },
): string {
  const text = row[key] ?? "";
  if (text === "") return "";
  if (key === "article") return costArticleTitle(view, profile, text);
  if (key === "starts" || key === "ends")
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? formatDay(view, text) : text;
  const kopecks = moneyColumns.has(key) ? parseRoubles(text) : undefined;
  return kopecks === undefined
    ? text
    : formatNumber(kopecks / 100, { lang: view.lang, digits: kopecks % 100 === 0 ? 0 : 2 });
}

/**
 * Returns the title of the funder's article for one of the charter's; the charter's own title when
 * there is none.
 */
export function costArticleTitle(
  view: Pick<ContestViewContext, "articles">,
  profile: ContestProfile,
  article: string,
): string {
  const funderArticle = profile.articles.find(
    ({ code, ours }) => ours.includes(article) || code === article,
  );
  return funderArticle?.title ?? view.articles[article] ?? article;
}

/** Formats a field's text: dates in words, sums with thousands separators. */
export function formatFieldText(
  view: ContestViewContext,
  field: ProfileField,
  text: string,
): string {
  if (text === "") return "";
  if (field.kind === "date") return /^\d{4}-\d{2}-\d{2}$/.test(text) ? formatDay(view, text) : text;
  if (field.kind !== "money") return text;
  const kopecks = parseRoubles(text);
  return kopecks === undefined ? text : formatRoubles(view, kopecks);
}

/** Returns the stepper of one application: draft, review, submission, decision. */
export function applicationSteps(
  view: ContestViewContext,
  application: Application,
): StepperStep[] {
  const { stage, submitted_on: sent, decided_on: decided, review_round: round } = application;
  const { steps } = view.t.page;
  const isSubmitted = stage !== "draft" && stage !== "withdrawn";
  const result: StepperStep[] = [
    { state: stage === "draft" ? "now" : "done", icon: "edit", title: steps.draft },
    ...(round > 0
      ? [
          {
            state: "done" as const,
            icon: "eye" as const,
            title: steps.review,
            note: view.t.reviews.round(round),
          },
        ]
      : []),
    {
      state: isSubmitted ? "done" : "next",
      icon: "doc",
      title: steps.sent,
      ...(sent !== null && { note: formatDay(view, sent) }),
    },
  ];
  if (stage === "withdrawn")
    return [...result, { state: "back", icon: "back", title: view.t.stages.withdrawn }];
  const title = decided === null ? steps.decision : view.t.stages[stage];
  const state =
    stage === "supported"
      ? "done"
      : stage === "not-supported"
        ? "back"
        : isSubmitted
          ? "now"
          : "next";
  const icon = stage === "not-supported" ? "back" : "check";
  const note = decided === null ? undefined : formatDay(view, decided);
  return [...result, { state, icon, title, ...(note !== undefined && { note }) }];
}
