import { Bar, Legend, type BarParts } from "#base/ui/index.ts";
import type { ProblemFigures, ProblemStateCounts } from "#modules/problems/index.ts";
import type { InsightViewContext } from "../view.ts";

/** Returns the parts of a bar from the counts by state; those closed otherwise are not drawn. */
export const toBarParts = (states: ProblemStateCounts): BarParts => ({
  checked: states.verified,
  said: states.claimed,
  open: states.open,
  late: states.late,
});

/** The states of all problems of a scope, as one bar. */
export function StatesBar({
  viewContext: view,
  figures,
  size,
}: {
  viewContext: InsightViewContext;
  figures: ProblemFigures;
  size?: "l";
}) {
  const { opened, states } = figures;
  return (
    <Bar
      label={view.t.bar({ opened, ...states })}
      parts={toBarParts(states)}
      total={opened}
      {...(size && { size })}
    />
  );
}

/** What the fills mean, with counts. */
export function StatesLegend({
  words,
  states,
}: {
  words: Record<"verified" | "claimed" | "open" | "late", string>;
  states?: ProblemStateCounts;
}) {
  const item = (look: "checked" | "said" | "open" | "late", key: keyof typeof words) => ({
    look,
    label: words[key],
    ...(states && { count: states[key] }),
  });
  return (
    <Legend
      items={[
        item("checked", "verified"),
        item("said", "claimed"),
        item("open", "open"),
        item("late", "late"),
      ]}
    />
  );
}

/** A share, or the grey word for too few cases. */
export function ShareValue({
  value,
  viewContext: view,
}: {
  value: number | undefined;
  viewContext: InsightViewContext;
}) {
  if (value === undefined) return <span class="muted">{view.t.stats.few}</span>;
  return <>{view.format.share(value)}</>;
}

export function CsvLink({
  viewContext: view,
  href,
}: {
  viewContext: InsightViewContext;
  href: string;
}) {
  return (
    <p class="small">
      <a href={href}>{view.t.desk.csv}</a>
    </p>
  );
}

/** The addresses of a page's data and when it was counted. */
export function DataLinks({
  viewContext: view,
  at,
  links,
}: {
  viewContext: InsightViewContext;
  at: Date;
  links: readonly { label: string; href: string }[];
}) {
  const { t, format } = view;
  return (
    <p class="small muted">
      {t.place.data}{" "}
      {links.map(({ label, href }, index) => (
        <>
          {index > 0 && ", "}
          <a href={href}>{label}</a>
        </>
      ))}
      . {t.place.updated(format.dateTime(at))}
    </p>
  );
}
