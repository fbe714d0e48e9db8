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
import { needs } from "../catalogues/codes.ts";
import { type MunicipalityOptions, type OrganisationsView } from "../view.ts";
import type { OfferedService, ServiceFilter } from "./store.ts";

export type ServicesModel = {
  view: OrganisationsView;
  places: MunicipalityOptions;
  filter: ServiceFilter;
  rows: readonly OfferedService[];
  count: number;
  before?: string | undefined;
  after?: string | undefined;
};

/** Help for residents, found by need, place and words. */
export function ServicesPage(model: ServicesModel) {
  const { view, filter, rows, before, after } = model;
  const { t, href } = view;
  const path = href("/services");
  const at = (ending: string, more: Record<string, string | undefined> = {}) =>
    listUrl(href(`/services${ending}`), { ...filter, ...more });
  return (
    <Stack gap="l">
      <PageHeader title={t.services.title} lead={t.services.lead} />
      <ServiceFilters {...model} path={path} />
      {rows.length === 0 ? (
        <EmptyState
          title={t.services.emptyTitle}
          text={t.services.emptyText}
          level={2}
          {...(Object.values(filter).some(Boolean) && {
            action: { href: path, label: t.services.all },
          })}
        />
      ) : (
        <section aria-labelledby="list-title">
          <h2 id="list-title" class="visually-hidden">
            {t.services.list}
          </h2>
          <Rows rows={rows.map((row) => toListRow(row, model))} />
        </section>
      )}
      <Pager
        {...(before !== undefined && { newer: at("", { before }) })}
        {...(after !== undefined && { older: at("", { after }) })}
      />
      <Actions>
        <ButtonLink size="s" icon="down" href={at(".csv")} download>
          {t.services.csv}
        </ButtonLink>
        <ButtonLink size="s" href={at(".json")}>
          {t.services.json}
        </ButtonLink>
      </Actions>
    </Stack>
  );
}

function toListRow(row: OfferedService, { view: { t, href, formatDay }, places }: ServicesModel) {
  const where =
    row.places.length === 0
      ? t.services.everywhere
      : row.places.map((id) => places.nameOf(id)).join(", ");
  return {
    title: row.title,
    href: href(`/organisations/${row.organisation.id}#services`),
    text: [row.for_whom, row.how].filter(Boolean).join(". "),
    meta: [
      row.organisation.short_name,
      t.needs[row.need],
      { icon: "pin" as const, text: where },
      t.services.checked(formatDay(row.checked_on)),
    ],
    side: <Tag>{t.prices[row.price]}</Tag>,
  };
}

function ServiceFilters({ view, places, filter, count, path }: ServicesModel & { path: string }) {
  const { t, lang } = view;
  const { need, territory, q } = filter;
  const without = (name: string) => listUrl(path, { ...filter, [name]: undefined });
  const chosen = [
    q !== undefined && { label: q, href: without("q") },
    need !== undefined && { label: t.needs[need], href: without("need") },
    territory !== undefined && { label: places.nameOf(territory), href: without("territory") },
  ].filter((one) => one !== false);
  return (
    <Filters
      action={path}
      resultCount={t.services.found(count, formatNumber(count, { lang }))}
      activeFilters={chosen}
      resetHref={path}
    >
      <Field
        kind="select"
        name="need"
        label={t.services.need}
        value={need ?? ""}
        empty={t.services.anyNeed}
        options={needs.map((code) => ({ value: code, label: t.needs[code] }))}
      />
      <Field
        kind="select"
        name="territory"
        label={t.services.where}
        value={territory ?? ""}
        empty={t.services.anywhere}
        options={places.all.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Field kind="search" name="q" label={t.services.search} value={q ?? ""} maxlength={120} />
    </Filters>
  );
}
