import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  ChoiceInput,
  Field,
  Form,
  formatNumber,
  PageHeader,
  Progress,
  Section,
  Stack,
  Stat,
  Panes,
  Table,
  FormErrorSummary,
  Flash,
} from "#base/ui/index.ts";
import type { OrganisationsView } from "../view.ts";
import { importFields, duplicateDecisions, mergeModes, type ImportField } from "./fields.ts";
import {
  rowOutcomes,
  type OrganisationImport,
  type ImportReport,
  type ImportRow,
  type RowOutcome,
} from "./store.ts";

export type OrganisationImportModel = {
  view: OrganisationsView;
  importRecord: OrganisationImport;
  /** The first rows of each outcome. */
  rows: ReadonlyMap<RowOutcome, readonly ImportRow[]>;
  formatReason: (row: ImportRow) => string;
  /** Why the file cannot be read. */
  fileError: string | undefined;
  form: FormState;
};

/** One file: what its columns mean, what would happen or happened to each row. */
export function ImportPage(model: OrganisationImportModel) {
  const { view, importRecord, fileError, form } = model;
  const { t, lang, href } = view;
  const { state, report, rows_read: read } = importRecord;
  const busy = state === "checking" || state === "importing" || state === "undoing";
  return (
    <Stack gap="l">
      <PageHeader title={importRecord.file_name} lead={t.imports.states[state]} />
      <FormErrorSummary form={form} />
      {fileError !== undefined && <Flash kind="danger">{fileError}</Flash>}
      {busy && (
        <Progress
          label={t.imports.progress(read, formatNumber(read, { lang }))}
          value={read}
          max={report?.rows ?? Math.max(read, 1)}
          hint={t.imports.wait}
        />
      )}
      {report !== null && !busy && <Counts {...model} report={report} />}
      {state === "checked" && report !== null && <ApplyForm {...model} report={report} />}
      {state === "imported" && <UndoForm {...model} />}
      {report?.undoCounts !== undefined && <Flash>{t.imports.undoneText(report.undoCounts)}</Flash>}
      {report !== null && !busy && state !== "checked" && (
        <RowLists {...model} report={report} decide={false} />
      )}
      {(state === "checked" || state === "refused") && report !== null && (
        <ColumnMappingForm {...model} report={report} />
      )}
      {!busy && (
        <Actions>
          <ButtonLink href={href("/admin/organisations/import")}>{t.imports.again}</ButtonLink>
        </Actions>
      )}
    </Stack>
  );
}

type ReportedModel = OrganisationImportModel & { report: ImportReport };

function Counts({ view: { t, lang }, importRecord, report }: ReportedModel) {
  const done = importRecord.state === "imported" || importRecord.state === "undone";
  const name = (outcome: RowOutcome) =>
    done && (outcome === "new" || outcome === "changed")
      ? t.imports.done[outcome]
      : t.imports.outcomes[outcome];
  return (
    <Panes cols={4}>
      {rowOutcomes
        .filter((outcome) => outcome === "new" || report.counts[outcome] > 0)
        .map((outcome) => (
          <Stat
            title={name(outcome)}
            value={formatNumber(report.counts[outcome], { lang })}
            level={2}
          />
        ))}
    </Panes>
  );
}

/** Shows the button that applies the file, with the decision on possible duplicates. */
function ApplyForm(model: ReportedModel) {
  const { view, importRecord, report } = model;
  const { t, href } = view;
  const { counts } = report;
  const nothing = counts.new + counts.changed + counts.likely === 0;
  return (
    <Form
      action={href("/admin/organisations/import/take")}
      hidden={{ id: importRecord.id }}
      label={t.imports.apply}
      gap="l"
    >
      {nothing ? (
        <Flash>{t.imports.nothing}</Flash>
      ) : (
        <Actions>
          <Button kind="primary" size="l">
            {t.imports.apply}
          </Button>
        </Actions>
      )}
      <RowLists {...model} decide />
    </Form>
  );
}

function UndoForm({ view: { t, href }, importRecord }: OrganisationImportModel) {
  return (
    <Form
      action={href("/admin/organisations/import/undo")}
      hidden={{ id: importRecord.id }}
      variant="card"
      label={t.imports.undo}
    >
      <p>{t.imports.applied}</p>
      <p class="muted">{t.imports.undoText}</p>
      <Actions>
        <Button kind="danger">{t.imports.undo}</Button>
      </Actions>
    </Form>
  );
}

function RowLists(model: ReportedModel & { decide: boolean }) {
  const { view, rows, report } = model;
  const { t } = view;
  const lists: RowOutcome[] = ["wrong", "likely", "new", "changed"];
  return (
    <>
      {lists.map((outcome) => {
        const found = rows.get(outcome) ?? [];
        if (found.length === 0) return null;
        const all = report.counts[outcome];
        return (
          <Section
            title={t.imports.outcomes[outcome]}
            id={outcome}
            {...(found.length < all && { lead: t.imports.firstOf(found.length, all) })}
          >
            <RowTable {...model} outcome={outcome} found={found} />
          </Section>
        );
      })}
    </>
  );
}

function RowTable({
  view,
  formatReason,
  outcome,
  found,
  decide,
}: OrganisationImportModel & {
  outcome: RowOutcome;
  found: readonly ImportRow[];
  decide: boolean;
}) {
  const { t, href } = view;
  const name = (row: ImportRow) =>
    row.organisation_id === null ? (
      row.name || t.imports.nameless
    ) : (
      <a href={href(`/organisations/${row.organisation_id}`)}>{row.name}</a>
    );
  const decides = outcome === "likely" && decide;
  const formatRowReason = (row: ImportRow) => (row.reason === null ? "" : formatReason(row));
  const hasReasons = decides || found.some(({ reason }) => reason !== null);
  const reasons = hasReasons
    ? [
        {
          head: decides ? t.imports.decide : t.imports.reason,
          cell: (row: ImportRow) =>
            decides ? <Decision view={view} row={row} /> : formatRowReason(row),
        },
      ]
    : [];
  return (
    <Table
      caption={t.imports.outcomes[outcome]}
      captionHidden
      cards
      dense
      rows={found}
      columns={[
        { head: t.imports.line, cell: ({ line }) => line, number: true },
        { head: t.imports.name, cell: name, rowHead: true },
        ...(outcome === "likely"
          ? [{ head: t.imports.twin, cell: ({ detail }: ImportRow) => detail }]
          : []),
        ...reasons,
      ]}
    />
  );
}

function Decision({ view: { t }, row }: { view: OrganisationsView; row: ImportRow }) {
  return (
    <Field
      kind="select"
      name={`row-${row.line}`}
      label={t.imports.decision(row.name)}
      empty={t.imports.byDefault}
      value={row.decision ?? ""}
      options={duplicateDecisions.map((value) => ({
        value,
        label: t.imports.likelyChoices[value],
      }))}
    />
  );
}

/** Shows the meaning of each column; a change checks the file again. */
function ColumnMappingForm({ view, importRecord, report }: ReportedModel) {
  const { t, href } = view;
  const rows = report.columns.map((column, index) => ({ column, index }));
  return (
    <Section title={t.imports.columns} id="columns">
      <Form
        action={href("/admin/organisations/import/check")}
        hidden={{ id: importRecord.id }}
        label={t.imports.columns}
        variant="card"
      >
        <Table
          caption={t.imports.columns}
          captionHidden
          cards
          rows={rows}
          columns={[
            { head: t.imports.column, cell: ({ column }) => column.slice(0, 60), rowHead: true },
            {
              head: t.imports.example,
              cell: ({ index }) => (report.sample[0]?.[index] ?? "").slice(0, 60),
            },
            {
              head: t.imports.field,
              cell: ({ column, index }) => (
                <Field
                  kind="select"
                  name={`column-${index}`}
                  label={column.slice(0, 60)}
                  empty={t.imports.skip}
                  value={report.mapping[index] ?? ""}
                  options={importFields.map((field) => ({
                    value: field,
                    label: fieldLabel(view, field),
                  }))}
                />
              ),
            },
          ]}
        />
        <Checkbox
          name="headerless"
          label={t.imports.headerless}
          checked={importRecord.options.headerless}
        />
        <ChoiceInput
          kind="radio"
          name="mergeMode"
          legend={t.imports.take}
          options={mergeModes.map((value) => ({ value, label: t.imports.takes[value] }))}
          value={importRecord.options.mergeMode}
        />
        <ChoiceInput
          kind="radio"
          name="duplicateDecision"
          legend={t.imports.likely}
          options={duplicateDecisions.map((value) => ({
            value,
            label: t.imports.likelyChoices[value],
          }))}
          value={importRecord.options.duplicateDecision}
        />
        <Actions>
          <Button>{t.imports.recheck}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function fieldLabel({ t }: OrganisationsView, field: ImportField): string {
  const { fields: f, passport: p, imports: i } = t;
  const names: Record<ImportField, string> = {
    id: i.fields.id,
    kind: f.kind,
    legalForm: p.legalForm,
    name: f.name,
    shortName: f.shortName,
    inn: f.inn,
    ogrn: f.ogrn,
    directions: p.directions,
    territory: f.territory,
    settlement: p.settlement,
    address: f.address,
    lat: p.lat,
    lon: p.lon,
    phone: f.phone,
    email: f.email,
    site: f.site,
    links: p.links,
    description: p.description,
    openedOn: p.openedOn,
    openedUnder: i.fields.openedUnder,
    openedLink: p.openedLink,
    state: i.fields.state,
  };
  return names[field];
}
