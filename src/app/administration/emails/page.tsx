import {
  Button,
  EmptyState,
  DescriptionList,
  Flash,
  Form,
  ListFilters,
  Pager,
  PageHeader,
  Section,
  Stack,
  Status,
  Table,
  type StatusKind,
  formatDateTime,
} from "#base/ui/index.ts";
import {
  emailStates,
  type EmailSummary,
  type EmailState,
  type StoredEmail,
} from "#base/mail/mail.ts";
import { type AdministrationView } from "../view.tsx";

const stateStyles: Record<EmailState, StatusKind> = {
  waiting: "new",
  sent: "answered",
  kept: "routed",
  failed: "overdue",
};

function EmailStateBadge({ view, state }: { view: AdministrationView; state: string }) {
  const known = emailStates.find((one) => one === state) ?? "waiting";
  return <Status kind={stateStyles[known]}>{view.t.letters.states[known]}</Status>;
}

type ListProps = {
  view: AdministrationView;
  smtp: boolean;
  query: { state?: EmailState | undefined; q?: string | undefined };
  emails: readonly EmailSummary[];
  listUrl: (change: { state?: string | undefined; q?: string | undefined }) => string;
  newer?: string;
  older?: string;
};

/** The outbox: every letter the system wrote, newest first. */
export function EmailsPage({ view, smtp, query, emails, listUrl, newer, older }: ListProps) {
  const { t, href } = view;
  const filtered = query.state !== undefined || query.q !== undefined;
  return (
    <Stack gap="l">
      <PageHeader title={t.letters.title} lead={t.letters.lead} />
      {!smtp && <Flash kind="warn">{t.letters.noSmtp}</Flash>}
      <ListFilters
        action={href("/admin/letters")}
        values={query}
        listUrl={listUrl}
        filters={[
          {
            kind: "select",
            name: "state",
            label: t.letters.state,
            empty: t.letters.anyState,
            options: emailStates.map((value) => ({ value, label: t.letters.states[value] })),
          },
          { kind: "search", name: "q", label: t.letters.search },
        ]}
      />
      {emails.length === 0 ? (
        <EmptyState
          level={2}
          icon="mail"
          title={filtered ? t.letters.nothing : t.letters.empty}
          text={filtered ? t.letters.nothingText : t.letters.emptyText}
        />
      ) : (
        <Table
          caption={t.letters.caption}
          captionHidden
          cards
          rows={emails}
          columns={[
            {
              head: t.letters.subject,
              cell: ({ id, subject }) => <a href={href(`/admin/letters/${id}`)}>{subject}</a>,
            },
            { head: t.letters.to, cell: ({ recipient }) => recipient },
            { head: t.letters.when, cell: ({ created_at }) => formatDateTime(created_at, view) },
            {
              head: t.letters.state,
              cell: ({ state }) => <EmailStateBadge view={view} state={state} />,
            },
          ]}
        />
      )}
      <Pager {...(newer !== undefined && { newer })} {...(older !== undefined && { older })} />
    </Stack>
  );
}

type EmailProps = {
  view: AdministrationView;
  email: StoredEmail;
  smtp: boolean;
  /** Only links to our own pages are made clickable. */
  ownUrl: string;
  refusal: string | undefined;
};

/** One letter with its text. */
export function EmailPage({ view, email, smtp, ownUrl, refusal }: EmailProps) {
  const { t, href } = view;
  const again = email.state === "failed" || (email.state === "kept" && smtp);
  return (
    <Stack gap="l">
      <PageHeader title={email.subject} />
      {refusal !== undefined && <Flash kind="danger">{refusal}</Flash>}
      {email.state === "kept" && !smtp && <Flash kind="warn">{t.letters.noSmtp}</Flash>}
      <DescriptionList
        items={[
          { name: t.letters.to, value: email.recipient },
          { name: t.letters.state, value: <EmailStateBadge view={view} state={email.state} /> },
          { name: t.letters.when, value: formatDateTime(email.created_at, view) },
          {
            name: t.letters.sentAt,
            value: email.sent_at === null ? undefined : formatDateTime(email.sent_at, view),
          },
          { name: t.letters.error, value: email.error ?? undefined },
        ]}
      />
      {again && (
        <Form action={href(`/admin/letters/${email.id}/again`)} variant="actions">
          <Button kind="primary" icon="mail">
            {t.letters.again}
          </Button>
        </Form>
      )}
      <Section title={t.letters.text}>
        <EmailText view={view} email={email} ownUrl={ownUrl} />
      </Section>
    </Stack>
  );
}

const address = /(https?:\/\/[^\s<>«»"]+)/;

/**
 * The text by paragraphs. A link in a letter may be a key to somebody's account: once the letter has
 * gone to its recipient, nobody else is shown the link.
 */
function EmailText({ view, email, ownUrl }: Pick<EmailProps, "view" | "email" | "ownUrl">) {
  const link = (url: string) => {
    if (email.state === "sent") return <em>{view.t.letters.hiddenLink}</em>;
    return url.startsWith(`${ownUrl}/`) ? <a href={url}>{url}</a> : url;
  };
  const line = (text: string) =>
    text.split(address).map((part) => (address.test(part) ? link(part) : part));
  return (
    <>
      {email.body.split(/\n{2,}/).map((paragraph) => (
        <p>
          {paragraph.split("\n").map((text, index) => (
            <>
              {index > 0 && <br />}
              {line(text)}
            </>
          ))}
        </p>
      ))}
    </>
  );
}
