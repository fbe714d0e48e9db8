import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { ButtonLink } from "../forms/buttons.tsx";
import { formatNumber } from "../format.ts";
import { Icon, type IconName } from "../icons.tsx";
import { Island } from "../island.tsx";
import { useLang, useRatioText } from "../lang.tsx";
import { Heading, type HeadingLevel, Meta, type MetaItem } from "../layout/layout.tsx";
import { DateBox } from "../status/status.tsx";

export type RowItem = {
  title: ComponentChildren;
  href?: string;
  /** Large figure in front, with the address of its formula. */
  figure?: { value: string | number; unit?: string; href?: string };
  /** Calendar leaf in front. */
  date?: { day: string; month: string };
  meta?: readonly (MetaItem | undefined)[];
  /** Under the title. */
  text?: ComponentChildren;
  /** Status and clock at the right. */
  side?: ComponentChildren;
};

function LeadFigure({ value, unit, href }: NonNullable<RowItem["figure"]>) {
  return (
    <div class="lead-figure">
      {value}
      {unit && <small>{href === undefined ? unit : <a href={href}>{unit}</a>}</small>}
    </div>
  );
}

export type RowsProps = {
  rows: readonly RowItem[];
  /** Order means something. */ ordered?: boolean;
  level?: HeadingLevel;
};

/** A list of entries parted by hairlines. */
export function Rows({ rows, ordered, level = 3 }: RowsProps) {
  const List = ordered ? "ol" : "ul";
  return (
    <List class="rows" role="list">
      {rows.map(({ title, href, figure, date, meta, text, side }) => (
        <li>
          {figure && <LeadFigure {...figure} />}
          {date && <DateBox {...date} />}
          <div>
            <Heading level={level} class={level === 3 ? undefined : "h3"}>
              {href === undefined ? title : <a href={href}>{title}</a>}
            </Heading>
            {text && <p>{text}</p>}
            {meta && <Meta items={meta} />}
          </div>
          {side && <div class="side">{side}</div>}
        </li>
      ))}
    </List>
  );
}

/** A list of anything under hairlines, one column. */
export function PlainRows({
  ordered,
  children,
}: {
  ordered?: boolean;
  children: readonly ComponentChildren[];
}) {
  const List = ordered ? "ol" : "ul";
  return (
    <List class="rows" role="list" data-one="">
      {children.map((child) => (
        <li>{child}</li>
      ))}
    </List>
  );
}

export type DescriptionItem = { name: string; value: ComponentChildren };

/** Passport of a thing; facts without a value are left out. */
export function DescriptionList({
  items,
  side,
}: {
  items: readonly DescriptionItem[];
  side?: boolean;
}) {
  const shown = items.filter(({ value }) => value !== undefined && value !== null && value !== "");
  if (side) {
    return (
      <dl class="facts" data-side="">
        {shown.map(({ name, value }) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
    );
  }
  return (
    <dl class="facts">
      {shown.map(({ name, value }) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export type StatProps = {
  title: string;
  value: string | number;
  unit?: string;
  /** The formula: «96 ÷ (118 + 23)». */
  formula?: ComponentChildren;
  comparison?: { trend: "up" | "down" | "same"; text: string };
  level?: HeadingLevel;
  /** A sparkline. */
  children?: ComponentChildren;
};

const trendIcons = { up: "up", down: "dn", same: "same" } as const satisfies Record<
  string,
  IconName
>;

/** A figure with its formula. */
export function Stat({ title, value, unit, formula, comparison, level = 3, children }: StatProps) {
  const lang = useLang();
  return (
    <div class="stat">
      <Heading level={level} class="name">
        {title}
      </Heading>
      <b>
        {typeof value === "number" ? formatNumber(value, { lang }) : value}
        {unit && <small> {unit}</small>}
      </b>
      {formula && <p class="how">{formula}</p>}
      {comparison && (
        <span class="versus">
          <Icon name={trendIcons[comparison.trend]} />
          {comparison.text}
        </span>
      )}
      {children}
    </div>
  );
}

export type EmptyStateProps = {
  title: string;
  text?: ComponentChildren;
  action?: { href: string; label: string };
  icon?: IconName;
  level?: HeadingLevel;
};

/** Nothing here yet, and what to do next. */
export function EmptyState({ title, text, action, icon = "window", level = 3 }: EmptyStateProps) {
  return (
    <div class="empty">
      <Icon name={icon} size="l" />
      <Heading level={level} class={level === 3 ? undefined : "h3"}>
        {title}
      </Heading>
      {text && <p>{text}</p>}
      {action && <ButtonLink href={action.href}>{action.label}</ButtonLink>}
    </div>
  );
}

export type FlashProps = {
  kind?: "warn" | "danger";
  /** Floats over the page and takes focus. */ toast?: boolean;
  children: ComponentChildren;
};

/** What happened, and the next link. */
export function Flash({ kind, toast, children }: FlashProps) {
  return (
    <div
      class="flash"
      data-kind={kind}
      data-toast={toast ? "" : undefined}
      role={kind === "danger" ? "alert" : "status"}
      tabindex={toast ? -1 : undefined}
    >
      {toast && <Island name="okno-flash" />}
      <Icon name={kind ? "warn" : "check"} />
      <p>{children}</p>
    </div>
  );
}

/** Long work with a count. */
export function Progress({
  label,
  value,
  max,
  hint,
}: {
  label: string;
  value: number;
  max: number;
  hint?: string;
}) {
  const id = useId();
  const outOf = useRatioText();
  return (
    <div class="progress">
      <label for={id}>{label}</label>
      <progress id={id} max={max} value={value}>
        {outOf(value, max)}
      </progress>
      {hint && <p class="small muted">{hint}</p>}
    </div>
  );
}

/** Stands where an island's content will be. */
export function Skeleton({ label, lines = 3 }: { label: string; lines?: number }) {
  return (
    <div aria-busy="true">
      <p class="visually-hidden">{label}</p>
      {Array.from({ length: lines }, (_, index) => (
        <div class="skeleton" data-short={index === 0 || index === lines - 1 ? "" : undefined} />
      ))}
    </div>
  );
}
