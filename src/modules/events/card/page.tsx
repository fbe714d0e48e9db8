import { formatProgrammeChange } from "../programme/change-text.ts";
import type { ComponentChildren } from "preact";
import {
  Eyebrow,
  DescriptionList,
  Flash,
  formatNumber,
  Icon,
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
import { formatPlace } from "../names.ts";
import { formatWhen, type EventsViewContext } from "../view.ts";
import { ProgrammeList, type SessionChoiceStates } from "../programme/programme-list.tsx";

export type EventCardView = {
  viewContext: EventsViewContext;
  card: EventCard;
  href: (path: string) => string;
  /** The two panels beside the event: of a visitor, or of a registered person. */
  panes: ComponentChildren;
  steps?: Parameters<typeof Stepper>[0]["steps"] | undefined;
  mine?: SessionChoiceStates;
  lines?: ReadonlyMap<string, string>;
  /** Below the programme, for registered people: the choice of sections. */
  below?: ComponentChildren;
  aside?: ComponentChildren;
};

/** Page of an event; for a registered person with the ticket in place of the call to register. */
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
