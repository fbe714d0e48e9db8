import {
  Actions,
  ButtonLink,
  Clock,
  EmptyState,
  Field,
  Filters,
  formatNumber,
  Pager,
  PageHeader,
  Rows,
  Stack,
  Status,
  Tabs,
} from "#base/ui/index.ts";
import { consultationTopics } from "../consultation.ts";
import type { ConsultationListItem, ConsultationListQuery } from "../reads.ts";
import { stageKinds, formatWait, type ConsultationViewContext } from "../view.ts";

export type QueuePageProps = {
  view: ConsultationViewContext;
  query: ConsultationListQuery;
  lines: readonly ConsultationListItem[];
  found: number;
  names: {
    contact: (id: string) => string;
    place: (id: string) => string;
    person: (id: string | null) => string | undefined;
  };
  municipalities: readonly { id: string; name: string }[];
  hrefWith: (change: Record<string, string | undefined>, path?: string) => string;
  newer?: string | undefined;
  older?: string | undefined;
  mayNote: boolean;
};

/** What waits for advice; the archive is the same list under another tab. */
export function QueuePage(model: QueuePageProps) {
  const { view, query, lines, hrefWith, mayNote } = model;
  const { t, href } = view;
  const tabs = (["open", "mine", "late", "all"] as const).map((state) => ({
    href: hrefWith({ state }),
    label: t.queue[state],
    current: query.state === state,
  }));
  return (
    <Stack gap="l">
      <PageHeader title={t.queue.title} lead={t.queue.lead} />
      {mayNote && (
        <Actions>
          <ButtonLink kind="primary" icon="plus" href={href("/consultations/new")}>
            {t.queue.note}
          </ButtonLink>
          <ButtonLink href={href("/consultations/slots")}>{t.queue.slots}</ButtonLink>
          <ButtonLink href={href("/consultations/series")}>{t.series.title}</ButtonLink>
        </Actions>
      )}
      <Tabs label={t.queue.title} tabs={tabs} />
      <QueueFilters {...model} />
      {lines.length === 0 ? (
        <EmptyState title={t.queue.empty} text={t.queue.emptyText} level={2} />
      ) : (
        <Rows rows={lines.map((line) => queueRow(model, line))} level={2} />
      )}
      <Pager
        {...(model.newer !== undefined && { newer: model.newer })}
        {...(model.older !== undefined && { older: model.older })}
      />
      <Actions>
        <ButtonLink size="s" icon="down" href={hrefWith({}, "/consultations.csv")} download>
          {t.queue.csv}
        </ButtonLink>
        <ButtonLink size="s" icon="down" href={hrefWith({}, "/consultations.xlsx")} download>
          {t.queue.xlsx}
        </ButtonLink>
      </Actions>
    </Stack>
  );
}

function QueueFilters({ view, query, found, municipalities, hrefWith }: QueuePageProps) {
  const { t, href, lang } = view;
  const place = municipalities.find(({ id }) => id === query.municipality);
  const chosen = [
    query.q !== undefined && { label: query.q, href: hrefWith({ q: undefined }) },
    query.topic !== undefined && {
      label: t.topics[query.topic],
      href: hrefWith({ topic: undefined }),
    },
    place !== undefined && { label: place.name, href: hrefWith({ municipality: undefined }) },
  ].filter((one) => one !== false);
  return (
    <Filters
      action={href("/consultations/queue")}
      resultCount={t.queue.found(found, formatNumber(found, { lang }))}
      hidden={{ state: query.state }}
      activeFilters={chosen}
      resetHref={href("/consultations/queue")}
    >
      <Field kind="search" name="q" label={t.queue.search} value={query.q ?? ""} maxlength={120} />
      <Field
        kind="select"
        name="topic"
        label={t.card.topic}
        empty={t.queue.anyTopic}
        value={query.topic ?? ""}
        options={consultationTopics.map((topic) => ({ value: topic, label: t.topics[topic] }))}
      />
      <Field
        kind="select"
        name="municipality"
        label={t.card.place}
        empty={t.queue.anyPlace}
        value={query.municipality ?? ""}
        options={municipalities.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Filters>
  );
}

function queueRow({ view, names }: QueuePageProps, line: ConsultationListItem) {
  const { t, href } = view;
  const wait = formatWait(view, line);
  const open = line.given_at === null && line.stage !== "declined" && line.stage !== "withdrawn";
  const consultant = names.person(line.consultant_id);
  return {
    title: `${t.topics[line.topic]}: ${names.contact(line.contact_id)}`,
    href: href(`/consultations/${line.number}`),
    meta: [
      line.number,
      { icon: "pin" as const, text: names.place(line.municipality_id) },
      t.modes[line.mode],
      consultant,
      line.starts_at === null ? undefined : view.formatMoment(line.starts_at),
    ],
    text: line.question.length > 160 ? `${line.question.slice(0, 157)}…` : line.question,
    side: (
      <>
        <Status kind={stageKinds[line.stage]}>{t.stages[line.stage]}</Status>
        {open && <Clock state={wait.late ? "late" : "calm"}>{wait.text}</Clock>}
      </>
    ),
  };
}
