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

/** The four key figures with their formulas; compared with the region where one is given. */
export function KeyFigures(props: {
  viewContext: InsightViewContext;
  figures: ProblemFigures;
  population: number | null;
  region?: { figures: ProblemFigures; population: number | null };
}) {
  const { viewContext: view, figures, population, region } = props;
  const { t, format } = view;
  const per = perThousand(figures.opened, population);
  const share = (of: (figures: ProblemFigures) => number | undefined) => ({
    ...shareValue(view, of(figures)),
    ...(region && regionComparison(view, of(figures), of(region.figures), format.share)),
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
            view,
            confirmedShare(figures),
            confirmedShare(region.figures),
            format.share,
          ))}
      />
      <Stat
        title={t.stats.refuted}
        {...share(refutedShare)}
        formula={withCaseCount(checks.made, t.stats.refutedHow(checks.refuted, checks.made))}
      />
      <Stat
        title={t.stats.perThousand}
        value={per === undefined ? "—" : format.decimal(per)}
        formula={
          per === undefined || population === null
            ? t.stats.populationUnknown
            : t.stats.perThousandHow(figures.opened, population / 1000)
        }
        {...(region && regionComparison(view, per, regionPer, format.decimal))}
      />
    </Panes>
  );
}

function shareValue(
  view: InsightViewContext,
  value: number | undefined,
): { value: string; unit?: string } {
  if (value === undefined) return { value: view.t.stats.few };
  return { value: view.format.number(value * 100), unit: "%" };
}

function regionComparison(
  view: InsightViewContext,
  value: number | undefined,
  whole: number | undefined,
  text: (value: number) => string,
) {
  const trend = compareShares(value, whole);
  if (trend === undefined || whole === undefined) return {};
  return { comparison: { trend, text: view.t.stats.region(text(whole)) } };
}
