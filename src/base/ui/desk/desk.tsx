import type { ComponentChildren } from "preact";
import { Bar } from "../charts/bars.tsx";
import { fieldId, type SelectOption } from "../forms/fields.tsx";
import { interpolate, formatPercent } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useLang, useMessages } from "../lang.tsx";
import { Heading, type HeadingLevel } from "../layout/layout.tsx";

export type QueueItem = {
  href: string;
  title: string;
  current?: boolean;
  /** Line above the title: source, time. */
  meta: readonly string[];
  /** Line under the title. */
  place?: string;
  /** A `Clock` or a `Status`. */
  badge?: ComponentChildren;
};

export type QueueProps = {
  label: string;
  title: string;
  note?: ComponentChildren;
  items: readonly QueueItem[];
  empty?: ComponentChildren;
};

/** What waits for a person; keys J and K lead to the neighbours of the current item. */
export function Queue({ label, title, note, items, empty }: QueueProps) {
  const here = items.findIndex((item) => item.current);
  const keyOf = (index: number) => {
    if (here < 0) return index === 0 ? "j" : undefined;
    if (index === here + 1) return "j";
    return index === here - 1 ? "k" : undefined;
  };
  return (
    <nav class="queue" id="queue" aria-label={label}>
      <header class="stack" data-gap="s">
        <h2 class="h3">{title}</h2>
        {note && <p class="small muted">{note}</p>}
        {items.length === 0 && empty}
      </header>
      <ol role="list">
        {items.map((item, index) => (
          <li>
            <a
              href={item.href}
              aria-current={item.current ? "true" : undefined}
              data-key={keyOf(index)}
            >
              <span class="meta">
                {item.meta.map((text) => (
                  <span>{text}</span>
                ))}
              </span>
              <b>{item.title}</b>
              {item.place && (
                <span class="meta">
                  <span>{item.place}</span>
                </span>
              )}
              {item.badge}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Two columns: the work, and the queue beside it; on a narrow screen the work comes first. */
export function Desk({
  toQueue,
  queue,
  children,
}: {
  toQueue: string;
  queue: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <div class="desk">
      <div class="stack" data-gap="l">
        <a class="to-queue" href="#queue">
          {toQueue}
        </a>
        {children}
      </div>
      {queue}
    </div>
  );
}

export type SuggestionField = {
  name: string;
  label: string;
  /** Superscript that ties the field to a word of the text. */
  mark?: number;
  options: readonly SelectOption[];
  value?: string;
  /** How sure the machine is, 0 to 1. */
  share: number;
  /** A person decides: the row is lit. */
  unsure?: boolean;
  why?: ComponentChildren;
  shortcut?: string;
};

function ConfidenceLabel({ share, unsure }: { share: number; unsure?: boolean }) {
  const messages = useMessages();
  const lang = useLang();
  const percent = Math.round(share * 100);
  return (
    <div class="sure">
      <span>
        {unsure ? messages.unsure : messages.sure},{" "}
        <span class="num">{formatPercent(share, { lang })}</span>
      </span>
      <Bar
        label={interpolate(messages.confidence, { percent })}
        parts={{ checked: percent }}
        total={100}
      />
    </div>
  );
}

/** What the machine understood, each guess in a field that a person may correct. */
export function SuggestionList({ items }: { items: readonly SuggestionField[] }) {
  return (
    <ul class="suggestions" role="list">
      {items.map(({ name, label, mark, options, value, share, unsure, why, shortcut }) => (
        <li data-unsure={unsure ? "" : undefined}>
          <label for={fieldId(name)}>
            {label}
            {mark !== undefined && <sup> {mark}</sup>}
          </label>
          <select
            id={fieldId(name)}
            name={name}
            data-key={shortcut}
            aria-describedby={why ? `${fieldId(name)}-why` : undefined}
          >
            {options.map((option) => (
              <option
                value={option.value}
                disabled={option.disabled}
                selected={option.value === value}
              >
                {option.label}
              </option>
            ))}
          </select>
          <ConfidenceLabel share={share} unsure={unsure} />
          {why && (
            <p class="why" id={`${fieldId(name)}-why`}>
              {why}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

export type ComparisonViewProps = {
  left: ComponentChildren;
  right: ComponentChildren;
  /** Two to six aligned rows; the verdict stands in words on the left side. */
  rows: readonly {
    name: string;
    left: ComponentChildren;
    right: ComponentChildren;
    verdict?: { kind: "same" | "differs"; text: string };
  }[];
  level?: HeadingLevel;
};

/** Two things side by side, their rows aligned. */
export function ComparisonView({ left, right, rows, level = 3 }: ComparisonViewProps) {
  const side = (title: ComponentChildren, own: "left" | "right") => (
    <section>
      <Heading level={level}>{title}</Heading>
      <dl>
        {rows.map(({ name, verdict, ...values }) => (
          <div>
            <dt>{name}</dt>
            <dd>
              {values[own]}
              {own === "left" && verdict && (
                <>
                  {" "}
                  <span class={verdict.kind}>
                    <Icon name={verdict.kind === "same" ? "check" : "alarm"} />
                    {verdict.text}
                  </span>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
  return (
    <div class="compare">
      <div class="panes" data-rows={rows.length}>
        {side(left, "left")}
        {side(right, "right")}
      </div>
    </div>
  );
}
