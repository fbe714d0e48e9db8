import {
  ButtonLink,
  Cluster,
  EmptyState,
  Eyebrow,
  Pane,
  Rows,
  Section,
  Stack,
  Status,
  Table,
  FramedPanes,
} from "#base/ui/index.ts";
import type { Project, ProjectResult } from "#modules/projects/index.ts";
import type { IndicatorProgress, LatestFact } from "./progress.ts";
import { roundAmount, type ProgressPart, type IndicatorState } from "../indicator.ts";
import { formatDay, formatAmount, type IndicatorViewContext } from "../view.ts";
import { ProgressPartBar, IndicatorGauge } from "./gauge.tsx";
import { DoubtList, EvidenceCell, RowTitle } from "./evidence-rows.tsx";

export type BoardPageProps = {
  view: IndicatorViewContext;
  project: Project;
  indicators: readonly IndicatorProgress[];
  latest: readonly LatestFact[];
  /** Results of the passport that nothing counts, for those who may mend it. */
  unlinkedResults: readonly ProjectResult[];
  /** Facts entered by hand that wait for the reader's word. */
  pendingEntries: number;
  canEdit: boolean;
};

/** What a project promised and what is done: filled where there is evidence, hatched where it is only said. */
export function BoardPage(view: BoardPageProps) {
  const { view: reader, project, indicators: figures, canEdit: maySet } = view;
  const { t } = reader;
  const add = reader.href(`/projects/${project.number}/indicators/new`);
  return (
    <Stack gap="xl">
      <FramedPanes>
        <BoardHeader {...view} />
        <TasksPane {...view} />
        <SummaryPane {...view} />
      </FramedPanes>
      <Section
        title={t.board.promises}
        {...(maySet && { link: { href: add, label: t.board.add } })}
      >
        {figures.length === 0 ? (
          <EmptyState
            title={t.board.empty}
            text={t.board.emptyText}
            level={3}
            {...(maySet && { action: { href: add, label: t.board.add } })}
          />
        ) : (
          <ol class="rows" role="list" data-one>
            {figures.map((figure) => (
              <li>
                <IndicatorGauge reader={reader} figure={figure} />
              </li>
            ))}
          </ol>
        )}
      </Section>
      <UnlinkedResults {...view} />
      <PlacesTable
        reader={reader}
        figures={figures}
        csv={reader.href(`/projects/${project.number}/indicators.csv`)}
      />
      <LatestFacts {...view} />
      <Section title={t.board.how} small>
        <p class="small muted">{t.one.formula}</p>
      </Section>
    </Stack>
  );
}

function BoardHeader({ view: reader, project, indicators: figures }: BoardPageProps) {
  const { t } = reader;
  return (
    <header class="stack" data-gap="m">
      <Eyebrow>
        <span>
          {t.board.eyebrow(project.kind)} «{project.title}»
        </span>
        <span>{project.number}</span>
      </Eyebrow>
      <h1>{t.board.title}</h1>
      <p class="lead">{t.board.lead(figures.length)}</p>
      <BoardLegend reader={reader} />
    </header>
  );
}

export function BoardLegend({ reader }: { reader: IndicatorViewContext }) {
  const { legend } = reader.t.board;
  const sample = (drawing: preact.ComponentChildren, label: string) => (
    <li>
      <svg aria-hidden="true" viewBox="0 0 16 16">
        {drawing}
      </svg>
      {label}
    </li>
  );
  return (
    <ul class="legend" role="list">
      {sample(
        <rect class="v-checked" x=".5" y=".5" width="15" height="15" rx="2" />,
        legend.checked,
      )}
      {sample(<rect class="v-said" x=".5" y=".5" width="15" height="15" rx="2" />, legend.said)}
      {sample(<line class="v-today" x1="8" x2="8" y1="0" y2="16" />, legend.plan)}
      {sample(<line class="v-region" x1="8" x2="8" y1="0" y2="16" />, legend.target)}
      {sample(<path class="v-ring" d="M8 1 15 8 8 15 1 8z" />, legend.forecast)}
    </ul>
  );
}

const maxTasks = 5;
/** Of one promise, the places furthest behind. */
const maxPlaces = 1;

const isBehind = ({ state }: { state: IndicatorState }) => state === "behind" || state === "late";

/** The lit pane: what is missing where, by the nearest day. */
function TasksPane({ view: reader, indicators: figures, pendingEntries: waiting }: BoardPageProps) {
  const { t } = reader;
  const short = figures.filter(
    ({ progress: standing }) =>
      isBehind(standing) || standing.places.some((part) => isBehind(part)),
  );
  const open = figures.filter(
    ({ progress: standing }) => standing.state !== "done" && standing.state !== "late",
  );
  const next = open.map(({ indicator: promise }) => promise.due_on).sort()[0];
  const unconfirmed = figures.filter(({ progress: standing }) => standing.reported > 0);
  const nothing = short.length === 0 && unconfirmed.length === 0 && waiting === 0;
  return (
    <Pane
      lit
      small
      gap="s"
      title={
        nothing || next === undefined
          ? nothing
            ? t.board.doNothing
            : t.board.promises
          : t.board.doUntil(formatDay(reader, next))
      }
    >
      {nothing ? (
        <p>{t.board.doNothingText}</p>
      ) : (
        <ul class="plain" role="list">
          {short
            .flatMap((figure) => listTasks(reader, figure))
            .slice(0, maxTasks)
            .map(({ who, text }) => (
              <li>
                <b>{who}:</b> {text}
              </li>
            ))}
          {unconfirmed.length > 0 && (
            <li>
              <b>{t.board.unprovenAll(unconfirmed.length)}</b>,{" "}
              <a href={`${reader.href(`/indicators/${unconfirmed[0]?.indicator.id ?? ""}`)}#rows`}>
                {t.board.unprovenAsk}
              </a>
            </li>
          )}
          {waiting > 0 && (
            <li>
              <a href={reader.href("/indicators/entries")}>{t.board.waiting(waiting)}</a>
            </li>
          )}
        </ul>
      )}
    </Pane>
  );
}

function listTasks(
  reader: IndicatorViewContext,
  { indicator, progress }: IndicatorProgress,
): { who: string; text: string }[] {
  const { t } = reader;
  const n = (value: number) => formatAmount(reader, value);
  const late =
    progress.state === "late"
      ? `, ${t.board.overdueSince(formatDay(reader, indicator.due_on))}`
      : "";
  if (indicator.scope === "per-place")
    return progress.places
      .filter(isBehind)
      .toSorted((a, b) => a.confirmed / a.target - b.confirmed / b.target)
      .slice(0, maxPlaces)
      .map((part) => ({
        who: reader.place(part.key),
        text:
          [
            t.board.gapAt(n(part.confirmed), n(part.target), indicator.unit),
            ...describeMissing(reader, part),
          ].join(", ") + late,
      }));
  const text =
    progress.forecast === undefined || late !== ""
      ? t.board.gapPlain(n(progress.shortfall), indicator.unit) + late
      : t.board.gap(n(progress.forecast), n(progress.target));
  return [{ who: indicator.title, text }];
}

/** What a place still lacks: what has no evidence yet, what is announced, and what nobody has announced. */
function describeMissing(
  reader: IndicatorViewContext,
  { confirmed: proven, reported: said, target, scheduled: coming }: ProgressPart,
): string[] {
  const { board } = reader.t;
  const missing = roundAmount(target - proven - said - coming);
  return [
    ...(said > 0 ? [board.saidAt(formatAmount(reader, said))] : []),
    ...(coming > 0 ? [board.isComing(formatAmount(reader, coming))] : []),
    ...(missing > 0 ? [board.missing(formatAmount(reader, missing))] : []),
  ];
}

/** Results promised in the passport that no promise counts, each with the way to one. */
function UnlinkedResults({ view: reader, project, unlinkedResults: untied }: BoardPageProps) {
  const { t } = reader;
  if (untied.length === 0) return null;
  return (
    <Section title={t.board.untied} lead={t.board.untiedLead} id="untied">
      <Rows
        level={3}
        rows={untied.map(({ id, what, target, unit }) => ({
          title: what,
          meta: [`${formatAmount(reader, target)} ${unit}`],
          side: (
            <a href={reader.href(`/projects/${project.number}/indicators/new?result=${id}`)}>
              {t.board.untiedLink}
              <span class="visually-hidden">: {what}</span>
            </a>
          ),
        }))}
      />
    </Section>
  );
}

function SummaryPane({ view: reader, project, indicators: figures }: BoardPageProps) {
  const { t, href } = reader;
  const count = (...states: string[]) =>
    figures.filter(({ progress: standing }) => states.includes(standing.state)).length;
  const parts = [
    [t.board.sums.done, count("done")],
    [t.board.sums.good, count("on-track", "ahead")],
    [t.board.sums.behind, count("behind")],
    [t.board.sums.late, count("late")],
    [t.board.sums.waiting, count("not-yet", "nothing-to-divide")],
  ] as const;
  const sentences = parts.filter(([, n]) => n > 0).map(([say, n]) => say(formatAmount(reader, n)));
  const at = `/projects/${project.number}`;
  return (
    <Pane small gap="s" title={t.board.sum(formatDay(reader, reader.today))}>
      {sentences.length > 0 && <p>{capitalize(sentences.join(", "))}.</p>}
      <Cluster>
        <ButtonLink size="s" icon="down" href={href(`${at}/report`)}>
          {t.board.report}
        </ButtonLink>
        <a class="small" href={href(`${at}/indicators.xlsx`)}>
          XLSX
        </a>
        <a class="small" href={href(`${at}/indicators.json`)}>
          JSON
        </a>
        <a class="small" href={href(`${at}/periods`)}>
          {t.board.periods}
        </a>
      </Cluster>
    </Pane>
  );
}

const capitalize = (text: string) => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

/** Places down, promises across: what was promised in each. */
function PlacesTable({
  reader,
  figures,
  csv,
}: {
  reader: IndicatorViewContext;
  figures: readonly IndicatorProgress[];
  csv: string;
}) {
  const { t } = reader;
  const local = figures.filter(({ indicator: promise }) => promise.scope === "per-place");
  const ids = [...new Set(local.flatMap(({ indicator: promise }) => promise.places))];
  if (ids.length === 0) return null;
  const order = new Map(reader.municipalities.map(({ id }, at) => [id, at]));
  const places = ids.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  const parts = new Map(
    local.map(({ indicator: promise, progress: standing }) => [
      promise.id,
      new Map(standing.places.map((part): [string, ProgressPart] => [part.key, part])),
    ]),
  );
  const n = (value: number) => formatAmount(reader, value);
  return (
    <Section title={t.board.places} lead={t.board.placesLead} link={{ href: csv, label: "CSV" }}>
      <Table
        caption={t.board.places}
        captionHidden
        cards
        rows={places}
        columns={[
          {
            head: t.board.place,
            cell: (id) => <a href={reader.placeHref(id)}>{reader.place(id)}</a>,
            foot: t.board.inAll,
          },
          ...local.map(({ indicator: promise, progress: standing }) => ({
            head: promise.title,
            cell: (id: string) => {
              const part = parts.get(promise.id)?.get(id);
              return part === undefined ? (
                <span class="muted">{t.board.notPromised}</span>
              ) : (
                <ProgressPartBar reader={reader} part={part} />
              );
            },
            foot: t.board.amountOf(n(standing.counted), n(standing.target)),
          })),
        ]}
      />
    </Section>
  );
}

function LatestFacts({ view: reader, latest }: BoardPageProps) {
  const { t } = reader;
  if (latest.length === 0) return null;
  return (
    <Section title={t.board.latest}>
      <Table
        caption={t.board.latest}
        captionHidden
        cards
        rows={latest}
        columns={[
          {
            head: t.board.what,
            cell: ({ row }) => (
              <>
                <RowTitle reader={reader} row={row} />, {formatDay(reader, row.day)}
                <DoubtList reader={reader} row={row} />
              </>
            ),
          },
          {
            head: t.board.toPromise,
            cell: ({ indicator: promise }) => (
              <a href={reader.href(`/indicators/${promise.id}`)}>{promise.title}</a>
            ),
          },
          {
            head: t.board.adds,
            number: true,
            cell: ({ row }) => `+${formatAmount(reader, row.amount)}`,
          },
          { head: t.board.evidence, cell: ({ row }) => <EvidenceCell reader={reader} row={row} /> },
          {
            head: t.board.state,
            cell: ({ row }) => (
              <Status kind={row.confirmed ? "verified" : "claimed"}>
                {row.confirmed ? t.board.proven : t.board.said}
              </Status>
            ),
          },
        ]}
      />
    </Section>
  );
}
