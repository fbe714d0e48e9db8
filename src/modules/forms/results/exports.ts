import type { Ctx } from "#base/context.ts";
import type { ExportCell } from "#base/tables/csv-writer.ts";
import type { Lang } from "#base/messages.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { formatAnswer } from "../evaluate/answer-text.ts";
import type { Question } from "../definition/definition.ts";
import { evaluate, type Evaluation } from "../evaluate/evaluate.ts";
import { streamSentReplies, type SentReply } from "../replies/store.ts";
import { kindOf, type Answer } from "../kinds/kinds.ts";
import { localize, fieldMessages } from "../localize.ts";
import { selectVersions, type Form, type FormVersion } from "../store.ts";
import { listQuestions } from "../definition/versions.ts";
import { messages } from "../view.ts";

/** One column: a question of one version, or one row of its matrix. */
type ExportColumn = { question: Question; row?: string; heading: string };

export type FormExport = {
  head: string[];
  portions: AsyncGenerator<ExportCell[][]>;
};

/**
 * Returns all sent replies as a table: a column per question and version of all versions of the form, the
 * newest first, so that nothing anybody answered is lost. Hidden answers were not given and stay blank.
 */
export async function exportReplies(ctx: Ctx, form: Form, lang: Lang): Promise<FormExport> {
  const versions = await selectVersions(ctx, form.id);
  const directory = await territoryDirectory(ctx);
  const placeName = (id: string) => directory.nameOf(id);
  const columns = exportColumns(versions, lang);
  const byNumber = new Map(versions.map((version) => [version.number, version.definition]));
  const t = messages[lang].results;
  const pages = `${ctx.app.url}/${ctx.region.id}/admin/forms/${form.code}/replies`;
  async function* portions(): AsyncGenerator<ExportCell[][]> {
    for await (const replies of streamSentReplies(ctx, { formId: form.id })) {
      yield replies.flatMap((reply) => {
        const definition = byNumber.get(reply.form_version);
        if (definition === undefined) return [];
        const evaluation = evaluate(definition, reply.answers);
        const known = new Map(listQuestions(definition).map((one) => [one.code, one]));
        return [
          [
            ...summaryRows(reply, { placeName, source: t.sources[reply.source] }),
            ...columns.map((column) =>
              exportCell(column, {
                known,
                evaluation,
                lang,
                placeName,
                files: `${pages}/${reply.id}`,
              }),
            ),
          ],
        ];
      });
    }
  }
  const c = t.columns;
  const own = [c.id, c.version, c.sentAt, c.source, c.municipality, c.subject, c.points, c.ofMost];
  return { head: [...own, ...columns.map(({ heading }) => heading)], portions: portions() };
}

function summaryRows(
  reply: SentReply,
  { placeName, source }: { placeName: (id: string) => string; source: string },
): ExportCell[] {
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

function exportColumns(versions: readonly FormVersion[], lang: Lang): ExportColumn[] {
  const columns = new Map<string, ExportColumn>();
  for (const { definition } of versions.toReversed()) {
    for (const question of listQuestions(definition)) {
      const mark = question.version > 1 ? ` (${question.version})` : "";
      const name = `${question.code}${mark}: ${localize(question.text, lang)}`;
      const rows = kindOf(question).tally.rows?.(question) ?? [undefined];
      for (const row of rows) {
        const key = `${question.code} ${question.version} ${row?.code ?? ""}`;
        const head = row === undefined ? name : `${name}. ${localize(row.text, lang)}`;
        if (!columns.has(key))
          columns.set(key, {
            question,
            heading: head,
            ...(row !== undefined && { row: row.code }),
          });
      }
    }
  }
  return [...columns.values()];
}

type CellContext = {
  known: Map<string, Question>;
  evaluation: Evaluation;
  lang: Lang;
  placeName: (id: string) => string;
  /** Address of the reply; its files are below it. */
  files: string;
};

function exportCell(
  { question, row }: ExportColumn,
  { known, evaluation, lang, ...reading }: CellContext,
): ExportCell {
  const mine = known.get(question.code);
  if (mine?.version !== question.version) return "";
  if (mine.value !== undefined) {
    const value = evaluation.computed[mine.code] ?? null;
    return Array.isArray(value) ? value.map(String).join("; ") : value;
  }
  const answer = evaluation.given[mine.code];
  if (answer === undefined) return "";
  const kind = kindOf(mine);
  const cell = kind.rules.matches(answer)
    ? kind.exports?.cell?.(mine, answer, { lang, row, files: reading.files })
    : undefined;
  if (cell !== undefined) return cell;
  if (typeof answer === "number") return answer;
  return formatAnswer(mine, answer, { lang, placeName: reading.placeName });
}

/**
 * Returns the rows inside answers, budgets and plans of dates, each with the reply it belongs to: what does
 * not fit into one cell. Undefined when no version of the form asks for such.
 */
export async function exportRows(
  ctx: Ctx,
  form: Form,
  lang: Lang,
): Promise<FormExport | undefined> {
  const versions = await selectVersions(ctx, form.id);
  const asked = new Map(
    versions.map(({ number, definition }) => [number, listQuestions(definition).filter(hasRows)]),
  );
  if ([...asked.values()].every((questions) => questions.length === 0)) return undefined;
  const byNumber = new Map(versions.map((version) => [version.number, version.definition]));
  async function* portions(): AsyncGenerator<ExportCell[][]> {
    for await (const replies of streamSentReplies(ctx, { formId: form.id })) {
      yield replies.flatMap((reply) => {
        const definition = byNumber.get(reply.form_version);
        if (definition === undefined) return [];
        const { given } = evaluate(definition, reply.answers);
        return (asked.get(reply.form_version) ?? []).flatMap((question) =>
          exportTableRows(question, given[question.code]).map((cells, at) => [
            reply.id,
            reply.sent_at,
            `${question.code}: ${localize(question.text, lang)}`,
            at + 1,
            ...cells,
          ]),
        );
      });
    }
  }
  const { money, plan } = fieldMessages(lang);
  const c = messages[lang].results.columns;
  const head = [c.id, c.sentAt, c.question, c.row, money.article, `${money.what} / ${plan.what}`];
  const sums = [money.quantity, money.price, money.total, money.grant, money.own, money.partner];
  return {
    head: [...head, ...sums, money.comment, plan.from, plan.to, plan.expected],
    portions: portions(),
  };
}

/** Tells whether answers to a question hold rows that the second sheet lists. */
export const hasRows = ({ kind, value }: Pick<Question, "kind" | "value">): boolean =>
  value === undefined && kindOf({ kind }).exports?.rows !== undefined;

function exportTableRows(question: Question, answer: Answer | undefined): ExportCell[][] {
  const { rules, exports } = kindOf(question);
  if (answer === undefined || !rules.matches(answer)) return [];
  return exports?.rows?.(question, answer) ?? [];
}

/** Streams the same replies as JSON, with every version of the form they answer. */
export async function* streamJson(ctx: Ctx, form: Form): AsyncGenerator<string> {
  const versions = await selectVersions(ctx, form.id);
  const byNumber = new Map(versions.map((version) => [version.number, version.definition]));
  const { code, title } = form;
  const head = JSON.stringify({ code, title, versions });
  yield `${head.slice(0, -1)},"replies":[`;
  let first = true;
  for await (const replies of streamSentReplies(ctx, { formId: form.id })) {
    for (const reply of replies) {
      const definition = byNumber.get(reply.form_version);
      if (definition === undefined) continue;
      const { given, computed, score } = evaluate(definition, reply.answers);
      const unasked = Object.entries(reply.answers).filter(([code]) => given[code] === undefined);
      const { id, form_version: version, sent_at: sentAt, source, municipality_id } = reply;
      const told = {
        id,
        version,
        sentAt,
        source,
        municipality: municipality_id,
        given,
        // Answered once, then hidden by another answer: nothing that was typed is lost.
        hidden: Object.fromEntries(unasked),
        computed,
        score,
      };
      yield `${first ? "" : ","}\n${JSON.stringify(told)}`;
      first = false;
    }
  }
  yield "\n]}\n";
}
