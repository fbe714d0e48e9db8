import { Bar, Gauge, Status } from "#base/ui/index.ts";
import type { Figure } from "./progress.ts";
import { leastOf, type Part } from "../indicator.ts";
import { isShare } from "../measure.ts";
import { sourceOf } from "../sources.ts";
import { sayDay, sayNumber, sayTarget, statusOf, type Reader } from "../view.ts";

/** One promise of a board: figure, bar, plan and forecast in words, and the way to its rows. */
export function PromiseGauge({
  reader,
  figure,
  titled = true,
  href,
}: {
  reader: Reader;
  figure: Figure;
  /** On the promise's own page the title stands above already. */
  titled?: boolean;
  href?: string;
}) {
  const { t } = reader;
  const { promise, standing } = figure;
  const n = (value: number) => sayNumber(reader, value);
  const status = statusOf(reader, standing);
  const nothing = isShare(promise.source) && standing.of === 0;
  const least =
    promise.scope === "per-place" && promise.places.length > 1
      ? leastOf(standing.places)
      : undefined;
  const link = href ?? reader.href(`/promises/${promise.id}`);
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
        said: n(standing.said),
        forecast: standing.forecast === undefined ? undefined : n(standing.forecast),
        plan: n(standing.plan),
      })}
      value={standing.counted}
      said={standing.said}
      target={standing.target}
      plan={standing.plan}
      {...(standing.forecast !== undefined && { forecast: standing.forecast })}
      unit={
        nothing ? t.board.nothing : sayTarget(reader, promise.source, promise.unit, standing.target)
      }
      aside={standing.said > 0 && t.board.unproven(n(standing.said))}
      under={[
        t.board.due(sayDay(reader, promise.due_on)),
        t.board.plan(n(standing.plan)),
        standing.forecast === undefined ? t.board.tooEarly : t.board.forecast(n(standing.forecast)),
        ...comingOf(reader, figure),
        ...(standing.surplus > 0 ? [t.board.surplus(n(standing.surplus))] : []),
        ...(least !== undefined && least.proven < least.target
          ? [
              t.board.least(
                reader.place(least.key),
                t.board.amountOf(n(least.proven), n(least.target)),
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
function comingOf(reader: Reader, { promise, standing }: Figure): string[] {
  const { coming, comingOn } = standing;
  if (comingOn === undefined) return [];
  const { board } = reader.t;
  const [n, day] = [sayNumber(reader, coming), sayDay(reader, comingOn)];
  const people = sourceOf(promise.source).measure === "people";
  if (promise.parts.eventId !== undefined)
    return [people && coming > 0 ? board.comingOnePeople(n, day) : board.comingOne(day)];
  if (coming === 0) return [];
  if (people) return [board.comingPeople(n, day)];
  return [coming === 1 ? board.coming(n, day) : board.comingSome(n, day)];
}

/** «4 из 4» over a bar: one place, or one month, of one promise. */
export function PartBar({ reader, part }: { reader: Reader; part: Part }) {
  const text = reader.t.board.amountOf(
    sayNumber(reader, part.proven),
    sayNumber(reader, part.target),
  );
  const checked = Math.min(part.proven, part.target);
  const said = Math.min(part.said, part.target - checked);
  return (
    <>
      <span class="num">{text}</span>
      <Bar label={text} parts={{ checked, said }} total={part.target} />
    </>
  );
}
