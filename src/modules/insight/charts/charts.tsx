import {
  Chart,
  MedianP90,
  Sparkline,
  Table,
  FigureTable,
  WeekColumns,
  type Column,
} from "#base/ui/index.ts";
import {
  topicName,
  type ChronicPlace,
  type ProblemFigures,
  type ProblemStateCounts,
  type WaitTimes,
  type WeeklyStateCounts,
} from "#modules/problems/index.ts";
import type { InsightViewContext } from "../view.ts";
import { CsvLink, toBarParts, StatesLegend } from "./parts.tsx";

/** Columns by week with their table. */
export function WeeklyChart({
  viewContext: insightContext,
  weeks,
  at,
  csv,
}: {
  viewContext: InsightViewContext;
  weeks: readonly WeeklyStateCounts[];
  at: Date;
  csv?: string;
}) {
  const { t, format } = insightContext;
  const all = (week: ProblemStateCounts) =>
    week.verified + week.claimed + week.open + week.late + week.otherwise;
  const sum = (of: (week: WeeklyStateCounts) => number) =>
    format.number(weeks.reduce((total, week) => total + of(week), 0));
  const state = (key: keyof ProblemStateCounts): Column<WeeklyStateCounts> => ({
    head: t.states[key],
    number: true,
    cell: (week) => format.number(week[key]),
    foot: sum((week) => week[key]),
  });
  return (
    <Chart title={t.place.weekly} note={t.place.weeklyNote(format.date(at))}>
      <WeekColumns
        label={t.place.weeklyLabel}
        columns={weeks.map((week) => ({ label: format.week(week.week), parts: toBarParts(week) }))}
        every={Math.max(1, Math.ceil(weeks.length / 5))}
      />
      <StatesLegend words={t.states} />
      <FigureTable>
        <Table
          caption={t.place.weekly}
          captionHidden
          dense
          scroll
          columns={[
            { head: t.place.weekFrom, cell: ({ week }) => format.week(week), foot: t.place.all },
            {
              head: t.place.all,
              number: true,
              cell: (week) => format.number(all(week)),
              foot: sum(all),
            },
            state("verified"),
            state("claimed"),
            state("open"),
            state("late"),
            state("otherwise"),
          ]}
          rows={weeks}
        />
        {csv !== undefined && <CsvLink viewContext={insightContext} href={csv} />}
      </FigureTable>
    </Chart>
  );
}

type WaitKind = "reaction" | "answer" | "fix";
const waitKinds: readonly WaitKind[] = ["reaction", "answer", "fix"];

/** How long one waits, with the region's marks below where there is a region to compare with. */
export function WaitTimesChart({
  viewContext: insightContext,
  figures,
  region,
}: {
  viewContext: InsightViewContext;
  figures: ProblemFigures;
  region?: ProblemFigures;
}) {
  const { t, format } = insightContext;
  const rows = waitKinds.map((name) => ({ name, own: figures[name], whole: region?.[name] }));
  const drawn = rows.flatMap(({ name, own, whole }) =>
    own.median === undefined || own.p90 === undefined
      ? []
      : [{ name: t.place[name], median: own.median, p90: own.p90, ...regionMarks(whole) }],
  );
  const pair = (wait: WaitTimes | undefined) =>
    wait?.median === undefined
      ? t.stats.few
      : `${format.decimal(wait.median)} / ${format.decimal(wait.p90)}`;
  const label = drawn
    .map((row) => `${row.name}: ${format.decimal(row.median)}, ${format.decimal(row.p90)}`)
    .join("; ");
  const columns: Column<(typeof rows)[number]>[] = [
    { head: t.place.what, cell: ({ name }) => t.place[name] },
    { head: t.place.half, number: true, cell: ({ own }) => format.decimal(own.median) },
    { head: t.place.nine, number: true, cell: ({ own }) => format.decimal(own.p90) },
    { head: t.place.cases, number: true, cell: ({ own }) => format.number(own.cases) },
    ...(region
      ? [
          {
            head: t.place.region,
            number: true,
            cell: ({ whole }: (typeof rows)[number]) => pair(whole),
          },
        ]
      : []),
  ];
  return (
    <Chart
      title={t.place.waits}
      note={
        drawn.length === 0 ? t.place.waitsFew : region ? t.place.waitsNote : t.place.waitsNoteRegion
      }
    >
      {drawn.length > 0 && <MedianP90 rows={drawn} label={label} />}
      <FigureTable>
        <Table caption={t.place.waits} captionHidden dense scroll columns={columns} rows={rows} />
      </FigureTable>
    </Chart>
  );
}

const regionMarks = (whole: WaitTimes | undefined) =>
  whole?.median === undefined || whole.p90 === undefined
    ? {}
    : { overallMedian: whole.median, overallP90: whole.p90 };

/** Places where a problem comes back. */
export function ChronicPlacesTable({
  viewContext: insightContext,
  places,
  withTown,
}: {
  viewContext: InsightViewContext;
  places: readonly ChronicPlace[];
  withTown?: boolean;
}) {
  const { t, names, viewContext } = insightContext;
  const address = (place: ChronicPlace) =>
    [withTown ? names.territory(place.municipalityId) : "", place.address]
      .filter(Boolean)
      .join(", ") || t.place.noAddress;
  return (
    <Table
      caption={t.place.chronicTitle}
      captionHidden
      cards
      columns={[
        {
          head: t.place.chronicPlace,
          cell: (place) => <a href={names.href(`/problems/${place.number}`)}>{address(place)}</a>,
        },
        { head: t.place.topic, cell: (place) => topicName(viewContext.lang, place.topic) },
        { head: t.place.returned, number: true, cell: (place) => t.place.times(place.returns) },
        {
          head: t.place.months,
          cell: (place) => (
            <Sparkline
              values={place.months}
              label={t.place.monthsLabel(topicName(viewContext.lang, place.topic))}
            />
          ),
        },
        {
          head: t.place.mend,
          cell: (place) => (
            <a href={names.href(`/projects/new?problems=${place.number}`)}>{t.place.begin}</a>
          ),
        },
      ]}
      rows={places}
    />
  );
}
