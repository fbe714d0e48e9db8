import {
  Actions,
  ButtonLink,
  EmptyState,
  Field,
  Filters,
  LocatorMap,
  Pager,
  PageHeader,
  Stack,
  Table,
  WithSidebar,
  formatNumber,
} from "#base/ui/index.ts";
import type { RegionMapDrawing } from "#modules/territories/index.ts";
import type { ProjectEntityNames } from "../entity-names.ts";
import { projectDirections, projectStages } from "../project.ts";
import { stageGroups, type ProjectListQuery, type ProjectSummary } from "./reads.ts";
import type { ProjectViewContext } from "../view.ts";
import { ProjectRows } from "./project-rows.tsx";

/** Address of this list with one query parameter changed; without paging. */
export type ProjectListUrl = (
  change: Partial<Record<keyof ProjectListQuery, string | undefined>>,
  path?: string,
) => string;

export type ProjectListProps = {
  viewContext: ProjectViewContext;
  query: ProjectListQuery;
  projects: readonly ProjectSummary[];
  total: number;
  names: ProjectEntityNames;
  newer?: string;
  older?: string;
  hrefWith: ProjectListUrl;
  /** Whether the viewer may create a project. */
  mayOpen: boolean;
};

export const maxCounted = 1000;

export function ProjectListPage(view: ProjectListProps) {
  const { viewContext, projects, names, hrefWith } = view;
  const { t, lang } = viewContext;
  const count = formatNumber(view.total, { lang });
  return (
    <Stack gap="l">
      <PageHeader title={t.list.title} lead={t.list.lead}>
        {view.mayOpen && (
          <Actions>
            <ButtonLink href={names.href("/projects/new")} kind="primary">
              {t.list.begin}
            </ButtonLink>
          </Actions>
        )}
      </PageHeader>
      <ProjectListFilters {...view} />
      {projects.length === 0 ? (
        <EmptyState title={t.list.emptyTitle} text={t.list.emptyText} level={2} />
      ) : (
        <ProjectRows viewContext={viewContext} lines={projects} names={names} level={2} />
      )}
      <Pager
        {...(view.newer !== undefined && { newer: view.newer })}
        {...(view.older !== undefined && { older: view.older })}
        range={t.list
          .found(view.total)
          .replace(String(view.total), view.total >= maxCounted ? `${count}+` : count)}
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

function ProjectListFilters(
  view: Pick<ProjectListProps, "viewContext" | "query" | "names" | "hrefWith">,
) {
  const { viewContext, query, names } = view;
  const { t } = viewContext;
  const path = "/projects";
  return (
    <Filters
      action={names.href(path)}
      activeFilters={chosenFilters(view, path)}
      resetHref={names.href(path)}
    >
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
          ...projectStages.map((value) => ({ value, label: t.stages[value] })),
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
        options={projectDirections.map((value) => ({ value, label: t.directions[value] }))}
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

function chosenFilters(
  view: Pick<ProjectListProps, "viewContext" | "query" | "names" | "hrefWith">,
  path: string,
) {
  const { viewContext, query, names, hrefWith } = view;
  const { t } = viewContext;
  const stage = query.stage;
  const labels: Partial<Record<keyof ProjectListQuery, string | undefined>> = {
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

/** Where projects are: the region's map beside the same figures as a table. */
export function ProjectMapPage({
  viewContext: view,
  names,
  counts,
  drawing,
  hrefWith,
}: {
  viewContext: ProjectViewContext;
  names: ProjectEntityNames;
  counts: ReadonlyMap<string, number>;
  drawing: RegionMapDrawing | undefined;
  hrefWith: ProjectListUrl;
}) {
  const { t, lang } = view;
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
      <PageHeader title={t.list.map} lead={t.list.lead} />
      {drawing === undefined ? (
        table
      ) : (
        <WithSidebar
          label={t.list.mapTable}
          main={<LocatorMap label={t.list.mapLabel} {...drawing} />}
          aside={table}
        />
      )}
    </Stack>
  );
}
