import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Checkbox,
  Field,
  Flash,
  Form,
  PageHeader,
  Section,
  Stack,
  Table,
  type SelectOptionGroup,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { ResponsibleBody } from "./rules.ts";
import type { CompetenceRuleRecord } from "./store.ts";
import type { OrganisationOption } from "../store.ts";
import type { TopicCatalogue } from "../topics.ts";
import type { MunicipalityOptions, OrganisationsView } from "../view.ts";

export type CompetenceCellModel = {
  view: OrganisationsView;
  catalogue: TopicCatalogue;
  places: MunicipalityOptions;
  /** The cell in hand; absent while the topic is not chosen. */
  cell?:
    | {
        topic: string;
        topicName: string;
        territoryId: string | null;
        body: ResponsibleBody | undefined;
        rules: readonly CompetenceRuleRecord[];
      }
    | undefined;
  bodies: readonly OrganisationOption[];
  form: FormState;
};

/** One cell of the matrix: who answers now, its rules of all times, and the form for a new one. */
export function CompetenceCellPage(model: CompetenceCellModel) {
  const { view, cell, places, form } = model;
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader
        title={
          cell === undefined
            ? t.cell.newTitle
            : t.cell.title(cell.topicName, places.nameOf(cell.territoryId))
        }
      />
      <FormErrorSummary form={form} />
      {cell !== undefined && <CurrentBody view={view} body={cell.body} />}
      {cell !== undefined && (
        <Section title={t.cell.rules} small>
          {cell.rules.length === 0 ? (
            <p class="muted">{t.cell.noRules}</p>
          ) : (
            <RuleTable {...model} />
          )}
        </Section>
      )}
      <Section title={t.cell.formTitle} small>
        <RuleForm {...model} />
      </Section>
    </Stack>
  );
}

function CurrentBody({
  view: { t, href },
  body,
}: {
  view: OrganisationsView;
  body: ResponsibleBody | undefined;
}) {
  if (body === undefined) return <Flash kind="warn">{t.cell.nobodyNow}</Flash>;
  return (
    <>
      {body.alternatives.length > 0 && <Flash kind="warn">{t.cell.ambiguous}</Flash>}
      <p class="lead">
        {t.cell.answersNow}: <a href={href(`/organisations/${body.organisationId}`)}>{body.name}</a>
        . {body.reason}
      </p>
    </>
  );
}

function RuleTable({ view, cell }: CompetenceCellModel) {
  const { t, href, formatDay } = view;
  return (
    <Table
      caption={t.cell.rules}
      captionHidden
      cards
      rows={cell?.rules ?? []}
      columns={[
        {
          head: t.cell.body,
          cell: (rule) => (
            <>
              <a href={href(`/organisations/${rule.organisationId}`)}>{rule.organisationName}</a>
              {!rule.organisationActive && ` (${t.closed})`}
            </>
          ),
        },
        { head: t.cell.reason, cell: (rule) => rule.reason },
        { head: t.cell.from, cell: (rule) => formatDay(rule.validFrom) },
        { head: t.cell.until, cell: (rule) => <EndRuleForm view={view} rule={rule} /> },
      ]}
    />
  );
}

function EndRuleForm({ view, rule }: { view: OrganisationsView; rule: CompetenceRuleRecord }) {
  const { t, href, formatDay, today } = view;
  if (rule.validTo !== null && rule.validTo < rule.validFrom) return <>{t.cell.never}</>;
  if (rule.validTo !== null && rule.validTo < today) return <>{formatDay(rule.validTo)}</>;
  return (
    <Form
      action={href(`/admin/competence/${rule.id}/end`)}
      variant="actions"
      hidden={{ topic: rule.topic, territoryId: rule.territoryId ?? "" }}
    >
      <Field
        kind="date"
        name="validTo"
        id={`end-${rule.id}`}
        label={t.cell.endLabel(rule.organisationName)}
        value={rule.validTo ?? today}
      />
      <Button size="s">{t.cell.end}</Button>
    </Form>
  );
}

function topicOptions({ catalogue, view: { t, lang } }: CompetenceCellModel): SelectOptionGroup[] {
  const topics = Map.groupBy(catalogue.topics, (topic) => topic.group);
  return catalogue.groups.map(({ code, name }) => ({
    group: name[lang],
    options: [
      { value: code, label: t.cell.wholeGroup(name[lang]) },
      ...(topics.get(code) ?? []).map((topic) => ({ value: topic.code, label: topic.name[lang] })),
    ],
  }));
}

function RuleForm(model: CompetenceCellModel) {
  const { view, places, bodies, form, cell } = model;
  const { t, href, today } = view;
  const from = fieldProps(form, "validFrom");
  return (
    <Form action={href("/admin/competence/cell")} variant="card" label={t.cell.formTitle}>
      <Field
        kind="select"
        label={t.cell.topic}
        empty={t.form.choose}
        required
        options={topicOptions(model)}
        {...fieldProps(form, "topic")}
      />
      <Field
        kind="select"
        label={t.cell.place}
        empty={t.wholeRegion}
        options={places.all.map(({ id, name }) => ({ value: id, label: name }))}
        {...fieldProps(form, "territoryId")}
      />
      <Field
        kind="select"
        label={t.cell.body}
        empty={t.form.choose}
        required
        options={bodies.map(({ id, short_name }) => ({ value: id, label: short_name }))}
        {...fieldProps(form, "organisationId")}
      />
      <Field kind="date" label={t.cell.from} required {...from} value={from.value || today} />
      <Field
        kind="date"
        label={t.cell.to}
        hint={t.cell.toHint}
        optional
        {...fieldProps(form, "validTo")}
      />
      <Field
        kind="textarea"
        label={t.cell.reason}
        hint={t.cell.reasonHint}
        rows={3}
        maxlength={500}
        counter
        required
        {...fieldProps(form, "reason")}
      />
      {cell !== undefined && cell.rules.length > 0 && (
        <Checkbox
          name="instead"
          label={t.cell.instead}
          checked={form.values.instead !== undefined}
        />
      )}
      <Actions>
        <Button kind="primary">{t.cell.save}</Button>
      </Actions>
    </Form>
  );
}
