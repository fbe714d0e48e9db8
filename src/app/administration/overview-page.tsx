import { Card, formatNumber, Grid, PageHeader, Stack } from "#base/ui/index.ts";
import type { AdministrationView } from "./view.tsx";
import type { AdministrationMessages } from "./messages.ru.ts";

export type OverviewTileView = {
  code: keyof AdministrationMessages["tiles"];
  href: string;
  figure: number;
};

/** The way to every page of administration, each with its one live number. */
export function AdministrationOverviewPage({
  view,
  tiles,
}: {
  view: AdministrationView;
  tiles: readonly OverviewTileView[];
}) {
  const { t, lang } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.index.title} lead={t.index.lead} />
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
