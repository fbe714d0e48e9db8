import type { Ctx } from "#base/context.ts";
import type { Cell } from "#base/http/twins.ts";
import type { Lang } from "#base/words.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { answerText } from "./answer-text.ts";
import type { Answer } from "./answers.ts";
import type { Question } from "./definition.ts";
import { evaluate, type Evaluation } from "./evaluate.ts";
import { sentReplies, type SentReply } from "./replies.store.ts";
import { inLang } from "./say.ts";
import { selectVersions, type Form, type FormVersion } from "./store.ts";
import { questionsOf } from "./versions.ts";
import { words } from "./view.ts";

/** One column: a question of one version, or one row of its matrix. */
type Column = { question: Question; row?: string; head: string };

export type Export = {
  head: string[];
  portions: AsyncGenerator<Cell[][]>;
};

/**
 * All sent replies as a table: a column per question and version of all versions of the form, the
 * newest first, so that nothing anybody answered is lost. Hidden answers were not given and stay blank.
 */
export async function exportReplies(ctx: Ctx, form: Form, lang: Lang): Promise<Export> {
  const versions = await selectVersions(ctx, form.id);
  const book = await territoryBook(ctx);
  const placeName = (id: string) => book.nameOf(id);
  const columns = columnsOf(versions, lang);
  const byNumber = new Map(versions.map((version) => [version.number, version.definition]));
  const t = words[lang].results;
  async function* portions(): AsyncGenerator<Cell[][]> {
    for await (const replies of sentReplies(ctx, { formId: form.id })) {
      yield replies.flatMap((reply) => {
        const definition = byNumber.get(reply.form_version);
        if (definition === undefined) return [];
        const evaluation = evaluate(definition, reply.answers);
        const known = new Map(questionsOf(definition).map((one) => [one.code, one]));
        return [
          [
            ...passport(reply, { placeName, source: t.sources[reply.source] }),
            ...columns.map((column) => cellOf(column, { known, evaluation, lang, placeName })),
          ],
        ];
      });
    }
  }
  const c = t.columns;
  const own = [c.id, c.version, c.sentAt, c.source, c.municipality, c.subject, c.points, c.ofMost];
  return { head: [...own, ...columns.map(({ head }) => head)], portions: portions() };
}

function passport(
  reply: SentReply,
  { placeName, source }: { placeName: (id: string) => string; source: string },
): Cell[] {
  return [
    reply.id,
    reply.form_version,
    reply.sent_at,
    source,
    placeName(reply.municipality_id ?? ""),
    reply.subject_id === null ? "" : `${reply.subject_kind} ${reply.subject_id}`,
    reply.points,
    reply.points_of,
  ];
}

function columnsOf(versions: readonly FormVersion[], lang: Lang): Column[] {
  const columns = new Map<string, Column>();
  for (const { definition } of versions.toReversed()) {
    for (const question of questionsOf(definition)) {
      const mark = question.version > 1 ? ` (${question.version})` : "";
      const name = `${question.code}${mark}: ${inLang(question.text, lang)}`;
      const rows = question.kind === "matrix" ? question.rows : [undefined];
      for (const row of rows) {
        const key = `${question.code} ${question.version} ${row?.code ?? ""}`;
        const head = row === undefined ? name : `${name}. ${inLang(row.text, lang)}`;
        if (!columns.has(key))
          columns.set(key, { question, head, ...(row !== undefined && { row: row.code }) });
      }
    }
  }
  return [...columns.values()];
}

type Reading = {
  known: Map<string, Question>;
  evaluation: Evaluation;
  lang: Lang;
  placeName: (id: string) => string;
};

function cellOf({ question, row }: Column, { known, evaluation, lang, placeName }: Reading): Cell {
  const mine = known.get(question.code);
  if (mine?.version !== question.version) return "";
  if (mine.value !== undefined) {
    const value = evaluation.computed[mine.code] ?? null;
    return Array.isArray(value) ? value.map(String).join("; ") : value;
  }
  const answer = evaluation.given[mine.code];
  if (answer === undefined) return "";
  if (row !== undefined && mine.kind === "matrix") return matrixCell(mine, row, { answer, lang });
  return typeof answer === "number" ? answer : answerText(mine, answer, { lang, placeName });
}

function matrixCell(
  question: Extract<Question, { kind: "matrix" }>,
  row: string,
  { answer, lang }: { answer: Answer; lang: Lang },
): string {
  const code = (answer as Record<string, string>)[row];
  const column = question.columns.find((one) => one.code === code);
  return column === undefined ? (code ?? "") : inLang(column.text, lang);
}

/** The same replies as data, with every version of the form they answer. */
export async function* exportJson(ctx: Ctx, form: Form): AsyncGenerator<string> {
  const versions = await selectVersions(ctx, form.id);
  const byNumber = new Map(versions.map((version) => [version.number, version.definition]));
  const { code, title } = form;
  const head = JSON.stringify({ code, title, versions });
  yield `${head.slice(0, -1)},"replies":[`;
  let first = true;
  for await (const replies of sentReplies(ctx, { formId: form.id })) {
    for (const reply of replies) {
      const definition = byNumber.get(reply.form_version);
      if (definition === undefined) continue;
      const { given, computed, score } = evaluate(definition, reply.answers);
      const { id, form_version: version, sent_at: sentAt, source, municipality_id } = reply;
      const told = {
        id,
        version,
        sentAt,
        source,
        municipality: municipality_id,
        given,
        computed,
        score,
      };
      yield `${first ? "" : ","}\n${JSON.stringify(told)}`;
      first = false;
    }
  }
  yield "\n]}\n";
}
