import { listUrl } from "#base/http/list-url.ts";
import {
  Clock,
  Cluster,
  Field,
  Filters,
  Grid,
  Pane,
  Section,
  Stack,
  Status,
  Table,
  FramedPanes,
} from "#base/ui/index.ts";
import { groupName, ProblemRows } from "#modules/problems/index.ts";
import { burstMessages } from "../bursts/explanation.ts";
import { periods, type ScopeQuery } from "../period.ts";
import type { PlaceFigures, TerritoryPageData } from "./reads.ts";
import type { InsightViewContext } from "../view.ts";
import { ChronicPlacesTable, WaitTimesChart, WeeklyChart } from "../charts/charts.tsx";
import { KeyFigures } from "../charts/key-figures.tsx";
import { DataLinks, StatesBar, StatesLegend } from "../charts/parts.tsx";

export type TerritoryPageProps = {
  viewContext: InsightViewContext;
  data: TerritoryPageData;
  query: ScopeQuery;
  /** Groups of topics to filter by. */
  topics: readonly { value: string; label: string }[];
  regionPopulation: number;
  /** Where the reader may keep the names that people use here. */
  aliasesUrl: string | undefined;
  /** Address of this page or its twin with the same filters. */
  href: (ending: "" | ".json" | ".csv") => string;
};

/** A municipality: what comes from it, what becomes of it, what needs attention and where it is silent. */
export function TerritoryPage(view: TerritoryPageProps) {
  const { viewContext: insightContext, data, href } = view;
  const { t, names, viewContext } = insightContext;
  return (
    <Stack gap="xl">
      <FramedPanes>
        <Header {...view} />
        <AttentionPane viewContext={insightContext} data={data} />
        <SilentPane viewContext={insightContext} data={data} />
      </FramedPanes>
      <PlaceFilters {...view} />
      <Section title={t.place.figures} link={{ href: names.href("/figures"), label: t.home.how }}>
        <KeyFigures
          viewContext={insightContext}
          figures={data.figures}
          population={data.place.population}
          region={{ figures: data.region, population: view.regionPopulation }}
        />
      </Section>
      <Grid cols={2}>
        <WeeklyChart viewContext={insightContext} weeks={data.weeks} at={data.at} />
        <WaitTimesChart viewContext={insightContext} figures={data.figures} region={data.region} />
      </Grid>
      <Section
        title={t.place.burning}
        {...(data.attention.open > 0 && {
          link: {
            href: names.href(`/problems?municipality=${data.place.id}&stage=open&sort=burning`),
            label: t.place.listLink(data.attention.open),
          },
        })}
      >
        {data.topPriority.length === 0 ? (
          <p>{t.place.burningNone}</p>
        ) : (
          <ProblemRows
            viewContext={viewContext}
            lines={data.topPriority}
            names={names}
            figure
            ordered
          />
        )}
        <p>
          <a href={names.href(`/insight/hot?territory=${data.place.slug}`)}>
            {burstMessages[viewContext.lang].linkHere(data.place.name)}
          </a>
        </p>
      </Section>
      {data.chronic.length > 0 && (
        <Section
          title={t.place.chronicTitle}
          lead={t.place.chronicLead}
          link={{
            href: names.href(`/problems?municipality=${data.place.id}&stage=chronic`),
            label: t.place.chronicLink,
          }}
        >
          <ChronicPlacesTable viewContext={insightContext} places={data.chronic} />
        </Section>
      )}
      {data.settlements.length > 0 && (
        <Section title={t.place.settlementsTitle}>
          <SettlementsTable viewContext={insightContext} rows={data.settlements} />
        </Section>
      )}
      <DataLinks
        viewContext={insightContext}
        at={data.at}
        links={[
          { label: "JSON", href: href(".json") },
          { label: "CSV", href: href(".csv") },
          { label: "GeoJSON", href: names.href(`/problems.geojson?municipality=${data.place.id}`) },
        ]}
      />
    </Stack>
  );
}

function Header({ viewContext: insightContext, data, query, aliasesUrl }: TerritoryPageProps) {
  const { t } = insightContext;
  const { place, figures } = data;
  const { opened, claims, states } = figures;
  const weeks = Number(query.weeks);
  const about = [
    ...(place.population === null ? [] : [t.place.residents(place.population)]),
    ...(data.all === 0 ? [] : [t.place.settlements(data.all)]),
  ];
  return (
    <section class="stack" data-foot="" aria-labelledby="place-title">
      <h1 id="place-title">{place.officialName}</h1>
      {about.length > 0 && <p>{about.join(", ")}.</p>}
      {aliasesUrl !== undefined && (
        <p>
          <a href={aliasesUrl}>{t.place.naming}</a>
        </p>
      )}
      <p class="lead">
        {opened === 0 ? t.place.none(weeks) : t.place.came(weeks, opened)}
        {claims.made > 0 && ` ${t.place.claimed(claims.made, claims.confirmed)}`}
      </p>
      {opened > 0 && (
        <div class="foot stack" data-gap="m">
          <StatesBar viewContext={insightContext} figures={figures} size="l" />
          <StatesLegend words={t.states} states={states} />
          {states.otherwise > 0 && <p class="small">{t.home.otherwise(states.otherwise)}</p>}
        </div>
      )}
    </section>
  );
}

function AttentionPane({
  viewContext: insightContext,
  data,
}: {
  viewContext: InsightViewContext;
  data: TerritoryPageData;
}) {
  const { t, names } = insightContext;
  const { lateBodies, dueToday, lateOurs, toCheck, unconfirmed } = data.attention;
  const late = lateBodies.reduce((sum, one) => sum + one.late, 0);
  const [worst] = lateBodies;
  const lines = [
    ...(late > 0 ? [<Clock state="late">{t.place.late(late)}</Clock>] : []),
    ...(worst && lateBodies.length > 1 && worst.late > 1
      ? [<span class="small">{t.place.lateOne(worst.late, names.body(worst.bodyId))}</span>]
      : []),
    ...(dueToday > 0
      ? [
          <Clock state="soon" share={0.8}>
            {t.place.today(dueToday)}
          </Clock>,
        ]
      : []),
    ...(lateOurs > 0 ? [<Clock state="late">{t.place.ours(lateOurs)}</Clock>] : []),
    ...(toCheck > 0 ? [<Status kind="claimed">{t.place.toCheck(toCheck)}</Status>] : []),
    ...(unconfirmed > 0 ? [<Status kind="new">{t.place.unconfirmed(unconfirmed)}</Status>] : []),
    ...(data.chronic.length > 0
      ? [<Status kind="chronic">{t.place.chronic(data.chronic.length)}</Status>]
      : []),
  ];
  return (
    <Pane title={t.place.attention} small lit gap="m">
      {late === 0 && lateOurs === 0 && <p>{t.place.calm}</p>}
      {lines.map((line) => (
        <Cluster>{line}</Cluster>
      ))}
    </Pane>
  );
}

const maxSilentNamed = 4;

function SilentPane({
  viewContext: insightContext,
  data,
}: {
  viewContext: InsightViewContext;
  data: TerritoryPageData;
}) {
  const { t } = insightContext;
  const named = data.silent
    .slice(0, maxSilentNamed)
    .map(({ name, population }) =>
      population === null ? name : `${name} (${t.place.residents(population)})`,
    );
  const more = data.silent.length - named.length;
  const places = [...named, ...(more > 0 ? [t.place.silentMore(more)] : [])].join(", ");
  return (
    <Pane title={t.place.silent} small gap="m">
      <p>
        {data.all === 0
          ? t.place.silentUnknown
          : data.silent.length === 0
            ? t.place.silentNone
            : t.place.silentText(places)}
      </p>
    </Pane>
  );
}

function PlaceFilters({ viewContext: insightContext, data, query, topics }: TerritoryPageProps) {
  const { t, names, viewContext } = insightContext;
  const base = names.territoryHref(data.place.id);
  const without = (part: "topic" | "body") => listUrl(base, query, { [part]: undefined });
  const chosen = [
    ...(query.topic === undefined
      ? []
      : [{ label: groupName(viewContext.lang, query.topic), href: without("topic") }]),
    ...(query.body === undefined ? [] : [{ label: names.body(query.body), href: without("body") }]),
  ];
  const bodies = [...data.bodies.keys()].map((id) => ({ value: id, label: names.body(id) }));
  return (
    <Filters action={base} activeFilters={chosen} resetHref={base}>
      <Field
        name="weeks"
        kind="select"
        label={t.place.period}
        value={query.weeks}
        options={periods.map((value) => ({ value, label: t.place.weeks(Number(value)) }))}
      />
      <Field
        name="topic"
        kind="select"
        label={t.place.topic}
        empty={t.place.allTopics}
        value={query.topic ?? ""}
        options={topics}
      />
      <Field
        name="body"
        kind="select"
        label={t.place.body}
        empty={t.place.allBodies}
        value={query.body ?? ""}
        options={bodies.toSorted((a, b) => a.label.localeCompare(b.label, viewContext.lang))}
      />
    </Filters>
  );
}

const maxSettlementsShown = 6;

/** The settlements with most problems; a silent one shows its zero. */
function SettlementsTable({
  viewContext: insightContext,
  rows,
}: {
  viewContext: InsightViewContext;
  rows: readonly PlaceFigures[];
}) {
  const { t, format } = insightContext;
  const sorted = rows.toSorted(
    (a, b) =>
      b.figures.opened - a.figures.opened || (b.place.population ?? 0) - (a.place.population ?? 0),
  );
  return (
    <Table
      caption={t.place.settlementsTable}
      captionHidden
      dense
      scroll
      columns={[
        { head: t.place.settlement, cell: ({ place }) => place.name },
        {
          head: t.list.population,
          number: true,
          cell: ({ place }) => (place.population === null ? "—" : format.number(place.population)),
        },
        { head: t.list.opened, number: true, cell: ({ figures }) => format.number(figures.opened) },
        {
          head: t.map.verified,
          number: true,
          cell: ({ figures }) => format.number(figures.states.verified),
        },
        {
          head: t.list.late,
          number: true,
          cell: ({ figures }) => format.number(figures.states.late),
        },
      ]}
      rows={sorted.slice(0, maxSettlementsShown)}
    />
  );
}
