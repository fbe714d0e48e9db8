import type { Exchange } from "#base/http/route.ts";
import { formatDate, formatNumber, type StatusKind, type Step } from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import type { ApplicationKey } from "./load.ts";
import type { Application, ApplicationStage } from "./store.ts";
import { en } from "../contests/messages.en.ts";
import { ru } from "../contests/messages.ru.ts";
import type { Profile, ProfileField } from "../contests/profile.ts";
import {
  readMoney,
  readTable,
  stateOf,
  type CutText,
  type FieldState,
  type TableRow,
} from "../prefill/prefill.ts";
import type { Trouble } from "../prefill/check-application.ts";
import { words } from "../view.ts";

export const contestWords = { ru, en };
export type ContestWords = typeof ru;

/** Where and when the reader stands, with the words of contests. */
export type ContestReader = {
  lang: Lang;
  zone: string;
  now: Date;
  t: ContestWords;
  /** Names of the passport's own articles of cost. */
  articles: Record<string, string>;
  href: (path: string) => string;
};

export function contestReader(x: Exchange): ContestReader {
  return {
    lang: x.lang,
    zone: x.ctx.region.timeZone,
    now: x.ctx.now(),
    t: contestWords[x.lang],
    articles: words[x.lang].articles,
    href: x.href,
  };
}

/** A day «YYYY-MM-DD» in words. */
export const sayDay = (reader: Pick<ContestReader, "lang" | "now">, day: string): string =>
  formatDate(new Date(`${day}T12:00:00Z`), { lang: reader.lang, now: reader.now, zone: "UTC" });

/** Kopecks as «1 200 000,50 руб.» */
export const saySum = (reader: Pick<ContestReader, "lang" | "t">, kopecks: number): string =>
  reader.t.page.roubles(
    formatNumber(kopecks / 100, { lang: reader.lang, digits: kopecks % 100 === 0 ? 0 : 2 }),
  );

export const sayNumber = (reader: Pick<ContestReader, "lang">, value: number): string =>
  formatNumber(value, { lang: reader.lang, digits: Number.isInteger(value) ? 0 : 1 });

export const looks: Record<ApplicationStage, StatusKind> = {
  draft: "working",
  submitted: "routed",
  supported: "verified",
  "not-supported": "refuted",
  withdrawn: "closed",
};

/** Address of an application, or of a page under it. */
export const pathOf = ({ project, seq }: ApplicationKey, rest = ""): string =>
  `/projects/${project}/applications/${seq}${rest}`;

/** A field of the form with the text it has and how it stands. */
export type FieldLine = { field: ProfileField; cut: CutText | undefined; state: FieldState };

export type SectionLines = { code: string; title: string; lines: FieldLine[] };

export function sectionLines(
  profile: Profile,
  texts: ReadonlyMap<string, CutText>,
): SectionLines[] {
  return profile.sections.map(({ code, title, fields }) => ({
    code,
    title,
    lines: fields.map((field) => {
      const cut = texts.get(field.code);
      return { field, cut, state: stateOf(field, cut) };
    }),
  }));
}

/** The section in which a field stands, for a link to it. */
export function sectionOf(profile: Profile, code: string): string {
  const section = profile.sections.find(({ fields }) => fields.some((one) => one.code === code));
  return section?.code ?? profile.sections[0]?.code ?? "";
}

export const sayTrouble = (reader: ContestReader, { code, values }: Trouble): string =>
  reader.t.troubles[code](
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, sayValue(reader, name, value)]),
    ),
  );

const sums = new Set(["asked", "sum", "most", "least", "own", "needs", "written"]);

function sayValue(reader: ContestReader, name: string, value: string | number): string | number {
  if (name === "day") return sayDay(reader, String(value));
  if (!sums.has(name)) return value;
  const kopecks = readMoney(String(value));
  if (kopecks === undefined) return value;
  const digits = kopecks % 100 === 0 ? 0 : 2;
  return formatNumber(kopecks / 100, { lang: reader.lang, digits });
}

export type ShownTable = { heads: string[]; rows: string[][]; keys: string[] };

/** A table's text as the funder wants to see it: its columns, its articles, days and sums in words. */
export function shownTable(
  reader: ContestReader,
  { profile, field, text }: { profile: Profile; field: ProfileField; text: string },
): ShownTable {
  const columns = field.columns ?? [];
  const rows = field.table === undefined ? [] : readTable(field.table, text);
  return {
    heads: columns.map(({ title }) => title),
    keys: columns.map(({ key }) => key),
    rows: rows.map((row) => columns.map(({ key }) => shownCell(reader, { profile, key, row }))),
  };
}

export const sumKeys = new Set(["grant", "own", "partners"]);

function shownCell(
  reader: ContestReader,
  { profile, key, row }: { profile: Profile; key: string; row: TableRow },
): string {
  const text = row[key] ?? "";
  if (text === "") return "";
  if (key === "article") return articleTitle(reader, profile, text);
  if (key === "starts" || key === "ends")
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? sayDay(reader, text) : text;
  const kopecks = sumKeys.has(key) ? readMoney(text) : undefined;
  return kopecks === undefined
    ? text
    : formatNumber(kopecks / 100, { lang: reader.lang, digits: kopecks % 100 === 0 ? 0 : 2 });
}

/** The funder's article for one of ours; ours where the funder has none. */
export function articleTitle(
  reader: Pick<ContestReader, "articles">,
  profile: Profile,
  article: string,
): string {
  const theirs = profile.articles.find(
    ({ code, ours }) => ours.includes(article) || code === article,
  );
  return theirs?.title ?? reader.articles[article] ?? article;
}

/** A text as a funder reads it: a day and a sum in words. */
export function shownText(reader: ContestReader, field: ProfileField, text: string): string {
  if (text === "") return "";
  if (field.kind === "date") return /^\d{4}-\d{2}-\d{2}$/.test(text) ? sayDay(reader, text) : text;
  if (field.kind !== "money") return text;
  const kopecks = readMoney(text);
  return kopecks === undefined ? text : saySum(reader, kopecks);
}

/** The way of one application in four steps. */
export function stepsOf(reader: ContestReader, application: Application): Step[] {
  const { stage, submitted_on: sent, decided_on: decided, review_round: round } = application;
  const { steps } = reader.t.page;
  const gone = stage !== "draft" && stage !== "withdrawn";
  const out: Step[] = [
    { state: stage === "draft" ? "now" : "done", icon: "edit", title: steps.draft },
    ...(round > 0
      ? [
          {
            state: "done" as const,
            icon: "eye" as const,
            title: steps.review,
            note: reader.t.reviews.round(round),
          },
        ]
      : []),
    {
      state: gone ? "done" : "next",
      icon: "doc",
      title: steps.sent,
      ...(sent !== null && { note: sayDay(reader, sent) }),
    },
  ];
  if (stage === "withdrawn")
    return [...out, { state: "back", icon: "back", title: reader.t.stages.withdrawn }];
  const title = decided === null ? steps.decision : reader.t.stages[stage];
  const state =
    stage === "supported" ? "done" : stage === "not-supported" ? "back" : gone ? "now" : "next";
  const icon = stage === "not-supported" ? "back" : "check";
  const note = decided === null ? undefined : sayDay(reader, decided);
  return [...out, { state, icon, title, ...(note !== undefined && { note }) }];
}
