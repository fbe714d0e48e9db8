import {
  Actions,
  ButtonLink,
  Empty,
  Field,
  Filters,
  LocatorMap,
  Pager,
  Place,
  Stack,
  Table,
  WithAside,
  formatNumber,
} from "#base/ui/index.ts";
import type { RegionDrawing } from "#modules/territories/index.ts";
import type { Names } from "../entity-names.ts";
import { directions, stages } from "../project.ts";
import { stageGroups, type ListQuery, type ProjectLine } from "./reads.ts";
import type { Reader } from "../view.ts";
import { ProjectRows } from "./project-rows.tsx";

/** Address of this list with one part of the query changed; without paging. */
export type HrefWith = (
  change: Partial<Record<keyof ListQuery, string | undefined>>,
  path?: string,
) => string;

export type ListView = {
  reader: Reader;
  query: ListQuery;
  lines: readonly ProjectLine[];
  found: number;
  names: Names;
  newer?: string;
  older?: string;
  hrefWith: HrefWith;
  /** Whether the reader may begin a project. */
  mayOpen: boolean;
};

export const mostCounted = 1000;

export function ListPage(view: ListView) {
  const { reader, lines, names, hrefWith } = view;
  const { t, lang } = reader;
  const count = formatNumber(view.found, { lang });
  return (
    <Stack gap="l">
      <Place title={t.list.title} lead={t.list.lead}>
        {view.mayOpen && (
          <Actions>
            <ButtonLink href={names.href("/projects/new")} kind="primary">
              {t.list.begin}
            </ButtonLink>
          </Actions>
        )}
      </Place>
      <ListFilters {...view} />
      {lines.length === 0 ? (
        <Empty title={t.list.emptyTitle} text={t.list.emptyText} level={2} />
      ) : (
        <ProjectRows reader={reader} lines={lines} names={names} level={2} />
      )}
      <Pager
        {...(view.newer !== undefined && { newer: view.newer })}
        {...(view.older !== undefined && { older: view.older })}
        range={t.list
          .found(view.found)
          .replace(String(view.found), view.found >= mostCounted ? `${count}+` : count)}
      />
      <p class="small">
        {t.list.data} <a href={hrefWith({}, "/projects.csv")}>CSV</a>,{" "}
        <a href={hrefWith({}, "/projects.xlsx")}>XLSX</a>,{" "}
        <a href={hrefWith({}, "/projects.json")}>JSON</a>,{" "}
        <a href={hrefWith({}, "/projects.360giving.json")}>360Giving</a>,{" "}
        <a href={hrefWith({}, "/projects/map")}>{t.list.map}</a>
      </p>
    </Stack>
  );
}

function ListFilters(view: Pick<ListView, "reader" | "query" | "names" | "hrefWith">) {
  const { reader, query, names } = view;
  const { t } = reader;
  const path = "/projects";
  return (
    <Filters action={names.href(path)} chosen={chosen(view, path)} resetHref={names.href(path)}>
      <Field
        label={t.list.search}
        name="q"
        kind="search"
        hint={t.list.searchHint}
        value={query.q ?? ""}
      />
      <Field
        label={t.list.stage}
        name="stage"
        kind="select"
        empty={t.list.all}
        options={[
          ...stageGroups.map((value) => ({ value, label: t.list[value] })),
          ...stages.map((value) => ({ value, label: t.stages[value] })),
        ]}
        value={query.stage ?? ""}
      />
      <Field
        label={t.list.municipality}
        name="municipality"
        kind="select"
        empty={t.list.all}
        options={names.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
        value={query.municipality ?? ""}
      />
      <Field
        label={t.list.direction}
        name="direction"
        kind="select"
        empty={t.list.all}
        options={directions.map((value) => ({ value, label: t.directions[value] }))}
        value={query.direction ?? ""}
      />
      <Field
        label={t.list.organisation}
        name="organisation"
        hint={t.list.organisationHint}
        value={query.organisation ?? ""}
      />
      <Field
        label={t.list.year}
        name="year"
        kind="number"
        width="s"
        min={1990}
        max={2200}
        value={query.year ?? ""}
      />
      <Field
        label={t.list.programme}
        name="programme"
        hint={t.list.programmeHint}
        value={query.programme ?? ""}
      />
    </Filters>
  );
}

function chosen(view: Pick<ListView, "reader" | "query" | "names" | "hrefWith">, path: string) {
  const { reader, query, names, hrefWith } = view;
  const { t } = reader;
  const stage = query.stage;
  const labels: Partial<Record<keyof ListQuery, string | undefined>> = {
    q: query.q,
    stage:
      stage &&
      (stage in t.stages ? t.stages[stage as keyof typeof t.stages] : t.list[stage as "running"]),
    municipality: query.municipality && names.territory(query.municipality),
    direction: query.direction && t.directions[query.direction],
    organisation:
      query.organisation && (names.organisation(query.organisation) || query.organisation),
    year: query.year === undefined ? undefined : String(query.year),
    programme: query.programme,
    money: query.money && t.list.supported,
  };
  return Object.entries(labels).flatMap(([key, label]) =>
    label ? [{ label, href: hrefWith({ [key]: undefined }, path) }] : [],
  );
}

/** Where projects go on: the region's drawing beside the same figures as a table. */
export function MapPage({
  reader,
  names,
  counts,
  drawing,
  hrefWith,
}: {
  reader: Reader;
  names: Names;
  counts: ReadonlyMap<string, number>;
  drawing: RegionDrawing | undefined;
  hrefWith: HrefWith;
}) {
  const { t, lang } = reader;
  const rows = names.municipalities
    .map(({ id, name }) => ({ id, name, count: counts.get(id) ?? 0 }))
    .toSorted((a, b) => b.count - a.count);
  const table = (
    <Table
      caption={t.list.mapTable}
      captionHidden
      dense
      columns={[
        {
          head: t.list.place,
          cell: ({ id, name }) => <a href={hrefWith({ municipality: id })}>{name}</a>,
        },
        { head: t.list.count, number: true, cell: ({ count }) => formatNumber(count, { lang }) },
      ]}
      rows={rows}
    />
  );
  return (
    <Stack gap="l">
      <Place title={t.list.map} lead={t.list.lead} />
      {drawing === undefined ? (
        table
      ) : (
        <WithAside
          label={t.list.mapTable}
          main={<LocatorMap label={t.list.mapLabel} {...drawing} />}
          aside={table}
        />
      )}
    </Stack>
  );
}
