import {
  Bar,
  Chart,
  Choropleth,
  Legend,
  MedianP90,
  Panes,
  Sparkline,
  Stat,
  Table,
  Twin,
  WeekColumns,
  type BarParts,
  type Column,
} from "#base/ui/index.ts";
import {
  topicName,
  type ChronicPlace,
  type Figures,
  type States,
  type Wait,
  type WeekStates,
} from "#modules/problems/index.ts";
import type { Shape } from "#modules/territories/index.ts";
import { mapScale, mapViewBox } from "../map.ts";
import type { PlaceFigures } from "../reads.ts";
import {
  confirmedShare,
  onTimeShare,
  perThousand,
  refutedShare,
  trendOf,
  verifiedShare,
} from "../shares.ts";
import type { Look } from "../view.ts";

export const partsOf = (states: States): BarParts => ({
  checked: states.verified,
  said: states.said,
  open: states.open,
  late: states.late,
});

/** Where all problems of a scope stand, as one bar. */
export function StatesBar({ look, figures, size }: { look: Look; figures: Figures; size?: "l" }) {
  const { opened, states } = figures;
  return (
    <Bar
      label={look.t.bar({ opened, ...states })}
      parts={partsOf(states)}
      total={opened}
      {...(size && { size })}
    />
  );
}

/** What the fills mean, with counts. */
export function StatesLegend({
  words,
  states,
}: {
  words: Record<"verified" | "said" | "open" | "late", string>;
  states?: States;
}) {
  const item = (look: "checked" | "said" | "open" | "late", key: keyof typeof words) => ({
    look,
    label: words[key],
    ...(states && { count: states[key] }),
  });
  return (
    <Legend
      items={[
        item("checked", "verified"),
        item("said", "said"),
        item("open", "open"),
        item("late", "late"),
      ]}
    />
  );
}

/** The map of the region beside the same figures as a table: a link to each territory in both. */
export function PlacesMap({
  look,
  places,
  shapes,
}: {
  look: Look;
  places: readonly PlaceFigures[];
  shapes: readonly Shape[];
}) {
  const { t, say, names } = look;
  const byShare = places.toSorted(
    (a, b) =>
      (verifiedShare(b.figures) ?? -1) - (verifiedShare(a.figures) ?? -1) ||
      b.figures.opened - a.figures.opened,
  );
  const byId = new Map(places.map((one) => [one.place.id, one]));
  const areas = shapes.flatMap(({ id, path, labelX, labelY }) => {
    const one = byId.get(id);
    if (one === undefined) return [];
    const value = verifiedShare(one.figures);
    const text = value === undefined ? t.map.few : say.share(value);
    return [
      {
        name: one.place.name,
        href: names.territoryHref(id),
        path,
        at: { x: labelX, y: labelY },
        value,
        text,
      },
    ];
  });
  return (
    <Panes cols={2}>
      <Chart card={false}>
        {areas.length === 0 ? (
          <p class="muted">{t.map.none}</p>
        ) : (
          <>
            <Choropleth label={t.map.label} viewBox={mapViewBox} areas={areas} scale={mapScale} />
            <MapLegend look={look} />
          </>
        )}
      </Chart>
      <Table
        caption={t.map.caption}
        captionHidden
        dense
        columns={[
          {
            head: t.map.territory,
            cell: ({ place }) => <a href={names.territoryHref(place.id)}>{place.name}</a>,
          },
          {
            head: t.map.verified,
            number: true,
            cell: ({ figures }) => <Or value={verifiedShare(figures)} look={look} />,
          },
          {
            head: t.map.late,
            number: true,
            cell: ({ figures }) => say.number(figures.states.late),
          },
        ]}
        rows={byShare}
      />
    </Panes>
  );
}

/** A share, or the grey word for too few cases. */
export function Or({ value, look }: { value: number | undefined; look: Look }) {
  if (value === undefined) return <span class="muted">{look.t.stats.few}</span>;
  return <>{look.say.share(value)}</>;
}

function MapLegend({ look: { t } }: { look: Look }) {
  const percent = mapScale.map((share) => Math.round(share * 100));
  const [first = 0, second = 0, third = 0, last = 0] = percent;
  return (
    <figcaption>
      <Legend
        items={[
          { look: 1, label: t.map.below(first) },
          { look: 2, label: `${first}–${second - 1}` },
          { look: 3, label: `${second}–${third - 1}` },
          { look: 4, label: `${third}–${last - 1}` },
          { look: 5, label: t.map.above(last) },
          { look: 0, label: t.map.fewLegend },
        ]}
      />
    </figcaption>
  );
}

/** The four honest figures with their formulas; beside a region each says how the region stands. */
export function HonestFigures(props: {
  look: Look;
  figures: Figures;
  population: number | null;
  region?: { figures: Figures; population: number | null };
}) {
  const { look, figures, population, region } = props;
  const { t, say } = look;
  const per = perThousand(figures.opened, population);
  const share = (of: (figures: Figures) => number | undefined) => ({
    ...valueOf(look, of(figures)),
    ...(region && versus(look, of(figures), of(region.figures), say.share)),
  });
  const regionPer = region && perThousand(region.figures.opened, region.population);
  const { answers, claims, checks } = figures;
  const few = (cases: number, how: string) =>
    cases < 5 ? `${how}. ${t.stats.fewHow(cases)}` : how;
  return (
    <Panes cols={4}>
      <Stat
        title={t.stats.onTime}
        {...share(onTimeShare)}
        how={few(
          answers.given + answers.owed,
          t.stats.onTimeHow(answers.inTime, answers.given, answers.owed),
        )}
      />
      <Stat
        title={t.stats.confirmed}
        value={claims.confirmed}
        unit={t.stats.confirmedOf(claims.made)}
        how={t.stats.confirmedHow(claims.waiting)}
        {...(region &&
          versus(look, confirmedShare(figures), confirmedShare(region.figures), say.share))}
      />
      <Stat
        title={t.stats.refuted}
        {...share(refutedShare)}
        how={few(checks.made, t.stats.refutedHow(checks.refuted, checks.made))}
      />
      <Stat
        title={t.stats.perThousand}
        value={per === undefined ? "—" : say.tenth(per)}
        how={
          per === undefined || population === null
            ? t.stats.populationUnknown
            : t.stats.perThousandHow(figures.opened, population / 1000)
        }
        {...(region && versus(look, per, regionPer, say.tenth))}
      />
    </Panes>
  );
}

function valueOf(look: Look, value: number | undefined): { value: string; unit?: string } {
  if (value === undefined) return { value: look.t.stats.few };
  return { value: look.say.number(value * 100), unit: "%" };
}

function versus(
  look: Look,
  value: number | undefined,
  whole: number | undefined,
  text: (value: number) => string,
) {
  const trend = trendOf(value, whole);
  if (trend === undefined || whole === undefined) return {};
  return { versus: { trend, text: look.t.stats.region(text(whole)) } };
}

/** Columns by week with their table. */
export function Weekly({
  look,
  weeks,
  at,
  csv,
}: {
  look: Look;
  weeks: readonly WeekStates[];
  at: Date;
  csv?: string;
}) {
  const { t, say } = look;
  const all = (week: States) => week.verified + week.said + week.open + week.late + week.otherwise;
  const sum = (of: (week: WeekStates) => number) =>
    say.number(weeks.reduce((total, week) => total + of(week), 0));
  const state = (key: keyof States): Column<WeekStates> => ({
    head: t.states[key],
    number: true,
    cell: (week) => say.number(week[key]),
    foot: sum((week) => week[key]),
  });
  return (
    <Chart title={t.place.weekly} note={t.place.weeklyNote(say.day(at))}>
      <WeekColumns
        label={t.place.weeklyLabel}
        columns={weeks.map((week) => ({ label: say.week(week.week), parts: partsOf(week) }))}
        every={Math.max(1, Math.ceil(weeks.length / 5))}
      />
      <StatesLegend words={t.states} />
      <Twin>
        <Table
          caption={t.place.weekly}
          captionHidden
          dense
          scroll
          columns={[
            { head: t.place.weekFrom, cell: ({ week }) => say.week(week), foot: t.place.all },
            {
              head: t.place.all,
              number: true,
              cell: (week) => say.number(all(week)),
              foot: sum(all),
            },
            state("verified"),
            state("said"),
            state("open"),
            state("late"),
            state("otherwise"),
          ]}
          rows={weeks}
        />
        {csv !== undefined && <Csv look={look} href={csv} />}
      </Twin>
    </Chart>
  );
}

export function Csv({ look, href }: { look: Look; href: string }) {
  return (
    <p class="small">
      <a href={href}>{look.t.desk.csv}</a>
    </p>
  );
}

type WaitName = "reaction" | "answer" | "fix";
const waitNames: readonly WaitName[] = ["reaction", "answer", "fix"];

/** How long one waits, with the region's marks below where there is a region to compare with. */
export function Waits({
  look,
  figures,
  region,
}: {
  look: Look;
  figures: Figures;
  region?: Figures;
}) {
  const { t, say } = look;
  const rows = waitNames.map((name) => ({ name, own: figures[name], whole: region?.[name] }));
  const drawn = rows.flatMap(({ name, own, whole }) =>
    own.median === undefined || own.p90 === undefined
      ? []
      : [{ name: t.place[name], median: own.median, p90: own.p90, ...wholeOf(whole) }],
  );
  const pair = (wait: Wait | undefined) =>
    wait?.median === undefined ? t.stats.few : `${say.tenth(wait.median)} / ${say.tenth(wait.p90)}`;
  const label = drawn
    .map((row) => `${row.name}: ${say.tenth(row.median)}, ${say.tenth(row.p90)}`)
    .join("; ");
  const columns: Column<(typeof rows)[number]>[] = [
    { head: t.place.what, cell: ({ name }) => t.place[name] },
    { head: t.place.half, number: true, cell: ({ own }) => say.tenth(own.median) },
    { head: t.place.nine, number: true, cell: ({ own }) => say.tenth(own.p90) },
    { head: t.place.cases, number: true, cell: ({ own }) => say.number(own.cases) },
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
      <Twin>
        <Table caption={t.place.waits} captionHidden dense scroll columns={columns} rows={rows} />
      </Twin>
    </Chart>
  );
}

const wholeOf = (whole: Wait | undefined) =>
  whole?.median === undefined || whole.p90 === undefined
    ? {}
    : { wholeMedian: whole.median, wholeP90: whole.p90 };

/** Places to which a trouble comes back. */
export function ChronicTable({
  look,
  places,
  withTown,
}: {
  look: Look;
  places: readonly ChronicPlace[];
  withTown?: boolean;
}) {
  const { t, names, reader } = look;
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
        { head: t.place.topic, cell: (place) => topicName(reader.lang, place.topic) },
        { head: t.place.returned, number: true, cell: (place) => t.place.times(place.returns) },
        {
          head: t.place.months,
          cell: (place) => (
            <Sparkline
              values={place.months}
              label={t.place.monthsLabel(topicName(reader.lang, place.topic))}
            />
          ),
        },
      ]}
      rows={places}
    />
  );
}

/** The addresses of a page's data and when it was counted. */
export function DataLine({
  look,
  at,
  twins,
}: {
  look: Look;
  at: Date;
  twins: readonly { label: string; href: string }[];
}) {
  const { t, say } = look;
  return (
    <p class="small muted">
      {t.place.data}{" "}
      {twins.map(({ label, href }, index) => (
        <>
          {index > 0 && ", "}
          <a href={href}>{label}</a>
        </>
      ))}
      . {t.place.updated(say.moment(at))}
    </p>
  );
}
