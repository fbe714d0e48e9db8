import { Gauge, Pane, Panes, Section } from "#base/ui/index.ts";
import type { RenderIndicators } from "#modules/projects/index.ts";
import { gaugeFigures } from "./gauge.tsx";
import { loadProgress, type IndicatorProgress } from "./progress.ts";
import { listIndicators } from "../store.ts";
import {
  createIndicatorViewContext,
  formatAmount,
  formatTarget,
  type IndicatorViewContext,
} from "../view.ts";

const maxShown = 3;

/** Renders the section «Promised and done» of a project's page: its first indicators, and a link to all. */
export const projectIndicators: RenderIndicators = async (c, project) => {
  const indicators = await listIndicators(c.ctx, project.id);
  if (indicators.length === 0) return null;
  const view = await createIndicatorViewContext(c);
  const indicatorsProgress = await loadProgress(c.ctx, indicators.slice(0, maxShown));
  const board = c.href(`/projects/${project.number}/indicators`);
  return (
    <Section
      title={view.t.board.onCard}
      id="promised"
      link={{ href: board, label: view.t.board.onCardLink(indicators.length) }}
    >
      <Panes cols={indicatorsProgress.length === 2 ? 2 : 3}>
        {indicatorsProgress.map((figure) => (
          <Pane label={figure.indicator.title}>
            <SmallGauge viewContext={view} figure={figure} />
          </Pane>
        ))}
      </Panes>
    </Section>
  );
};

function SmallGauge({
  viewContext: view,
  figure,
}: {
  viewContext: IndicatorViewContext;
  figure: IndicatorProgress;
}) {
  const { t } = view;
  const { indicator, progress } = figure;
  const n = (value: number) => formatAmount(view, value);
  const forecast = progress.forecast === undefined ? undefined : n(progress.forecast);
  return (
    <Gauge
      title={indicator.title}
      href={view.href(`/indicators/${indicator.id}`)}
      level={3}
      {...gaugeFigures(view, figure)}
      unit={formatTarget(view, indicator.source, indicator.unit, progress.target)}
      notes={[
        ...(progress.reported > 0 ? [t.board.unproven(n(progress.reported))] : []),
        t.board.plan(n(progress.planned)),
        ...(forecast === undefined ? [] : [t.board.forecast(forecast)]),
      ]}
    />
  );
}
