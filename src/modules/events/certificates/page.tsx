import { labelledFields } from "../view.ts";
import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Cluster,
  EmptyState,
  DescriptionList,
  Field,
  Form,
  Pane,
  Pager,
  PageHeader,
  Progress,
  Section,
  Stack,
  Status,
  Table,
  FramedPanes,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { certificateMessages } from "./messages.ts";
import type { Certificate } from "./store.ts";
import { pagerProps, type PaginatedRows } from "../paginate.ts";
import { eventPath, formatFullDateRange, type AttendanceViewContext } from "../attendance/view.ts";
import { AttendanceTabs } from "../attendance/tabs.tsx";
import type { Event } from "../store.ts";

type CertificateMessages = (typeof certificateMessages)["ru"];

/** Public check of a certificate: the name as printed, the event, and whether it is valid. */
export function CheckCertificatePage(view: {
  viewContext: AttendanceViewContext;
  words: CertificateMessages;
  certificate: Certificate;
  event: Event;
}) {
  const { viewContext, words, certificate, event } = view;
  const t = words.check;
  const valid = certificate.revoked_at === null;
  return (
    <FramedPanes>
      <Pane
        level={1}
        title={t.title(certificate.number)}
        foot={
          <DescriptionList
            side
            items={[
              { name: t.name, value: <b>{certificate.name}</b> },
              { name: t.event, value: event.title },
              { name: t.day, value: formatFullDateRange(viewContext, event) },
              { name: t.hours, value: words.hours(certificate.hours) },
            ]}
          />
        }
      >
        {valid ? (
          <p>
            <Status kind="verified" icon="check">
              {t.valid}
            </Status>
          </p>
        ) : (
          <Stack gap="s">
            <p>
              <Status kind="overdue">{t.revoked}</Status>
            </p>
            <p>{certificate.replaced_by === null ? t.revokedText : t.replacedText}</p>
          </Stack>
        )}
      </Pane>
      <Pane lit label={words.paper.title}>
        <div class="certificate">
          <div>
            <b>{words.paper.title}</b>
            {certificate.name}
            <br />
            {`«${event.title}», ${formatFullDateRange(viewContext, event)}, ${words.hours(certificate.hours)}`}
          </div>
          <span>{words.paper.number(certificate.number)}</span>
        </div>
        {valid && (
          <ButtonLink href={viewContext.href(`/certificates/${certificate.code}/pdf`)} download>
            {t.pdf}
          </ButtonLink>
        )}
      </Pane>
    </FramedPanes>
  );
}

export type CertificateLine = {
  contactId: string;
  name: string;
  certificate: Certificate | undefined;
  /** Why no certificate was earned, as text. */
  reason: string | undefined;
};

export type CertificatesView = {
  viewContext: AttendanceViewContext;
  words: CertificateMessages;
  event: Event;
  lines: readonly CertificateLine[];
  /** Rows of the page, with addresses of its neighbours. */
  shown: PaginatedRows<CertificateLine>;
  revoked: readonly Certificate[];
  /** Whether a bulk issue is running. */
  running: boolean;
  form: FormState;
};

/** Certificates of an event for staff: issue to all or to one, correct a name. */
export function CertificatesPage(view: CertificatesView) {
  const { viewContext, words, event, lines, form } = view;
  const t = words.staff;
  const left = lines.filter((line) => line.certificate === undefined && line.reason === undefined);
  const done = lines.filter((line) => line.certificate !== undefined).length;
  return (
    <Stack gap="l">
      <PageHeader title={t.title} lead={`${event.title}. ${t.lead}`} />
      <AttendanceTabs viewContext={viewContext} event={event} current="certificates" />
      <FormErrorSummary form={form} />
      {event.certificate_hours === null ? (
        <EmptyState title={t.off} text={t.offText} level={2} />
      ) : event.attendance_closed_at === null ? (
        <EmptyState
          title={t.open}
          text={t.openText}
          level={2}
          action={{ href: viewContext.href(eventPath(event, "/presence")), label: t.toPresence }}
        />
      ) : (
        <Stack gap="m">
          <DescriptionList items={[{ name: t.rule, value: formatCertificateRule(t, event) }]} />
          {view.running && (
            <Progress
              label={t.title}
              value={done}
              max={done + left.length}
              hint={t.running(done, done + left.length)}
            />
          )}
          {left.length === 0 ? (
            <p>{t.allDone(done)}</p>
          ) : (
            <Form action={viewContext.href(eventPath(event, "/certificates"))} variant="actions">
              <Button kind="primary">{t.issueAll(left.length)}</Button>
            </Form>
          )}
          <CertificateTable view={view} />
          <Pager {...pagerProps(view.shown)} />
        </Stack>
      )}
      <RuleForm view={view} />
    </Stack>
  );
}

function RuleForm({ view }: { view: CertificatesView }) {
  const { viewContext, words, event, form } = view;
  const t = words.staff;
  const field = labelledFields(form);
  const thresholds = [
    ["afterSessions", t.ruleAfterSessions, "numeric", event.certificate_after_sessions],
    ["afterHours", t.ruleAfterHours, "decimal", event.certificate_after_hours],
  ] as const;
  return (
    <Section title={t.ruleTitle} small>
      <Form
        action={viewContext.href(eventPath(event, "/certificates/rule"))}
        hidden={{ version: form.values.version ?? String(event.version) }}
      >
        <Field
          {...field("hours", t.ruleHoursPrinted, event.certificate_hours?.toString())}
          inputmode="decimal"
          width="s"
          hint={t.ruleHoursHint}
        />
        {thresholds.map(([name, label, inputmode, saved]) => (
          <Field
            {...field(name, label, saved?.toString())}
            inputmode={inputmode}
            width="s"
            hint={t.ruleHint}
          />
        ))}
        <Actions>
          <Button>{t.ruleSave}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function formatCertificateRule(t: CertificateMessages["staff"], event: Event): string {
  const rules = [
    event.certificate_after_sessions === null
      ? ""
      : t.ruleSessions(event.certificate_after_sessions),
    event.certificate_after_hours === null ? "" : t.ruleHours(event.certificate_after_hours),
  ].filter(Boolean);
  return rules.length === 0 ? t.ruleNone : rules.join(", ");
}

function CertificateTable({ view }: { view: CertificatesView }) {
  const { viewContext, words, event, revoked } = view;
  const t = words.staff;
  const former = (contactId: string) => revoked.filter((one) => one.contact_id === contactId);
  return (
    <Table
      caption={t.caption}
      captionHidden
      cards
      rows={view.shown.rows}
      columns={[
        { head: t.who, rowHead: true, cell: (line) => line.certificate?.name ?? line.name },
        {
          head: t.number,
          cell: ({ certificate }) =>
            certificate === undefined ? (
              t.none
            ) : (
              <a href={viewContext.href(`/certificates/${certificate.code}`)}>
                {certificate.number}
              </a>
            ),
        },
        {
          head: t.state,
          cell: (line) => (
            <Stack gap="s">
              {line.certificate === undefined ? (line.reason ?? t.ready) : t.valid}
              {former(line.contactId).map((one) => (
                <span class="small">{`${one.number}: ${t.revoked}`}</span>
              ))}
            </Stack>
          ),
        },
        {
          head: t.act,
          cell: (line) => (
            <Cluster>
              {line.certificate === undefined && line.reason === undefined && (
                <Form
                  variant="actions"
                  action={viewContext.href(eventPath(event, `/certificates/${line.contactId}`))}
                >
                  <Button size="s">{t.issue}</Button>
                </Form>
              )}
              {line.certificate !== undefined && (
                <a href={viewContext.href(eventPath(event, `/certificates/${line.contactId}`))}>
                  {t.fix}
                </a>
              )}
            </Cluster>
          ),
        },
      ]}
    />
  );
}

/** Form of a corrected name; the certificate is issued anew. */
export function ReissuePage(view: {
  viewContext: AttendanceViewContext;
  words: CertificateMessages;
  event: Event;
  certificate: Certificate;
  form: FormState;
}) {
  const { viewContext, words, event, certificate, form } = view;
  const t = words.staff;
  const field = labelledFields(form);
  return (
    <Stack gap="l">
      <PageHeader title={t.fixTitle(certificate.number)} lead={t.fixLead} />
      <FormErrorSummary form={form} />
      <Section title={event.title} small>
        <Form
          action={viewContext.href(
            eventPath(event, `/certificates/${certificate.contact_id}/again`),
          )}
        >
          <Field {...field("name", t.name, certificate.name)} required />
          <Actions>
            <Button kind="primary">{t.fixSend}</Button>
          </Actions>
        </Form>
      </Section>
    </Stack>
  );
}
