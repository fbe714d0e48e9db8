import type { Ctx } from "#base/context.ts";
import { orNotFound } from "#base/refusal.ts";
import type { FormDefinition, Question, QuestionKind } from "../definition/definition.ts";
import type { LocalizedText, Visibility } from "../definition/question-parts.ts";
import { givenAnswers } from "../evaluate/evaluate.ts";
import { kindOf, type Answer } from "../kinds/kinds.ts";
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

/** Loads counts, means and, for those who read replies, texts: by question and its version. */
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

/** Returns what may be shown to those who may not read single replies. */
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

/**
 * Creates a sum of replies, each by the version of the form that it answered; `words` are collected
 * where they are shown.
 */
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

/** Returns the tally of a question; one unchanged since an older version is counted with it. */
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
  const rows = kindOf(question).tally.rows?.(question);
  return rows === undefined ? [{ question }] : rows.map((row) => ({ question, row }));
}

function addAnswer(sum: QuestionTally, answer: Answer, words: boolean): void {
  const { rules, tally } = kindOf(sum.question);
  // An answer of another kind is in the export; it cannot be counted.
  if (!rules.matches(answer)) return;
  const { codes, number, text } = tally.read(sum.question, answer, sum.row?.code);
  if (codes.length === 0 && number === undefined && text === undefined) return;
  sum.answered += 1;
  for (const code of codes) sum.counts.set(code, (sum.counts.get(code) ?? 0) + 1);
  if (number !== undefined) {
    sum.sum += number;
    sum.numbers += 1;
  }
  if (words && text !== undefined && sum.texts.length < maxTexts) sum.texts.push(text);
}

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
  const cells = kindOf(question).tally.cells?.(question, [...counts.keys()]) ?? [];
  return cells.map(({ code, text }) => ({
    codes: [code],
    texts: [text],
    count: counts.get(code) ?? 0,
  }));
}
