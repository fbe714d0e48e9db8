import {
  Actions,
  Bar,
  Button,
  ButtonLink,
  Card,
  Checkbox,
  EmptyState,
  ErrorSummary,
  Field,
  Filters,
  Flash,
  Form,
  formatNumber,
  formatPercent,
  Panes,
  PageHeader,
  PlainRows,
  Section,
  Stack,
  Stat,
  Table,
} from "#base/ui/index.ts";
import { h } from "preact";
import type { CrossTabulation } from "./cross-tabulation.ts";
import type { Answers } from "../evaluate/answers.ts";
import type { FormDefinition } from "../definition/definition.ts";
import type { QuestionResult, ResultCell, FormResults } from "./results.ts";
import { kindOf } from "../kinds/kinds.ts";
import { localize } from "../localize.ts";
import type { FormViewContext } from "../view.ts";
import { FormFields } from "../kinds/form-fields.tsx";
import { stripTexts } from "../filling/page.tsx";
import type { FieldOptions } from "../kinds/field-context.tsx";

export type ResultsPageProps = {
  view: FormViewContext;
  results: FormResults;
  drafts: number | undefined;
  /** What the reader sees: `exact` for those who read replies. */
  as: "exact" | "staff" | "public";
  placeName: (id: string) => string;
  cross: CrossTabulation | undefined;
  here: string;
  by: string | undefined;
  /** Addresses of the export, for those who may have it. */
  exports:
    | { csv: string; xlsx: string; json: string; one: string; rows: string | undefined }
    | undefined;
  /** As everybody sees it, or exactly: the other of the two. */
  other: { href: string; label: string } | undefined;
};

/** Counts, means and texts, question by question. */
export function ResultsPage(model: ResultsPageProps) {
  const { view, results, drafts, as, exports, other } = model;
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.results.title(results.form.title)}>
        {as !== "exact" && <p>{t.results.protected(results.minimumGroup)}</p>}
      </PageHeader>
      {drafts === undefined ? (
        <p>
          <strong>{t.builder.replies(results.count)}</strong>
        </p>
      ) : (
        <Panes cols={2}>
          <Stat title={t.results.count} value={results.count} level={2} />
          <Stat title={t.results.drafts} value={drafts} level={2} />
        </Panes>
      )}
      {(exports !== undefined || other !== undefined) && (
        <Actions>
          {exports !== undefined && (
            <>
              <ButtonLink size="s" href={exports.xlsx} download>
                {t.results.xlsx}
              </ButtonLink>
              <ButtonLink size="s" href={exports.csv} download>
                {t.results.csv}
              </ButtonLink>
              {exports.rows !== undefined && (
                <ButtonLink size="s" href={exports.rows} download>
                  {t.results.rowsCsv}
                </ButtonLink>
              )}
              <ButtonLink size="s" href={exports.json} download>
                {t.results.json}
              </ButtonLink>
              <ButtonLink size="s" href={exports.one}>
                {t.results.one}
              </ButtonLink>
            </>
          )}
          {other !== undefined && (
            <ButtonLink size="s" kind="quiet" href={other.href}>
              {other.label}
            </ButtonLink>
          )}
        </Actions>
      )}
      {results.count === 0 ? (
        <EmptyState
          title={t.results.empty}
          text={t.results.emptyText}
          action={{ href: view.href(`/forms/${results.form.code}`), label: t.builder.open }}
          level={2}
        />
      ) : (
        <>
          <CrossTabulationCard {...model} />
          {results.questions.map((result) => (
            <ResultCard model={model} result={result} />
          ))}
        </>
      )}
    </Stack>
  );
}

/** Bars suit few answers; a mark or a choice is a bar, its whole those who answered. */
function ResultCard({ model, result }: { model: ResultsPageProps; result: QuestionResult }) {
  const { view, results, as } = model;
  const { t, lang } = view;
  const title = resultTitle(result, view);
  const few = as !== "exact" && result.answered < results.minimumGroup && result.answered > 0;
  return (
    <Card title={title} level={2}>
      {!few && <p class="hint">{t.results.answered(result.answered)}</p>}
      {few && <p>{t.results.few(results.minimumGroup)}</p>}
      {result.mean !== null && (
        <p>
          {t.results.mean}: <strong>{formatNumber(result.mean, { lang, digits: 2 })}</strong>
        </p>
      )}
      {result.cells.length > 0 && <Bars model={model} result={result} />}
      {result.texts.length > 0 && (
        <PlainRows>
          {result.texts.map((text) => (
            <p>{text}</p>
          ))}
        </PlainRows>
      )}
    </Card>
  );
}

function resultTitle(result: QuestionResult, { t, lang }: FormViewContext): string {
  const text = localize(result.text, lang);
  const row = result.row === undefined ? "" : `: ${localize(result.row.text, lang)}`;
  return result.version > 1 ? `${text}${row} · ${t.builder.version(result.version)}` : text + row;
}

function cellLabel(cell: ResultCell, result: QuestionResult, model: ResultsPageProps): string {
  const { view, placeName } = model;
  const { tally } = kindOf(result);
  const names = cell.codes.map((code, at) => {
    const label = tally.label?.(code, { t: view.t, lang: view.lang, placeName });
    if (label !== undefined) return label;
    const text = cell.texts[at];
    return text === undefined ? code : localize(text, view.lang);
  });
  return cell.codes.length > 1
    ? `${names.join(", ")} (${view.t.results.together})`
    : (names[0] ?? "");
}

function Bars({ model, result }: { model: ResultsPageProps; result: QuestionResult }) {
  const { t, lang } = model.view;
  const whole = Math.max(result.answered, 1);
  const title = resultTitle(result, model.view);
  return (
    <Table
      caption={title}
      captionHidden
      dense
      rows={result.cells}
      columns={[
        { head: t.results.option, cell: (cell) => cellLabel(cell, result, model) },
        {
          head: t.results.share,
          cell: (cell) => (
            <Bar
              label={`${cellLabel(cell, result, model)}: ${cell.count}`}
              parts={{ checked: cell.count }}
              total={whole}
            />
          ),
        },
        {
          head: "%",
          number: true,
          cell: (cell) => formatPercent(cell.count / whole, { lang }),
        },
        {
          head: t.results.number,
          number: true,
          cell: (cell) => formatNumber(cell.count, { lang }),
        },
      ]}
    />
  );
}

const resultKey = (result: QuestionResult): string =>
  `${result.code}.${result.version}.${result.row?.code ?? ""}`;

/** One question by municipality. */
function CrossTabulationCard(model: ResultsPageProps) {
  const { view, results, here, by, cross, as } = model;
  const { t } = view;
  const crossed = results.questions.filter(
    ({ cells, kind }) => cells.length > 0 && kindOf({ kind }).tally.isPlace !== true,
  );
  if (crossed.length === 0) return null;
  return (
    <Section title={t.results.by}>
      <Filters action={here} hidden={as === "public" ? { as: "public" } : {}}>
        <Field
          name="by"
          kind="select"
          label={t.results.cross}
          empty={t.results.noCross}
          options={crossed.map((one) => ({ value: resultKey(one), label: resultTitle(one, view) }))}
          value={by ?? ""}
        />
      </Filters>
      {cross !== undefined && <CrossTabulationTable model={model} cross={cross} />}
    </Section>
  );
}

function CrossTabulationTable({
  model,
  cross,
}: {
  model: ResultsPageProps;
  cross: CrossTabulation;
}) {
  const { view, placeName } = model;
  const { t, lang } = view;
  const rows = [
    ...cross.rows.map(({ key, counts }) => ({ name: placeName(key) || t.results.noPlace, counts })),
    ...(cross.together === undefined
      ? []
      : [{ name: t.results.others, counts: cross.together.counts }]),
  ];
  return (
    <Table
      caption={resultTitle(cross.question, view)}
      scroll
      rows={rows}
      columns={[
        { head: t.results.place, cell: (row) => row.name },
        ...cross.question.cells.map((cell, at) => ({
          head: cellLabel(cell, cross.question, model),
          number: true,
          cell: (row: { counts: readonly number[] }) => formatNumber(row.counts[at] ?? 0, { lang }),
        })),
      ]}
    />
  );
}

export type PaperEntryPageProps = {
  view: FormViewContext;
  form: { code: string; version: number };
  definition: FormDefinition;
  answers: Answers;
  errors: Record<string, string>;
  refusal: string | undefined;
  ground: FieldOptions;
  /** Made with the page: saving it twice is one reply. */
  sendKey: string;
  action: string;
};

/** Paper replies keyed in one after another: one screen, no mouse. */
export function PaperEntryPage({
  view,
  form,
  definition,
  answers,
  errors,
  ...model
}: PaperEntryPageProps) {
  const { t } = view;
  const listed = Object.entries(errors).map(([name, text]) => ({ name, text }));
  return (
    <Stack gap="l">
      <PageHeader
        title={t.results.keyTitle}
        lead={t.results.keyLead(t.paper.code(form.code, form.version))}
      />
      {model.refusal !== undefined && <Flash kind="danger">{model.refusal}</Flash>}
      <ErrorSummary errors={listed} />
      <Form
        action={model.action}
        files
        variant="card"
        gap="m"
        hidden={{ key: model.sendKey, formVersion: String(form.version) }}
      >
        {h("okno-form", {
          hidden: true,
          "data-definition": JSON.stringify(stripTexts(definition)),
          "data-answers": "{}",
          "data-lang": view.lang,
          ...(listed.length === 0 && { "data-keyed": "" }),
        })}
        <FormFields
          definition={definition}
          answers={answers}
          errors={errors}
          ground={model.ground}
        />
        {listed.length > 0 && <Checkbox name="gaps" label={t.results.incomplete} />}
        <Actions>
          <Button kind="primary">{t.results.keySave}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
