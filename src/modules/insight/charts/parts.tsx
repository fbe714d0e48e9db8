import { Bar, Legend, type BarParts } from "#base/ui/index.ts";
import type { Figures, States } from "#modules/problems/index.ts";
import type { Look } from "../view.ts";

export const partsOf = (states: States): BarParts => ({
  checked: states.verified,
  said: states.said,
  open: states.open,
  late: states.late,
});

/** Where all problems of a scope stand, as one bar. */
export function StatesBar({ look, figures, size }: { look: Look; figures: Figures; size?: "l" }) {
  const { opened, states } = figures;
  return (
    <Bar
      label={look.t.bar({ opened, ...states })}
      parts={partsOf(states)}
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
  words: Record<"verified" | "said" | "open" | "late", string>;
  states?: States;
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
        item("said", "said"),
        item("open", "open"),
        item("late", "late"),
      ]}
    />
  );
}

/** A share, or the grey word for too few cases. */
export function Or({ value, look }: { value: number | undefined; look: Look }) {
  if (value === undefined) return <span class="muted">{look.t.stats.few}</span>;
  return <>{look.say.share(value)}</>;
}

export function Csv({ look, href }: { look: Look; href: string }) {
  return (
    <p class="small">
      <a href={href}>{look.t.desk.csv}</a>
    </p>
  );
}

/** The addresses of a page's data and when it was counted. */
export function DataLine({
  look,
  at,
  twins,
}: {
  look: Look;
  at: Date;
  twins: readonly { label: string; href: string }[];
}) {
  const { t, say } = look;
  return (
    <p class="small muted">
      {t.place.data}{" "}
      {twins.map(({ label, href }, index) => (
        <>
          {index > 0 && ", "}
          <a href={href}>{label}</a>
        </>
      ))}
      . {t.place.updated(say.moment(at))}
    </p>
  );
}
