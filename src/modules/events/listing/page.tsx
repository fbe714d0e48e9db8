import type { EntityRef } from "#base/ports/entity-lookup.ts";
import { dateOfDay, dayNumber, localDate } from "#base/time/local-time.ts";
import {
  Actions,
  ButtonLink,
  EmptyState,
  Field,
  Filters,
  Pager,
  PageHeader,
  Rows,
  Stack,
  Status,
  Tabs,
  formatTime,
} from "#base/ui/index.ts";
import { eventKinds, eventFormats } from "../event.ts";
import { municipalityOptions, formatPlace, type EventNames } from "../names.ts";
import type { EventListItem, EventListQuery } from "./reads.ts";
import {
  dateBadge,
  formatHours,
  formatWhen,
  stageStatusKind,
  type EventsViewContext,
} from "../view.ts";

export type EventListView = {
  viewContext: EventsViewContext;
  query: EventListQuery;
  items: readonly EventListItem[];
  found: number;
  names: EventNames;
  project: EntityRef | undefined;
  canCreate: boolean;
  href: (path: string) => string;
  hrefWith: (
    change: Partial<Record<keyof EventListQuery, string | undefined>>,
    path?: string,
  ) => string;
  /** «YYYY-MM-DD» by the region's calendar. */
  today: string;
  newer?: string;
  older?: string;
};

/** List of events or a month view; every view has an address. */
export function EventListPage(view: EventListView) {
  const { viewContext, query, items, href, hrefWith, today } = view;
  const { t } = viewContext;
  const month = query.month;
  return (
    <Stack gap="l">
      <PageHeader title={t.list.title} lead={t.list.lead}>
        {view.canCreate && (
          <Actions>
            <ButtonLink kind="primary" icon="plus" href={href("/events/new")}>
              {t.list.make}
            </ButtonLink>
            <ButtonLink href={href("/series")}>{t.list.series}</ButtonLink>
            <ButtonLink href={href("/rooms")}>{t.list.rooms}</ButtonLink>
          </Actions>
        )}
      </PageHeader>
      <Tabs
        label={t.list.views}
        tabs={[
          {
            href: hrefWith({ when: "coming", month: undefined }),
            label: t.list.coming,
            current: month === undefined && query.when === "coming",
          },
          {
            href: hrefWith({ when: "past", month: undefined }),
            label: t.list.past,
            current: month === undefined && query.when === "past",
          },
          {
            href: hrefWith({ month: month ?? today.slice(0, 7), when: undefined }),
            label: t.list.month,
            current: month !== undefined,
          },
        ]}
      />
      <ListFilters {...view} />
      {month === undefined ? <EventItems {...view} /> : <MonthGrid {...view} month={month} />}
      {month === undefined && items.length > 0 && (
        <Pager
          {...(view.newer !== undefined && { newer: view.newer })}
          {...(view.older !== undefined && { older: view.older })}
          range={t.list.found(view.found)}
        />
      )}
      <p class="small">
        {t.list.data} <a href={hrefWith({}, "/events.ics")}>{t.list.subscribe}</a>,{" "}
        <a href={hrefWith({}, "/events.csv")}>CSV</a>,{" "}
        <a href={hrefWith({}, "/events.json")}>JSON</a>,{" "}
        <a href={hrefWith({}, "/events.atom")}>Atom</a>
      </p>
    </Stack>
  );
}

function ListFilters({ viewContext: view, query, names, href, hrefWith, project }: EventListView) {
  const { t } = view;
  const labels: Partial<Record<keyof EventListQuery, string | undefined>> = {
    q: query.q,
    kind: query.kind && t.kinds[query.kind],
    municipality: query.municipality && names.territory(query.municipality),
    format: query.format && t.formats[query.format],
    organisation: query.organisation && names.organisation(query.organisation),
    project: query.project && (project?.name ?? t.list.project),
  };
  return (
    <Filters
      action={href("/events")}
      resetHref={href("/events")}
      hidden={{
        ...(query.when === "past" && { when: "past" }),
        ...(query.month !== undefined && { month: query.month }),
        ...(query.project !== undefined && { project: query.project }),
        ...(query.organisation !== undefined && { organisation: query.organisation }),
      }}
      activeFilters={Object.entries(labels).flatMap(([key, label]) =>
        label ? [{ label, href: hrefWith({ [key]: undefined }) }] : [],
      )}
    >
      <Field
        label={t.list.search}
        name="q"
        kind="search"
        hint={t.list.searchHint}
        value={query.q ?? ""}
      />
      <Field
        label={t.list.kind}
        name="kind"
        kind="select"
        empty={t.list.all}
        options={eventKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
        value={query.kind ?? ""}
      />
      <Field
        label={t.list.municipality}
        name="municipality"
        kind="select"
        empty={t.list.all}
        options={municipalityOptions(names)}
        value={query.municipality ?? ""}
      />
      <Field
        label={t.list.format}
        name="format"
        kind="select"
        empty={t.list.all}
        options={eventFormats.map((format) => ({ value: format, label: t.formats[format] }))}
        value={query.format ?? ""}
      />
    </Filters>
  );
}

function EventItems({ viewContext: view, items, names, href, hrefWith }: EventListView) {
  const { t } = view;
  if (items.length === 0) {
    return (
      <EmptyState
        level={2}
        icon="calendar"
        title={t.list.emptyTitle}
        text={t.list.emptyText}
        action={{ href: hrefWith({ when: "past" }), label: t.list.emptyAction }}
      />
    );
  }
  return (
    <Rows
      level={2}
      rows={items.map((line) => ({
        title: line.title,
        href: href(`/events/${line.number}`),
        date: dateBadge(view, line.starts_at),
        meta: [
          { text: t.kinds[line.kind] },
          { icon: "clock", text: formatItemHours(view, line) },
          line.format === "online"
            ? { icon: "screen", text: t.formats.online }
            : { icon: "pin", text: formatPlace(names, line) },
        ],
        side: renderItemAside(view, line),
      }))}
    />
  );
}

function formatItemHours(view: EventsViewContext, line: EventListItem): string {
  const { day, hours } = formatWhen(view, line);
  return line.ends_at.getTime() - line.starts_at.getTime() > 86_400_000 ? day : hours;
}

function renderItemAside(view: EventsViewContext, line: EventListItem) {
  const { t } = view;
  if (line.stage === "draft" || line.stage === "cancelled")
    return <Status kind={stageStatusKind(line.stage)}>{t.stages[line.stage]}</Status>;
  if (line.stage === "held" && line.present > 0)
    return <span class="small">{t.list.present(line.present)}</span>;
  return undefined;
}

/** Month as a grid of days: seven columns on wide screens, otherwise only days with events. */
function MonthGrid({
  viewContext: view,
  items,
  href,
  hrefWith,
  month,
  today,
}: EventListView & { month: string }) {
  const { t, lang } = view;
  const title = new Intl.DateTimeFormat(lang === "ru" ? "ru-RU" : "en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${month}-01T00:00:00Z`));
  const byDay = Map.groupBy(items, (line) => line.day);
  const cells = daysOfMonth(month);
  return (
    <section class="stack" data-gap="m" aria-labelledby="month">
      <div class="section-head">
        <h2 id="month">{title.slice(0, 1).toLocaleUpperCase(lang) + title.slice(1)}</h2>
        <span class="cluster">
          <a href={hrefWith({ month: adjacentMonth(month, -1) })}>{t.list.monthBefore}</a>{" "}
          <a href={hrefWith({ month: adjacentMonth(month, 1) })}>{t.list.monthAfter}</a>
        </span>
      </div>
      {items.length === 0 && <p class="muted">{t.list.emptyMonth}</p>}
      <ol class="month" role="list">
        {cells.map((day, index) => (
          <li
            key={day}
            data-empty={byDay.has(day) ? undefined : ""}
            data-start={index === 0 ? String(weekday(day)) : undefined}
            aria-current={day === today ? "date" : undefined}
          >
            <time dateTime={day}>{formatDay(lang, day)}</time>
            {byDay.get(day)?.map((line) => (
              <a
                href={href(`/events/${line.number}`)}
                data-cancelled={line.stage === "cancelled" ? "" : undefined}
              >
                <span class="num" title={formatHours(view, line)}>
                  {formatTime(line.starts_at, view)}
                </span>{" "}
                {line.title}
                {line.stage === "cancelled" && <> ({t.stages.cancelled})</>}
              </a>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Returns the month before or after, as «YYYY-MM». */
function adjacentMonth(month: string, by: -1 | 1): string {
  const first = dayNumber(localDate(`${month}-01`));
  return dateOfDay(by === 1 ? first + 31 : first - 1).slice(0, 7);
}

function daysOfMonth(month: string): string[] {
  const first = dayNumber(localDate(`${month}-01`));
  const all = Array.from({ length: 31 }, (_, index) => dateOfDay(first + index));
  return all.filter((day) => day.startsWith(month));
}

/** Returns 1 for Monday … 7 for Sunday. */
const weekday = (day: string): number => ((dayNumber(localDate(day)) + 3) % 7) + 1;

const formatDay = (lang: EventsViewContext["lang"], day: string): string =>
  new Intl.DateTimeFormat(lang === "ru" ? "ru-RU" : "en-GB", {
    weekday: "short",
    day: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${day}T00:00:00Z`));
