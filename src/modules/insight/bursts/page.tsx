import {
  Empty,
  Field,
  Filters,
  Place,
  Section,
  Stack,
  Table,
  type Column,
} from "#base/ui/index.ts";
import { daysNeeded, hotFormula, type HotCode } from "#modules/triage/index.ts";
import { hotTopic, hotWords } from "./explanation.ts";
import type { HotData, HotRow } from "./bursts.ts";
import type { Look } from "../view.ts";
import { DataLine } from "../charts/parts.tsx";

export type HotView = {
  look: Look;
  data: HotData;
  rows: readonly HotRow[];
  places: readonly { slug: string; name: string }[];
  /** Slug of the one municipality shown. */
  territory: string | undefined;
  json: string;
};

/** What is written of more than usual: each row with every summand of its points, then how it is counted. */
export function HotPage(view: HotView) {
  const { look, data, rows, places, territory, json } = view;
  const { names, reader } = look;
  const t = hotWords[reader.lang];
  const action = names.href("/insight/hot");
  return (
    <Stack gap="xl">
      <Place title={t.title} lead={t.lead} />
      <Filters action={action} resetHref={action} {...chosenPlace(view)}>
        <Field
          name="territory"
          kind="select"
          label={t.territory}
          empty={t.all}
          value={territory ?? ""}
          options={places.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
      </Filters>
      {rows.length > 0 ? <HotTable look={look} rows={rows} /> : <Nothing view={view} />}
      <Section title={t.how}>
        <ul>
          {t.howText.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      </Section>
      <Section title={t.formula}>
        <FormulaTable look={look} />
      </Section>
      <DataLine look={look} at={data.at} twins={[{ label: "JSON", href: json }]} />
    </Stack>
  );
}

function chosenPlace({ look, places, territory }: HotView) {
  const place = places.find(({ slug }) => slug === territory);
  return place === undefined
    ? {}
    : { chosen: [{ label: place.name, href: look.names.href("/insight/hot") }] };
}

function Nothing({ view: { look, data, territory } }: { view: HotView }) {
  const t = hotWords[look.reader.lang];
  if (data.learntFrom < daysNeeded)
    return <Empty title={t.early} text={t.earlyText(data.learntFrom, daysNeeded)} />;
  return <Empty title={t.none} text={territory === undefined ? t.noneText : t.noneHere} />;
}

/** More rows would be a longer page than anybody reads; the data file has them all. */
const rowsShown = 20;

function HotTable({ look, rows }: { look: Look; rows: readonly HotRow[] }) {
  const t = hotWords[look.reader.lang];
  const said = (code: HotCode, say: (row: HotRow) => string): Column<HotRow> => ({
    head: t[heads[code]],
    cell: (row) => {
      const summand = row.summands.find((one) => one.code === code);
      return (
        <div>
          {say(row)}
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
        { head: t.what, cell: (row) => <What look={look} row={row} /> },
        said("excess", ({ spot }) => t.times(spot.authors / spot.expected)),
        said("authors", ({ spot }) => look.say.number(spot.authors)),
        said("growth", ({ spot, before }) =>
          t.grew(Math.max(0, spot.authors - (before ?? 0)), before),
        ),
        said("returns", ({ returns }) => t.returned(returns)),
        said("overdue", ({ late, open }) => t.late(late, open)),
        { head: t.score, number: true, cell: ({ score }) => <b>{look.say.number(score)}</b> },
      ]}
      rows={rows.slice(0, rowsShown)}
    />
  );
}

const heads = {
  excess: "more",
  authors: "people",
  growth: "growth",
  returns: "returns",
  overdue: "overdue",
} as const satisfies Record<HotCode, string>;

/** Where and of what, as a link to its problems; how the usual number came about, and how rare this is. */
function What({ look: { names, reader }, row }: { look: Look; row: HotRow }) {
  const t = hotWords[reader.lang];
  const { spot, territory } = row;
  const query = new URLSearchParams({
    ...(territory !== null && { municipality: territory.id }),
    topic: spot.code,
  });
  return (
    <>
      <a href={names.href(`/problems?${query.toString()}`)}>
        {territory?.name ?? t.region}. {hotTopic(row, reader.lang)}
      </a>
      <br />
      <span class="small">{t.sentence(spot.window, spot.authors, spot.expected)}.</span>
      <br />
      <span class="small muted">
        {t.made(spot.made)}. {t.chance(1 / spot.falseAlarms)}
      </span>
      <br />
      <a class="small" href={names.href(`/projects/new?${query.toString()}`)}>
        {t.begin}
      </a>
    </>
  );
}

function FormulaTable({ look }: { look: Look }) {
  const t = hotWords[look.reader.lang];
  return (
    <Table
      caption={t.formula}
      captionHidden
      dense
      columns={[
        { head: t.summand, rowHead: true, cell: ({ code }) => t.codes[code] },
        { head: t.most, number: true, cell: ({ max }) => look.say.number(max) },
        { head: t.full, cell: ({ code }) => t.fulls[code] },
      ]}
      rows={[...hotFormula]}
    />
  );
}
