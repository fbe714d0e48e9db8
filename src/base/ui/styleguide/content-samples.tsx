import {
  EmptyState,
  DescriptionList,
  Flash,
  PlainRows,
  Progress,
  Rows,
  Skeleton,
} from "../content/blocks.tsx";
import { Actions, ButtonLink } from "../forms/buttons.tsx";
import { Field } from "../forms/fields.tsx";
import { Filters } from "../forms/form.tsx";
import { Pager, Tabs } from "../layout/site-frame.tsx";
import { Card, Cluster, Eyebrow, Grid, Meta, Pane, FramedPanes } from "../layout/layout.tsx";
import { Evidence, Stepper, Timeline } from "../status/timeline.tsx";
import { Badge, Clock, DateBox, Avatar, Status, Tag } from "../status/status.tsx";
import { Table } from "../content/table.tsx";
import { sample } from "./messages.ru.ts";
import { Demo } from "./demo.tsx";

const { heads, flashes, window: lit, table } = sample;

/** A drawing in place of a photograph. */
function SampleDrawing({ alt, ground }: { alt: string; ground: string }) {
  return (
    <svg viewBox="0 0 480 320" role="img" aria-label={alt}>
      <rect width="480" height="320" fill="#c2c8cb" />
      <rect x="20" y="30" width="440" height="136" fill="#cbc7be" />
      <path d="M0 166h480v154H0z" fill="#7d786a" />
      <path d="M120 320 216 166h70l110 154z" fill="#85827a" />
      <ellipse cx="262" cy="256" rx="50" ry="16" fill={ground} />
    </svg>
  );
}

export function TimelineSamples() {
  const grounds = ["#14181a", "#767e82"];
  return (
    <>
      <Demo id="steps" title={heads.steps}>
        <Stepper label={heads.steps} steps={sample.steps} />
      </Demo>
      <Demo id="evidence" title={heads.evidence}>
        <Grid cols={2}>
          <Evidence
            photos={sample.shots.map((shot, index) => ({
              ...shot,
              drawing: <SampleDrawing alt={shot.alt} ground={grounds[index] ?? "#14181a"} />,
            }))}
          >
            <p>{sample.shotNote}</p>
          </Evidence>
          <Timeline
            entries={sample.timeline.map((entry) => ({
              fact: entry.fact,
              icon: entry.icon,
              title: entry.title,
              at: new Date(`${entry.at}Z`),
              when: entry.when,
              text: "text" in entry ? entry.text : undefined,
              said: "said" in entry ? { text: entry.said, by: entry.by } : undefined,
            }))}
          />
        </Grid>
      </Demo>
    </>
  );
}

export function Windows() {
  return (
    <Demo id="window" title={heads.window}>
      <FramedPanes>
        <Pane label={lit.title} foot={<Stepper label={lit.title} steps={sample.steps} />}>
          <Eyebrow>
            <Status kind="verified">{sample.statuses.verified}</Status>
            <span class="num">{lit.number}</span>
            <Tag>{lit.topic}</Tag>
          </Eyebrow>
          <h3 class="h2">{lit.title}</h3>
          <Meta items={lit.meta} />
          <p class="lead">{lit.lead}</p>
        </Pane>
        <Pane title={lit.now} level={3} small lit gap="s">
          <Clock state="stopped" size="l">
            {lit.clock}
          </Clock>
          <p>{lit.nowText}</p>
          <Actions>
            <ButtonLink href="#again" icon="back">
              {lit.again}
            </ButtonLink>
          </Actions>
        </Pane>
        <Pane label={lit.who}>
          <DescriptionList items={lit.facts} />
        </Pane>
      </FramedPanes>
    </Demo>
  );
}

export function Lists() {
  return (
    <Demo id="rows" title={heads.rows}>
      <Rows
        ordered
        rows={sample.rows.map(({ figure, title, place, people }, index) => ({
          figure,
          title,
          href: `#row-${index}`,
          meta: [
            { icon: "pin", text: place },
            { icon: "people", text: people },
          ],
          side: (
            <>
              <Status kind="overdue">{sample.statuses.overdue}</Status>
              <Clock state="late">{sample.clocks[2].text}</Clock>
            </>
          ),
        }))}
      />
      <Grid cols={2}>
        <Rows
          rows={[
            {
              date: sample.dated.date,
              title: sample.dated.title,
              href: "#dated",
              meta: [sample.dated.meta],
            },
          ]}
        />
        <PlainRows>{[...sample.plainRows]}</PlainRows>
      </Grid>
      <Grid>
        <Card
          title={lit.title}
          href="#card"
          media={
            <Evidence
              small
              photos={sample.shots.map((shot) => ({
                ...shot,
                drawing: <SampleDrawing alt={shot.alt} ground="#14181a" />,
              }))}
            />
          }
        >
          <Status kind="verified">{sample.statuses.verified}</Status>
          <Meta items={[lit.topic]} />
        </Card>
        <Card title={lit.who} gap="m">
          <DescriptionList side items={lit.facts} />
        </Card>
      </Grid>
    </Demo>
  );
}

export function Tables() {
  const [title, place, count, state, left] = table.heads;
  return (
    <Demo id="table" title={heads.table}>
      <Filters
        action="#"
        resultCount={table.filters.found}
        activeFilters={table.filters.chosen.map((label) => ({ label, href: "#without" }))}
        resetHref="#reset"
      >
        <Field
          name="topicFilter"
          kind="select"
          label={table.filters.topic}
          options={[{ value: "roads", label: table.filters.chosen[0] }]}
        />
        <Field name="textFilter" kind="search" label={table.filters.find} />
      </Filters>
      <Table
        cards
        caption={table.caption}
        rows={table.rows}
        columns={[
          { head: title, cell: (row) => <a href="#row">{row.title}</a>, foot: table.total },
          { head: place, cell: (row) => row.place, sort: { href: "#by-place" } },
          {
            head: count,
            cell: (row) => row.count,
            number: true,
            sort: { href: "#by-count", direction: "ascending" },
            foot: 27,
          },
          { head: state, cell: (row) => <Status kind={row.kind}>{row.state}</Status> },
          {
            head: left,
            cell: (row) => (
              <Clock state={row.clock} share={row.share}>
                {row.left}
              </Clock>
            ),
          },
        ]}
      />
      <Pager newer="#newer" older="#older" range={table.filters.range} />
      <Tabs
        label={heads.table}
        tabs={table.tabs.map((label, index) => ({
          label,
          href: `#tab-${index}`,
          current: index === 0,
          count: index === 1 ? 41 : undefined,
        }))}
      />
    </Demo>
  );
}

export function LoadingSamples() {
  const { empty, progress } = sample;
  return (
    <Demo id="empty" title={heads.empty}>
      <Grid>
        <EmptyState
          title={empty.title}
          text={empty.text}
          action={{ href: "#check", label: empty.action }}
        />
        <Card title={progress.title} gap="m">
          <Progress label={progress.label} value={184} max={284} hint={progress.hint} />
        </Card>
        <Card>
          <Skeleton label={sample.loading} lines={4} />
        </Card>
      </Grid>
      <Cluster gap="l">
        {sample.roles.map((role) => (
          <Avatar {...role} />
        ))}
        <Badge>23</Badge>
        <DateBox {...sample.dated.date} />
      </Cluster>
      <Flash kind="danger">{flashes.danger}</Flash>
      <Flash toast>
        {flashes.toast} <a href="#undo">{flashes.undo}</a>
      </Flash>
    </Demo>
  );
}
