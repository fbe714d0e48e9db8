import { Panes, Stat } from "#base/ui/index.ts";
import { minCases, type ProblemFigures } from "#modules/problems/index.ts";
import {
  confirmedShare,
  onTimeShare,
  perThousand,
  refutedShare,
  compareShares,
} from "../shares.ts";
import type { InsightViewContext } from "../view.ts";

/** The four honest figures with their formulas; beside a region each says how the region stands. */
export function KeyFigures(props: {
  look: InsightViewContext;
  figures: ProblemFigures;
  population: number | null;
  region?: { figures: ProblemFigures; population: number | null };
}) {
  const { look, figures, population, region } = props;
  const { t, format: say } = look;
  const per = perThousand(figures.opened, population);
  const share = (of: (figures: ProblemFigures) => number | undefined) => ({
    ...shareValue(look, of(figures)),
    ...(region && regionComparison(look, of(figures), of(region.figures), say.share)),
  });
  const regionPer = region && perThousand(region.figures.opened, region.population);
  const { answers, claims, checks } = figures;
  const withCaseCount = (cases: number, how: string) =>
    cases < minCases ? `${how}. ${t.stats.fewHow(cases)}` : how;
  return (
    <Panes cols={4}>
      <Stat
        title={t.stats.onTime}
        {...share(onTimeShare)}
        formula={withCaseCount(
          answers.given + answers.owed,
          t.stats.onTimeHow(answers.inTime, answers.given, answers.owed),
        )}
      />
      <Stat
        title={t.stats.confirmed}
        value={claims.confirmed}
        unit={t.stats.confirmedOf(claims.made)}
        formula={t.stats.confirmedHow(claims.waiting)}
        {...(region &&
          regionComparison(
            look,
            confirmedShare(figures),
            confirmedShare(region.figures),
            say.share,
          ))}
      />
      <Stat
        title={t.stats.refuted}
        {...share(refutedShare)}
        formula={withCaseCount(checks.made, t.stats.refutedHow(checks.refuted, checks.made))}
      />
      <Stat
        title={t.stats.perThousand}
        value={per === undefined ? "—" : say.decimal(per)}
        formula={
          per === undefined || population === null
            ? t.stats.populationUnknown
            : t.stats.perThousandHow(figures.opened, population / 1000)
        }
        {...(region && regionComparison(look, per, regionPer, say.decimal))}
      />
    </Panes>
  );
}

function shareValue(
  look: InsightViewContext,
  value: number | undefined,
): { value: string; unit?: string } {
  if (value === undefined) return { value: look.t.stats.few };
  return { value: look.format.number(value * 100), unit: "%" };
}

function regionComparison(
  look: InsightViewContext,
  value: number | undefined,
  whole: number | undefined,
  text: (value: number) => string,
) {
  const trend = compareShares(value, whole);
  if (trend === undefined || whole === undefined) return {};
  return { versus: { trend, text: look.t.stats.region(text(whole)) } };
}
