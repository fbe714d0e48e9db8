import { Empty, Place, Section, Stack, Table } from "#base/ui/index.ts";
import type { Shape } from "#modules/territories/index.ts";
import type { RegionData } from "./reads.ts";
import { onTimeShare, perThousand, verifiedShare } from "../shares.ts";
import type { Look } from "../view.ts";
import { DataLine, Or } from "../charts/parts.tsx";
import { PlacesMap } from "../charts/places-map.tsx";

/** All municipalities of the region: the map, then every figure in one table. */
export function TerritoriesPage({
  look,
  data,
  shapes,
}: {
  look: Look;
  data: RegionData;
  shapes: readonly Shape[];
}) {
  const { t, names } = look;
  if (data.places.length === 0) {
    return (
      <Stack gap="xl">
        <Place title={t.list.title} lead={t.list.lead} />
        <Empty title={t.list.emptyTitle} text={t.list.emptyText} level={2} />
      </Stack>
    );
  }
  return (
    <Stack gap="xl">
      <Place title={t.list.title} lead={t.list.lead} />
      <Section
        title={t.home.map}
        lead={t.home.mapLead}
        link={{ href: names.href("/figures"), label: t.home.how }}
      >
        <PlacesMap look={look} places={data.places} shapes={shapes} />
      </Section>
      <Section title={t.list.places}>
        <PlacesTable look={look} data={data} />
      </Section>
      <DataLine
        look={look}
        at={data.at}
        twins={(["json", "csv", "geojson"] as const).map((ending) => ({
          label: ending === "geojson" ? "GeoJSON" : ending.toUpperCase(),
          href: names.href(`/insight/municipalities.${ending}`),
        }))}
      />
    </Stack>
  );
}

/** Every municipality with its figures, the region in the foot. */
export function PlacesTable({ look, data }: { look: Look; data: RegionData }) {
  const { t, names, say } = look;
  const { figures, places } = data;
  const residents = places.reduce((sum, { place }) => sum + (place.population ?? 0), 0);
  const silent = places.reduce((sum, one) => sum + one.silent.length, 0);
  const per = (opened: number, population: number | null) => {
    const value = perThousand(opened, population);
    return value === undefined ? "—" : say.tenth(value);
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
          cell: ({ place }) => (place.population === null ? "—" : say.number(place.population)),
          foot: say.number(residents),
        },
        {
          head: t.list.opened,
          number: true,
          cell: (one) => say.number(one.figures.opened),
          foot: say.number(figures.opened),
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
          cell: (one) => <Or look={look} value={verifiedShare(one.figures)} />,
          foot: <Or look={look} value={verifiedShare(figures)} />,
        },
        {
          head: t.list.onTime,
          number: true,
          cell: (one) => <Or look={look} value={onTimeShare(one.figures)} />,
          foot: <Or look={look} value={onTimeShare(figures)} />,
        },
        {
          head: t.list.late,
          number: true,
          cell: (one) => say.number(one.figures.states.late),
          foot: say.number(figures.states.late),
        },
        {
          head: t.list.silent,
          number: true,
          cell: (one) => say.number(one.silent.length),
          foot: say.number(silent),
        },
      ]}
      rows={places}
    />
  );
}
