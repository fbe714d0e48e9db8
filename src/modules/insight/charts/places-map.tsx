import { Chart, Choropleth, Legend, Panes, Table } from "#base/ui/index.ts";
import { splitPlaceName, type TerritoryShape } from "#modules/territories/index.ts";
import { mapShareThresholds, mapViewBox } from "./region-outlines.ts";
import type { PlaceFigures } from "../overview/reads.ts";
import { verifiedShare } from "../shares.ts";
import type { InsightViewContext } from "../view.ts";
import { ShareValue } from "./parts.tsx";

/** Rows of the table next to the map; in a larger region those with most problems, the rest are one link away. */
const maxRows = 20;

/** Returns «Kedrinsky district» without its type: the name must fit into the area. */
const nameWithoutType = (name: string) => splitPlaceName(name).name || name;

/** The map of the region next to the same figures as a table: a link to each territory in both. */
export function RegionMap({
  viewContext: view,
  places,
  shapes,
}: {
  viewContext: InsightViewContext;
  places: readonly PlaceFigures[];
  shapes: readonly TerritoryShape[];
}) {
  const { t, format, names } = view;
  const byOpened = places.toSorted((a, b) => b.figures.opened - a.figures.opened);
  const byShare = byOpened
    .slice(0, maxRows)
    .toSorted((a, b) => (verifiedShare(b.figures) ?? -1) - (verifiedShare(a.figures) ?? -1));
  const byId = new Map(places.map((one) => [one.place.id, one]));
  const areas = shapes.flatMap(({ id, path, labelX, labelY }) => {
    const one = byId.get(id);
    if (one === undefined) return [];
    const value = verifiedShare(one.figures);
    const text = value === undefined ? t.map.few : format.share(value);
    return [
      {
        name: nameWithoutType(one.place.name),
        href: names.territoryHref(id),
        path,
        at: { x: labelX, y: labelY },
        value,
        text,
      },
    ];
  });
  return (
    <Panes cols={2}>
      <Chart card={false}>
        {areas.length === 0 ? (
          <p class="muted">{t.map.none}</p>
        ) : (
          <>
            <Choropleth
              label={t.map.label}
              viewBox={mapViewBox}
              areas={areas}
              scale={mapShareThresholds}
            />
            <MapLegend viewContext={view} />
          </>
        )}
      </Chart>
      <Table
        caption={t.map.caption}
        captionHidden
        dense
        columns={[
          {
            head: t.map.territory,
            cell: ({ place }) => (
              <a href={names.territoryHref(place.id)}>{nameWithoutType(place.name)}</a>
            ),
          },
          {
            head: t.map.verified,
            number: true,
            cell: ({ figures }) => <ShareValue value={verifiedShare(figures)} viewContext={view} />,
          },
          {
            head: t.map.late,
            number: true,
            cell: ({ figures }) => format.number(figures.states.late),
          },
        ]}
        rows={byShare}
      />
    </Panes>
  );
}

function MapLegend({ viewContext: { t } }: { viewContext: InsightViewContext }) {
  const percent = mapShareThresholds.map((share) => Math.round(share * 100));
  const [first = 0, second = 0, third = 0, last = 0] = percent;
  return (
    <figcaption>
      <Legend
        items={[
          { look: 1, label: t.map.below(first) },
          { look: 2, label: `${first}–${second - 1}` },
          { look: 3, label: `${second}–${third - 1}` },
          { look: 4, label: `${third}–${last - 1}` },
          { look: 5, label: t.map.above(last) },
          { look: 0, label: t.map.fewLegend },
        ]}
      />
    </figcaption>
  );
}
