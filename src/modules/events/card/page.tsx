import type { ComponentChildren } from "preact";
import {
  Actions,
  Button,
  ButtonLink,
  Eyebrow,
  DescriptionList,
  Flash,
  Form,
  formatNumber,
  Icon,
  Pane,
  PlainRows,
  Section,
  Stack,
  Stepper,
  Table,
  Tag,
  FramedPanes,
  WithSidebar,
  formatDate,
  formatDateTime,
} from "#base/ui/index.ts";
import type { EventCard } from "./reads.ts";
import { requireRegistrationOpen } from "../registration/actions.ts";
import { formatPlace } from "../names.ts";
import { formatWhen, type EventsViewContext } from "../view.ts";
import { ProgrammeList, type SessionChoiceStates } from "../programme/programme-list.tsx";

export type EventCardView = {
  viewContext: EventsViewContext;
  card: EventCard;
  href: (path: string) => string;
  /** The two panes beside the event: for a visitor, or for the one who registered. */
  panes: ComponentChildren;
  steps?: Parameters<typeof Stepper>[0]["steps"] | undefined;
  mine?: SessionChoiceStates;
  lines?: ReadonlyMap<string, string>;
  /** What stands under the programme for the registered: the choice of sections. */
  below?: ComponentChildren;
  aside?: ComponentChildren;
};

/** The page of an event; with a ticket instead of the way to register for those who did. */
export function EventPage(view: EventCardView) {
  const { viewContext, card, href, steps } = view;
  const { t } = viewContext;
  const { event } = card;
  const aside = renderSidebar(view);
  const programme = (
    <Section
      title={t.card.programme}
      id="programme"
      link={{ href: href(`/events/${event.number}.ics`), label: t.card.calendar }}
    >
      {card.programme.length === 0 ? (
        <p class="muted">{t.card.programmeEmpty}</p>
      ) : (
        <ProgrammeList
          viewContext={viewContext}
          sessions={card.programme}
          mine={view.mine}
          lines={view.lines}
        />
      )}
      <ProgrammeVersionsSummary viewContext={viewContext} card={card} />
      {view.below}
    </Section>
  );
  return (
    <Stack gap="xl">
      {event.stage === "cancelled" && (
        <Flash kind="danger">
          {t.card.cancelledTitle}. {event.cancel_reason}
        </Flash>
      )}
      <FramedPanes>
        <Header {...view} />
        {view.panes}
      </FramedPanes>
      {steps !== undefined && <Stepper label={t.stepper.label} steps={steps} />}
      {aside === null ? (
        programme
      ) : (
        <WithSidebar label={t.card.onlineTitle} main={programme} aside={aside} />
      )}
    </Stack>
  );
}

function Header({ viewContext: view, card, href }: EventCardView) {
  const { t } = view;
  const { event } = card;
  return (
    <header class="stack" data-foot="">
      <Eyebrow>
        <Tag>{t.kinds[event.kind]}</Tag>
        <span class="meta">
          <span>
            <Icon name="people" /> {formatSeats(view, card)}
          </span>
        </span>
      </Eyebrow>
      <h1>{event.title}</h1>
      {event.summary !== "" && <p class="lead">{event.summary}</p>}
      <div class="foot">
        <DescriptionList side items={descriptionItems(view, card, href)} />
      </div>
    </header>
  );
}

function formatSeats({ t }: EventsViewContext, { event, takenSeats }: EventCard): string {
  if (event.attendance_closed_at !== null) return t.card.came(event.present);
  const limit = event.format === "online" ? event.online_capacity : event.capacity;
  const people = event.format === "online" ? takenSeats.online : takenSeats.hall;
  return limit === null
    ? t.card.registered(takenSeats.hall + takenSeats.online)
    : t.card.seats(people, limit);
}

function descriptionItems(
  view: EventsViewContext,
  { event, names, project }: EventCard,
  href: EventCardView["href"],
) {
  const { t } = view;
  const { day, hours } = formatWhen(view, event);
  const place = formatPlace(names, event);
  const room = names.room(event.room_id);
  const where = event.format === "online" ? t.formats.online : place;
  return [
    {
      name: t.card.when,
      value: (
        <>
          <b>{day}</b>, {hours}
        </>
      ),
    },
    {
      name: t.card.where,
      value: (
        <>
          {room === undefined ? where : <a href={href(`/rooms/${room.id}`)}>{where}</a>}
          {event.format === "hybrid" && `, ${t.card.orOnline}`}
        </>
      ),
    },
    {
      name: t.card.who,
      value:
        event.organisation_id === null ? (
          ""
        ) : (
          <a href={href(`/organisations/${event.organisation_id}`)}>
            {names.organisation(event.organisation_id)}
          </a>
        ),
    },
    { name: t.card.project, value: project && <a href={project.href}>{project.name}</a> },
    { name: t.card.until, value: formatRegistrationPeriod(view, event) },
  ];
}

function formatRegistrationPeriod(view: EventsViewContext, event: EventCard["event"]): string {
  const { t, now } = view;
  const { registration_opens_at: opens, registration_closes_at: closes } = event;
  if (event.stage !== "announced" || event.ends_at <= now) return "";
  if (opens !== null && opens > now) return t.card.from(formatDateTime(opens, view));
  if (closes === null) return "";
  return closes <= now ? t.card.closed : t.card.untilDay(formatDateTime(closes, view));
}

/** For a visitor: the way to register, or why there is none now; then the calendar, or the makers' buttons. */
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
  const door = registrationAvailability(card, now);
  const note = (title: string, text?: string) => (
    <Pane lit title={title} small>
      {text !== undefined && text !== "" && <p>{text}</p>}
    </Pane>
  );
  if (door === "not-announced") return note(t.card.draftTitle, t.card.draftText);
  if (door === "is-cancelled") return note(t.card.cancelledTitle, event.cancel_reason);
  if (door === "is-past") return note(t.card.heldTitle, t.card.heldText);
  if (door === "registration-closed") return note(t.card.closedTitle, t.card.closedText);
  if (door === "registration-not-yet") {
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

function ProgrammeVersionsSummary({
  viewContext: view,
  card,
}: {
  viewContext: EventsViewContext;
  card: EventCard;
}) {
  const { t } = view;
  const { published } = card;
  if (published === undefined || published.version < 2) return null;
  return (
    <details>
      <summary>
        {t.card.versionOf(published.version, formatDate(published.published_at, view))}
      </summary>
      {published.changes.length > 0 && (
        <ul>
          {published.changes.map((change) => (
            <li>{formatProgrammeChange(view, change)}</li>
          ))}
        </ul>
      )}
    </details>
  );
}

/** One line of a programme's difference, with hours on the region's clock. */
export function formatProgrammeChange(
  view: EventsViewContext,
  change: NonNullable<EventCard["published"]>["changes"][number],
): string {
  const hours = (span: { startsAt: string; endsAt: string } | undefined) =>
    span === undefined
      ? ""
      : formatWhen(view, { starts_at: new Date(span.startsAt), ends_at: new Date(span.endsAt) })
          .hours;
  return view.t.programmeLine({ ...change, from: hours(change.from), to: hours(change.to) });
}

function renderSidebar(view: EventCardView): ComponentChildren {
  const { card, aside } = view;
  if (card.online.length === 0 && card.materials.length === 0 && aside === undefined) return null;
  return (
    <>
      {card.online.length > 0 && <OnlineTable {...view} />}
      {card.materials.length > 0 && <Materials {...view} />}
      {aside}
    </>
  );
}

function OnlineTable({ viewContext: view, card }: EventCardView) {
  const { t, lang } = view;
  const title = card.event.stage === "held" ? t.card.onlineHeld : t.card.onlineTitle;
  const total = card.online.reduce((all, { people }) => all + people, 0);
  const most = Math.max(1, ...card.online.map(({ people }) => people));
  const towns = card.online.filter(({ municipality }) => municipality !== null).length;
  return (
    <Section title={title} level={2} small gap="m">
      <p class="small muted">{t.card.onlineLead(total, towns)}</p>
      <Table
        caption={title}
        captionHidden
        dense
        rows={card.online}
        columns={[
          {
            head: t.card.municipality,
            rowHead: true,
            cell: ({ municipality }) =>
              municipality === null ? t.card.elsewhere : card.names.territory(municipality),
            foot: t.card.total,
          },
          {
            head: t.card.people,
            number: true,
            cell: ({ people }) => (
              <>
                <svg class="bar" aria-hidden="true">
                  <rect
                    class="v-checked"
                    x="0%"
                    width={`${Math.round((people / most) * 90)}%`}
                    height="100%"
                  />
                </svg>
                <span class="num">{formatNumber(people, { lang })}</span>
              </>
            ),
            foot: formatNumber(total, { lang }),
          },
        ]}
      />
    </Section>
  );
}

function Materials({ viewContext: view, card, href }: EventCardView) {
  const { t } = view;
  return (
    <Section title={t.card.materials} level={2} small gap="m">
      <PlainRows>
        {card.materials.map((material) => (
          <>
            <a
              href={
                material.url === ""
                  ? href(`/events/${card.event.number}/materials/${material.id}`)
                  : material.url
              }
            >
              {material.title}
            </a>{" "}
            <span class="small muted">{t.materialKinds[material.kind]}</span>
          </>
        ))}
      </PlainRows>
    </Section>
  );
}
