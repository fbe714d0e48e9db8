import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Check,
  Choice,
  Field,
  Flash,
  Form,
  formatNumber,
  Place,
  Progress,
  Section,
  Stack,
  Stat,
  Panes,
  Table,
  FormTrouble,
} from "#base/ui/index.ts";
import type { View } from "../view.ts";
import { importFields, likelyChoices, takes, type ImportField } from "./fields.ts";
import { outcomes, type Import, type ImportReport, type ImportRow, type Outcome } from "./store.ts";

export type ImportModel = {
  view: View;
  work: Import;
  /** The first rows of each outcome. */
  rows: ReadonlyMap<Outcome, readonly ImportRow[]>;
  sentence: (row: ImportRow) => string;
  /** Why the file cannot be read. */
  trouble: string | undefined;
  form: FormState;
};

/** One file: what its columns mean, what would happen or happened to each row. */
export function ImportPage(model: ImportModel) {
  const { view, work, trouble, form } = model;
  const { t, lang, href } = view;
  const { state, report, rows_read: read } = work;
  const busy = state === "checking" || state === "importing" || state === "undoing";
  return (
    <Stack gap="l">
      <Place title={work.file_name} lead={t.imports.states[state]} />
      <FormTrouble form={form} />
      {trouble !== undefined && <Flash kind="danger">{trouble}</Flash>}
      {busy && (
        <Progress
          label={t.imports.progress(read, formatNumber(read, { lang }))}
          value={read}
          max={report?.rows ?? Math.max(read, 1)}
          hint={t.imports.wait}
        />
      )}
      {report !== null && !busy && <Counts {...model} report={report} />}
      {state === "checked" && report !== null && <Take {...model} report={report} />}
      {state === "imported" && <Undo {...model} />}
      {report?.undone !== undefined && <Flash>{t.imports.undoneText(report.undone)}</Flash>}
      {report !== null && !busy && state !== "checked" && (
        <Lists {...model} report={report} decide={false} />
      )}
      {(state === "checked" || state === "refused") && report !== null && (
        <Columns {...model} report={report} />
      )}
      {!busy && (
        <Actions>
          <ButtonLink href={href("/admin/organisations/import")}>{t.imports.again}</ButtonLink>
        </Actions>
      )}
    </Stack>
  );
}

type Reported = ImportModel & { report: ImportReport };

function Counts({ view: { t, lang }, work, report }: Reported) {
  const done = work.state === "imported" || work.state === "undone";
  const name = (outcome: Outcome) =>
    done && (outcome === "new" || outcome === "changed")
      ? t.imports.done[outcome]
      : t.imports.outcomes[outcome];
  return (
    <Panes cols={4}>
      {outcomes
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

/** The button that takes the file, with what is to be done about likely twins. */
function Take(model: Reported) {
  const { view, work, report } = model;
  const { t, href } = view;
  const { counts } = report;
  const nothing = counts.new + counts.changed + counts.likely === 0;
  return (
    <Form
      action={href("/admin/organisations/import/take")}
      hidden={{ id: work.id }}
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
      <Lists {...model} decide />
    </Form>
  );
}

function Undo({ view: { t, href }, work }: ImportModel) {
  return (
    <Form
      action={href("/admin/organisations/import/undo")}
      hidden={{ id: work.id }}
      look="card"
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

function Lists(model: Reported & { decide: boolean }) {
  const { view, rows, report } = model;
  const { t } = view;
  const lists: Outcome[] = ["wrong", "likely", "new", "changed"];
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
  sentence,
  outcome,
  found,
  decide,
}: ImportModel & { outcome: Outcome; found: readonly ImportRow[]; decide: boolean }) {
  const { t, href } = view;
  const name = (row: ImportRow) =>
    row.organisation_id === null ? (
      row.name || t.imports.nameless
    ) : (
      <a href={href(`/organisations/${row.organisation_id}`)}>{row.name}</a>
    );
  const decides = outcome === "likely" && decide;
  const told = (row: ImportRow) => (row.reason === null ? "" : sentence(row));
  const hasReasons = decides || found.some(({ reason }) => reason !== null);
  const reasons = hasReasons
    ? [
        {
          head: decides ? t.imports.decide : t.imports.reason,
          cell: (row: ImportRow) => (decides ? <Decision view={view} row={row} /> : told(row)),
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

function Decision({ view: { t }, row }: { view: View; row: ImportRow }) {
  return (
    <Field
      kind="select"
      name={`row-${row.line}`}
      label={t.imports.decision(row.name)}
      empty={t.imports.byDefault}
      value={row.decision ?? ""}
      options={likelyChoices.map((value) => ({ value, label: t.imports.likelyChoices[value] }))}
    />
  );
}

/** What each column means; changed, the file is looked through anew. */
function Columns({ view, work, report }: Reported) {
  const { t, href } = view;
  const rows = report.columns.map((column, index) => ({ column, index }));
  return (
    <Section title={t.imports.columns} id="columns">
      <Form
        action={href("/admin/organisations/import/check")}
        hidden={{ id: work.id }}
        label={t.imports.columns}
        look="card"
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
                    label: fieldName(view, field),
                  }))}
                />
              ),
            },
          ]}
        />
        <Check name="headerless" label={t.imports.headerless} checked={work.options.headerless} />
        <Choice
          kind="radio"
          name="take"
          legend={t.imports.take}
          options={takes.map((value) => ({ value, label: t.imports.takes[value] }))}
          value={work.options.take}
        />
        <Choice
          kind="radio"
          name="likely"
          legend={t.imports.likely}
          options={likelyChoices.map((value) => ({ value, label: t.imports.likelyChoices[value] }))}
          value={work.options.likely}
        />
        <Actions>
          <Button>{t.imports.recheck}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function fieldName({ t }: View, field: ImportField): string {
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
