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

/** One promise of a board: figure, bar, plan and forecast in words, and the way to its rows. */
export function IndicatorGauge({
  reader,
  figure,
  titled = true,
  href,
}: {
  reader: IndicatorViewContext;
  figure: IndicatorProgress;
  /** On the promise's own page the title stands above already. */
  titled?: boolean;
  href?: string;
}) {
  const { t } = reader;
  const { indicator: promise, progress: standing } = figure;
  const n = (value: number) => formatAmount(reader, value);
  const status = progressStatus(reader, standing);
  const nothing = isShare(promise.source) && standing.of === 0;
  const least =
    promise.scope === "per-place" && promise.places.length > 1
      ? findWeakestPart(standing.places)
      : undefined;
  const link = href ?? reader.href(`/indicators/${promise.id}`);
  return (
    <Gauge
      {...(titled && { title: promise.title, href: link })}
      status={
        <Status kind={status.kind} {...(status.icon !== undefined && { icon: status.icon })}>
          {status.text}
        </Status>
      }
      label={t.board.label({
        title: promise.title,
        proven: n(standing.counted),
        target: n(standing.target),
        said: n(standing.reported),
        forecast: standing.forecast === undefined ? undefined : n(standing.forecast),
        plan: n(standing.planned),
      })}
      value={standing.counted}
      reported={standing.reported}
      target={standing.target}
      plan={standing.planned}
      {...(standing.forecast !== undefined && { forecast: standing.forecast })}
      unit={
        nothing
          ? t.board.nothing
          : formatTarget(reader, promise.source, promise.unit, standing.target)
      }
      aside={standing.reported > 0 && t.board.unproven(n(standing.reported))}
      notes={[
        t.board.due(formatDay(reader, promise.due_on)),
        t.board.plan(n(standing.planned)),
        standing.forecast === undefined ? t.board.tooEarly : t.board.forecast(n(standing.forecast)),
        ...describeScheduled(reader, figure),
        ...(standing.surplus > 0 ? [t.board.surplus(n(standing.surplus))] : []),
        ...(least !== undefined && least.confirmed < least.target
          ? [
              t.board.least(
                reader.place(least.key),
                t.board.amountOf(n(least.confirmed), n(least.target)),
              ),
            ]
          : []),
        ...(promise.control_point ? [t.board.control] : []),
        <a href={`${link}#rows`}>{t.board.rows}</a>,
      ]}
    />
  );
}

/** What is announced ahead, in words; nothing where nothing is. */
function describeScheduled(
  reader: IndicatorViewContext,
  { indicator: promise, progress: standing }: IndicatorProgress,
): string[] {
  const { scheduled: coming, nextScheduledOn: comingOn } = standing;
  if (comingOn === undefined) return [];
  const { board } = reader.t;
  const [n, day] = [formatAmount(reader, coming), formatDay(reader, comingOn)];
  const people = getSource(promise.source).measure === "people";
  if (promise.parts.eventId !== undefined)
    return [people && coming > 0 ? board.comingOnePeople(n, day) : board.comingOne(day)];
  if (coming === 0) return [];
  if (people) return [board.comingPeople(n, day)];
  return [coming === 1 ? board.coming(n, day) : board.comingSome(n, day)];
}

/** «4 из 4» over a bar: one place, or one month, of one promise. */
export function ProgressPartBar({
  reader,
  part,
}: {
  reader: IndicatorViewContext;
  part: ProgressPart;
}) {
  const text = reader.t.board.amountOf(
    formatAmount(reader, part.confirmed),
    formatAmount(reader, part.target),
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
