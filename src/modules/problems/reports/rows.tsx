import { labelOf } from "#base/messages.ts";
import { Meta, PlainRows } from "#base/ui/index.ts";
import type { ProblemReport } from "../store.ts";
import type { ProblemMessages } from "../messages.ts";

/** The residents' messages about one problem, each with its time and channel. */
export function ReportRows({
  t,
  reports,
  formatTime,
}: {
  t: ProblemMessages;
  reports: readonly Pick<ProblemReport, "channel" | "excerpt" | "at">[];
  formatTime: (at: Date) => string;
}) {
  return (
    <PlainRows>
      {reports.map(({ excerpt, at, channel }) => (
        <>
          <p>«{excerpt}»</p>
          <Meta items={[formatTime(at), labelOf(t.channels, channel) ?? channel]} />
        </>
      ))}
    </PlainRows>
  );
}
