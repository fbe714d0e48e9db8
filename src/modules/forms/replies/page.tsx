import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  Choice,
  Empty,
  Field,
  Flash,
  Form,
  Place,
  PlainRows,
  Section,
  Stack,
} from "#base/ui/index.ts";
import { answerText } from "../evaluate/answer-text.ts";
import type { Answer } from "../evaluate/answers.ts";
import type { ReplyView } from "./reads.ts";
import type { Revision } from "./store.ts";
import { inLang } from "../localize.ts";
import { questionsOf } from "../definition/versions.ts";
import type { View } from "../view.ts";
import { Said } from "./reply-answers.tsx";

export type ReplyModel = {
  view: View;
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

/** A sent reply: thanks, what was said, the way back to it. */
export function ReplyPage({ view, reply, placeName, link, open, here, letter }: ReplyModel) {
  const { t, lang } = view;
  const { definition, score } = reply;
  return (
    <Stack gap="l">
      <Place
        title={t.fill.sent}
        lead={definition.thanks === undefined ? t.fill.thanks : inLang(definition.thanks, lang)}
      />
      {reply.authorId === null && <LinkCard view={view} link={link} here={here} letter={letter} />}
      <Section title={t.fill.yourReply}>
        {score !== undefined && (
          <p>
            <strong>{t.fill.points(String(score.points), String(score.of))}</strong>
          </p>
        )}
        <Said
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

/** The private link, and a letter that keeps it. */
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

type LinkProps = Pick<ReplyModel, "view" | "link" | "here" | "letter">;

export type LostModel = { view: View; form: FormState; action: string };

/** Asking for a lost link by the address it once went to. */
export function LostLinkPage({ view: { t }, form, action }: LostModel) {
  const error = form.errors.email;
  return (
    <Stack gap="l">
      <Place title={t.fill.lostTitle} lead={t.fill.lostLead} />
      <Form action={action} look="card">
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

export type HistoryModel = ReplyModel & { revisions: readonly Revision[] };

/** Who changed what; any change can be taken back. */
export function HistoryPage({ view, reply, placeName, revisions, here, open }: HistoryModel) {
  const { t, lang } = view;
  const names = new Map(questionsOf(reply.definition).map((one) => [one.code, one]));
  const before = (code: string, answer: Answer | null) => {
    const question = names.get(code);
    const was =
      answer === null
        ? t.fill.nothingBefore
        : t.fill.before(
            question === undefined
              ? JSON.stringify(answer)
              : answerText(question, answer, { lang, placeName, day: view.day }),
          );
    return `${question === undefined ? code : inLang(question.text, lang)}: ${was}`;
  };
  return (
    <Stack gap="l">
      <Place title={t.fill.history} lead={inLang(reply.definition.title, lang)} />
      {revisions.length === 0 ? (
        <Empty title={t.fill.historyEmpty} />
      ) : (
        <PlainRows>
          {revisions.map((revision) => (
            <Stack gap="s">
              <p>
                <strong>{view.moment(revision.at)}</strong>,{" "}
                {revision.by_name === "" ? t.fill.guest : revision.by_name}
              </p>
              {isFirst(revision) ? (
                <p class="muted">{t.fill.firstAnswers}</p>
              ) : (
                <ul>
                  {Object.entries(revision.replaced).map(([code, answer]) => (
                    <li>{before(code, answer)}</li>
                  ))}
                </ul>
              )}
              {open && !isFirst(revision) && (
                <Form
                  action={`${here}/restore`}
                  look="actions"
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

/** What began the reply: nothing was there before it. */
const isFirst = ({ number, replaced }: Revision): boolean =>
  number <= 2 && Object.values(replaced).every((answer) => answer === null);

export type AuthorsModel = {
  view: View;
  here: string;
  authors: readonly { id: string; name: string }[];
  query: string | undefined;
  found: readonly { id: string; name: string }[];
  trouble?: string | undefined;
};

/** Who writes this reply together. */
export function AuthorsPage({ view: { t }, here, authors, query, found, trouble }: AuthorsModel) {
  return (
    <Stack gap="l">
      <Place title={t.fill.authors} lead={t.fill.authorsLead} />
      {trouble !== undefined && <Flash kind="danger">{trouble}</Flash>}
      {authors.length > 0 && (
        <PlainRows>
          {authors.map(({ id, name }) => (
            <Form
              action={`${here}/authors/remove`}
              look="actions"
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
      <Form action={`${here}/authors`} method="get" look="card">
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
        <Form action={`${here}/authors`} look="card">
          <Choice
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
