import type { EventCardView } from "./page.tsx";
import { Actions, Button, ButtonLink, Form, Pane, formatDateTime } from "#base/ui/index.ts";
import type { EventCard } from "./reads.ts";
import { requireRegistrationOpen } from "../registration/actions.ts";

/**
 * Panels of a visitor: how to register, or why it is not possible; then the calendar, or the
 * buttons of managers.
 */
export function VisitorPanels({
  viewContext: view,
  card,
  href,
}: Pick<EventCardView, "viewContext" | "card" | "href">) {
  const { t } = view;
  const { event } = card;
  return (
    <>
      <RegistrationCallToAction viewContext={view} card={card} href={href} />
      {card.canManage && <ManagerPanel viewContext={view} card={card} href={href} />}
      {!card.canManage && event.attendance_closed_at !== null && (
        <Pane title={t.card.wasTitle} small>
          <p>{t.card.wasText}</p>
          <Actions>
            <ButtonLink size="s" href={href(`/events/${event.number}/participants`)}>
              {t.card.wasLink}
            </ButtonLink>
          </Actions>
        </Pane>
      )}
      {!card.canManage && event.stage === "announced" && event.ends_at > view.now && (
        <Pane title={t.card.calendarTitle} small>
          <p>{t.card.calendarText}</p>
          <Actions>
            <ButtonLink size="s" href={href(`/events/${event.number}.ics`)} icon="calendar">
              {t.card.calendar}
            </ButtonLink>
          </Actions>
        </Pane>
      )}
    </>
  );
}

type RegistrationAvailability =
  | "open"
  | "not-announced"
  | "is-past"
  | "is-cancelled"
  | "registration-not-yet"
  | "registration-closed";

function registrationAvailability({ event }: EventCard, at: Date): RegistrationAvailability {
  try {
    requireRegistrationOpen(event, { at, source: "self" });
    return "open";
  } catch (refusal) {
    return (refusal as { reason: string }).reason.replace(
      "events.",
      "",
    ) as RegistrationAvailability;
  }
}

function RegistrationCallToAction({
  viewContext: view,
  card,
  href,
}: Pick<EventCardView, "viewContext" | "card" | "href">) {
  const { t, now } = view;
  const { event } = card;
  const availability = registrationAvailability(card, now);
  const note = (title: string, text?: string) => (
    <Pane lit title={title} small>
      {text !== undefined && text !== "" && <p>{text}</p>}
    </Pane>
  );
  if (availability === "not-announced") return note(t.card.draftTitle, t.card.draftText);
  if (availability === "is-cancelled") return note(t.card.cancelledTitle, event.cancel_reason);
  if (availability === "is-past") return note(t.card.heldTitle, t.card.heldText);
  if (availability === "registration-closed") return note(t.card.closedTitle, t.card.closedText);
  if (availability === "registration-not-yet") {
    const opens = event.registration_opens_at;
    return note(t.card.notYetTitle, opens === null ? "" : t.card.from(formatDateTime(opens, view)));
  }
  const hallFull = event.capacity !== null && card.takenSeats.hall >= event.capacity;
  const lineFull =
    event.online_capacity !== null && card.takenSeats.online >= event.online_capacity;
  const full =
    event.format === "online"
      ? lineFull
      : event.format === "hybrid"
        ? hallFull && lineFull
        : hallFull;
  return (
    <Pane lit title={full ? t.card.fullTitle : t.card.registerTitle} small>
      <p>
        {full
          ? t.card.fullText(card.waiting)
          : event.format === "hybrid" && hallFull
            ? t.card.fullOnline
            : t.card.registerText}
      </p>
      <Actions>
        <ButtonLink kind="primary" href={href(`/events/${event.number}/register`)}>
          {full ? t.card.wait : t.card.register}
        </ButtonLink>
      </Actions>
    </Pane>
  );
}

function ManagerPanel({
  viewContext: view,
  card,
  href,
}: Pick<EventCardView, "viewContext" | "card" | "href">) {
  const { t, now } = view;
  const { event } = card;
  const path = `/events/${event.number}`;
  const hidden = { version: String(event.version) };
  return (
    <Pane title={t.card.manage} small>
      <Actions>
        <ButtonLink size="s" href={href(`${path}/edit`)}>
          {t.card.edit}
        </ButtonLink>
        <ButtonLink size="s" href={href(`${path}/programme`)}>
          {t.card.editProgramme}
        </ButtonLink>
        <ButtonLink size="s" href={href(`${path}/registrations`)}>
          {t.card.registrations}
        </ButtonLink>
      </Actions>
      {(event.stage === "announced" || event.stage === "held") && (
        <Actions>
          <ButtonLink size="s" kind="quiet" href={href(`${path}/door`)}>
            {t.card.door}
          </ButtonLink>
          <ButtonLink size="s" kind="quiet" href={href(`${path}/presence`)}>
            {t.card.presence}
          </ButtonLink>
          <ButtonLink size="s" kind="quiet" href={href(`${path}/paper`)}>
            {t.card.paper}
          </ButtonLink>
          <ButtonLink size="s" kind="quiet" href={href(`${path}/certificates`)}>
            {t.card.certificates}
          </ButtonLink>
          <ButtonLink size="s" kind="quiet" href={href(`${path}/feedback`)}>
            {t.card.feedback}
          </ButtonLink>
        </Actions>
      )}
      {event.stage === "draft" && event.ends_at > now && (
        <Form action={href(`${path}/announce`)} variant="actions" hidden={hidden}>
          <Button kind="primary" size="s">
            {t.card.announce}
          </Button>
        </Form>
      )}
      {event.stage === "draft" && event.starts_at <= now && (
        <Form action={href(`${path}/hold`)} variant="actions" hidden={hidden}>
          <Button size="s">{t.card.hold}</Button>
        </Form>
      )}
    </Pane>
  );
}
