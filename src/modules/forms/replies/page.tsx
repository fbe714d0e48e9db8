import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  ChoiceInput,
  EmptyState,
  Field,
  Flash,
  Form,
  PageHeader,
  PlainRows,
  Section,
  Stack,
} from "#base/ui/index.ts";
import { formatAnswer } from "../evaluate/answer-text.ts";
import type { Answer } from "../kinds/kinds.ts";
import type { ReplyView } from "./reads.ts";
import type { ReplyRevision } from "./store.ts";
import { localize } from "../localize.ts";
import { listQuestions } from "../definition/versions.ts";
import type { FormViewContext } from "../view.ts";
import { ReplyAnswers } from "./reply-answers.tsx";

export type ReplyPageProps = {
  view: FormViewContext;
  reply: ReplyView;
  placeName: (id: string) => string;
  /** Absolute address of this page. */
  link: string;
  /** The form still takes answers. */
  open: boolean;
  here: string;
  /** The form of the letter that came back with a wrong address. */
  letter?: FormState | undefined;
};

/** A sent reply: thanks, its answers, the way back to it. */
export function ReplyPage({ view, reply, placeName, link, open, here, letter }: ReplyPageProps) {
  const { t, lang } = view;
  const { definition, score } = reply;
  return (
    <Stack gap="l">
      <PageHeader
        title={t.fill.sent}
        lead={definition.thanks === undefined ? t.fill.thanks : localize(definition.thanks, lang)}
      />
      {reply.authorId === null && <LinkCard view={view} link={link} here={here} letter={letter} />}
      <Section title={t.fill.yourReply}>
        {score !== undefined && (
          <p>
            <strong>{t.fill.points(String(score.points), String(score.of))}</strong>
          </p>
        )}
        <ReplyAnswers
          view={view}
          reply={reply}
          placeName={placeName}
          fileHref={(id) => `${here}/files/${id}`}
        />
      </Section>
      <Actions>
        {open && <ButtonLink href={`${here}?edit=1`}>{t.fill.change}</ButtonLink>}
        <ButtonLink kind="quiet" href={`${here}/history`}>
          {t.fill.history}
        </ButtonLink>
      </Actions>
    </Stack>
  );
}

/** The private link, and the form that sends it by e-mail. */
function LinkCard({ view: { t }, link, here, letter }: LinkProps) {
  return (
    <Card title={t.fill.keepLink} level={2}>
      <p>
        <a href={link}>{link}</a>
      </p>
      <p class="hint">{t.fill.linkIsPrivate}</p>
      <Form action={`${here}/letter`}>
        <Field
          kind="email"
          name="email"
          label={t.fill.letterLabel}
          hint={t.fill.letterHint}
          autocomplete="email"
          value={letter?.values.email ?? ""}
          {...(letter?.errors.email !== undefined && { error: letter.errors.email })}
          button={<Button>{t.fill.letterSend}</Button>}
        />
      </Form>
    </Card>
  );
}

type LinkProps = Pick<ReplyPageProps, "view" | "link" | "here" | "letter">;

export type LostLinkPageProps = { view: FormViewContext; form: FormState; action: string };

/** Asking for a lost link by the address it once went to. */
export function LostLinkPage({ view: { t }, form, action }: LostLinkPageProps) {
  const error = form.errors.email;
  return (
    <Stack gap="l">
      <PageHeader title={t.fill.lostTitle} lead={t.fill.lostLead} />
      <Form action={action} variant="card">
        <Field
          kind="email"
          name="email"
          label={t.fill.lostEmail}
          required
          autocomplete="email"
          value={form.values.email ?? ""}
          {...(error !== undefined && { error })}
        />
        <Actions>
          <Button kind="primary">{t.fill.letterSend}</Button>
        </Actions>
      </Form>
      <p class="muted">{t.fill.lostNone}</p>
    </Stack>
  );
}

export type HistoryPageProps = ReplyPageProps & { revisions: readonly ReplyRevision[] };

/** Who changed what; any change can be taken back. */
export function HistoryPage({ view, reply, placeName, revisions, here, open }: HistoryPageProps) {
  const { t, lang } = view;
  const names = new Map(listQuestions(reply.definition).map((one) => [one.code, one]));
  const before = (code: string, answer: Answer | null) => {
    const question = names.get(code);
    const was =
      answer === null
        ? t.fill.nothingBefore
        : t.fill.before(
            question === undefined
              ? JSON.stringify(answer)
              : formatAnswer(question, answer, { lang, placeName, day: view.formatDay }),
          );
    return `${question === undefined ? code : localize(question.text, lang)}: ${was}`;
  };
  return (
    <Stack gap="l">
      <PageHeader title={t.fill.history} lead={localize(reply.definition.title, lang)} />
      {revisions.length === 0 ? (
        <EmptyState title={t.fill.historyEmpty} />
      ) : (
        <PlainRows>
          {revisions.map((revision) => (
            <Stack gap="s">
              <p>
                <strong>{view.formatMoment(revision.at)}</strong>,{" "}
                {revision.by_name === "" ? t.fill.guest : revision.by_name}
              </p>
              {isFirstRevision(revision) ? (
                <p class="muted">{t.fill.firstAnswers}</p>
              ) : (
                <ul>
                  {Object.entries(revision.replaced).map(([code, answer]) => (
                    <li>{before(code, answer)}</li>
                  ))}
                </ul>
              )}
              {open && !isFirstRevision(revision) && (
                <Form
                  action={`${here}/restore`}
                  variant="actions"
                  hidden={{ number: String(revision.number) }}
                >
                  <Button size="s" kind="quiet">
                    {t.fill.restore}
                  </Button>
                </Form>
              )}
            </Stack>
          ))}
        </PlainRows>
      )}
    </Stack>
  );
}

/** Returns whether the revision began the reply: nothing was there before it. */
const isFirstRevision = ({ number, replaced }: ReplyRevision): boolean =>
  number <= 2 && Object.values(replaced).every((answer) => answer === null);

export type AuthorsPageProps = {
  view: FormViewContext;
  here: string;
  authors: readonly { id: string; name: string }[];
  query: string | undefined;
  found: readonly { id: string; name: string }[];
  error?: string | undefined;
};

/** Who writes this reply together. */
export function AuthorsPage({ view: { t }, here, authors, query, found, error }: AuthorsPageProps) {
  return (
    <Stack gap="l">
      <PageHeader title={t.fill.authors} lead={t.fill.authorsLead} />
      {error !== undefined && <Flash kind="danger">{error}</Flash>}
      {authors.length > 0 && (
        <PlainRows>
          {authors.map(({ id, name }) => (
            <Form
              action={`${here}/authors/remove`}
              variant="actions"
              hidden={{ personId: id }}
              label={name}
            >
              <span>{name}</span>
              <Button size="s" kind="quiet">
                {t.fill.remove}
              </Button>
            </Form>
          ))}
        </PlainRows>
      )}
      <Form action={`${here}/authors`} method="get" variant="card">
        <Field
          name="person"
          kind="search"
          label={t.fill.find}
          hint={t.fill.findHint}
          value={query ?? ""}
          button={<Button>{t.fill.find}</Button>}
        />
      </Form>
      {query !== undefined && found.length === 0 && <p>{t.fill.nobodyFound}</p>}
      {found.length > 0 && (
        <Form action={`${here}/authors`} variant="card">
          <ChoiceInput
            legend={t.fill.invite}
            name="personId"
            kind="radio"
            options={found.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Button kind="primary">{t.fill.invite}</Button>
        </Form>
      )}
    </Stack>
  );
}
