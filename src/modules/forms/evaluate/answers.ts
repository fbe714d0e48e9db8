import type { FormDefinition, Question, QuestionKind } from "../definition/definition.ts";

/** A number as understood, or the text as it was typed when it is none: nothing typed is lost. */
export type Amount = number | string | null;

export type MoneyRow = {
  article: string;
  what: string;
  quantity: Amount;
  price: Amount;
  grant: Amount;
  own: Amount;
  partner: Amount;
  comment: string;
};
export type DatePlanRow = { what: string; from: string; to: string; expected: string };
export type PlaceAnswer = { municipality: string; settlement: string; address: string };
export type OrganisationAnswer = { id?: string | undefined; name: string };
export type FileAnswer = { id: string; name: string };

export type Answer =
  | string
  | number
  | boolean
  | string[]
  | Record<string, string>
  | PlaceAnswer
  | OrganisationAnswer
  | FileAnswer[]
  | MoneyRow[]
  | DatePlanRow[];

/** Question code → answer; a question without an answer is absent. */
export type Answers = Record<string, Answer>;

/** FormData, in a browser and on the server alike. */
export type PostedForm = { getAll(name: string): unknown[]; keys(): Iterable<string> };

/** The name of a question's control: `q.goal`, `q.budget.2.price`. */
export const fieldName = (code: string, ...parts: (string | number)[]): string =>
  ["q", code, ...parts].join(".");

/** Hidden inputs of this name say which sections a page held: what stood there and is blank was cleared. */
export const sectionsField = "q-sections";

/** A hidden input of this name lists the questions that the person saw. */
export const shownField = "q-shown";

export const moneyColumns = ["quantity", "price", "grant", "own", "partner"] as const;

/** The sections that a post came from; all of them when it does not say. */
export function parsePostedSections(definition: FormDefinition, posted: PostedForm): string[] {
  const named = new Set(posted.getAll(sectionsField));
  const codes = definition.sections.map(({ code }) => code);
  return named.size === 0 ? codes : codes.filter((code) => named.has(code));
}

/**
 * Reads the answers that a form's controls hold. Files are not among them: the server keeps their
 * bytes first. What cannot be understood stays as it was typed, and `evaluate` says what is wrong.
 */
export function parseAnswers(definition: FormDefinition, posted: PostedForm): Answers {
  const sections = new Set(parsePostedSections(definition, posted));
  const answers: Answers = {};
  const names = [...posted.keys()];
  for (const { code, questions } of definition.sections) {
    if (!sections.has(code)) continue;
    for (const question of questions) {
      const answer = question.value === undefined ? readAnswer(question, posted, names) : undefined;
      if (answer !== undefined) answers[question.code] = answer;
    }
  }
  return answers;
}

/** The kept answers with those of one page put over them. */
export function mergePageAnswers(
  definition: FormDefinition,
  saved: Answers,
  page: { answers: Answers; sections: readonly string[] },
): Answers {
  const here = new Set(
    definition.sections
      .filter(({ code }) => page.sections.includes(code))
      .flatMap(({ questions }) => questions.map(({ code }) => code)),
  );
  const others = Object.entries(saved).filter(([code]) => !here.has(code));
  return { ...Object.fromEntries(others), ...page.answers };
}

type AnswerReader = (question: Question, posted: PostedForm, names: string[]) => Answer | undefined;

const readText = (posted: PostedForm, name: string): string => {
  const value = posted.getAll(name)[0];
  return typeof value === "string" ? normalizeText(value) : "";
};

/** A line break is one character, whatever the browser sends. */
const normalizeText = (text: string): string =>
  text.replaceAll("\r\n", "\n").replaceAll("\u0000", "").trim();

const readSingle: AnswerReader = ({ code }, posted) =>
  readText(posted, fieldName(code)) || undefined;

const answerReaders: Record<QuestionKind, AnswerReader> = {
  text: readSingle,
  "long-text": readSingle,
  choice: readSingle,
  number: ({ code }, posted) => parseAmount(readText(posted, fieldName(code))) ?? undefined,
  scale: ({ code }, posted) => parseAmount(readText(posted, fieldName(code))) ?? undefined,
  date: ({ code }, posted) => parseDay(readText(posted, fieldName(code))) || undefined,
  choices: ({ code }, posted) => {
    const chosen = posted.getAll(fieldName(code)).filter((value) => typeof value === "string");
    const given = [...new Set(chosen.map(normalizeText))].filter(Boolean);
    return given.length === 0 ? undefined : given;
  },
  "yes-no": ({ code }, posted) => {
    const value = readText(posted, fieldName(code));
    return value === "" ? undefined : value === "yes";
  },
  matrix: (question, posted) => {
    if (question.kind !== "matrix") return undefined;
    const given = question.rows
      .map(({ code }) => [code, readText(posted, fieldName(question.code, code))] as const)
      .filter(([, value]) => value !== "");
    return given.length === 0 ? undefined : Object.fromEntries(given);
  },
  file: ({ code }, posted) => {
    const kept = posted.getAll(fieldName(code, "kept")).flatMap((value) => {
      const [id = "", ...name] = typeof value === "string" ? value.split(" ") : [];
      return id === "" ? [] : [{ id, name: name.join(" ") }];
    });
    return kept.length === 0 ? undefined : kept;
  },
  place: ({ code }, posted) => {
    const part = (name: string) => readText(posted, fieldName(code, name));
    const place = {
      municipality: part("municipality"),
      settlement: part("settlement"),
      address: part("address"),
    };
    return Object.values(place).every((value) => value === "") ? undefined : place;
  },
  organisation: ({ code }, posted) => {
    const name = readText(posted, fieldName(code, "name"));
    return name === "" ? undefined : { name };
  },
  "money-table": ({ code }, posted, names) => {
    const rows = listRowNumbers(code, names).map((at) => readMoneyRow(code, posted, at));
    const given = rows.filter((row) =>
      Object.values(row).some((cell) => cell !== "" && cell !== null),
    );
    return given.length === 0 ? undefined : given;
  },
  "date-plan": ({ code }, posted, names) => {
    const given = listRowNumbers(code, names)
      .map((at) => readDatePlanRow(code, posted, at))
      .filter((row) => Object.values(row).some((cell) => cell !== ""));
    return given.length === 0 ? undefined : given;
  },
};

const readAnswer: AnswerReader = (question, posted, names) =>
  answerReaders[question.kind](question, posted, names);

/** No table is longer than this many posted rows, whatever the names say. */
const maxRows = 500;

function listRowNumbers(code: string, names: string[]): number[] {
  const start = `${fieldName(code)}.`;
  const numbers = names
    .filter((name) => name.startsWith(start))
    .map((name) => Number(name.slice(start.length).split(".")[0]))
    .filter((at) => Number.isInteger(at) && at >= 0 && at < maxRows);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function readMoneyRow(code: string, posted: PostedForm, at: number): MoneyRow {
  const text = (part: string) => readText(posted, fieldName(code, at, part));
  const amount = (part: string) => parseAmount(text(part));
  return {
    article: text("article"),
    what: text("what"),
    quantity: amount("quantity"),
    price: amount("price"),
    grant: amount("grant"),
    own: amount("own"),
    partner: amount("partner"),
    comment: text("comment"),
  };
}

function readDatePlanRow(code: string, posted: PostedForm, at: number): DatePlanRow {
  const text = (part: string) => readText(posted, fieldName(code, at, part));
  return {
    what: text("what"),
    from: parseDay(text("from")),
    to: parseDay(text("to")),
    expected: text("expected"),
  };
}

/** «1 234,50» is 1234.5; what is no number stays a text; blank is nothing. */
export function parseAmount(text: string): Amount {
  if (text === "") return null;
  const bare = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(bare) ? Number(bare) : text;
}

/** «1.03.2026» as people type it becomes «2026-03-01»; anything else stays. */
export function parseDay(text: string): string {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  if (day === undefined || month === undefined || year === undefined) return text;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
