import type { Ctx } from "#base/context.ts";
import { found } from "#base/refusal.ts";
import type { Answer, MoneyRow, OrganisationAnswer, PlaceAnswer } from "../evaluate/answers.ts";
import type {
  FormDefinition,
  Publicity,
  Question,
  QuestionKind,
  Said,
} from "../definition/definition.ts";
import { givenAnswers } from "../evaluate/evaluate.ts";
import { moneyTotals } from "../evaluate/money.ts";
import { sentReplies, type SentReply } from "../replies/store.ts";
import { groupSmall } from "./small-groups.ts";
import { selectForm, selectVersions } from "../store.ts";
import { questionsOf } from "../definition/versions.ts";

/** One bar: an option, or several put together because few chose them. */
export type ResultCell = { codes: string[]; texts: Said[]; count: number };

export type QuestionResult = {
  code: string;
  version: number;
  kind: QuestionKind;
  text: Said;
  publicity: Publicity;
  /** Row of a matrix. */
  row?: { code: string; text: Said };
  /** Replies with an answer to this question. */
  answered: number;
  cells: ResultCell[];
  /** Mean of numbers, marks and sums of money; null where it would tell of few people. */
  mean: number | null;
  /** Words of respondents: for staff only. */
  texts: string[];
};

export type Results = {
  form: { id: string; code: string; title: string };
  count: number;
  minimumGroup: number;
  questions: QuestionResult[];
};

type Ask = {
  formId: string;
  subject?: { kind: string; id: string } | undefined;
  /** `exact` for those who may read the replies themselves. */
  as: "exact" | "staff" | "public";
};

/** Counts, means and, for those who read replies, words: by question and its version. */
export async function repliesTo(ctx: Ctx, ask: Ask): Promise<Results> {
  const form = found(await selectForm(ctx, ask.formId));
  const versions = await selectVersions(ctx, form.id);
  const tally = makeTally(versions.map(({ number, definition }) => ({ number, definition })));
  for await (const replies of sentReplies(ctx, { formId: form.id, subjectId: ask.subject?.id })) {
    for (const reply of replies) tally.add(reply);
  }
  const newest = versions.at(-1)?.definition ?? form.draft;
  const { id, code, title } = form;
  return {
    form: { id, code, title },
    count: tally.count(),
    minimumGroup: newest.minimumGroup,
    questions: tally
      .questions()
      .filter(({ publicity }) => isFor(publicity, ask.as))
      .map((result) => (ask.as === "exact" ? result : careful(result, newest.minimumGroup))),
  };
}

const isFor = (publicity: Publicity, as: Ask["as"]): boolean =>
  as === "exact" || publicity === "public" || (as === "staff" && publicity === "staff");

/** What may be shown to those who may not read single replies. */
export function careful(result: QuestionResult, least: number): QuestionResult {
  const bare = { ...result, texts: [], mean: null };
  if (result.answered < least) return { ...bare, cells: [] };
  const groups = groupSmall(
    result.cells.map(({ count }) => count),
    least,
  );
  const cells = groups.map(({ members, count }) => ({
    codes: members.flatMap((at) => result.cells[at]?.codes ?? []),
    texts: members.flatMap((at) => result.cells[at]?.texts ?? []),
    count,
  }));
  // A mean beside joined cells is one equation more about them.
  const isWhole = cells.length === result.cells.length;
  return { ...bare, cells, mean: isWhole ? result.mean : null };
}

type Version = { number: number; definition: FormDefinition };
type Row = { question: Question; row?: { code: string; text: Said } };
type Sum = Row & {
  answered: number;
  counts: Map<string, number>;
  sum: number;
  numbers: number;
  texts: string[];
};

/** Most texts of one question on a page; the export has all. */
const mostTexts = 500;

/** Adds replies up, each by the version of the form that it answered; `words` are kept where they are shown. */
export function makeTally(
  versions: readonly Version[],
  { words = true }: { words?: boolean } = {},
) {
  const sums = new Map<string, Sum>();
  let count = 0;
  // The newest form gives the order; questions that stand in older versions only come after.
  const byNumber = new Map(
    versions.toReversed().map(({ number, definition }) => {
      const rows = questionsOf(definition).flatMap(rowsOf);
      return [number, { definition, sums: rows.map((row) => sumOf(sums, row)) }];
    }),
  );
  return {
    add(reply: Pick<SentReply, "answers" | "form_version">): void {
      const version = byNumber.get(reply.form_version);
      if (version === undefined) return;
      count += 1;
      const given = givenAnswers(version.definition, reply.answers);
      for (const sum of version.sums) {
        const answer = given[sum.question.code];
        if (answer !== undefined) addAnswer(sum, answer, words);
      }
    },
    count: () => count,
    questions: (): QuestionResult[] => [...sums.values()].map(resultOf),
  };
}

/** A question unchanged since an older version is counted with it. */
function sumOf(sums: Map<string, Sum>, row: Row): Sum {
  const key = keyOf(row);
  const known = sums.get(key);
  if (known !== undefined) return known;
  const fresh = { ...row, answered: 0, counts: new Map(), sum: 0, numbers: 0, texts: [] };
  sums.set(key, fresh);
  return fresh;
}

const keyOf = ({ question, row }: Row): string =>
  `${question.code} ${question.version} ${row?.code ?? ""}`;

function rowsOf(question: Question): Row[] {
  if (question.kind !== "matrix") return [{ question }];
  return question.rows.map((row) => ({ question, row }));
}

function addAnswer(sum: Sum, answer: Answer, words: boolean): void {
  const { codes, number, text } = readOne(sum, answer);
  if (codes.length === 0 && number === undefined && text === undefined) return;
  sum.answered += 1;
  for (const code of codes) sum.counts.set(code, (sum.counts.get(code) ?? 0) + 1);
  if (number !== undefined) {
    sum.sum += number;
    sum.numbers += 1;
  }
  if (words && text !== undefined && sum.texts.length < mostTexts) sum.texts.push(text);
}

type Read = { codes: string[]; number?: number | undefined; text?: string | undefined };

function readOne({ question, row }: Row, answer: Answer): Read {
  switch (question.kind) {
    case "choice":
      return { codes: [String(answer)] };
    case "choices":
      return { codes: answer as string[] };
    case "yes-no":
      return { codes: [answer === true ? "yes" : "no"] };
    case "scale":
      return { codes: [String(answer)], number: numberIn(answer) };
    case "number":
      return { codes: [], number: numberIn(answer) };
    case "matrix": {
      const code = (answer as Record<string, string>)[row?.code ?? ""];
      const points = question.columns.find((column) => column.code === code)?.points;
      return { codes: code === undefined ? [] : [code], number: points };
    }
    case "place":
      return { codes: [(answer as PlaceAnswer).municipality].filter(Boolean) };
    case "money-table":
      return { codes: [], number: moneyTotals(answer as MoneyRow[]).total };
    case "organisation":
      return { codes: [], text: (answer as OrganisationAnswer).name };
    case "file":
    case "date-plan":
      return { codes: [], text: undefined, number: undefined };
    default:
      return { codes: [], text: String(answer) };
  }
}

const numberIn = (answer: Answer): number | undefined =>
  typeof answer === "number" ? answer : undefined;

function resultOf({ question, row, answered, counts, sum, numbers, texts }: Sum): QuestionResult {
  return {
    code: question.code,
    version: question.version,
    kind: question.kind,
    text: question.text,
    publicity: question.publicity,
    ...(row !== undefined && { row: { code: row.code, text: row.text } }),
    answered,
    cells: cellsOf(question, counts),
    mean: numbers === 0 ? null : Math.round((sum / numbers) * 100) / 100,
    texts,
  };
}

function cellsOf(question: Question, counts: Map<string, number>): ResultCell[] {
  const cell = (code: string, text: Said): ResultCell => ({
    codes: [code],
    texts: [text],
    count: counts.get(code) ?? 0,
  });
  switch (question.kind) {
    case "choice":
    case "choices":
      return question.options.map(({ code, text }) => cell(code, text));
    case "matrix":
      return question.columns.map(({ code, text }) => cell(code, text));
    case "scale":
      return Array.from({ length: question.max - question.min + 1 }, (_, at) =>
        String(question.min + at),
      ).map((mark) => cell(mark, { ru: mark, en: mark }));
    case "yes-no":
      return ["yes", "no"].map((code) => cell(code, { ru: code, en: code }));
    case "place":
      return [...counts.keys()].map((code) => cell(code, { ru: code, en: code }));
    default:
      return [];
  }
}
