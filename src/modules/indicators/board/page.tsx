import {
  ButtonLink,
  Cluster,
  Empty,
  Eyebrow,
  Pane,
  Rows,
  Section,
  Stack,
  Status,
  Table,
  Window,
} from "#base/ui/index.ts";
import type { Project, Result } from "#modules/projects/index.ts";
import type { Figure, LatestRow } from "./progress.ts";
import { round, type Part, type State } from "../indicator.ts";
import { sayDay, sayNumber, type Reader } from "../view.ts";
import { PartBar, PromiseGauge } from "./gauge.tsx";
import { DoubtList, EvidenceCell, RowTitle } from "./evidence-rows.tsx";

export type BoardView = {
  reader: Reader;
  project: Project;
  figures: readonly Figure[];
  latest: readonly LatestRow[];
  /** Results of the passport that nothing counts, for those who may mend it. */
  untied: readonly Result[];
  /** Facts entered by hand that wait for the reader's word. */
  waiting: number;
  maySet: boolean;
};

/** What a project promised and what is done: filled where there is evidence, hatched where it is only said. */
export function BoardPage(view: BoardView) {
  const { reader, project, figures, maySet } = view;
  const { t } = reader;
  const add = reader.href(`/projects/${project.number}/promises/new`);
  return (
    <Stack gap="xl">
      <Window>
        <Intro {...view} />
        <ToDo {...view} />
        <Sum {...view} />
      </Window>
      <Section
        title={t.board.promises}
        {...(maySet && { link: { href: add, label: t.board.add } })}
      >
        {figures.length === 0 ? (
          <Empty
            title={t.board.empty}
            text={t.board.emptyText}
            level={3}
            {...(maySet && { action: { href: add, label: t.board.add } })}
          />
        ) : (
          <ol class="rows" role="list" data-one>
            {figures.map((figure) => (
              <li>
                <PromiseGauge reader={reader} figure={figure} />
              </li>
            ))}
          </ol>
        )}
      </Section>
      <Untied {...view} />
      <PlacesTable
        reader={reader}
        figures={figures}
        csv={reader.href(`/projects/${project.number}/promises.csv`)}
      />
      <Latest {...view} />
      <Section title={t.board.how} small>
        <p class="small muted">{t.one.formula}</p>
      </Section>
    </Stack>
  );
}

function Intro({ reader, project, figures }: BoardView) {
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

export function BoardLegend({ reader }: { reader: Reader }) {
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

const mostTasks = 5;
/** Of one promise, the places furthest behind. */
const mostPlaces = 1;

const isShort = ({ state }: { state: State }) => state === "behind" || state === "late";

/** The lit pane: what is missing where, by the nearest day. */
function ToDo({ reader, figures, waiting }: BoardView) {
  const { t } = reader;
  const short = figures.filter(
    ({ standing }) => isShort(standing) || standing.places.some((part) => isShort(part)),
  );
  const open = figures.filter(
    ({ standing }) => standing.state !== "done" && standing.state !== "late",
  );
  const next = open.map(({ promise }) => promise.due_on).sort()[0];
  const unproven = figures.filter(({ standing }) => standing.said > 0);
  const nothing = short.length === 0 && unproven.length === 0 && waiting === 0;
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
          : t.board.doUntil(sayDay(reader, next))
      }
    >
      {nothing ? (
        <p>{t.board.doNothingText}</p>
      ) : (
        <ul class="plain" role="list">
          {short
            .flatMap((figure) => tasksOf(reader, figure))
            .slice(0, mostTasks)
            .map(({ who, text }) => (
              <li>
                <b>{who}:</b> {text}
              </li>
            ))}
          {unproven.length > 0 && (
            <li>
              <b>{t.board.unprovenAll(unproven.length)}</b>,{" "}
              <a href={`${reader.href(`/promises/${unproven[0]?.promise.id ?? ""}`)}#rows`}>
                {t.board.unprovenAsk}
              </a>
            </li>
          )}
          {waiting > 0 && (
            <li>
              <a href={reader.href("/promises/entries")}>{t.board.waiting(waiting)}</a>
            </li>
          )}
        </ul>
      )}
    </Pane>
  );
}

function tasksOf(reader: Reader, { promise, standing }: Figure): { who: string; text: string }[] {
  const { t } = reader;
  const n = (value: number) => sayNumber(reader, value);
  const late =
    standing.state === "late" ? `, ${t.board.overdueSince(sayDay(reader, promise.due_on))}` : "";
  if (promise.scope === "per-place")
    return standing.places
      .filter(isShort)
      .toSorted((a, b) => a.proven / a.target - b.proven / b.target)
      .slice(0, mostPlaces)
      .map((part) => ({
        who: reader.place(part.key),
        text:
          [
            t.board.gapAt(n(part.proven), n(part.target), promise.unit),
            ...lackOf(reader, part),
          ].join(", ") + late,
      }));
  const text =
    standing.forecast === undefined || late !== ""
      ? t.board.gapPlain(n(standing.behindBy), promise.unit) + late
      : t.board.gap(n(standing.forecast), n(standing.target));
  return [{ who: promise.title, text }];
}

/** What a place still lacks: what has no evidence yet, what is announced, and what nobody has announced. */
function lackOf(reader: Reader, { proven, said, target, coming }: Part): string[] {
  const { board } = reader.t;
  const missing = round(target - proven - said - coming);
  return [
    ...(said > 0 ? [board.saidAt(sayNumber(reader, said))] : []),
    ...(coming > 0 ? [board.isComing(sayNumber(reader, coming))] : []),
    ...(missing > 0 ? [board.missing(sayNumber(reader, missing))] : []),
  ];
}

/** Results promised in the passport that no promise counts, each with the way to one. */
function Untied({ reader, project, untied }: BoardView) {
  const { t } = reader;
  if (untied.length === 0) return null;
  return (
    <Section title={t.board.untied} lead={t.board.untiedLead} id="untied">
      <Rows
        level={3}
        rows={untied.map(({ id, what, target, unit }) => ({
          title: what,
          meta: [`${sayNumber(reader, target)} ${unit}`],
          side: (
            <a href={reader.href(`/projects/${project.number}/promises/new?result=${id}`)}>
              {t.board.untiedLink}
              <span class="visually-hidden">: {what}</span>
            </a>
          ),
        }))}
      />
    </Section>
  );
}

function Sum({ reader, project, figures }: BoardView) {
  const { t, href } = reader;
  const count = (...states: string[]) =>
    figures.filter(({ standing }) => states.includes(standing.state)).length;
  const parts = [
    [t.board.sums.done, count("done")],
    [t.board.sums.good, count("on-track", "ahead")],
    [t.board.sums.behind, count("behind")],
    [t.board.sums.late, count("late")],
    [t.board.sums.waiting, count("not-yet", "nothing-to-divide")],
  ] as const;
  const said = parts.filter(([, n]) => n > 0).map(([say, n]) => say(sayNumber(reader, n)));
  const at = `/projects/${project.number}`;
  return (
    <Pane small gap="s" title={t.board.sum(sayDay(reader, reader.today))}>
      {said.length > 0 && <p>{capital(said.join(", "))}.</p>}
      <Cluster>
        <ButtonLink size="s" icon="down" href={href(`${at}/report`)}>
          {t.board.report}
        </ButtonLink>
        <a class="small" href={href(`${at}/promises.xlsx`)}>
          XLSX
        </a>
        <a class="small" href={href(`${at}/promises.json`)}>
          JSON
        </a>
        <a class="small" href={href(`${at}/periods`)}>
          {t.board.periods}
        </a>
      </Cluster>
    </Pane>
  );
}

const capital = (text: string) => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

/** Places down, promises across: what was promised in each. */
function PlacesTable({
  reader,
  figures,
  csv,
}: {
  reader: Reader;
  figures: readonly Figure[];
  csv: string;
}) {
  const { t } = reader;
  const local = figures.filter(({ promise }) => promise.scope === "per-place");
  const ids = [...new Set(local.flatMap(({ promise }) => promise.places))];
  if (ids.length === 0) return null;
  const order = new Map(reader.municipalities.map(({ id }, at) => [id, at]));
  const places = ids.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  const parts = new Map(
    local.map(({ promise, standing }) => [
      promise.id,
      new Map(standing.places.map((part): [string, Part] => [part.key, part])),
    ]),
  );
  const n = (value: number) => sayNumber(reader, value);
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
          ...local.map(({ promise, standing }) => ({
            head: promise.title,
            cell: (id: string) => {
              const part = parts.get(promise.id)?.get(id);
              return part === undefined ? (
                <span class="muted">{t.board.notPromised}</span>
              ) : (
                <PartBar reader={reader} part={part} />
              );
            },
            foot: t.board.amountOf(n(standing.counted), n(standing.target)),
          })),
        ]}
      />
    </Section>
  );
}

function Latest({ reader, latest }: BoardView) {
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
                <RowTitle reader={reader} row={row} />, {sayDay(reader, row.day)}
                <DoubtList reader={reader} row={row} />
              </>
            ),
          },
          {
            head: t.board.toPromise,
            cell: ({ promise }) => (
              <a href={reader.href(`/promises/${promise.id}`)}>{promise.title}</a>
            ),
          },
          {
            head: t.board.adds,
            number: true,
            cell: ({ row }) => `+${sayNumber(reader, row.amount)}`,
          },
          { head: t.board.evidence, cell: ({ row }) => <EvidenceCell reader={reader} row={row} /> },
          {
            head: t.board.state,
            cell: ({ row }) => (
              <Status kind={row.proven ? "verified" : "claimed"}>
                {row.proven ? t.board.proven : t.board.said}
              </Status>
            ),
          },
        ]}
      />
    </Section>
  );
}
