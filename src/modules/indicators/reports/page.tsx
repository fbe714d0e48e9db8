import {
  Actions,
  Button,
  ButtonLink,
  Cluster,
  EmptyState,
  Field,
  Form,
  PageHeader,
  Rows,
  Section,
  Stack,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { DocumentView, type TextDocument } from "#base/documents/index.ts";
import type { FormState } from "#base/http/form.ts";
import { textParts } from "./document.ts";
import type { IndicatorReport } from "./store.ts";
import { formatDay, type IndicatorViewContext } from "../view.ts";

export type ReportPageProps = {
  viewContext: IndicatorViewContext;
  /** The report's path; its files and forms are under it. */
  at: string;
  document: TextDocument | undefined;
  report: IndicatorReport | undefined;
  board: string | undefined;
  mayWrite: boolean;
  sendWord: string;
};

/** The report as a page: the sent one for everybody, the draft for its authors. */
export function ReportPage(view: ReportPageProps) {
  const { viewContext, at, document, report, board, mayWrite, sendWord } = view;
  const { t } = viewContext;
  const sent = report?.sent_at;
  if (document === undefined)
    return (
      <EmptyState
        title={t.report.notYet}
        text={t.report.notYetText}
        level={1}
        {...(board !== undefined && { action: { href: board, label: t.report.board } })}
      />
    );
  return (
    <Stack gap="l">
      <Cluster>
        <span class="muted">
          {sent
            ? t.report.sent(formatDay(viewContext, sent.toISOString().slice(0, 10)))
            : t.report.draft}
        </span>
        {(["docx", "pdf"] as const).map((ending) => (
          <ButtonLink size="s" icon="down" href={`${at}.${ending}`}>
            {ending.toUpperCase()}
          </ButtonLink>
        ))}
        {mayWrite && !sent && (
          <ButtonLink size="s" icon="edit" href={`${at}/edit`}>
            {t.report.edit}
          </ButtonLink>
        )}
        {board !== undefined && <a href={board}>{t.report.board}</a>}
      </Cluster>
      <DocumentView document={document} />
      {report?.sha256 && (
        <p class="small muted">
          {t.report.hash}: <code>{report.sha256}</code>
        </p>
      )}
      {mayWrite && !sent && (
        <Section title={sendWord} small>
          <Form action={`${at}/send`} variant="actions">
            <Button kind="primary">{sendWord}</Button>
            <span class="small muted">{t.report.sendHint}</span>
          </Form>
        </Section>
      )}
    </Stack>
  );
}

/** The centre's reports by year. */
export function ReportsPage({
  viewContext: view,
  reports,
}: {
  viewContext: IndicatorViewContext;
  reports: readonly { year: number; sentAt: Date | null }[];
}) {
  const { report } = view.t;
  return (
    <Stack gap="l">
      <PageHeader title={report.allTitle} lead={report.allLead} />
      {reports.length === 0 ? (
        <EmptyState title={report.allNone} text={report.allNoneText} level={2} />
      ) : (
        <Rows
          level={2}
          rows={reports.map(({ year, sentAt }) => ({
            title: report.yearTitle(year),
            href: view.href(`/report/${year}`),
            meta: [
              sentAt === null
                ? report.isDraft
                : report.sent(formatDay(view, sentAt.toISOString().slice(0, 10))),
            ],
          }))}
        />
      )}
    </Stack>
  );
}

/** The form of a report's texts; everything else is computed from facts. */
export function ReportTextsPage({
  viewContext: view,
  at,
  form,
}: {
  viewContext: IndicatorViewContext;
  at: string;
  form: FormState;
}) {
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.report.editTitle} lead={t.report.editLead} />
      <FormErrorSummary form={form} />
      <Form action={`${at}/edit`} hidden={{ version: form.values.version ?? "0" }}>
        {textParts.map((part) => (
          <Field
            kind="textarea"
            rows={6}
            label={t.report.texts[part]}
            hint={t.report.textHints[part]}
            {...fieldProps(form, part)}
          />
        ))}
        <Actions>
          <Button kind="primary">{t.report.save}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
