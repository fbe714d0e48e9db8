import { EmptyState, PageHeader, Section, Stack, Table } from "#base/ui/index.ts";
import type { TerritoryShape } from "#modules/territories/index.ts";
import type { RegionPageData } from "./reads.ts";
import { onTimeShare, perThousand, verifiedShare } from "../shares.ts";
import type { InsightViewContext } from "../view.ts";
import { DataLinks, ShareValue } from "../charts/parts.tsx";
import { RegionMap } from "../charts/places-map.tsx";

/** All municipalities of the region: the map, then every figure in one table. */
export function TerritoriesPage({
  viewContext: view,
  data,
  shapes,
}: {
  viewContext: InsightViewContext;
  data: RegionPageData;
  shapes: readonly TerritoryShape[];
}) {
  const { t, names } = view;
  if (data.places.length === 0) {
    return (
      <Stack gap="xl">
        <PageHeader title={t.list.title} lead={t.list.lead} />
        <EmptyState title={t.list.emptyTitle} text={t.list.emptyText} level={2} />
      </Stack>
    );
  }
  return (
    <Stack gap="xl">
      <PageHeader title={t.list.title} lead={t.list.lead} />
      <Section
        title={t.home.map}
        lead={t.home.mapLead}
        link={{ href: names.href("/figures"), label: t.home.how }}
      >
        <RegionMap viewContext={view} places={data.places} shapes={shapes} />
      </Section>
      <Section title={t.list.places}>
        <PlacesTable viewContext={view} data={data} />
      </Section>
      <DataLinks
        viewContext={view}
        at={data.at}
        links={(["json", "csv", "geojson"] as const).map((ending) => ({
          label: ending === "geojson" ? "GeoJSON" : ending.toUpperCase(),
          href: names.href(`/insight/municipalities.${ending}`),
        }))}
      />
    </Stack>
  );
}

/** Every municipality with its figures, the region in the foot. */
export function PlacesTable({
  viewContext: view,
  data,
}: {
  viewContext: InsightViewContext;
  data: RegionPageData;
}) {
  const { t, names, format } = view;
  const { figures, places } = data;
  const residents = places.reduce((sum, { place }) => sum + (place.population ?? 0), 0);
  const silent = places.reduce((sum, one) => sum + one.silent.length, 0);
  const per = (opened: number, population: number | null) => {
    const value = perThousand(opened, population);
    return value === undefined ? "—" : format.decimal(value);
  };
  return (
    <Table
      caption={t.list.places}
      captionHidden
      cards
      columns={[
        {
          head: t.list.name,
          cell: ({ place }) => <a href={names.territoryHref(place.id)}>{place.name}</a>,
          foot: t.list.total,
        },
        {
          head: t.list.population,
          number: true,
          cell: ({ place }) => (place.population === null ? "—" : format.number(place.population)),
          foot: format.number(residents),
        },
        {
          head: t.list.opened,
          number: true,
          cell: (one) => format.number(one.figures.opened),
          foot: format.number(figures.opened),
        },
        {
          head: t.list.perThousand,
          number: true,
          cell: (one) => per(one.figures.opened, one.place.population),
          foot: per(figures.opened, residents),
        },
        {
          head: t.list.verified,
          number: true,
          cell: (one) => <ShareValue viewContext={view} value={verifiedShare(one.figures)} />,
          foot: <ShareValue viewContext={view} value={verifiedShare(figures)} />,
        },
        {
          head: t.list.onTime,
          number: true,
          cell: (one) => <ShareValue viewContext={view} value={onTimeShare(one.figures)} />,
          foot: <ShareValue viewContext={view} value={onTimeShare(figures)} />,
        },
        {
          head: t.list.late,
          number: true,
          cell: (one) => format.number(one.figures.states.late),
          foot: format.number(figures.states.late),
        },
        {
          head: t.list.silent,
          number: true,
          cell: (one) => format.number(one.silent.length),
          foot: format.number(silent),
        },
      ]}
      rows={places}
    />
  );
}
