import {
  Actions,
  ButtonLink,
  Empty,
  Field,
  Filters,
  formatNumber,
  Pager,
  Place,
  Rows,
  Stack,
  Tag,
} from "#base/ui/index.ts";
import { organisationKinds, type OrganisationKind } from "../organisation.ts";
import type { Organisation, RegistryFilter } from "../store.ts";
import { withQuery, type Places, type View } from "../view.ts";

export type RegistryModel = {
  view: View;
  places: Places;
  filter: RegistryFilter;
  rows: readonly Organisation[];
  count: number;
  before?: string | undefined;
  after?: string | undefined;
  /** The reader may change the registry: rows lead to their forms. */
  keeper: boolean;
  /** The keeper's own list, which also shows the closed. */
  admin: boolean;
};

type Query = Record<string, string | undefined>;

function queryOf({ filter, admin }: RegistryModel): Query {
  return {
    kind: filter.kind,
    territory: filter.territory,
    q: filter.q,
    state: admin && filter.state !== "all" ? filter.state : undefined,
  };
}

/** The registry by name: for everyone, and with closed ones and buttons for its keepers. */
export function RegistryPage(model: RegistryModel) {
  const { view, rows, keeper, admin } = model;
  const { t, href } = view;
  const query = queryOf(model);
  const path = href(admin ? "/admin/organisations" : "/organisations");
  const chosen = Object.values(query).some(Boolean);
  return (
    <Stack gap="l">
      <Place
        title={admin ? t.admin.title : t.registry.title}
        lead={admin ? t.admin.lead : t.registry.lead}
      />
      {keeper && <KeeperActions view={view} admin={admin} />}
      <RegistryFilters model={model} query={query} path={path} />
      {rows.length === 0 ? (
        <Empty
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
          <Rows rows={rows.map((row) => rowOf(row, model))} />
        </section>
      )}
      <Pager
        {...(model.before !== undefined && {
          newer: withQuery(path, { ...query, before: model.before }),
        })}
        {...(model.after !== undefined && {
          older: withQuery(path, { ...query, after: model.after }),
        })}
      />
      {!admin && (
        <Actions>
          <ButtonLink
            size="s"
            icon="down"
            href={withQuery(href("/organisations.csv"), query)}
            download
          >
            {t.registry.csv}
          </ButtonLink>
          <ButtonLink size="s" href={withQuery(href("/organisations.json"), query)}>
            {t.registry.json}
          </ButtonLink>
        </Actions>
      )}
    </Stack>
  );
}

function KeeperActions({ view: { t, href }, admin }: { view: View; admin: boolean }) {
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
      <ButtonLink href={href("/admin/competence")}>{t.admin.competence}</ButtonLink>
    </Actions>
  );
}

function RegistryFilters({
  model,
  query,
  path,
}: {
  model: RegistryModel;
  query: Query;
  path: string;
}) {
  const { t, lang } = model.view;
  const kindName = (kind: OrganisationKind) => t.kinds[kind];
  const without = (name: string) => withQuery(path, { ...query, [name]: undefined });
  const { filter, places, count } = model;
  const chosen = [
    filter.q !== undefined && { label: filter.q, href: without("q") },
    filter.kind !== undefined && { label: kindName(filter.kind), href: without("kind") },
    filter.territory !== undefined && {
      label: places.nameOf(filter.territory === "region" ? null : filter.territory),
      href: without("territory"),
    },
  ].filter((one) => one !== false);
  return (
    <Filters
      action={path}
      found={t.registry.found(count, formatNumber(count, { lang }))}
      chosen={chosen}
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
        options={organisationKinds.map((kind) => ({ value: kind, label: kindName(kind) }))}
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
      {model.admin && (
        <Field
          kind="select"
          name="state"
          label={t.fields.state}
          value={filter.state}
          options={(["all", "active", "closed"] as const).map((state) => ({
            value: state,
            label: t.admin.states[state],
          }))}
        />
      )}
    </Filters>
  );
}

function rowOf(row: Organisation, { view, places, admin }: RegistryModel) {
  const { t, href } = view;
  return {
    title: row.name,
    href: href(admin ? `/admin/organisations/${row.id}` : `/organisations/${row.id}`),
    meta: [
      row.short_name === row.name ? undefined : row.short_name,
      { icon: "pin" as const, text: places.nameOf(row.territory_id) },
      row.inn === null ? undefined : `${t.fields.inn} ${row.inn}`,
    ],
    side: (
      <>
        <Tag>{t.kinds[row.kind]}</Tag>
        {!row.active && <Tag>{t.closed}</Tag>}
      </>
    ),
  };
}
