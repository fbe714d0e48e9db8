import { Card, formatNumber, Grid, Place, Stack } from "#base/ui/index.ts";
import type { View } from "./view.tsx";
import type { HouseWords } from "./messages.ru.ts";

export type TileView = { code: keyof HouseWords["tiles"]; href: string; figure: number };

/** The way to every page of administration, each with its one live number. */
export function IndexPage({ view, tiles }: { view: View; tiles: readonly TileView[] }) {
  const { t, lang } = view;
  return (
    <Stack gap="l">
      <Place title={t.index.title} lead={t.index.lead} />
      <Grid>
        {tiles.map(({ code, href, figure }) => (
          <Card level={2} title={t.tiles[code].title} href={href} gap="s">
            <p>
              <strong>
                {formatNumber(figure, { lang })} {t.tiles[code].unit(figure)}
              </strong>
            </p>
            <p>{t.tiles[code].text}</p>
          </Card>
        ))}
      </Grid>
    </Stack>
  );
}
