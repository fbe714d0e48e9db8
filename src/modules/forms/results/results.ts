import type { Ctx } from "#base/context.ts";
import { orNotFound } from "#base/refusal.ts";
import type { Answer, MoneyRow, OrganisationAnswer, PlaceAnswer } from "../evaluate/answers.ts";
import type {
  FormDefinition,
  Visibility,
  Question,
  QuestionKind,
  LocalizedText,
} from "../definition/definition.ts";
import { givenAnswers } from "../evaluate/evaluate.ts";
import { computeMoneyTotals } from "../evaluate/money.ts";
import { streamSentReplies, type SentReply } from "../replies/store.ts";
import { mergeSmallGroups } from "./small-groups.ts";
import { selectForm, selectVersions } from "../store.ts";
import { listQuestions } from "../definition/versions.ts";

/** One bar: an option, or several put together because few chose them. */
export type ResultCell = { codes: string[]; texts: LocalizedText[]; count: number };

export type QuestionResult = {
  code: string;
  version: number;
  kind: QuestionKind;
  text: LocalizedText;
  publicity: Visibility;
  /** Row of a matrix. */
  row?: { code: string; text: LocalizedText };
  /** Replies with an answer to this question. */
  answered: number;
  cells: ResultCell[];
  /** Mean of numbers, marks and sums of money; null where it would tell of few people. */
  mean: number | null;
  /** Words of respondents: for staff only. */
  texts: string[];
};

export type FormResults = {
  form: { id: string; code: string; title: string };
  count: number;
  minimumGroup: number;
  questions: QuestionResult[];
};

type ResultsQuery = {
  formId: string;
  subject?: { kind: string; id: string } | undefined;
  /** `exact` for those who may read the replies themselves. */
  as: "exact" | "staff" | "public";
};

/** Counts, means and, for those who read replies, words: by question and its version. */
export async function loadResults(ctx: Ctx, ask: ResultsQuery): Promise<FormResults> {
  const form = orNotFound(await selectForm(ctx, ask.formId));
  const versions = await selectVersions(ctx, form.id);
  const tally = createTally(versions.map(({ number, definition }) => ({ number, definition })));
  for await (const replies of streamSentReplies(ctx, {
    formId: form.id,
    subjectId: ask.subject?.id,
  })) {
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
      .filter(({ publicity }) => isVisibleTo(publicity, ask.as))
      .map((result) =>
        ask.as === "exact" ? result : suppressSmallGroups(result, newest.minimumGroup),
      ),
  };
}

const isVisibleTo = (publicity: Visibility, as: ResultsQuery["as"]): boolean =>
  as === "exact" || publicity === "public" || (as === "staff" && publicity === "staff");

/** What may be shown to those who may not read single replies. */
export function suppressSmallGroups(result: QuestionResult, minCount: number): QuestionResult {
  const bare = { ...result, texts: [], mean: null };
  if (result.answered < minCount) return { ...bare, cells: [] };
  const groups = mergeSmallGroups(
    result.cells.map(({ count }) => count),
    minCount,
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

type TallyVersion = { number: number; definition: FormDefinition };
type TallyRow = { question: Question; row?: { code: string; text: LocalizedText } };
type QuestionTally = TallyRow & {
  answered: number;
  counts: Map<string, number>;
  sum: number;
  numbers: number;
  texts: string[];
};

/** Most texts of one question on a page; the export has all. */
const maxTexts = 500;

/** Adds replies up, each by the version of the form that it answered; `words` are kept where they are shown. */
export function createTally(
  versions: readonly TallyVersion[],
  { words = true }: { words?: boolean } = {},
) {
  const sums = new Map<string, QuestionTally>();
  let count = 0;
  // The newest form gives the order; questions that stand in older versions only come after.
  const byNumber = new Map(
    versions.toReversed().map(({ number, definition }) => {
      const rows = listQuestions(definition).flatMap(tallyRows);
      return [number, { definition, sums: rows.map((row) => tallyFor(sums, row)) }];
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
    questions: (): QuestionResult[] => [...sums.values()].map(toResult),
  };
}

/** A question unchanged since an older version is counted with it. */
function tallyFor(sums: Map<string, QuestionTally>, row: TallyRow): QuestionTally {
  const key = tallyKey(row);
  const known = sums.get(key);
  if (known !== undefined) return known;
  const fresh = { ...row, answered: 0, counts: new Map(), sum: 0, numbers: 0, texts: [] };
  sums.set(key, fresh);
  return fresh;
}

const tallyKey = ({ question, row }: TallyRow): string =>
  `${question.code} ${question.version} ${row?.code ?? ""}`;

function tallyRows(question: Question): TallyRow[] {
  if (question.kind !== "matrix") return [{ question }];
  return question.rows.map((row) => ({ question, row }));
}

function addAnswer(sum: QuestionTally, answer: Answer, words: boolean): void {
  const { codes, number, text } = readTalliedAnswer(sum, answer);
  if (codes.length === 0 && number === undefined && text === undefined) return;
  sum.answered += 1;
  for (const code of codes) sum.counts.set(code, (sum.counts.get(code) ?? 0) + 1);
  if (number !== undefined) {
    sum.sum += number;
    sum.numbers += 1;
  }
  if (words && text !== undefined && sum.texts.length < maxTexts) sum.texts.push(text);
}

type TalliedAnswer = { codes: string[]; number?: number | undefined; text?: string | undefined };

function readTalliedAnswer({ question, row }: TallyRow, answer: Answer): TalliedAnswer {
  switch (question.kind) {
    case "choice":
      return { codes: [String(answer)] };
    case "choices":
      return { codes: answer as string[] };
    case "yes-no":
      return { codes: [answer === true ? "yes" : "no"] };
    case "scale":
      return { codes: [String(answer)], number: toNumber(answer) };
    case "number":
      return { codes: [], number: toNumber(answer) };
    case "matrix": {
      const code = (answer as Record<string, string>)[row?.code ?? ""];
      const points = question.columns.find((column) => column.code === code)?.points;
      return { codes: code === undefined ? [] : [code], number: points };
    }
    case "place":
      return { codes: [(answer as PlaceAnswer).municipality].filter(Boolean) };
    case "money-table":
      return { codes: [], number: computeMoneyTotals(answer as MoneyRow[]).total };
    case "organisation":
      return { codes: [], text: (answer as OrganisationAnswer).name };
    case "file":
    case "date-plan":
      return { codes: [], text: undefined, number: undefined };
    default:
      return { codes: [], text: String(answer) };
  }
}

const toNumber = (answer: Answer): number | undefined =>
  typeof answer === "number" ? answer : undefined;

function toResult({
  question,
  row,
  answered,
  counts,
  sum,
  numbers,
  texts,
}: QuestionTally): QuestionResult {
  return {
    code: question.code,
    version: question.version,
    kind: question.kind,
    text: question.text,
    publicity: question.publicity,
    ...(row !== undefined && { row: { code: row.code, text: row.text } }),
    answered,
    cells: toCells(question, counts),
    mean: numbers === 0 ? null : Math.round((sum / numbers) * 100) / 100,
    texts,
  };
}

function toCells(question: Question, counts: Map<string, number>): ResultCell[] {
  const cell = (code: string, text: LocalizedText): ResultCell => ({
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
