import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Checkbox,
  Field,
  Form,
  formatNumber,
  PageHeader,
  Rows,
  Section,
  Stack,
  Table,
  type Lang,
  Flash,
} from "#base/ui/index.ts";
import type { PlaceKind } from "./report.ts";
import type { GazetteerUpload } from "./uploads.ts";
import type { TerritoryMessages } from "../messages.ts";

type ImportPageContext = { t: TerritoryMessages; lang: Lang; href: (path: string) => string };

export type ImportsPageProps = ImportPageContext & {
  form: FormState;
  uploads: readonly GazetteerUpload[];
};

/** Sends a file; below, what was sent before. */
export function ImportsPage({ t, href, form, uploads }: ImportsPageProps) {
  const error = form.errors["file"] ?? form.refusal;
  return (
    <Stack gap="xl">
      <PageHeader title={t.imports.title} lead={t.imports.lead} />
      <Form action={href("/admin/territories/import")} files label={t.imports.title}>
        <Field
          kind="file"
          name="file"
          label={t.imports.file}
          hint={t.imports.fileHint}
          accept=".geojson,.json,.csv,.xlsx,.jsonl,.gz"
          required
          {...(error !== undefined && { error })}
        />
        <Checkbox name="addNew" label={t.imports.addNew} hint={t.imports.addNewHint} />
        <Actions>
          <Button kind="primary">{t.imports.check}</Button>
        </Actions>
      </Form>
      {uploads.length > 0 && (
        <Section title={t.imports.before}>
          <Rows
            rows={uploads.map(({ id, file_name, state }) => ({
              title: file_name,
              href: href(`/admin/territories/imports/${id}`),
              meta: [t.imports.states[state]],
            }))}
          />
        </Section>
      )}
    </Stack>
  );
}

export type ImportReportPageProps = ImportPageContext & {
  upload: GazetteerUpload;
  sentence: (reason: string, detail: string) => string;
};

const kinds: readonly PlaceKind[] = ["municipality", "settlement", "street", "house"];
const maxShown = 100;

/** What the file would change, or has changed; the page comes anew by itself while work goes on. */
export function ImportReportPage({ t, lang, href, upload, sentence }: ImportReportPageProps) {
  const { state, report } = upload;
  const number = (value: number) => formatNumber(value, { lang });
  return (
    <Stack gap="xl">
      <PageHeader title={upload.file_name} lead={t.imports.states[state]} />
      {(state === "checking" || state === "importing") && (
        <p role="status">{`${t.imports.rowsRead}: ${number(upload.rows_read)}`}</p>
      )}
      {state === "refused" && (
        <Flash kind="danger">{sentence(upload.reason ?? "", upload.reason_detail ?? "")}</Flash>
      )}
      {report && (
        <Table
          caption={state === "imported" ? t.imports.did : t.imports.would}
          rows={kinds}
          columns={[
            { head: t.imports.what, cell: (kind) => t.imports.kinds[kind], rowHead: true },
            {
              head: t.imports.created,
              cell: (kind) => number(report.tallies[kind].created),
              number: true,
            },
            {
              head: t.imports.updated,
              cell: (kind) => number(report.tallies[kind].updated),
              number: true,
            },
            {
              head: t.imports.matched,
              cell: (kind) => number(report.tallies[kind].matched),
              number: true,
            },
          ]}
        />
      )}
      {state === "checked" && (
        <Form action={href(`/admin/territories/imports/${upload.id}`)} label={t.imports.take}>
          <Actions>
            <Button kind="primary">{t.imports.take}</Button>
          </Actions>
        </Form>
      )}
      {report && <Leftovers t={t} report={report} sentence={sentence} />}
    </Stack>
  );
}

type Leftover = Pick<ImportReportPageProps, "t" | "sentence"> & {
  report: NonNullable<GazetteerUpload["report"]>;
};

function Leftovers({ t, report, sentence }: Leftover) {
  const { unmatched, ambiguous, left, rejected, rejectedCount } = report;
  return (
    <>
      {unmatched.length > 0 && (
        <Section
          title={`${t.imports.unmatched}: ${unmatched.length}`}
          lead={t.imports.unmatchedLead}
        >
          <Rows
            rows={unmatched.slice(0, maxShown).map(({ name, count, suggestions }) => ({
              title: name,
              meta: [
                `${t.imports.rowsOf}: ${count}`,
                suggestions.length > 0
                  ? `${t.imports.maybe}: ${suggestions.map((one) => one.name).join(", ")}`
                  : undefined,
              ],
            }))}
          />
        </Section>
      )}
      {ambiguous.length > 0 && (
        <Section title={`${t.imports.ambiguous}: ${ambiguous.length}`}>
          <Rows
            rows={ambiguous.slice(0, maxShown).map(({ name, candidates }) => ({
              title: name,
              meta: [candidates.join(", ")],
            }))}
          />
        </Section>
      )}
      {left.length > 0 && (
        <Section title={`${t.imports.left}: ${left.length}`}>
          <p>{left.join(", ")}</p>
        </Section>
      )}
      {rejectedCount > 0 && (
        <Section title={`${t.imports.rejected}: ${rejectedCount}`}>
          <Table
            caption={t.imports.rejected}
            captionHidden
            rows={rejected.slice(0, maxShown)}
            columns={[
              { head: t.imports.line, cell: ({ line }) => String(line), number: true },
              {
                head: t.imports.reason,
                cell: ({ reason, detail }) => sentence(`territories.${reason}`, detail),
              },
            ]}
          />
        </Section>
      )}
    </>
  );
}
