import { Bar, Gauge, Status } from "#base/ui/index.ts";
import type { IndicatorProgress } from "./progress.ts";
import { findWeakestPart, type ProgressPart } from "../indicator.ts";
import { isShare } from "../measure.ts";
import { getSource } from "../sources.ts";
import {
  formatDay,
  formatAmount,
  formatTarget,
  progressStatus,
  type IndicatorViewContext,
} from "../view.ts";

/** One indicator of a board: figure, bar, plan and forecast in words, and the link to its rows. */
export function IndicatorGauge({
  viewContext: view,
  figure,
  titled = true,
  href,
}: {
  viewContext: IndicatorViewContext;
  figure: IndicatorProgress;
  /** Hide the title: the indicator's own page has it in its header. */
  titled?: boolean;
  href?: string;
}) {
  const { t } = view;
  const { indicator, progress } = figure;
  const n = (value: number) => formatAmount(view, value);
  const status = progressStatus(view, progress);
  const nothing = isShare(indicator.source) && progress.of === 0;
  const least =
    indicator.scope === "per-place" && indicator.places.length > 1
      ? findWeakestPart(progress.places)
      : undefined;
  const link = href ?? view.href(`/indicators/${indicator.id}`);
  return (
    <Gauge
      {...(titled && { title: indicator.title, href: link })}
      status={
        <Status kind={status.kind} {...(status.icon !== undefined && { icon: status.icon })}>
          {status.text}
        </Status>
      }
      {...gaugeFigures(view, figure)}
      unit={
        nothing
          ? t.board.nothing
          : formatTarget(view, indicator.source, indicator.unit, progress.target)
      }
      aside={progress.reported > 0 && t.board.unproven(n(progress.reported))}
      notes={[
        t.board.due(formatDay(view, indicator.due_on)),
        t.board.plan(n(progress.planned)),
        progress.forecast === undefined ? t.board.tooEarly : t.board.forecast(n(progress.forecast)),
        ...describeScheduled(view, figure),
        ...(progress.surplus > 0 ? [t.board.surplus(n(progress.surplus))] : []),
        ...(least !== undefined && least.confirmed < least.target
          ? [
              t.board.least(
                view.place(least.key),
                t.board.amountOf(n(least.confirmed), n(least.target)),
              ),
            ]
          : []),
        ...(indicator.control_point ? [t.board.control] : []),
        <a href={`${link}#rows`}>{t.board.rows}</a>,
      ]}
    />
  );
}

/** Returns the figures of a gauge and its label in words. */
export function gaugeFigures(
  view: IndicatorViewContext,
  { indicator, progress }: IndicatorProgress,
) {
  const n = (value: number) => formatAmount(view, value);
  const { counted, reported, target, planned, forecast } = progress;
  return {
    label: view.t.board.label({
      title: indicator.title,
      proven: n(counted),
      target: n(target),
      said: n(reported),
      forecast: forecast === undefined ? undefined : n(forecast),
      plan: n(planned),
    }),
    value: counted,
    reported,
    target,
    plan: planned,
    ...(forecast !== undefined && { forecast }),
  };
}

/** The scheduled amount in words; nothing when there is none. */
function describeScheduled(
  view: IndicatorViewContext,
  { indicator, progress }: IndicatorProgress,
): string[] {
  const { scheduled, nextScheduledOn } = progress;
  if (nextScheduledOn === undefined) return [];
  const { board } = view.t;
  const [n, day] = [formatAmount(view, scheduled), formatDay(view, nextScheduledOn)];
  const people = getSource(indicator.source).measure === "people";
  if (indicator.parts.eventId !== undefined)
    return [people && scheduled > 0 ? board.comingOnePeople(n, day) : board.comingOne(day)];
  if (scheduled === 0) return [];
  if (people) return [board.comingPeople(n, day)];
  return [scheduled === 1 ? board.coming(n, day) : board.comingSome(n, day)];
}

/** «4 из 4» over a bar: one place, or one month, of one indicator. */
export function ProgressPartBar({
  viewContext: view,
  part,
}: {
  viewContext: IndicatorViewContext;
  part: ProgressPart;
}) {
  const text = view.t.board.amountOf(
    formatAmount(view, part.confirmed),
    formatAmount(view, part.target),
  );
  const checked = Math.min(part.confirmed, part.target);
  const said = Math.min(part.reported, part.target - checked);
  return (
    <>
      <span class="num">{text}</span>
      <Bar label={text} parts={{ checked, said }} total={part.target} />
    </>
  );
}
