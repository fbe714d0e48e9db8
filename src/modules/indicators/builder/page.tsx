import {
  Actions,
  Button,
  Checkbox,
  ChoiceInput,
  Field,
  Form,
  Grid,
  Pane,
  Panes,
  PageHeader,
  Rows,
  Section,
  Stack,
  fieldProps,
  fieldError,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import type { FormState } from "#base/http/form.ts";
import type { ProjectResult } from "#modules/projects/index.ts";
import { indicatorScopes, type Progress } from "../indicator.ts";
import { sourceShapes, sourceNames, type SourceName } from "../sources.ts";
import { topicGroupOptions, formatAmount, type IndicatorViewContext } from "../view.ts";
import { ProgressPartBar } from "../board/gauge.tsx";
import { CountedRowsTable } from "../board/evidence-rows.tsx";

/** First step: what is counted. */
export function SourcesPage({
  viewContext: view,
  action,
  result,
}: {
  viewContext: IndicatorViewContext;
  action: string;
  /** The result of the charter that is to be counted. */
  result: ProjectResult | undefined;
}) {
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.builder.choose} lead={t.builder.chooseLead}>
        {result !== undefined && (
          <p>
            {t.builder.result}: <b>{result.what}</b>, {formatAmount(view, result.target)}{" "}
            {result.unit}
          </p>
        )}
      </PageHeader>
      <Rows
        level={2}
        rows={sourceNames.map((name) => ({
          title: t.builder.sources[name],
          href: `${action}?source=${name}${result === undefined ? "" : `&result=${result.id}`}`,
          text: t.builder.sourceHints[name],
        }))}
      />
    </Stack>
  );
}

export type IndicatorPreview = {
  sentence: string;
  progress: Progress;
  rows: readonly CountedRow[];
  share: boolean;
};

export type IndicatorBuilderProps = {
  viewContext: IndicatorViewContext;
  action: string;
  source: SourceName;
  form: FormState;
  /** Results of the charter that no other indicator counts. */
  results: readonly ProjectResult[];
  /** Address of the first step; absent when a saved indicator is changed. */
  other?: string;
  preview?: IndicatorPreview;
  days: { first: string | null; last: string | null };
};

/** The form of an indicator: measure, target, due date, places. */
export function IndicatorBuilderPage(view: IndicatorBuilderProps) {
  const { viewContext, action, source, form, other, preview } = view;
  const { t } = viewContext;
  return (
    <Stack gap="l">
      <PageHeader
        title={other === undefined ? t.builder.changeTitle : t.builder.title}
        lead={t.builder.sources[source]}
      >
        {other !== undefined && <a href={other}>{t.builder.other}</a>}
      </PageHeader>
      <FormErrorSummary form={form} />
      {preview !== undefined && <PreviewPanes viewContext={viewContext} preview={preview} />}
      <Form
        action={action}
        hidden={{
          source,
          ...(form.values.version !== undefined && { version: form.values.version }),
        }}
        gap="l"
      >
        <Grid cols={2}>
          <Section title={t.builder.choose} small>
            <p id="f-source">{t.builder.sourceHints[source]}</p>
            {form.errors.source !== undefined && <p class="error">{form.errors.source}</p>}
            <MeasureFields {...view} />
          </Section>
          <Section title={t.builder.scope} small>
            <TermFields {...view} />
          </Section>
        </Grid>
        <Actions>
          <Button name="do" value="check" icon="search">
            {t.builder.check}
          </Button>
          <Button kind="primary" name="do" value="save">
            {t.builder.save}
          </Button>
        </Actions>
      </Form>
    </Stack>
  );
}

const toOptions = (labels: Record<string, string>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

function CheckboxGroup(props: {
  form: FormState;
  name: string;
  legend: string;
  hint: string;
  options: { value: string; label: string }[];
}) {
  const { form, name, legend, hint, options } = props;
  return (
    <ChoiceInput
      legend={legend}
      name={`${name}[]`}
      kind="checkbox"
      hint={hint}
      options={options}
      value={form.lists[name] ?? []}
      {...fieldError(form, name)}
    />
  );
}

/** Filters of the chosen source. */
function MeasureFields({ viewContext: view, source, form }: IndicatorBuilderProps) {
  const { t, lang } = view;
  const { parameters, ofProject } = sourceShapes[source];
  const has = (name: (typeof parameters)[number]) => parameters.includes(name);
  const kinds = source === "organisations.opened" ? t.organisationKinds : t.kinds;
  return (
    <>
      {ofProject !== undefined && (
        <ChoiceInput
          legend={t.builder.whose}
          name="whose"
          kind="radio"
          value={form.values.whose ?? "project"}
          options={[
            { value: "project", label: t.builder.whoseProject },
            { value: "all", label: t.builder.whoseAll },
          ]}
        />
      )}
      {has("kinds") && (
        <CheckboxGroup
          form={form}
          name="kinds"
          legend={t.builder.kinds}
          hint={t.builder.kindsHint}
          options={toOptions(kinds)}
        />
      )}
      {has("atLeast") && (
        <Field
          kind="number"
          min={1}
          width="s"
          label={t.builder.atLeast}
          hint={t.builder.atLeastHint}
          optional
          {...fieldProps(form, "atLeast")}
        />
      )}
      {has("event") && (
        <Field
          width="s"
          label={t.builder.event}
          hint={t.builder.eventHint}
          optional
          {...fieldProps(form, "event")}
        />
      )}
      {has("topics") && (
        <CheckboxGroup
          form={form}
          name="topics"
          legend={t.builder.topics}
          hint={t.builder.kindsHint}
          options={toOptions(t.topics)}
        />
      )}
      {has("mode") && (
        <Field
          kind="select"
          label={t.builder.mode}
          empty={t.builder.anyMode}
          options={toOptions(t.modes)}
          {...fieldProps(form, "mode")}
        />
      )}
      {has("stage") && (
        <Field
          kind="select"
          label={t.builder.stage}
          options={toOptions(t.stages)}
          {...fieldProps(form, "stage", "application")}
        />
      )}
      {has("groups") && (
        <CheckboxGroup
          form={form}
          name="groups"
          legend={t.builder.groups}
          hint={t.builder.kindsHint}
          options={topicGroupOptions(lang)}
        />
      )}
    </>
  );
}

/** Target, term and places. */
function TermFields({
  viewContext: view,
  source,
  form,
  other,
  days,
  results,
}: IndicatorBuilderProps) {
  const { t } = view;
  const value = (name: string) => form.values[name] ?? "";
  const text = (name: string, label: string, hint?: string) => (
    <Field
      label={label}
      required
      {...(hint !== undefined && { hint })}
      {...fieldProps(form, name)}
    />
  );
  const day = (name: string, label: string, first: string | null) => (
    <Field
      kind="date"
      label={label}
      required
      {...(days.first !== null && { min: days.first })}
      {...(days.last !== null && { max: days.last })}
      {...fieldProps(form, name, first ?? "")}
    />
  );
  return (
    <>
      {text("title", t.builder.name, t.builder.nameHint)}
      <Field
        kind="text"
        inputmode="decimal"
        label={t.builder.target}
        hint={t.builder.targetHint}
        required
        {...fieldProps(form, "target")}
      />
      {text("unit", t.builder.unit, t.builder.unitHint)}
      <ChoiceInput
        legend={t.builder.scope}
        kind="radio"
        options={indicatorScopes.map((scope) => ({ value: scope, label: t.builder.scopes[scope] }))}
        {...fieldProps(form, "scope", "total")}
      />
      <CheckboxGroup
        form={form}
        name="places"
        legend={t.builder.places}
        hint={t.builder.placesHint}
        options={view.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {day("startsOn", t.builder.startsOn, days.first)}
      {day("dueOn", t.builder.dueOn, days.last)}
      <Field
        kind="textarea"
        rows={3}
        label={t.builder.steps}
        hint={t.builder.stepsHint}
        optional
        {...fieldProps(form, "steps")}
      />
      {results.length > 0 && (
        <Field
          kind="select"
          label={t.builder.result}
          hint={t.builder.resultHint}
          options={[
            { value: "none", label: t.builder.noResult },
            ...results.map(({ id, what, target, unit }) => ({
              value: id,
              label: `${what}, ${formatAmount(view, target)} ${unit}`,
            })),
          ]}
          {...fieldProps(form, "result", "none")}
        />
      )}
      <Checkbox
        name="controlPoint"
        label={t.builder.controlPoint}
        checked={value("controlPoint") !== ""}
      />
      {source === "events.feedback" && (
        <Checkbox name="anyway" label={t.builder.anyway} checked={value("anyway") !== ""} />
      )}
      {other === undefined && (
        <Field
          label={t.builder.reason}
          hint={t.builder.reasonHint}
          {...fieldProps(form, "reason")}
        />
      )}
    </>
  );
}

/** Today's number by the form's query, and the first rows behind it. */
function PreviewPanes({
  viewContext: view,
  preview,
}: {
  viewContext: IndicatorViewContext;
  preview: IndicatorPreview;
}) {
  const { t } = view;
  const { progress, rows, share } = preview;
  const n = (value: number) => formatAmount(view, value);
  const now = share
    ? progress.of === 0
      ? t.board.nothing
      : t.builder.previewShare(n(progress.confirmed), n(progress.of ?? 0))
    : t.builder.previewNow(n(progress.confirmed), n(progress.reported));
  return (
    <Stack gap="m">
      <Panes cols={2}>
        <Pane title={t.builder.sentence} small gap="s">
          <p>{preview.sentence}.</p>
        </Pane>
        <Pane title={t.builder.preview} small gap="s">
          <p role="status">
            <b>{now}</b>
          </p>
          {progress.places.length > 0 && (
            <ul class="plain" role="list">
              {progress.places.map((part) => (
                <li>
                  {view.place(part.key)}:{" "}
                  {part.target > 0 ? (
                    <ProgressPartBar viewContext={view} part={part} />
                  ) : (
                    n(part.confirmed)
                  )}
                </li>
              ))}
            </ul>
          )}
        </Pane>
      </Panes>
      {rows.length > 0 && (
        <CountedRowsTable viewContext={view} rows={rows} caption={t.builder.preview} />
      )}
    </Stack>
  );
}
