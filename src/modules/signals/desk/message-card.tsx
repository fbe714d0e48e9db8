import {
  Actions,
  SpaceBetween,
  Button,
  Clock,
  Evidence,
  Eyebrow,
  DescriptionList,
  Flash,
  Form,
  formatDateTime,
  formatTime,
  Meta,
  Quote,
} from "#base/ui/index.ts";
import type { MessageView } from "./load.ts";
import { deadlineClock, markText, acceptsEmails, type MarkedRun } from "./view.ts";

/** The message as received: its text with the deciding words marked, pictures and author. */
export function MessageCard({ view }: { view: MessageView }) {
  const { t, card } = view;
  const clock = deadlineClock(card, view.now);
  return (
    <section class="card stack" aria-labelledby="message-title">
      <SpaceBetween>
        <Eyebrow>
          <span class="num">{card.number}</span>
          <span>{[t.channels[card.channel], card.source].filter(Boolean).join(", ")}</span>
          <time datetime={card.written_at.toISOString()}>
            {formatDateTime(card.written_at, view)}
          </time>
        </Eyebrow>
        {clock && (
          <Clock state={clock.state} share={clock.share}>
            {clock.state === "late" ? t.clock.late(clock.minutes) : t.clock.left(clock.minutes)}
          </Clock>
        )}
      </SpaceBetween>
      <h2 id="message-title" class="visually-hidden">
        {t.message.heading}
      </h2>
      <MessageText view={view} />
      <MessagePictures view={view} />
      <MessageAuthorInfo view={view} />
      <LeaseNotice view={view} />
    </section>
  );
}

function MessageText({ view: { t, card } }: { view: MessageView }) {
  const { paragraphs, rest } = markText(card.text, card.suggestion.spans);
  return (
    <>
      <Quote big>
        {paragraphs.map((pieces) => (
          <p>{pieces.map(renderRun)}</p>
        ))}
      </Quote>
      {rest !== "" && (
        <details>
          <summary>{t.message.rest}</summary>
          <p>{rest}</p>
        </details>
      )}
    </>
  );
}

function renderRun({ text, marks }: MarkedRun) {
  if (marks.length === 0) return text;
  return (
    <mark>
      {text}
      <sup>{marks.join(" ")}</sup>
    </mark>
  );
}

function MessagePictures({ view: { t, card, href } }: { view: MessageView }) {
  if (card.pictures.length === 0) return null;
  const shots = card.pictures.map(({ file_id }, index) => ({
    caption: t.message.photo(index + 1),
    alt: t.message.photo(index + 1),
    src: href(`/desk/${card.number}/pictures/${file_id}`),
  }));
  return (
    <details open>
      <summary>{t.message.photos(shots.length)}</summary>
      <Evidence photos={shots} small />
    </details>
  );
}

/** Who wrote, for staff only; an author who was forgotten is not there. */
function MessageAuthorInfo({ view: { t, card } }: { view: MessageView }) {
  const { author } = card;
  const letters = acceptsEmails(author, card.channel);
  const facts = [
    { name: t.message.by, value: author?.name ?? undefined },
    { name: t.message.phone, value: author?.phone ?? undefined },
    { name: t.message.email, value: author?.email ?? undefined },
    { name: t.message.address, value: card.address },
  ];
  const known = facts.some(({ value }) => value !== undefined && value !== "");
  return (
    <>
      {known && <DescriptionList side items={facts} />}
      <Meta
        items={[
          author?.name ? undefined : t.message.anonymous,
          letters ? t.message.letters : t.message.noLetters,
          known ? { icon: "lock", text: t.message.staffOnly } : undefined,
        ]}
      />
    </>
  );
}

function LeaseNotice({ view }: { view: MessageView }) {
  const { t, card, leaseHolder, me, at } = view;
  if (card.state !== "waiting") return null;
  const until = card.leased_until === null ? "" : formatTime(card.leased_until, view);
  if (leaseHolder !== undefined)
    return <Flash kind="warn">{t.lease.other(leaseHolder, until)}</Flash>;
  const mine = card.leased_by === me && card.leased_until !== null && card.leased_until > view.now;
  if (mine) return <Meta items={[{ icon: "lock", text: t.lease.mine(until) }]} />;
  return (
    <Form action={at(`/desk/${card.number}/claim`)} variant="actions" label={t.lease.take}>
      <Button size="s">{t.lease.take}</Button>
      <span class="small muted">{t.lease.free}</span>
    </Form>
  );
}

/** What was decided, by whom, and the ways back. */
export function DecidedCard({ view }: { view: MessageView }) {
  const { t, card, problem, decider, canUndo, at, href } = view;
  const machine = card.decided_by_machine && card.decided_by === null;
  const reasons: Record<string, string> = t.noise;
  return (
    <section class="card stack" aria-labelledby="decided-title">
      <h2 id="decided-title" class="h3">
        {machine ? t.decided.checkTitle : t.decided.title}
      </h2>
      <DescriptionList
        side
        items={[
          { name: t.decided.what, value: t.decided[card.state] },
          {
            name: t.decided.problem,
            value: problem && (
              <a
                href={href(`/problems/${problem.number}`)}
              >{`${problem.number}. ${problem.title}`}</a>
            ),
          },
          {
            name: t.decided.reason,
            value: card.noise_reason && (reasons[card.noise_reason] ?? card.noise_reason),
          },
          { name: t.decided.reply, value: card.reply ?? undefined },
          { name: t.decided.by, value: card.decided_by_machine ? t.decided.machine : decider },
          { name: t.decided.when, value: card.decided_at && formatDateTime(card.decided_at, view) },
        ]}
      />
      <Actions>
        {machine && (
          <Form
            action={at(`/desk/${card.number}/check`)}
            variant="actions"
            label={t.actions.confirm}
          >
            <Button kind="primary" shortcut="enter">
              {t.actions.confirm}
            </Button>
          </Form>
        )}
        {canUndo && (
          <Form
            action={at(`/desk/${card.number}/undo`)}
            variant="actions"
            label={t.actions.takeBack}
          >
            <Button icon="back">{t.actions.takeBack}</Button>
          </Form>
        )}
        <Form action={at("/desk/next")} variant="actions" label={t.actions.next}>
          <Button>{t.actions.next}</Button>
        </Form>
      </Actions>
    </section>
  );
}
