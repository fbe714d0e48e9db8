import { listUrl } from "#base/http/list-url.ts";
import {
  Actions,
  ButtonLink,
  EmptyState,
  Field,
  Filters,
  formatNumber,
  Pager,
  PageHeader,
  Rows,
  Stack,
  Tag,
} from "#base/ui/index.ts";
import { activityAreas, needs } from "../catalogues/codes.ts";
import { organisationKinds } from "../organisation.ts";
import { registryStates, type RegistryFilter } from "./store.ts";
import type { Organisation } from "../store.ts";
import { type MunicipalityOptions, type OrganisationsView } from "../view.ts";

export type RegistryModel = {
  view: OrganisationsView;
  places: MunicipalityOptions;
  filter: RegistryFilter;
  /** The filter as in the address. */
  query: Record<string, string | undefined>;
  rows: readonly Organisation[];
  count: number;
  before?: string | undefined;
  after?: string | undefined;
  /** The reader may change the registry: rows lead to their forms. */
  isRegistryKeeper: boolean;
  /** The administrators' list, which also shows closed organisations. */
  isAdminList: boolean;
};

/** Shows the registry by name; administrators also see closed organisations and their buttons. */
export function RegistryPage(model: RegistryModel) {
  const { view, rows, isRegistryKeeper, isAdminList, query } = model;
  const { t, href } = view;
  const path = href(isAdminList ? "/admin/organisations" : "/organisations");
  const chosen = Object.values(query).some(Boolean);
  return (
    <Stack gap="l">
      <PageHeader
        title={isAdminList ? t.admin.title : t.registry.title}
        lead={isAdminList ? t.admin.lead : t.registry.lead}
      />
      {!isAdminList && (
        <Actions>
          <ButtonLink kind="primary" href={href("/services")}>
            {t.services.title}
          </ButtonLink>
        </Actions>
      )}
      {isRegistryKeeper && <AdminActions view={view} admin={isAdminList} />}
      <RegistryFilters model={model} path={path} />
      {rows.length === 0 ? (
        <EmptyState
          title={t.registry.emptyTitle}
          text={t.registry.emptyText}
          level={2}
          {...(chosen && { action: { href: path, label: t.registry.all } })}
        />
      ) : (
        <section aria-labelledby="list-title">
          <h2 id="list-title" class="visually-hidden">
            {t.registry.list}
          </h2>
          <Rows rows={rows.map((row) => toListRow(row, model))} />
        </section>
      )}
      <Pager
        {...(model.before !== undefined && {
          newer: listUrl(path, query, { before: model.before }),
        })}
        {...(model.after !== undefined && {
          older: listUrl(path, query, { after: model.after }),
        })}
      />
      {!isAdminList && (
        <Actions>
          <ButtonLink
            size="s"
            icon="down"
            href={listUrl(href("/organisations.csv"), query)}
            download
          >
            {t.registry.csv}
          </ButtonLink>
          <ButtonLink
            size="s"
            icon="down"
            href={listUrl(href("/organisations.xlsx"), query)}
            download
          >
            {t.imports.xlsx}
          </ButtonLink>
          <ButtonLink size="s" href={listUrl(href("/organisations.json"), query)}>
            {t.registry.json}
          </ButtonLink>
        </Actions>
      )}
    </Stack>
  );
}

function AdminActions({ view: { t, href }, admin }: { view: OrganisationsView; admin: boolean }) {
  if (!admin) {
    return (
      <Actions>
        <ButtonLink icon="edit" href={href("/admin/organisations")}>
          {t.registry.manage}
        </ButtonLink>
      </Actions>
    );
  }
  return (
    <Actions>
      <ButtonLink kind="primary" icon="plus" href={href("/admin/organisations/new")}>
        {t.form.newButton}
      </ButtonLink>
      <ButtonLink href={href("/admin/organisations/import")}>{t.imports.link}</ButtonLink>
      <ButtonLink href={href("/admin/organisations/proposals")}>{t.proposals.title}</ButtonLink>
      <ButtonLink href={href("/admin/competence")}>{t.admin.competence}</ButtonLink>
    </Actions>
  );
}

function RegistryFilters({ model, path }: { model: RegistryModel; path: string }) {
  const { t, lang } = model.view;
  const { filter, places, count, query } = model;
  return (
    <Filters
      action={path}
      resultCount={t.registry.found(count, formatNumber(count, { lang }))}
      activeFilters={chosenFilters(model, (name) => listUrl(path, { ...query, [name]: undefined }))}
      resetHref={path}
    >
      <Field
        kind="search"
        name="q"
        label={t.registry.search}
        value={filter.q ?? ""}
        maxlength={120}
      />
      <Field
        kind="select"
        name="kind"
        label={t.fields.kind}
        value={filter.kind ?? ""}
        empty={t.anyKind}
        options={organisationKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
      />
      <Field
        kind="select"
        name="territory"
        label={t.fields.territory}
        value={filter.territory ?? ""}
        empty={t.anyTerritory}
        options={[
          { value: "region", label: t.wholeRegion },
          ...places.all.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Field
        kind="select"
        name="direction"
        label={t.registry.direction}
        value={filter.direction ?? ""}
        empty={t.registry.anyDirection}
        options={activityAreas.map((code) => ({ value: code, label: t.directions[code] }))}
      />
      <Field
        kind="select"
        name="need"
        label={t.services.need}
        value={filter.need ?? ""}
        empty={t.services.anyNeed}
        options={needs.map((code) => ({ value: code, label: t.needs[code] }))}
      />
      <Field
        kind="select"
        name="state"
        label={t.fields.state}
        value={filter.state}
        options={registryStates.map((state) => ({ value: state, label: t.state.states[state] }))}
      />
    </Filters>
  );
}

/** Lists each filter in use with the address without it. */
function chosenFilters(
  { view: { t }, filter, places, query }: RegistryModel,
  without: WithoutFilter,
) {
  const { q, kind, territory, direction, need } = filter;
  return [
    q !== undefined && { label: q, href: without("q") },
    kind !== undefined && { label: t.kinds[kind], href: without("kind") },
    territory !== undefined && {
      label: places.nameOf(territory === "region" ? null : territory),
      href: without("territory"),
    },
    direction !== undefined && { label: t.directions[direction], href: without("direction") },
    need !== undefined && { label: t.needs[need], href: without("need") },
    query.state !== undefined && {
      label: t.state.states[filter.state],
      href: without("state"),
    },
  ].filter((one) => one !== false);
}

type WithoutFilter = (name: string) => string;

function toListRow(row: Organisation, { view, places, isAdminList }: RegistryModel) {
  const { t, href } = view;
  return {
    title: row.name,
    href: href(isAdminList ? `/admin/organisations/${row.id}` : `/organisations/${row.id}`),
    meta: [
      row.short_name === row.name ? undefined : row.short_name,
      { icon: "pin" as const, text: places.nameOf(row.territory_id) },
      row.inn === null ? undefined : `${t.fields.inn} ${row.inn}`,
    ],
    side: (
      <>
        <Tag>{t.kinds[row.kind]}</Tag>
        {!row.active && <Tag>{t.closed}</Tag>}
        {row.active && row.unconfirmed_since !== null && <Tag>{t.state.unconfirmed}</Tag>}
      </>
    ),
  };
}
