import { formatNumber, Place, Rows, Stack } from "#base/ui/index.ts";
import type { View } from "../view.tsx";
import type { HouseWords } from "../words.ru.ts";

export type TileView = { code: keyof HouseWords["tiles"]; href: string; figure: number };

/** The way to every page of administration, each with its one live number. */
export function IndexPage({ view, tiles }: { view: View; tiles: readonly TileView[] }) {
  const { t, lang } = view;
  return (
    <Stack gap="l">
      <Place title={t.index.title} lead={t.index.lead} />
      <Rows
        level={2}
        rows={tiles.map(({ code, href, figure }) => ({
          title: t.tiles[code].title,
          href,
          figure: { value: formatNumber(figure, { lang }), unit: t.tiles[code].unit(figure) },
          text: t.tiles[code].text,
        }))}
      />
    </Stack>
  );
}
