import {
  Actions,
  ButtonLink,
  EmptyState,
  Field,
  Filters,
  formatNumber,
  PageHeader,
  Rows,
  Stack,
  type Lang,
} from "#base/ui/index.ts";
import type { TerritorySummary } from "../store.ts";
import type { TerritoryMessages } from "../messages.ts";

export type TerritoryListProps = {
  t: TerritoryMessages;
  lang: Lang;
  href: (path: string) => string;
  q: string;
  rows: readonly (TerritorySummary & { settlements: number; parent: string })[];
};

/** The region's municipalities, or what a search found among all its places. */
export function TerritoryListPage({ t, lang, href, q, rows }: TerritoryListProps) {
  const number = (value: number) => formatNumber(value, { lang });
  return (
    <Stack gap="xl">
      <PageHeader title={t.admin.title} lead={t.admin.lead}>
        <Actions>
          <ButtonLink kind="primary" href={href("/admin/territories/import")}>
            {t.admin.toImport}
          </ButtonLink>
        </Actions>
      </PageHeader>
      <Filters
        action={href("/admin/territories")}
        label={t.admin.search}
        {...(q !== "" && { resetHref: href("/admin/territories") })}
      >
        <Field name="q" label={t.admin.search} kind="search" value={q} />
      </Filters>
      {rows.length === 0 ? (
        <EmptyState
          title={q === "" ? t.admin.none : t.admin.notFound}
          action={{ href: href("/admin/territories/import"), label: t.admin.toImport }}
        />
      ) : (
        <Rows
          level={2}
          rows={rows.map((row) => ({
            title: row.officialName,
            href: href(`/admin/territories/${row.id}`),
            meta: [
              row.parent === "" ? undefined : row.parent,
              row.kind === "municipality"
                ? `${t.admin.settlements}: ${number(row.settlements)}`
                : undefined,
              row.population === null
                ? undefined
                : `${t.fields.population}: ${number(row.population)}`,
              row.oktmo === null ? undefined : `${t.fields.oktmo} ${row.oktmo}`,
            ],
          }))}
        />
      )}
    </Stack>
  );
}
