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
  FormErrorSummary,
  formatDate,
  formatTime,
  formatDateTime,
} from "#base/ui/index.ts";
import { abbreviatedName, type Contact } from "#modules/people/index.ts";
import type { EventCard } from "../card/reads.ts";
import { certificateMessages } from "../certificates/messages.ts";
import { attendanceModesFor, type AttendanceMode } from "../event.ts";
import type { Registration } from "./store.ts";
import { daysUntil, formatWhen, type EventsViewContext } from "../view.ts";
import { EventPage } from "../card/page.tsx";
import type { SessionChoiceStates } from "../programme/programme-list.tsx";
import { selectableSections, SectionChoice } from "./register-page.tsx";

export type MyRegistrationView = {
  viewContext: EventsViewContext;
  card: EventCard;
  href: (path: string) => string;
  /** Path of the private page, inside the region. */
  base: string;
  registration: Registration;
  contact: Contact;
  /** The absolute address that the QR code contains. */
  ticket: string;
  mine: SessionChoiceStates;
  lines: ReadonlyMap<string, string>;
  state: FormState;
  /** The person's presence, and addresses of the next steps. */
  followUp: { wasPresent: boolean; feedback: string; certificate: string | undefined };
};

/** Event as its participant sees it: ticket, cancellation and switch, steps, chosen sections. */
export function MyRegistrationPage(view: MyRegistrationView) {
  const { viewContext, card, href, mine, lines, state } = view;
  return (
    <Stack gap="l">
      <FormErrorSummary form={state} />
      <EventPage
        viewContext={viewContext}
        card={card}
        href={href}
        mine={mine}
        lines={lines}
        steps={registrationSteps(view)}
        panes={
          <>
            <SeatStatus {...view} />
            <CancelOrSwitch {...view} />
          </>
        }
        below={<SectionChoiceForm {...view} />}
        {...(hasCertificatePanel(view) && { aside: <CertificatePanel {...view} /> })}
      />
    </Stack>
  );
}

function SeatStatus(view: MyRegistrationView) {
  const { viewContext, registration, card, base, href } = view;
  const { t } = viewContext;
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
        <p>{t.mine.offeredText(formatDateTime(until, viewContext))}</p>
        <Form action={href(`${base}/confirm`)} variant="actions">
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

function Ticket({ viewContext: view, registration, contact, ticket, card }: MyRegistrationView) {
  const { t } = view;
  const { event } = card;
  return (
    <Pane lit small gap="m" title={t.mine.haveSeat}>
      <div class="ticket">
        <QrCode text={ticket} label={t.mine.qr(registration.code)} size={136} />
        <div class="stack" data-gap="s">
          <p>
            {abbreviatedName(contact)}, {t.modes[registration.mode]}
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

function CancelOrSwitch({
  viewContext: view,
  registration,
  card,
  base,
  href,
  followUp,
}: MyRegistrationView) {
  const { t, now } = view;
  const { event } = card;
  const feed = (
    <p class="small">
      <a href={href(`${base}.ics`)}>{t.mine.feed}</a>
    </p>
  );
  const over = event.stage !== "announced" || event.ends_at <= now;
  if (over || registration.state === "cancelled") {
    return (
      <Pane small title={followUp.wasPresent ? t.stepper.came : t.card.calendarTitle}>
        {followUp.wasPresent && event.ends_at <= now && (
          <Actions>
            <ButtonLink size="s" href={followUp.feedback}>
              {t.stepper.questionnaire}
            </ButtonLink>
            {followUp.certificate !== undefined && (
              <ButtonLink size="s" href={followUp.certificate}>
                {t.stepper.certificate}
              </ButtonLink>
            )}
          </Actions>
        )}
        {feed}
      </Pane>
    );
  }
  const other: AttendanceMode = registration.mode === "online" ? "in-person" : "online";
  return (
    <Pane small gap="m" title={t.mine.plans}>
      <p>{t.mine.queue(card.waiting)}</p>
      <Actions>
        {attendanceModesFor(event.format).includes(other) && (
          <Form action={href(`${base}/mode`)} variant="actions" hidden={{ mode: other }}>
            <Button size="s">{other === "online" ? t.mine.toOnline : t.mine.toHall}</Button>
          </Form>
        )}
        <Form action={href(`${base}/cancel`)} variant="actions">
          <Button size="s" kind="quiet">
            {t.mine.cancel}
          </Button>
        </Form>
      </Actions>
      {feed}
    </Pane>
  );
}

const hasCertificatePanel = ({ card: { event }, registration }: MyRegistrationView): boolean =>
  event.certificate_hours !== null &&
  event.stage !== "cancelled" &&
  registration.state === "confirmed";

/** Preview of the certificate, with a link once it is issued. */
function CertificatePanel({
  viewContext: view,
  card: { event },
  contact,
  followUp,
}: MyRegistrationView) {
  const { t, lang } = view;
  const hours = certificateMessages[lang].hours(event.certificate_hours ?? 0);
  return (
    <Section title={t.mine.paper} level={2} small gap="m">
      <div class="certificate">
        <div>
          <b>{t.mine.paperTitle}</b>
          {abbreviatedName(contact)}
          <br />
          {`«${event.title}», ${formatWhen(view, event).day}, ${hours}`}
        </div>
        <span>
          {followUp.certificate === undefined ? (
            t.mine.paperLater
          ) : (
            <a href={followUp.certificate}>{t.mine.paperOpen}</a>
          )}
        </span>
      </div>
    </Section>
  );
}

function SectionChoiceForm({
  viewContext: view,
  card,
  registration,
  base,
  href,
  state,
}: MyRegistrationView) {
  const { t } = view;
  const sessions = selectableSections(card.programme);
  const open = card.event.stage === "announced" && registration.state !== "cancelled";
  if (sessions.length === 0 || !open) return null;
  return (
    <details open={state.errors.sessions !== undefined}>
      <summary>{t.mine.choose}</summary>
      <Form action={href(`${base}/sessions`)} variant="card" label={t.mine.choose}>
        <SectionChoice viewContext={view} state={state} sessions={sessions} />
        <Actions>
          <Button>{t.mine.choose}</Button>
        </Actions>
      </Form>
    </details>
  );
}

type StepperSteps = Parameters<typeof Stepper>[0]["steps"];

/** Returns the steps of a participant; check-in and what follows come from attendance. */
function registrationSteps({
  viewContext: view,
  registration,
  card,
  followUp,
}: MyRegistrationView): StepperSteps | undefined {
  const { t, now } = view;
  const { event } = card;
  if (registration.state === "cancelled" || event.stage === "cancelled") return undefined;
  const seated = registration.state === "confirmed";
  const over = event.ends_at <= now;
  const days = daysUntil(view, event.starts_at);
  return [
    {
      state: seated ? "done" : "now",
      icon: "ticket",
      title: seated ? t.stepper.registered : t.stepper.waiting,
      note: formatDate(registration.asked_at, view),
    },
    {
      state: over || followUp.wasPresent ? "done" : seated ? "now" : "next",
      icon: "calendar",
      title: t.stepper.expected,
      note:
        over || days < 0
          ? formatDate(event.starts_at, view)
          : `${formatDate(event.starts_at, view)}, ${t.stepper.inDays(days)}`,
    },
    {
      state: followUp.wasPresent ? "done" : "next",
      icon: "check",
      title: t.stepper.came,
      note: over ? "" : t.stepper.since(formatTime(event.starts_at, view)),
    },
    {
      state: followUp.wasPresent && over ? "now" : "next",
      icon: "edit",
      title: t.stepper.questionnaire,
      note: t.stepper.questions,
    },
    ...(event.certificate_hours === null
      ? []
      : [
          {
            state: followUp.certificate === undefined ? "next" : "done",
            icon: "doc",
            title: t.stepper.certificate,
            note: followUp.certificate === undefined ? t.stepper.afterwards : "",
          } as const,
        ]),
  ];
}
