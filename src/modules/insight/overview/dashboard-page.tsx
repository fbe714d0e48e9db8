import {
  Clock,
  Field,
  Filters,
  Grid,
  Pane,
  PageHeader,
  Rows,
  Section,
  Stack,
  Table,
  FramedPanes,
} from "#base/ui/index.ts";
import { groupName } from "#modules/problems/index.ts";
import type { TerritoryShape } from "#modules/territories/index.ts";
import { burstMessages } from "../bursts/explanation.ts";
import { periods } from "../period.ts";
import type { RegionPageData } from "./reads.ts";
import { onTimeShare, perThousand, verifiedShare } from "../shares.ts";
import type { InsightViewContext } from "../view.ts";
import { BodiesTable } from "../charts/bodies-table.tsx";
import { ChronicPlacesTable, WaitTimesChart, WeeklyChart } from "../charts/charts.tsx";
import { KeyFigures } from "../charts/key-figures.tsx";
import { CsvLink, DataLinks, ShareValue, StatesBar, StatesLegend } from "../charts/parts.tsx";
import { RegionMap } from "../charts/places-map.tsx";

export type DashboardPageProps = {
  viewContext: InsightViewContext;
  data: RegionPageData;
  shapes: readonly TerritoryShape[];
  weeks: string;
  /** Address of a twin with the same period. */
  csv: (name: "municipalities" | "bodies" | "topics" | "weeks") => string;
  json: string;
};

const maxBodiesShown = 10;
const maxOverdueShown = 5;

/** The whole region: every chart with its table and its CSV. */
export function DashboardPage(view: DashboardPageProps) {
  const { viewContext: insightContext, data, shapes, csv } = view;
  const { t, names } = insightContext;
  const population = data.places.reduce((sum, { place }) => sum + (place.population ?? 0), 0);
  return (
    <Stack gap="xl">
      <PageHeader title={t.desk.title} lead={t.desk.lead} />
      <FramedPanes>
        <Pane title={t.place.weeks(Number(view.weeks))} gap="m">
          <p>{t.desk.came(data.figures.opened, data.figures.messages)}</p>
          <StatesBar viewContext={insightContext} figures={data.figures} size="l" />
          <StatesLegend words={t.states} states={data.figures.states} />
        </Pane>
        <OverduePane viewContext={insightContext} data={data} />
      </FramedPanes>
      <p>
        <a href={names.href("/insight/hot")}>
          {burstMessages[insightContext.viewContext.lang].link}
        </a>
      </p>
      <Filters action={names.href("/insight")}>
        <Field
          name="weeks"
          kind="select"
          label={t.place.period}
          value={view.weeks}
          options={periods.map((value) => ({ value, label: t.place.weeks(Number(value)) }))}
        />
      </Filters>
      <Section title={t.place.figures} link={{ href: names.href("/figures"), label: t.home.how }}>
        <KeyFigures viewContext={insightContext} figures={data.figures} population={population} />
      </Section>
      <Grid cols={2}>
        <WeeklyChart
          viewContext={insightContext}
          weeks={data.weeks}
          at={data.at}
          csv={csv("weeks")}
        />
        <WaitTimesChart viewContext={insightContext} figures={data.figures} />
      </Grid>
      <Section
        title={t.desk.map}
        lead={t.home.mapLead}
        link={{ href: names.href("/territories"), label: t.home.mapLink }}
      >
        <RegionMap viewContext={insightContext} places={data.places} shapes={shapes} />
        <CsvLink viewContext={insightContext} href={csv("municipalities")} />
      </Section>
      <Section
        title={t.desk.bodies}
        lead={t.desk.bodiesLead}
        link={{ href: csv("bodies"), label: t.desk.allBodies }}
      >
        <BodiesTable
          viewContext={insightContext}
          bodies={data.bodies}
          most={maxBodiesShown}
          href={(body) => names.href(`/problems?body=${body}`)}
        />
      </Section>
      <Section title={t.desk.topics}>
        <TopicsTable viewContext={insightContext} data={data} />
        <CsvLink viewContext={insightContext} href={csv("topics")} />
      </Section>
      <Section title={t.desk.coverage} lead={t.desk.coverageLead}>
        <CoverageTable viewContext={insightContext} data={data} />
      </Section>
      <Section
        title={t.desk.chronic}
        lead={t.place.chronicLead}
        link={{ href: names.href("/problems?stage=chronic"), label: t.place.chronicLink }}
      >
        {data.chronic.length === 0 ? (
          <p>{t.desk.chronicNone}</p>
        ) : (
          <ChronicPlacesTable viewContext={insightContext} places={data.chronic} withTown />
        )}
      </Section>
      <DataLinks
        viewContext={insightContext}
        at={data.at}
        links={[
          { label: "JSON", href: view.json },
          { label: t.desk.allBodies, href: csv("bodies") },
        ]}
      />
    </Stack>
  );
}

/** What is late, and by whom. */
function OverduePane({
  viewContext: insightContext,
  data,
}: {
  viewContext: InsightViewContext;
  data: RegionPageData;
}) {
  const { t, names } = insightContext;
  const { lateBodies, lateOurs } = data.attention;
  const more = lateBodies.length - maxOverdueShown;
  return (
    <Pane title={t.desk.late} lit gap="m">
      {lateBodies.length === 0 ? (
        <p>{t.desk.lateNone}</p>
      ) : (
        <>
          <p>{t.desk.lateLead}</p>
          <Rows
            rows={lateBodies.slice(0, maxOverdueShown).map(({ bodyId, late }) => ({
              title: names.body(bodyId),
              href: names.href(`/problems?body=${bodyId}&stage=overdue&sort=due`),
              figure: { value: late },
            }))}
          />
          {more > 0 && <p class="small">{t.desk.more(more)}</p>}
        </>
      )}
      {lateOurs > 0 && <Clock state="late">{t.place.ours(lateOurs)}</Clock>}
    </Pane>
  );
}

function TopicsTable({
  viewContext: insightContext,
  data,
}: {
  viewContext: InsightViewContext;
  data: RegionPageData;
}) {
  const { t, format, names, viewContext } = insightContext;
  const rows = [...data.topics].toSorted(([, a], [, b]) => b.opened - a.opened).slice(0, 20);
  const all = data.figures.opened;
  return (
    <Table
      caption={t.desk.topics}
      captionHidden
      cards
      columns={[
        {
          head: t.desk.topic,
          cell: ([code]) => (
            <a href={names.href(`/problems?topic=${code}`)}>{groupName(viewContext.lang, code)}</a>
          ),
        },
        { head: t.desk.opened, number: true, cell: ([, figures]) => format.number(figures.opened) },
        {
          head: t.desk.share,
          number: true,
          cell: ([, figures]) => format.share(all === 0 ? undefined : figures.opened / all),
        },
        {
          head: t.list.verified,
          number: true,
          cell: ([, figures]) => (
            <ShareValue viewContext={insightContext} value={verifiedShare(figures)} />
          ),
        },
        {
          head: t.list.onTime,
          number: true,
          cell: ([, figures]) => (
            <ShareValue viewContext={insightContext} value={onTimeShare(figures)} />
          ),
        },
        {
          head: t.list.late,
          number: true,
          cell: ([, figures]) => format.number(figures.states.late),
        },
      ]}
      rows={rows}
    />
  );
}

function CoverageTable({
  viewContext: insightContext,
  data,
}: {
  viewContext: InsightViewContext;
  data: RegionPageData;
}) {
  const { t, format, names } = insightContext;
  const rate = ({ figures, place }: RegionPageData["places"][number]) =>
    perThousand(figures.messages, place.population);
  return (
    <Table
      caption={t.desk.coverage}
      captionHidden
      dense
      columns={[
        {
          head: t.list.name,
          cell: ({ place }) => <a href={names.territoryHref(place.id)}>{place.name}</a>,
        },
        {
          head: t.desk.messages,
          number: true,
          cell: ({ figures }) => format.number(figures.messages),
        },
        {
          head: t.desk.messagesPerThousand,
          number: true,
          cell: (one) => {
            const value = rate(one);
            return value === undefined ? "—" : format.decimal(value);
          },
        },
        {
          head: t.desk.silent,
          number: true,
          cell: ({ silent, all }) => t.desk.silentOf(silent.length, all),
        },
      ]}
      rows={data.places.toSorted((a, b) => (rate(a) ?? 0) - (rate(b) ?? 0))}
    />
  );
}
