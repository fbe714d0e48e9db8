import type { FormState } from "#base/http/form.ts";
import { QrCode } from "#base/ui/content/qr.tsx";
import {
  Actions,
  Button,
  ButtonLink,
  Form,
  Pane,
  Section,
  Stack,
  type Stepper,
  FormTrouble,
} from "#base/ui/index.ts";
import { publicName, type Contact } from "#modules/people/index.ts";
import type { EventCard } from "../card/reads.ts";
import { certificateWords } from "../certificates/messages.ts";
import { modesOf, type Mode } from "../event.ts";
import type { Registration } from "./store.ts";
import { daysUntil, sayDay, sayMoment, sayTime, sayWhen, type Reader } from "../view.ts";
import { EventPage } from "../card/page.tsx";
import type { MyChoices } from "../programme/programme-list.tsx";
import { chosenSections, SectionChoice } from "./register-page.tsx";

export type MyView = {
  reader: Reader;
  card: EventCard;
  href: (path: string) => string;
  /** The private page, inside the region. */
  base: string;
  registration: Registration;
  contact: Contact;
  /** The whole address that the QR code holds. */
  ticket: string;
  mine: MyChoices;
  lines: ReadonlyMap<string, string>;
  state: FormState;
  /** What presence says of the person, and where the rest of the way leads. */
  after: { came: boolean; feedback: string; certificate: string | undefined };
};

/** The event as its participant sees it: ticket, what to do if plans change, own way, chosen sections. */
export function MyEventPage(view: MyView) {
  const { reader, card, href, mine, lines, state } = view;
  return (
    <Stack gap="l">
      <FormTrouble form={state} />
      <EventPage
        reader={reader}
        card={card}
        href={href}
        mine={mine}
        lines={lines}
        steps={stepsOf(view)}
        panes={
          <>
            <Seat {...view} />
            <Plans {...view} />
          </>
        }
        below={<Sections {...view} />}
        {...(hasPaper(view) && { aside: <Paper {...view} /> })}
      />
    </Stack>
  );
}

function Seat(view: MyView) {
  const { reader, registration, card, base, href } = view;
  const { t } = reader;
  if (registration.state === "confirmed") return <Ticket {...view} />;
  if (registration.state === "cancelled") {
    return (
      <Pane lit small title={t.mine.cancelledTitle}>
        <p>{card.event.stage === "cancelled" ? card.event.cancel_reason : t.mine.cancelledText}</p>
        {card.event.stage === "announced" && (
          <Actions>
            <ButtonLink size="s" href={href(`/events/${card.event.number}/register`)}>
              {t.mine.again}
            </ButtonLink>
          </Actions>
        )}
      </Pane>
    );
  }
  const until = registration.offered_until;
  if (registration.state === "offered" && until !== null) {
    return (
      <Pane lit small title={t.mine.offeredTitle}>
        <p>{t.mine.offeredText(sayMoment(reader, until))}</p>
        <Form action={href(`${base}/confirm`)} look="actions">
          <Button kind="primary">{t.mine.confirm}</Button>
        </Form>
      </Pane>
    );
  }
  return (
    <Pane lit small title={t.mine.waitTitle}>
      <p>{t.mine.waitText}</p>
    </Pane>
  );
}

function Ticket({ reader, registration, contact, ticket, card }: MyView) {
  const { t } = reader;
  const { event } = card;
  return (
    <Pane lit small gap="m" title={t.mine.haveSeat}>
      <div class="ticket">
        <QrCode text={ticket} label={t.mine.qr(registration.code)} size={136} />
        <div class="stack" data-gap="s">
          <p>
            {publicName(contact)}, {t.modes[registration.mode]}
          </p>
          <p>
            {t.mine.code} <b class="num">{registration.code}</b>
          </p>
          {registration.mode === "online" && event.online_url !== "" ? (
            <p>
              <a href={event.online_url}>{t.card.join}</a>
            </p>
          ) : (
            <p class="small">{registration.mode === "online" ? t.mine.onlineShow : t.mine.show}</p>
          )}
        </div>
      </div>
    </Pane>
  );
}

function Plans({ reader, registration, card, base, href, after }: MyView) {
  const { t, now } = reader;
  const { event } = card;
  const feed = (
    <p class="small">
      <a href={href(`${base}.ics`)}>{t.mine.feed}</a>
    </p>
  );
  const over = event.stage !== "announced" || event.ends_at <= now;
  if (over || registration.state === "cancelled") {
    return (
      <Pane small title={after.came ? t.stepper.came : t.card.calendarTitle}>
        {after.came && event.ends_at <= now && (
          <Actions>
            <ButtonLink size="s" href={after.feedback}>
              {t.stepper.questionnaire}
            </ButtonLink>
            {after.certificate !== undefined && (
              <ButtonLink size="s" href={after.certificate}>
                {t.stepper.certificate}
              </ButtonLink>
            )}
          </Actions>
        )}
        {feed}
      </Pane>
    );
  }
  const other: Mode = registration.mode === "online" ? "in-person" : "online";
  return (
    <Pane small gap="m" title={t.mine.plans}>
      <p>{t.mine.queue(card.waiting)}</p>
      <Actions>
        {modesOf(event.format).includes(other) && (
          <Form action={href(`${base}/mode`)} look="actions" hidden={{ mode: other }}>
            <Button size="s">{other === "online" ? t.mine.toOnline : t.mine.toHall}</Button>
          </Form>
        )}
        <Form action={href(`${base}/cancel`)} look="actions">
          <Button size="s" kind="quiet">
            {t.mine.cancel}
          </Button>
        </Form>
      </Actions>
      {feed}
    </Pane>
  );
}

const hasPaper = ({ card: { event }, registration }: MyView): boolean =>
  event.certificate_hours !== null &&
  event.stage !== "cancelled" &&
  registration.state === "confirmed";

/** What the certificate will say, and from when on it does. */
function Paper({ reader, card: { event }, contact, after }: MyView) {
  const { t, lang } = reader;
  const hours = certificateWords[lang].hours(event.certificate_hours ?? 0);
  return (
    <Section title={t.mine.paper} level={2} small gap="m">
      <div class="certificate">
        <div>
          <b>{t.mine.paperTitle}</b>
          {publicName(contact)}
          <br />
          {`«${event.title}», ${sayWhen(reader, event).day}, ${hours}`}
        </div>
        <span>
          {after.certificate === undefined ? (
            t.mine.paperLater
          ) : (
            <a href={after.certificate}>{t.mine.paperOpen}</a>
          )}
        </span>
      </div>
    </Section>
  );
}

function Sections({ reader, card, registration, base, href, state }: MyView) {
  const { t } = reader;
  const sessions = chosenSections(card.programme);
  const open = card.event.stage === "announced" && registration.state !== "cancelled";
  if (sessions.length === 0 || !open) return null;
  return (
    <details open={state.errors.sessions !== undefined}>
      <summary>{t.mine.choose}</summary>
      <Form action={href(`${base}/sessions`)} look="card" label={t.mine.choose}>
        <SectionChoice reader={reader} state={state} sessions={sessions} />
        <Actions>
          <Button>{t.mine.choose}</Button>
        </Actions>
      </Form>
    </details>
  );
}

type Steps = Parameters<typeof Stepper>[0]["steps"];

/** The way of a participant; what happened at the door and after is told by presence. */
function stepsOf({ reader, registration, card, after }: MyView): Steps | undefined {
  const { t, now } = reader;
  const { event } = card;
  if (registration.state === "cancelled" || event.stage === "cancelled") return undefined;
  const seated = registration.state === "confirmed";
  const over = event.ends_at <= now;
  const days = daysUntil(reader, event.starts_at);
  return [
    {
      state: seated ? "done" : "now",
      icon: "ticket",
      title: seated ? t.stepper.registered : t.stepper.waiting,
      note: sayDay(reader, registration.asked_at),
    },
    {
      state: over || after.came ? "done" : seated ? "now" : "next",
      icon: "calendar",
      title: t.stepper.expected,
      note:
        over || days < 0
          ? sayDay(reader, event.starts_at)
          : `${sayDay(reader, event.starts_at)}, ${t.stepper.inDays(days)}`,
    },
    {
      state: after.came ? "done" : "next",
      icon: "check",
      title: t.stepper.came,
      note: over ? "" : t.stepper.since(sayTime(reader, event.starts_at)),
    },
    {
      state: after.came && over ? "now" : "next",
      icon: "edit",
      title: t.stepper.questionnaire,
      note: t.stepper.questions,
    },
    ...(event.certificate_hours === null
      ? []
      : [
          {
            state: after.certificate === undefined ? "next" : "done",
            icon: "doc",
            title: t.stepper.certificate,
            note: after.certificate === undefined ? t.stepper.afterwards : "",
          } as const,
        ]),
  ];
}
