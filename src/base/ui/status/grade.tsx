import type { ComponentChildren } from "preact";
import { Bar } from "../charts/bars.tsx";
import { Icon, type IconName } from "../icons.tsx";
import { useRatioText } from "../lang.tsx";
import { Heading, type HeadingLevel } from "../layout/layout.tsx";

export type GradeProps = {
  title: string;
  value: number;
  of?: number;
  /** In words: “Not enough for people yet”. */
  verdict: string;
  /** Where good begins, on the same scale. */
  threshold?: number;
  note?: ComponentChildren;
  level?: HeadingLevel;
};

/** A grade with its threshold. */
export function Grade({ title, value, of = 100, verdict, threshold, note, level = 2 }: GradeProps) {
  const outOf = useRatioText();
  return (
    <div class="grade">
      <Heading level={level} class="h3">
        {title}
      </Heading>
      <p class="figures">
        <b class="num">{value}</b>
        <span class="muted">
          {outOf("", of).trim()}. {verdict}
        </span>
      </p>
      <Bar
        label={`${outOf(value, of)}. ${verdict}`}
        parts={{ checked: value }}
        total={of}
        size="m"
        line={threshold === undefined ? undefined : threshold / of}
      />
      {note && <p class="small muted">{note}</p>}
    </div>
  );
}

const metIcons = { yes: "check", part: "part", no: "x" } as const satisfies Record<
  string,
  IconName
>;

export type ScoreComponent = {
  fulfilment: "yes" | "part" | "no";
  title: string;
  points: number;
  of: number;
  note?: ComponentChildren;
  /** One suggestion: a small button. */
  action?: ComponentChildren;
};

/** What a grade is made of; the points add up to it. */
export function ScoreBreakdown({ items }: { items: readonly ScoreComponent[] }) {
  const outOf = useRatioText();
  return (
    <ul class="summands" role="list">
      {items.map(({ fulfilment, title, points, of, note, action }) => (
        <li data-met={fulfilment}>
          <Icon name={metIcons[fulfilment]} />
          <b>{title}</b>
          <span class="num">{outOf(points, of)}</span>
          {note && <p class="muted">{note}</p>}
          {action && <div class="actions">{action}</div>}
        </li>
      ))}
    </ul>
  );
}
