import { listUrl } from "#base/http/list-url.ts";
import {
  Actions,
  ButtonLink,
  Cluster,
  EmptyState,
  Field,
  Filters,
  formatNumber,
  PageHeader as PlaceHead,
  Stack,
  Status,
  Table,
  type Column,
} from "#base/ui/index.ts";
import type { GridCell, GridRow } from "./grid.ts";
import type { TopicCatalogue } from "../topics.ts";
import { type MunicipalityOptions, type OrganisationsView } from "../view.ts";

export type MatrixFilter = {
  group?: string | undefined;
  territory?: string | undefined;
  day?: string | undefined;
  rows: "all" | "gaps";
  /** Page of municipalities, from 1. */
  page: number;
};

export type MatrixModel = {
  view: OrganisationsView;
  catalogue: TopicCatalogue;
  places: MunicipalityOptions;
  filter: MatrixFilter;
  grid: readonly GridRow[];
  /** Columns shown: the whole region, then municipalities. */
  columns: readonly (string | null)[];
  /** Gaps in all municipalities, also those on other pages. */
  gaps: number;
  /** Which municipalities of how many are shown, counted from 1. */
  range: { from: number; to: number; of: number };
  canSet: boolean;
};

const path = "/admin/competence";

type MatrixQuery = Record<string, string | undefined>;

function toQuery({ group, territory, day, rows, page }: MatrixFilter): MatrixQuery {
  return {
    group,
    territory,
    day,
    rows: rows === "gaps" ? rows : undefined,
    page: page > 1 ? String(page) : undefined,
  };
}

/** Topics × municipalities: who answers, and where nobody does. */
export function MatrixPage(model: MatrixModel) {
  const { view, filter, grid, gaps, canSet } = model;
  const { t, href, lang } = view;
  return (
    <Stack gap="l">
      <PlaceHead title={t.matrix.title} lead={t.matrix.lead} />
      <Actions>
        {canSet && (
          <ButtonLink kind="primary" icon="plus" href={href(`${path}/cell`)}>
            {t.matrix.set}
          </ButtonLink>
        )}
        <ButtonLink href={href(`${path}/history`)}>{t.matrix.history}</ButtonLink>
        <ButtonLink icon="down" href={href(`${path}.csv`)} download>
          {t.matrix.csv}
        </ButtonLink>
      </Actions>
      <MatrixFilters {...model} />
      <p>{t.matrix.gaps(gaps, formatNumber(gaps, { lang }))}</p>
      {grid.length === 0 && filter.rows === "gaps" ? (
        <EmptyState
          title={t.matrix.noGapsTitle}
          text={t.matrix.noGapsText}
          icon="check"
          level={2}
        />
      ) : (
        <Table
          caption={tableCaption(model)}
          captionHidden
          scroll
          dense
          rows={grid}
          columns={tableColumns(model)}
        />
      )}
      <ColumnPager {...model} />
    </Stack>
  );
}

function tableCaption({ view: { t, lang }, catalogue, filter }: MatrixModel): string {
  const group = catalogue.groups.find(({ code }) => code === filter.group);
  return group === undefined ? t.matrix.caption : t.matrix.captionTopics(group.name[lang]);
}

function tableColumns(model: MatrixModel): Column<GridRow>[] {
  const { view, filter, columns, places } = model;
  const { t, lang, href } = view;
  const first: Column<GridRow> = {
    head: filter.group === undefined ? t.matrix.group : t.matrix.topic,
    cell: (row) =>
      filter.group === undefined ? (
        <a href={listUrl(href(path), { ...toQuery(filter), group: row.code })}>{row.name[lang]}</a>
      ) : (
        row.name[lang]
      ),
  };
  return [
    first,
    ...columns.map((territory, index) => ({
      head: places.nameOf(territory),
      cell: (row: GridRow) => <MatrixCell model={model} row={row} cell={row.cells[index]} />,
    })),
  ];
}

function MatrixCell({
  model,
  row,
  cell,
}: {
  model: MatrixModel;
  row: GridRow;
  cell: GridCell | undefined;
}) {
  if (cell === undefined) return null;
  const { view, filter, canSet } = model;
  const { t, href } = view;
  const address = listUrl(href(`${path}/cell`), {
    topic: row.code,
    territory: cell.territoryId ?? undefined,
  });
  const inner = <CellBody view={view} cell={cell} />;
  return (
    <>
      {canSet ? <a href={address}>{inner}</a> : inner}
      {cell.exceptions > 0 && (
        <small class="muted">
          {" "}
          <a href={listUrl(href(path), { ...toQuery(filter), group: row.code })}>
            {t.matrix.exceptions(cell.exceptions)}
          </a>
        </small>
      )}
    </>
  );
}

function CellBody({ view: { t }, cell }: { view: OrganisationsView; cell: GridCell }) {
  if (cell.isGap) {
    return (
      <Status kind="escalated" icon="warn">
        {t.matrix.nobody}
      </Status>
    );
  }
  const { responsibleBody, source, territoryId } = cell;
  if (responsibleBody === undefined) {
    return (
      <span class="muted">
        <span aria-hidden="true">—</span>
        <span class="visually-hidden">{t.matrix.none}</span>
      </span>
    );
  }
  const others = responsibleBody.alternatives.length;
  const borrowed =
    source === "group"
      ? t.matrix.byGroup
      : source === "region" && territoryId !== null
        ? t.matrix.wide
        : "";
  return (
    <>
      {responsibleBody.name}
      {others > 0 && ` ${t.matrix.several(others)}`}
      {borrowed !== "" && <small class="muted"> ({borrowed})</small>}
    </>
  );
}

function MatrixFilters({ view, catalogue, places, filter }: MatrixModel) {
  const { t, lang, href } = view;
  const query = toQuery(filter);
  const without = (name: string) =>
    listUrl(href(path), { ...query, page: undefined, [name]: undefined });
  const group = catalogue.groups.find(({ code }) => code === filter.group);
  const chosen = [
    group !== undefined && { label: group.name[lang], href: without("group") },
    filter.territory !== undefined && {
      label: places.nameOf(filter.territory),
      href: without("territory"),
    },
    filter.day !== undefined &&
      filter.day !== view.today && { label: view.formatDay(filter.day), href: without("day") },
    filter.rows === "gaps" && { label: t.matrix.onlyGaps, href: without("rows") },
  ].filter((one) => one !== false);
  return (
    <Filters action={href(path)} activeFilters={chosen} resetHref={href(path)}>
      <Field
        kind="select"
        name="group"
        label={t.matrix.group}
        value={filter.group ?? ""}
        empty={t.matrix.allGroups}
        options={catalogue.groups.map(({ code, name }) => ({ value: code, label: name[lang] }))}
      />
      <Field
        kind="select"
        name="territory"
        label={t.cell.place}
        value={filter.territory ?? ""}
        empty={t.anyTerritory}
        options={places.all.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Field kind="date" name="day" label={t.matrix.day} value={filter.day ?? view.today} />
      <Field
        kind="select"
        name="rows"
        label={t.matrix.rows}
        value={filter.rows}
        options={[
          { value: "all", label: t.matrix.every },
          { value: "gaps", label: t.matrix.onlyGaps },
        ]}
      />
    </Filters>
  );
}

/** A wide region's municipalities come a page at a time: a table of sixty columns nobody reads. */
function ColumnPager({ view: { t, href }, filter, range }: MatrixModel) {
  if (range.of <= range.to - range.from + 1) return null;
  const page = (to: number) =>
    listUrl(href(path), { ...toQuery(filter), page: to > 1 ? String(to) : undefined });
  return (
    <nav aria-label={t.matrix.otherColumns}>
      <Cluster>
        {range.from > 1 && (
          <ButtonLink size="s" icon="left" href={page(filter.page - 1)}>
            {t.matrix.earlier}
          </ButtonLink>
        )}
        <span>{t.matrix.columns(range.from, range.to, range.of)}</span>
        {range.to < range.of && (
          <ButtonLink size="s" icon="right" href={page(filter.page + 1)}>
            {t.matrix.later}
          </ButtonLink>
        )}
      </Cluster>
    </nav>
  );
}
