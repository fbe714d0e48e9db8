import {
  Button,
  Empty,
  Facts,
  Field,
  Filters,
  Flash,
  Form,
  Pager,
  Place,
  Section,
  Stack,
  Status,
  Table,
  type StatusKind,
} from "#base/ui/index.ts";
import {
  letterStates,
  type LetterLine,
  type LetterState,
  type WrittenLetter,
} from "#base/mail/mail.ts";
import { sayMoment, type View } from "../view.tsx";

const looks: Record<LetterState, StatusKind> = {
  waiting: "new",
  sent: "answered",
  kept: "routed",
  failed: "overdue",
};

function StateOf({ view, state }: { view: View; state: string }) {
  const known = letterStates.find((one) => one === state) ?? "waiting";
  return <Status kind={looks[known]}>{view.t.letters.states[known]}</Status>;
}

type ListProps = {
  view: View;
  smtp: boolean;
  query: { state?: LetterState | undefined; q?: string | undefined };
  letters: readonly LetterLine[];
  newer?: string;
  older?: string;
};

/** The outbox: every letter the system wrote, newest first. */
export function LettersPage({ view, smtp, query, letters, newer, older }: ListProps) {
  const { t, href } = view;
  const filtered = query.state !== undefined || query.q !== undefined;
  const path = href("/admin/letters");
  return (
    <Stack gap="l">
      <Place title={t.letters.title} lead={t.letters.lead} />
      {!smtp && <Flash kind="warn">{t.letters.noSmtp}</Flash>}
      <Filters action={path} resetHref={path}>
        <Field
          kind="select"
          name="state"
          label={t.letters.state}
          value={query.state ?? ""}
          empty={t.letters.anyState}
          options={letterStates.map((value) => ({ value, label: t.letters.states[value] }))}
        />
        <Field kind="search" name="q" label={t.letters.search} value={query.q ?? ""} />
      </Filters>
      {letters.length === 0 ? (
        <Empty
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
          rows={letters}
          columns={[
            {
              head: t.letters.subject,
              cell: ({ id, subject }) => <a href={href(`/admin/letters/${id}`)}>{subject}</a>,
            },
            { head: t.letters.to, cell: ({ recipient }) => recipient },
            { head: t.letters.when, cell: ({ created_at }) => sayMoment(view, created_at) },
            { head: t.letters.state, cell: ({ state }) => <StateOf view={view} state={state} /> },
          ]}
        />
      )}
      <Pager {...(newer !== undefined && { newer })} {...(older !== undefined && { older })} />
    </Stack>
  );
}

type LetterProps = {
  view: View;
  letter: WrittenLetter;
  smtp: boolean;
  /** Only links to our own pages are made clickable. */
  ours: string;
  refusal: string | undefined;
};

/** One letter with its text. */
export function LetterPage({ view, letter, smtp, ours, refusal }: LetterProps) {
  const { t, href } = view;
  const again = letter.state === "failed" || (letter.state === "kept" && smtp);
  return (
    <Stack gap="l">
      <Place title={letter.subject} />
      {refusal !== undefined && <Flash kind="danger">{refusal}</Flash>}
      {letter.state === "kept" && !smtp && <Flash kind="warn">{t.letters.noSmtp}</Flash>}
      <Facts
        facts={[
          { name: t.letters.to, value: letter.recipient },
          { name: t.letters.state, value: <StateOf view={view} state={letter.state} /> },
          { name: t.letters.when, value: sayMoment(view, letter.created_at) },
          {
            name: t.letters.sentAt,
            value: letter.sent_at === null ? undefined : sayMoment(view, letter.sent_at),
          },
          { name: t.letters.error, value: letter.error ?? undefined },
        ]}
      />
      {again && (
        <Form action={href(`/admin/letters/${letter.id}/again`)} look="actions">
          <Button kind="primary" icon="mail">
            {t.letters.again}
          </Button>
        </Form>
      )}
      <Section title={t.letters.text}>
        <LetterText view={view} letter={letter} ours={ours} />
      </Section>
    </Stack>
  );
}

const address = /(https?:\/\/[^\s<>«»"]+)/;

/**
 * The text by paragraphs. A link in a letter may be a key to somebody's account: once the letter has
 * gone to its recipient, nobody else is shown the link.
 */
function LetterText({ view, letter, ours }: Pick<LetterProps, "view" | "letter" | "ours">) {
  const link = (url: string) => {
    if (letter.state === "sent") return <em>{view.t.letters.hiddenLink}</em>;
    return url.startsWith(`${ours}/`) ? <a href={url}>{url}</a> : url;
  };
  const line = (text: string) =>
    text.split(address).map((part) => (address.test(part) ? link(part) : part));
  return (
    <>
      {letter.body.split(/\n{2,}/).map((paragraph) => (
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
