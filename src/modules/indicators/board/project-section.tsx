import { Gauge, Pane, Panes, Section } from "#base/ui/index.ts";
import type { RenderIndicators } from "#modules/projects/index.ts";
import { loadProgress, type IndicatorProgress } from "./progress.ts";
import { listIndicators } from "../store.ts";
import {
  createIndicatorViewContext,
  formatAmount,
  formatTarget,
  type IndicatorViewContext,
} from "../view.ts";

const maxShown = 3;

/** «Promised and done» on the page of a project: its first promises, and the way to all of them. */
export const projectIndicators: RenderIndicators = async (x, project) => {
  const indicators = await listIndicators(x.ctx, project.id);
  if (indicators.length === 0) return null;
  const reader = await createIndicatorViewContext(x);
  const indicatorsProgress = await loadProgress(x.ctx, indicators.slice(0, maxShown));
  const board = x.href(`/projects/${project.number}/indicators`);
  return (
    <Section
      title={reader.t.board.onCard}
      id="promised"
      link={{ href: board, label: reader.t.board.onCardLink(indicators.length) }}
    >
      <Panes cols={indicatorsProgress.length === 2 ? 2 : 3}>
        {indicatorsProgress.map((figure) => (
          <Pane label={figure.indicator.title}>
            <SmallGauge reader={reader} figure={figure} />
          </Pane>
        ))}
      </Panes>
    </Section>
  );
};

function SmallGauge({
  reader,
  figure: { indicator: promise, progress: standing },
}: {
  reader: IndicatorViewContext;
  figure: IndicatorProgress;
}) {
  const { t } = reader;
  const n = (value: number) => formatAmount(reader, value);
  const forecast = standing.forecast === undefined ? undefined : n(standing.forecast);
  return (
    <Gauge
      title={promise.title}
      href={reader.href(`/indicators/${promise.id}`)}
      level={3}
      label={t.board.label({
        title: promise.title,
        proven: n(standing.counted),
        target: n(standing.target),
        said: n(standing.reported),
        forecast,
        plan: n(standing.planned),
      })}
      value={standing.counted}
      reported={standing.reported}
      target={standing.target}
      plan={standing.planned}
      {...(standing.forecast !== undefined && { forecast: standing.forecast })}
      unit={formatTarget(reader, promise.source, promise.unit, standing.target)}
      notes={[
        ...(standing.reported > 0 ? [t.board.unproven(n(standing.reported))] : []),
        t.board.plan(n(standing.planned)),
        ...(forecast === undefined ? [] : [t.board.forecast(forecast)]),
      ]}
    />
  );
}
