import {
  EmptyState,
  Field,
  Filters,
  PageHeader,
  Section,
  Stack,
  Table,
  type Column,
} from "#base/ui/index.ts";
import { minDays, burstFormula, type BurstScoreCode } from "#modules/triage/index.ts";
import { burstTopicName, burstMessages } from "./explanation.ts";
import type { BurstData, BurstReport } from "./bursts.ts";
import type { InsightViewContext } from "../view.ts";
import { DataLinks } from "../charts/parts.tsx";

export type BurstsPageProps = {
  viewContext: InsightViewContext;
  data: BurstData;
  rows: readonly BurstReport[];
  places: readonly { slug: string; name: string }[];
  /** Slug of the one municipality shown. */
  territory: string | undefined;
  json: string;
};

/** What is written of more than usual: each row with every summand of its points, then how it is counted. */
export function BurstsPage(view: BurstsPageProps) {
  const { viewContext: insightContext, data, rows, places, territory, json } = view;
  const { names, viewContext } = insightContext;
  const t = burstMessages[viewContext.lang];
  const action = names.href("/insight/hot");
  return (
    <Stack gap="xl">
      <PageHeader title={t.title} lead={t.lead} />
      <Filters action={action} resetHref={action} {...selectedPlace(view)}>
        <Field
          name="territory"
          kind="select"
          label={t.territory}
          empty={t.all}
          value={territory ?? ""}
          options={places.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
      </Filters>
      {rows.length > 0 ? (
        <BurstsTable viewContext={insightContext} rows={rows} />
      ) : (
        <NoBursts view={view} />
      )}
      <Section title={t.how}>
        <ul>
          {t.howText.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      </Section>
      <Section title={t.formula}>
        <FormulaTable viewContext={insightContext} />
      </Section>
      <DataLinks
        viewContext={insightContext}
        at={data.at}
        links={[{ label: "JSON", href: json }]}
      />
    </Stack>
  );
}

function selectedPlace({ viewContext: view, places, territory }: BurstsPageProps) {
  const place = places.find(({ slug }) => slug === territory);
  return place === undefined
    ? {}
    : { chosen: [{ label: place.name, href: view.names.href("/insight/hot") }] };
}

function NoBursts({ view: { viewContext: view, data, territory } }: { view: BurstsPageProps }) {
  const t = burstMessages[view.viewContext.lang];
  if (data.historyDays < minDays)
    return <EmptyState title={t.early} text={t.earlyText(data.historyDays, minDays)} />;
  return <EmptyState title={t.none} text={territory === undefined ? t.noneText : t.noneHere} />;
}

/** More rows would be a longer page than anybody reads; the data file has them all. */
const maxRowsShown = 20;

function BurstsTable({
  viewContext: view,
  rows,
}: {
  viewContext: InsightViewContext;
  rows: readonly BurstReport[];
}) {
  const t = burstMessages[view.viewContext.lang];
  const breakdownColumn = (
    code: BurstScoreCode,
    formatRow: (row: BurstReport) => string,
  ): Column<BurstReport> => ({
    head: t[columnHeads[code]],
    cell: (row) => {
      const summand = row.breakdown.find((one) => one.code === code);
      return (
        <div>
          {formatRow(row)}
          <br />
          <span class="small muted">{t.points(summand?.points ?? 0, summand?.max ?? 0)}</span>
        </div>
      );
    },
  });
  return (
    <Table
      caption={t.title}
      captionHidden
      cards
      columns={[
        { head: t.what, cell: (row) => <BurstTopic viewContext={view} row={row} /> },
        breakdownColumn("excess", ({ burst }) => t.times(burst.authors / burst.expected)),
        breakdownColumn("authors", ({ burst }) => view.format.number(burst.authors)),
        breakdownColumn("growth", ({ burst, before }) =>
          t.grew(Math.max(0, burst.authors - (before ?? 0)), before),
        ),
        breakdownColumn("returns", ({ returns }) => t.returned(returns)),
        breakdownColumn("overdue", ({ late, open }) => t.late(late, open)),
        { head: t.score, number: true, cell: ({ score }) => <b>{view.format.number(score)}</b> },
      ]}
      rows={rows.slice(0, maxRowsShown)}
    />
  );
}

const columnHeads = {
  excess: "more",
  authors: "people",
  growth: "growth",
  returns: "returns",
  overdue: "overdue",
} as const satisfies Record<BurstScoreCode, string>;

/** Where and of what, as a link to its problems; how the usual number came about, and how rare this is. */
function BurstTopic({
  viewContext: { names, viewContext: view },
  row,
}: {
  viewContext: InsightViewContext;
  row: BurstReport;
}) {
  const t = burstMessages[view.lang];
  const { burst, territory } = row;
  const query = new URLSearchParams({
    ...(territory !== null && { municipality: territory.id }),
    topic: burst.code,
  });
  return (
    <>
      <a href={names.href(`/problems?${query.toString()}`)}>
        {territory?.name ?? t.region}. {burstTopicName(row, view.lang)}
      </a>
      <br />
      <span class="small">{t.sentence(burst.window, burst.authors, burst.expected)}.</span>
      <br />
      <span class="small muted">
        {t.made(burst.factors)}. {t.chance(1 / burst.falseAlarms)}
      </span>
      <br />
      <a class="small" href={names.href(`/projects/new?${query.toString()}`)}>
        {t.begin}
      </a>
    </>
  );
}

function FormulaTable({ viewContext: view }: { viewContext: InsightViewContext }) {
  const t = burstMessages[view.viewContext.lang];
  return (
    <Table
      caption={t.formula}
      captionHidden
      dense
      columns={[
        { head: t.summand, rowHead: true, cell: ({ code }) => t.codes[code] },
        { head: t.most, number: true, cell: ({ max }) => view.format.number(max) },
        { head: t.full, cell: ({ code }) => t.fulls[code] },
      ]}
      rows={[...burstFormula]}
    />
  );
}
