import { Actions, Button } from "../forms/buttons.tsx";
import {
  Bar,
  type BarParts,
  barKinds,
  Chart,
  Gauge,
  Legend,
  FigureTable,
} from "../charts/bars.tsx";
import { MedianP90, WeekColumns } from "../charts/columns.tsx";
import { ComparisonView, Desk, Queue, SuggestionList } from "../desk/desk.tsx";
import { Form } from "../forms/form.tsx";
import { Grade, ScoreBreakdown } from "../status/grade.tsx";
import { Card, Grid, Section } from "../layout/layout.tsx";
import { Quote } from "../status/timeline.tsx";
import { Choropleth, LocatorMap, scaleStepOf } from "../charts/maps.tsx";
import { Clock, Status } from "../status/status.tsx";
import { Table } from "../content/table.tsx";
import { sample } from "./messages.ru.ts";

const { heads, buttons, queue, weeks, waits, map } = sample;

/** The desk: queue, text, suggestions, comparison. */
export function DeskSamples() {
  const items = queue.items.map(({ left, share, ...item }, index) => ({
    ...item,
    href: `#item-${index}`,
    mark: (
      <Clock state={share > 0.6 ? "soon" : "calm"} share={share}>
        {left}
      </Clock>
    ),
  }));
  return (
    <Section id="sg-desk" title={heads.desk}>
      <Desk
        toQueue={queue.back}
        queue={<Queue label={queue.label} title={queue.title} note={queue.note} items={items} />}
      >
        <Card>
          <Quote big>{sample.message}</Quote>
        </Card>
        <Form action="#" variant="card" label={sample.understood}>
          <h3>{sample.understood}</h3>
          <SuggestionList items={sample.suggestions} />
          <Actions>
            <Button kind="primary" shortcut="enter">
              {buttons.primary}
            </Button>
            <Button kind="quiet" shortcut="n">
              {sample.statuses.noise}
            </Button>
          </Actions>
        </Form>
        <ComparisonView {...sample.compare} />
      </Desk>
    </Section>
  );
}

/** An answer's check. */
export function GradeSamples() {
  return (
    <Section id="sg-grade" title={heads.grade}>
      <Card>
        <Grade {...sample.grade} level={3} value={52} threshold={75} />
        <ScoreBreakdown
          items={sample.summands.map((item) => ({
            ...item,
            action: "insert" in item ? <Button size="s">{item.insert}</Button> : undefined,
          }))}
        />
      </Card>
    </Section>
  );
}

const values = [44, 58, undefined, 71, 39, 61] as const;
const scale = [40, 50, 60, 70] as const;

function SampleMap() {
  const areas = map.names.map((name, index) => {
    const x = (index % 3) * 220;
    const y = Math.floor(index / 3) * 180;
    const value = values[index];
    return {
      name,
      href: `#area-${index}`,
      path: `M${x} ${y}h220v180h-220z`,
      at: { x: x + 110, y: y + 90 },
      value,
      text: value === undefined ? map.few : `${value} %`,
    };
  });
  return (
    <Chart title={map.title}>
      <Choropleth label={map.label} viewBox="-1 -1 662 362" areas={areas} scale={scale} />
      <Legend
        items={map.legend.map((label, step) => ({
          look: scaleStepOf([undefined, 0, 40, 50, 60, 70][step], scale),
          label,
        }))}
      />
    </Chart>
  );
}

function WeekTable() {
  const [week, all, ...kinds] = weeks.heads;
  const sum = (parts: BarParts) => barKinds.reduce((total, kind) => total + (parts[kind] ?? 0), 0);
  const rows: readonly { label: string; parts: BarParts }[] = weeks.columns;
  const total = (count: (parts: BarParts) => number) =>
    rows.reduce((found, { parts }) => found + count(parts), 0);
  return (
    <Table
      caption={weeks.caption}
      captionHidden
      dense
      scroll
      rows={rows}
      columns={[
        { head: week, cell: (row) => row.label, foot: weeks.total },
        { head: all, number: true, cell: (row) => sum(row.parts), foot: total(sum) },
        ...barKinds.map((kind, index) => ({
          head: kinds[index] ?? kind,
          number: true,
          cell: (row: { parts: BarParts }) => row.parts[kind] ?? 0,
          foot: total((parts) => parts[kind] ?? 0),
        })),
      ]}
    />
  );
}

function BarAndGauges() {
  const { bar, gauge, gaugeFar } = sample;
  return (
    <Grid cols={2}>
      <Card>
        <Bar label={bar.label} parts={bar.parts} size="l" />
        <Legend
          items={barKinds.map((kind) => ({
            look: kind,
            count: bar.parts[kind],
            label: bar.legend[kind],
          }))}
        />
      </Card>
      <Card>
        <Gauge {...gauge} value={15} reported={2} target={24} plan={14} forecast={25} />
        <Gauge
          {...gaugeFar}
          href="#gauge"
          status={<Status kind="working">{gaugeFar.status}</Status>}
          value={240}
          reported={11}
          target={240}
          forecast={400}
        />
      </Card>
    </Grid>
  );
}

/** Data graphics. */
export function ChartSamples() {
  return (
    <Section id="sg-charts" title={heads.charts}>
      <BarAndGauges />
      <Grid cols={2}>
        <Chart title={weeks.title} note={weeks.note}>
          <WeekColumns columns={weeks.columns} label={weeks.label} />
          <FigureTable>
            <WeekTable />
          </FigureTable>
        </Chart>
        <Chart title={waits.title} note={waits.note}>
          <MedianP90 rows={waits.rows} label={waits.label} />
        </Chart>
        <SampleMap />
        <Chart>
          <LocatorMap
            label={sample.locator.label}
            viewBox="0 0 360 220"
            areas={[
              { path: "M0 0h360v220H0z" },
              { path: "M0 186q90-34 180-18t180-26v78H0z", step: 2 },
            ]}
            ring={{ x: 180, y: 118, r: 46 }}
            pins={[
              { letter: sample.locator.pins[0], x: 200, y: 116 },
              { letter: sample.locator.pins[1], x: 160, y: 121, other: true },
            ]}
            names={[{ text: sample.locator.river, x: 300, y: 206 }]}
          />
        </Chart>
      </Grid>
    </Section>
  );
}
