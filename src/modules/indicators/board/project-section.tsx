import { Gauge, Pane, Panes, Section } from "#base/ui/index.ts";
import type { Promised } from "#modules/projects/index.ts";
import { figuresFor, type Figure } from "./progress.ts";
import { promisesOf } from "../store.ts";
import { readerOf, sayNumber, sayTarget, type Reader } from "../view.ts";

const mostShown = 3;

/** «Promised and done» on the page of a project: its first promises, and the way to all of them. */
export const projectPromised: Promised = async (x, project) => {
  const promises = await promisesOf(x.ctx, project.id);
  if (promises.length === 0) return null;
  const reader = await readerOf(x);
  const figures = await figuresFor(x.ctx, promises.slice(0, mostShown));
  const board = x.href(`/projects/${project.number}/promises`);
  return (
    <Section
      title={reader.t.board.onCard}
      id="promised"
      link={{ href: board, label: reader.t.board.onCardLink(promises.length) }}
    >
      <Panes cols={figures.length === 2 ? 2 : 3}>
        {figures.map((figure) => (
          <Pane label={figure.promise.title}>
            <SmallGauge reader={reader} figure={figure} />
          </Pane>
        ))}
      </Panes>
    </Section>
  );
};

function SmallGauge({ reader, figure: { promise, standing } }: { reader: Reader; figure: Figure }) {
  const { t } = reader;
  const n = (value: number) => sayNumber(reader, value);
  const forecast = standing.forecast === undefined ? undefined : n(standing.forecast);
  return (
    <Gauge
      title={promise.title}
      href={reader.href(`/promises/${promise.id}`)}
      level={3}
      label={t.board.label({
        title: promise.title,
        proven: n(standing.counted),
        target: n(standing.target),
        said: n(standing.said),
        forecast,
        plan: n(standing.plan),
      })}
      value={standing.counted}
      said={standing.said}
      target={standing.target}
      plan={standing.plan}
      {...(standing.forecast !== undefined && { forecast: standing.forecast })}
      unit={sayTarget(reader, promise.source, promise.unit, standing.target)}
      under={[
        ...(standing.said > 0 ? [t.board.unproven(n(standing.said))] : []),
        t.board.plan(n(standing.plan)),
        ...(forecast === undefined ? [] : [t.board.forecast(forecast)]),
      ]}
    />
  );
}
