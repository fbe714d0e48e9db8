import {
  EmptyState,
  Field,
  Filters,
  formatNumber,
  Pager,
  PageHeader,
  Stack,
} from "#base/ui/index.ts";
import { openStages, stages } from "../problem.ts";
import { stageGroups, type ProblemListQuery, type ProblemListItem } from "./reads.ts";
import { groupName, topicName, groupOptions, type ProblemViewContext } from "../view.ts";
import { ProblemRows, type ProblemRowNames } from "./rows.tsx";

export type ProblemListProps = {
  viewContext: ProblemViewContext;
  query: ProblemListQuery;
  lines: readonly ProblemListItem[];
  found: number;
  names: ProblemRowNames;
  municipalities: readonly { id: string; name: string }[];
  bodies: readonly { id: string; name: string; territoryId: string | null }[];
  newer?: string;
  older?: string;
  /** Address of this list with one part of the query changed; without paging. */
  hrefWith: (
    change: Partial<Record<keyof ProblemListQuery, string | undefined>>,
    path?: string,
  ) => string;
};

export const maxCounted = 1000;

export function ProblemListPage(view: ProblemListProps) {
  const { viewContext, lines, names, query } = view;
  const { t, lang } = viewContext;
  const found = formatNumber(view.found, { lang });
  return (
    <Stack gap="l">
      <PageHeader title={t.list.title} lead={t.list.lead} />
      <ProblemListFilters {...view} />
      {lines.length === 0 ? (
        <EmptyState
          title={t.list.emptyTitle}
          text={t.list.emptyText}
          level={2}
          action={{ href: names.href("/tell"), label: t.list.tell }}
        />
      ) : (
        <ProblemRows
          viewContext={viewContext}
          lines={lines}
          names={names}
          figure={query.sort === "burning"}
          level={2}
        />
      )}
      <Pager
        {...(view.newer !== undefined && { newer: view.newer })}
        {...(view.older !== undefined && { older: view.older })}
        range={`${t.list.found(view.found)}`.replace(
          String(view.found),
          view.found >= maxCounted ? `${found}+` : found,
        )}
      />
      <p class="small">
        {t.list.data} <a href={view.hrefWith({}, "/problems.csv")}>CSV</a>,{" "}
        <a href={view.hrefWith({}, "/problems.xlsx")}>XLSX</a>,{" "}
        <a href={view.hrefWith({}, "/problems.json")}>JSON</a>,{" "}
        <a href={view.hrefWith({}, "/problems.geojson")}>GeoJSON</a>,{" "}
        <a href={view.hrefWith({}, "/problems.atom")}>Atom</a>,{" "}
        <a href={view.hrefWith({}, "/problems/map")}>{t.list.map}</a>
      </p>
    </Stack>
  );
}

/** The filters of the list and of the map are the same form. */
export function ProblemListFilters(
  view: Omit<ProblemListProps, "lines" | "found" | "newer" | "older"> & { action?: string },
) {
  const { viewContext, query, names } = view;
  const { t, lang } = viewContext;
  const path = view.action ?? "/problems";
  return (
    <Filters
      action={names.href(path)}
      activeFilters={selectedFilters(view, path)}
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
        label={t.list.municipality}
        name="municipality"
        kind="select"
        empty={t.list.all}
        options={view.municipalities.map(({ id, name }) => ({ value: id, label: name }))}
        value={query.municipality ?? ""}
      />
      <Field
        label={t.list.topic}
        name="topic"
        kind="select"
        empty={t.list.all}
        options={groupOptions(lang, query.topic)}
        value={query.topic ?? ""}
      />
      <Field
        label={t.list.stage}
        name="stage"
        kind="select"
        empty={t.list.all}
        options={[
          ...stageGroups.map((value) => ({ value, label: t.list[value] })),
          ...openStages.map((value) => ({ value, label: t.stages[value] })),
          ...stages
            .filter((stage) => !openStages.includes(stage))
            .map((value) => ({ value, label: t.stages[value] })),
        ]}
        value={query.stage ?? ""}
      />
      <Field
        label={t.list.body}
        name="body"
        kind="select"
        empty={t.list.all}
        options={bodyOptions(view)}
        value={query.body ?? ""}
      />
      <Field
        label={t.list.sort}
        name="sort"
        kind="select"
        options={[
          { value: "newest", label: t.list.newest },
          { value: "burning", label: t.list.burning },
          { value: "due", label: t.list.due },
        ]}
        value={query.sort}
      />
    </Filters>
  );
}

/** Lists the bodies of the whole region and those of the chosen municipality: hundreds would not help. */
function bodyOptions({ bodies, query }: Pick<ProblemListProps, "bodies" | "query">) {
  return bodies
    .filter(
      ({ id, territoryId }) =>
        id === query.body || territoryId === null || territoryId === query.municipality,
    )
    .map(({ id, name }) => ({ value: id, label: name }));
}

function selectedFilters(
  view: Pick<ProblemListProps, "viewContext" | "query" | "names" | "hrefWith">,
  path: string,
) {
  const { viewContext, query, names, hrefWith } = view;
  const { t, lang } = viewContext;
  const labels: Partial<Record<keyof ProblemListQuery, string | undefined>> = {
    q: query.q,
    municipality: query.municipality && names.territory(query.municipality),
    topic:
      query.topic &&
      (query.topic.includes(".") ? topicName(lang, query.topic) : groupName(lang, query.topic)),
    stage:
      query.stage &&
      (query.stage in t.stages
        ? t.stages[query.stage as keyof typeof t.stages]
        : t.list[query.stage as (typeof stageGroups)[number]]),
    body: query.body && names.body(query.body),
  };
  return Object.entries(labels).flatMap(([key, label]) =>
    label ? [{ label, href: hrefWith({ [key]: undefined }, path) }] : [],
  );
}
