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
  /** Results of the charter without an indicator, for those who may edit it. */
  unlinkedResults: readonly ProjectResult[];
  /** Facts entered by hand that wait for the viewer's approval. */
  pendingEntries: number;
  canEdit: boolean;
};

/** A project's indicators: filled where there is evidence, hatched where it is only reported. */
export function BoardPage(view: BoardPageProps) {
  const { view: viewContext, project, indicators, canEdit } = view;
  const { t } = viewContext;
  const add = viewContext.href(`/projects/${project.number}/indicators/new`);
  return (
    <Stack gap="xl">
      <FramedPanes>
        <BoardHeader {...view} />
        <TasksPane {...view} />
        <SummaryPane {...view} />
      </FramedPanes>
      <Section
        title={t.board.promises}
        {...(canEdit && { link: { href: add, label: t.board.add } })}
      >
        {indicators.length === 0 ? (
          <EmptyState
            title={t.board.empty}
            text={t.board.emptyText}
            level={3}
            {...(canEdit && { action: { href: add, label: t.board.add } })}
          />
        ) : (
          <ol class="rows" role="list" data-one>
            {indicators.map((figure) => (
              <li>
                <IndicatorGauge viewContext={viewContext} figure={figure} />
              </li>
            ))}
          </ol>
        )}
      </Section>
      <UnlinkedResults {...view} />
      <PlacesTable
        viewContext={viewContext}
        figures={indicators}
        csv={viewContext.href(`/projects/${project.number}/indicators.csv`)}
      />
      <LatestFacts {...view} />
      <Section title={t.board.how} small>
        <p class="small muted">{t.one.formula}</p>
      </Section>
    </Stack>
  );
}

function BoardHeader({ view, project, indicators }: BoardPageProps) {
  const { t } = view;
  return (
    <header class="stack" data-gap="m">
      <Eyebrow>
        <span>
          {t.board.eyebrow(project.kind)} «{project.title}»
        </span>
        <span>{project.number}</span>
      </Eyebrow>
      <h1>{t.board.title}</h1>
      <p class="lead">{t.board.lead(indicators.length)}</p>
      <BoardLegend viewContext={view} />
    </header>
  );
}

export function BoardLegend({ viewContext: view }: { viewContext: IndicatorViewContext }) {
  const { legend } = view.t.board;
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
/** The places of one indicator that are furthest behind. */
const maxPlaces = 1;

const isBehind = ({ state }: { state: IndicatorState }) => state === "behind" || state === "late";

/** The highlighted pane: what is missing where, by the nearest day. */
function TasksPane({ view, indicators, pendingEntries }: BoardPageProps) {
  const { t } = view;
  const short = indicators.filter(
    ({ progress }) => isBehind(progress) || progress.places.some((part) => isBehind(part)),
  );
  const open = indicators.filter(
    ({ progress }) => progress.state !== "done" && progress.state !== "late",
  );
  const next = open.map(({ indicator }) => indicator.due_on).sort()[0];
  const unconfirmed = indicators.filter(({ progress }) => progress.reported > 0);
  const nothing = short.length === 0 && unconfirmed.length === 0 && pendingEntries === 0;
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
          : t.board.doUntil(formatDay(view, next))
      }
    >
      {nothing ? (
        <p>{t.board.doNothingText}</p>
      ) : (
        <ul class="plain" role="list">
          {short
            .flatMap((figure) => listTasks(view, figure))
            .slice(0, maxTasks)
            .map(({ who, text }) => (
              <li>
                <b>{who}:</b> {text}
              </li>
            ))}
          {unconfirmed.length > 0 && (
            <li>
              <b>{t.board.unprovenAll(unconfirmed.length)}</b>,{" "}
              <a href={`${view.href(`/indicators/${unconfirmed[0]?.indicator.id ?? ""}`)}#rows`}>
                {t.board.unprovenAsk}
              </a>
            </li>
          )}
          {pendingEntries > 0 && (
            <li>
              <a href={view.href("/indicators/entries")}>{t.board.waiting(pendingEntries)}</a>
            </li>
          )}
        </ul>
      )}
    </Pane>
  );
}

function listTasks(
  view: IndicatorViewContext,
  { indicator, progress }: IndicatorProgress,
): { who: string; text: string }[] {
  const { t } = view;
  const n = (value: number) => formatAmount(view, value);
  const late =
    progress.state === "late" ? `, ${t.board.overdueSince(formatDay(view, indicator.due_on))}` : "";
  if (indicator.scope === "per-place")
    return progress.places
      .filter(isBehind)
      .toSorted((a, b) => a.confirmed / a.target - b.confirmed / b.target)
      .slice(0, maxPlaces)
      .map((part) => ({
        who: view.place(part.key),
        text:
          [
            t.board.gapAt(n(part.confirmed), n(part.target), indicator.unit),
            ...describeMissing(view, part),
          ].join(", ") + late,
      }));
  const text =
    progress.forecast === undefined || late !== ""
      ? t.board.gapPlain(n(progress.shortfall), indicator.unit) + late
      : t.board.gap(n(progress.forecast), n(progress.target));
  return [{ who: indicator.title, text }];
}

/** What a place still lacks: amounts without evidence, scheduled ones, and the unplanned rest. */
function describeMissing(
  view: IndicatorViewContext,
  { confirmed, reported, target, scheduled }: ProgressPart,
): string[] {
  const { board } = view.t;
  const missing = roundAmount(target - confirmed - reported - scheduled);
  return [
    ...(reported > 0 ? [board.saidAt(formatAmount(view, reported))] : []),
    ...(scheduled > 0 ? [board.isComing(formatAmount(view, scheduled))] : []),
    ...(missing > 0 ? [board.missing(formatAmount(view, missing))] : []),
  ];
}

/** Results of the charter without an indicator, each with a link to create one. */
function UnlinkedResults({ view, project, unlinkedResults }: BoardPageProps) {
  const { t } = view;
  if (unlinkedResults.length === 0) return null;
  return (
    <Section title={t.board.untied} lead={t.board.untiedLead} id="untied">
      <Rows
        level={3}
        rows={unlinkedResults.map(({ id, what, target, unit }) => ({
          title: what,
          meta: [`${formatAmount(view, target)} ${unit}`],
          side: (
            <a href={view.href(`/projects/${project.number}/indicators/new?result=${id}`)}>
              {t.board.untiedLink}
              <span class="visually-hidden">: {what}</span>
            </a>
          ),
        }))}
      />
    </Section>
  );
}

function SummaryPane({ view, project, indicators }: BoardPageProps) {
  const { t, href } = view;
  const count = (...states: string[]) =>
    indicators.filter(({ progress }) => states.includes(progress.state)).length;
  const parts = [
    [t.board.sums.done, count("done")],
    [t.board.sums.good, count("on-track", "ahead")],
    [t.board.sums.behind, count("behind")],
    [t.board.sums.late, count("late")],
    [t.board.sums.waiting, count("not-yet", "nothing-to-divide")],
  ] as const;
  const sentences = parts.filter(([, n]) => n > 0).map(([say, n]) => say(formatAmount(view, n)));
  const at = `/projects/${project.number}`;
  return (
    <Pane small gap="s" title={t.board.sum(formatDay(view, view.today))}>
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

/** A table of places × indicators. */
function PlacesTable({
  viewContext: view,
  figures,
  csv,
}: {
  viewContext: IndicatorViewContext;
  figures: readonly IndicatorProgress[];
  csv: string;
}) {
  const { t } = view;
  const local = figures.filter(({ indicator }) => indicator.scope === "per-place");
  const ids = [...new Set(local.flatMap(({ indicator }) => indicator.places))];
  if (ids.length === 0) return null;
  const order = new Map(view.municipalities.map(({ id }, at) => [id, at]));
  const places = ids.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  const parts = new Map(
    local.map(({ indicator, progress }) => [
      indicator.id,
      new Map(progress.places.map((part): [string, ProgressPart] => [part.key, part])),
    ]),
  );
  const n = (value: number) => formatAmount(view, value);
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
            cell: (id) => <a href={view.placeHref(id)}>{view.place(id)}</a>,
            foot: t.board.inAll,
          },
          ...local.map(({ indicator, progress }) => ({
            head: indicator.title,
            cell: (id: string) => {
              const part = parts.get(indicator.id)?.get(id);
              return part === undefined ? (
                <span class="muted">{t.board.notPromised}</span>
              ) : (
                <ProgressPartBar viewContext={view} part={part} />
              );
            },
            foot: t.board.amountOf(n(progress.counted), n(progress.target)),
          })),
        ]}
      />
    </Section>
  );
}

function LatestFacts({ view, latest }: BoardPageProps) {
  const { t } = view;
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
                <RowTitle viewContext={view} row={row} />, {formatDay(view, row.day)}
                <DoubtList viewContext={view} row={row} />
              </>
            ),
          },
          {
            head: t.board.toPromise,
            cell: ({ indicator }) => (
              <a href={view.href(`/indicators/${indicator.id}`)}>{indicator.title}</a>
            ),
          },
          {
            head: t.board.adds,
            number: true,
            cell: ({ row }) => `+${formatAmount(view, row.amount)}`,
          },
          {
            head: t.board.evidence,
            cell: ({ row }) => <EvidenceCell viewContext={view} row={row} />,
          },
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
