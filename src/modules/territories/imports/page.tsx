import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Check,
  Field,
  Flash,
  Form,
  formatNumber,
  Place,
  Rows,
  Section,
  Stack,
  Table,
  type Lang,
} from "#base/ui/index.ts";
import type { PlaceKind } from "./report.ts";
import type { Upload } from "./uploads.ts";
import type { TerritoryWords } from "../messages.ts";

type View = { t: TerritoryWords; lang: Lang; href: (path: string) => string };

export type ImportsModel = View & { form: FormState; uploads: readonly Upload[] };

/** Sends a file; below, what was sent before. */
export function ImportsPage({ t, href, form, uploads }: ImportsModel) {
  const error = form.errors["file"] ?? form.refusal;
  return (
    <Stack gap="xl">
      <Place title={t.imports.title} lead={t.imports.lead} />
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
        <Check name="addNew" label={t.imports.addNew} hint={t.imports.addNewHint} />
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

export type ReportModel = View & {
  upload: Upload;
  sentence: (reason: string, detail: string) => string;
};

const kinds: readonly PlaceKind[] = ["municipality", "settlement", "street", "house"];
const shown = 100;

/** What the file would change, or has changed; the page comes anew by itself while work goes on. */
export function ReportPage({ t, lang, href, upload, sentence }: ReportModel) {
  const { state, report } = upload;
  const number = (value: number) => formatNumber(value, { lang });
  return (
    <Stack gap="xl">
      <Place title={upload.file_name} lead={t.imports.states[state]} />
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

type Leftover = Pick<ReportModel, "t" | "sentence"> & { report: NonNullable<Upload["report"]> };

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
            rows={unmatched.slice(0, shown).map(({ name, count, suggestions }) => ({
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
            rows={ambiguous.slice(0, shown).map(({ name, candidates }) => ({
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
            rows={rejected.slice(0, shown)}
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
