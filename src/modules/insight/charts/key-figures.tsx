import { Panes, Stat } from "#base/ui/index.ts";
import { fewCases, type Figures } from "#modules/problems/index.ts";
import { confirmedShare, onTimeShare, perThousand, refutedShare, trendOf } from "../shares.ts";
import type { Look } from "../view.ts";

/** The four honest figures with their formulas; beside a region each says how the region stands. */
export function HonestFigures(props: {
  look: Look;
  figures: Figures;
  population: number | null;
  region?: { figures: Figures; population: number | null };
}) {
  const { look, figures, population, region } = props;
  const { t, say } = look;
  const per = perThousand(figures.opened, population);
  const share = (of: (figures: Figures) => number | undefined) => ({
    ...valueOf(look, of(figures)),
    ...(region && versus(look, of(figures), of(region.figures), say.share)),
  });
  const regionPer = region && perThousand(region.figures.opened, region.population);
  const { answers, claims, checks } = figures;
  const few = (cases: number, how: string) =>
    cases < fewCases ? `${how}. ${t.stats.fewHow(cases)}` : how;
  return (
    <Panes cols={4}>
      <Stat
        title={t.stats.onTime}
        {...share(onTimeShare)}
        how={few(
          answers.given + answers.owed,
          t.stats.onTimeHow(answers.inTime, answers.given, answers.owed),
        )}
      />
      <Stat
        title={t.stats.confirmed}
        value={claims.confirmed}
        unit={t.stats.confirmedOf(claims.made)}
        how={t.stats.confirmedHow(claims.waiting)}
        {...(region &&
          versus(look, confirmedShare(figures), confirmedShare(region.figures), say.share))}
      />
      <Stat
        title={t.stats.refuted}
        {...share(refutedShare)}
        how={few(checks.made, t.stats.refutedHow(checks.refuted, checks.made))}
      />
      <Stat
        title={t.stats.perThousand}
        value={per === undefined ? "—" : say.tenth(per)}
        how={
          per === undefined || population === null
            ? t.stats.populationUnknown
            : t.stats.perThousandHow(figures.opened, population / 1000)
        }
        {...(region && versus(look, per, regionPer, say.tenth))}
      />
    </Panes>
  );
}

function valueOf(look: Look, value: number | undefined): { value: string; unit?: string } {
  if (value === undefined) return { value: look.t.stats.few };
  return { value: look.say.number(value * 100), unit: "%" };
}

function versus(
  look: Look,
  value: number | undefined,
  whole: number | undefined,
  text: (value: number) => string,
) {
  const trend = trendOf(value, whole);
  if (trend === undefined || whole === undefined) return {};
  return { versus: { trend, text: look.t.stats.region(text(whole)) } };
}
