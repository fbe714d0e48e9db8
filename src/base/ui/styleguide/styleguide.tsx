import type { ComponentChildren } from "preact";
import {
  EmptyState,
  DescriptionList,
  Flash,
  PlainRows,
  Progress,
  Rows,
  Skeleton,
  Stat,
} from "../content/blocks.tsx";
import { Actions, Button, ButtonLink } from "../forms/buttons.tsx";
import { Field } from "../forms/fields.tsx";
import { Checkbox, ChoiceInput, ErrorSummary, Filters, Form } from "../forms/form.tsx";
import { Brand, Pager, SiteFrame, Tabs } from "../layout/site-frame.tsx";
import { Icon, iconNames, Logo } from "../icons.tsx";
import {
  Card,
  Cluster,
  Eyebrow,
  Grid,
  Meta,
  Pane,
  Panes,
  PageHeader,
  Section,
  Stack,
  FramedPanes,
} from "../layout/layout.tsx";
import { Evidence, Stepper, Timeline } from "../status/timeline.tsx";
import { Badge, Clock, DateBox, Avatar, Status, statusKinds, Tag } from "../status/status.tsx";
import { ChartSamples, DeskSamples, GradeSamples } from "./data-samples.tsx";
import { Table } from "../content/table.tsx";
import { KeyboardHelp } from "../desk/keyboard-help.tsx";
import { Gauge, Sparkline } from "../charts/bars.tsx";
import { sample } from "./messages.ru.ts";

const { heads, buttons, fields, flashes, window: lit, table } = sample;

function Demo({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <Section id={`sg-${id}`} title={title}>
      {children}
    </Section>
  );
}

function LogoSamples() {
  return (
    <Demo id="mark" title={heads.mark}>
      <Panes cols={3}>
        <Stack gap="s">
          <span class="big-mark">
            <Logo />
          </span>
          <p class="small">{sample.mark[0]}</p>
        </Stack>
        <div data-theme="dark" class="stack" data-gap="s">
          <span class="big-mark">
            <Logo />
          </span>
          <p class="small">{sample.mark[1]}</p>
        </div>
        <Stack gap="s">
          <Brand name={sample.brand.name} place={sample.brand.place} />
          <p class="small">{sample.mark[2]}</p>
        </Stack>
      </Panes>
    </Demo>
  );
}

function Colours() {
  return (
    <Demo id="colour" title={heads.colour}>
      <ul class="swatches" role="list">
        {sample.swatches.map(([token, on, name]) => (
          <li class="swatch" data-c={token} data-on={on}>
            <b>{name}</b>
            <span>{token}</span>
          </li>
        ))}
      </ul>
    </Demo>
  );
}

function TypeSizes() {
  const { eyebrow, page, section, entry, lead, body, small } = sample.type;
  return (
    <Demo id="type" title={heads.type}>
      <Card>
        <Eyebrow>{eyebrow}</Eyebrow>
        <p class="sg-h1">{page}</p>
        <p class="h2">
          <b>{section}</b>
        </p>
        <p class="h3">
          <b>{entry}</b>
        </p>
        <p class="lead">{lead}</p>
        <p>{body}</p>
        <p class="small muted">{small}</p>
      </Card>
    </Demo>
  );
}

function Buttons() {
  return (
    <>
      <Actions>
        <Button kind="primary">{buttons.primary}</Button>
        <Button>{buttons.plain}</Button>
        <Button kind="danger">{buttons.danger}</Button>
        <Button kind="quiet">{buttons.quiet}</Button>
      </Actions>
      <Actions>
        <Button disabled>{buttons.disabled}</Button>
        <Button kind="primary" busy>
          {buttons.busy}
        </Button>
        <ButtonLink href="#more" icon="right" size="s">
          {buttons.link}
        </ButtonLink>
      </Actions>
    </>
  );
}

function States() {
  return (
    <>
      <Cluster>
        {statusKinds.map((kind) => (
          <Status kind={kind}>{sample.statuses[kind]}</Status>
        ))}
      </Cluster>
      <Cluster gap="l">
        {sample.clocks.map(({ state, share, text }) => (
          <Clock state={state} share={share}>
            {text}
          </Clock>
        ))}
      </Cluster>
    </>
  );
}

function Figures() {
  const [late, all] = sample.stats;
  return (
    <Panes cols={3}>
      <Gauge
        {...sample.gauge}
        value={15}
        reported={2}
        target={24}
        plan={14}
        forecast={25}
        notes={undefined}
      />
      <Stat {...late} />
      <Stat {...all}>
        <Sparkline {...sample.spark} />
      </Stat>
    </Panes>
  );
}

function Theme({ theme, title }: { theme: "light" | "dark"; title: string }) {
  return (
    <Demo id={theme} title={title}>
      <div data-theme={theme} class="card stack" data-gap="l">
        <Buttons />
        <States />
        <Grid cols={2}>
          <div>
            <Field name={`${theme}Where`} {...fields.where} />
            <Field name={`${theme}Phone`} kind="tel" {...fields.phone} />
          </div>
          <div>
            <Field
              name={`${theme}Body`}
              kind="select"
              label={fields.locked.label}
              empty={fields.locked.empty}
              options={[]}
              disabled
            />
            <Checkbox name={`${theme}News`} {...fields.news} checked />
          </div>
        </Grid>
        <Flash>
          {flashes.done} <a href="#mine">{flashes.doneLink}</a>
        </Flash>
        <Flash kind="warn">
          {flashes.warn} <a href="#check">{flashes.warnLink}</a>
        </Flash>
        <Figures />
      </div>
    </Demo>
  );
}

function Forms() {
  return (
    <Demo id="forms" title={heads.forms}>
      <p class="muted">{sample.errorsNote}</p>
      <ErrorSummary errors={sample.errors} level={3} />
      <Form action="#" hidden={{ token: "x" }} files variant="card" label={heads.forms}>
        <Field name="errorPhone" kind="tel" {...fields.phone} />
        <ChoiceInput name="errorTopics" kind="checkbox" value={[]} {...fields.topics} />
        <ChoiceInput name="kind" kind="radio" value="interim" {...fields.kind} />
        <Field
          name="answer"
          kind="textarea"
          rows={5}
          maxlength={2000}
          counter
          width="full"
          hintAbove
          {...fields.answer}
        />
        <Field
          name="photo"
          kind="file"
          accept="image/jpeg,image/png,image/webp"
          {...fields.photo}
        />
        <Field name="date" kind="date" width="s" optional {...fields.date} />
        <Field
          name="find"
          kind="search"
          label={buttons.find}
          button={<Button icon="search">{buttons.find}</Button>}
        />
        <Actions>
          <Button kind="primary" size="l">
            {buttons.primary}
          </Button>
        </Actions>
      </Form>
    </Demo>
  );
}

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

function TimelineSamples() {
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

function Windows() {
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

function Lists() {
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

function Tables() {
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

function LoadingSamples() {
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

function Icons() {
  return (
    <Demo id="icons" title={heads.icons}>
      <Cluster>
        {iconNames.map((name) => (
          <Tag>
            <Icon name={name} size="l" />
            {name}
          </Tag>
        ))}
      </Cluster>
    </Demo>
  );
}

/** Every component on one page: the body to give to `renderPage`. */
export function Styleguide() {
  const { brand, nav, who, report, crumbs, footer, keys } = sample;
  const frame = { brand, nav, who, report, crumbs, footer };
  const parts = [LogoSamples, Colours, TypeSizes];
  const rest = [
    Forms,
    TimelineSamples,
    Windows,
    Lists,
    Tables,
    LoadingSamples,
    DeskSamples,
    GradeSamples,
    ChartSamples,
    Icons,
  ];
  return (
    <SiteFrame {...frame} keys={<KeyboardHelp {...keys} />}>
      <Stack gap="xl">
        <PageHeader title={sample.title} lead={sample.lead} />
        {parts.map((Part) => (
          <Part />
        ))}
        <Theme theme="light" title={heads.light} />
        <Theme theme="dark" title={heads.dark} />
        {rest.map((Part) => (
          <Part />
        ))}
      </Stack>
    </SiteFrame>
  );
}
