import type { EventCard } from "../card/reads.ts";
import { formatWhen, type EventsViewContext } from "../view.ts";

/** Formats one change of a programme with times in the region's zone. */
export function formatProgrammeChange(
  view: EventsViewContext,
  change: NonNullable<EventCard["published"]>["changes"][number],
): string {
  const hours = (span: { startsAt: string; endsAt: string } | undefined) =>
    span === undefined
      ? ""
      : formatWhen(view, { starts_at: new Date(span.startsAt), ends_at: new Date(span.endsAt) })
          .hours;
  return view.t.programmeLine({ ...change, from: hours(change.from), to: hours(change.to) });
}
