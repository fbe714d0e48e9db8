import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../icons.tsx";
import { Heading, type HeadingLevel } from "../layout/layout.tsx";

export type StepperStep = {
  state: "done" | "said" | "back" | "now" | "next";
  icon: IconName;
  title: string;
  /** Date or a few words. */
  note?: string;
};

/** The life of a thing in five or six steps. */
export function Stepper({ label, steps }: { label: string; steps: readonly StepperStep[] }) {
  return (
    <div class="stepper" role="group" aria-label={label}>
      <ol role="list">
        {steps.map(({ state, icon, title, note }) => (
          <li data-step={state} aria-current={state === "now" ? "step" : undefined}>
            <Icon name={icon} />
            <b>{title}</b>
            <span>{note}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Somebody's own words; `by` is who said them, `big` makes it the thing to read. */
export function Quote({
  by,
  big,
  children,
}: {
  by?: ComponentChildren;
  big?: boolean;
  children: ComponentChildren;
}) {
  return (
    <blockquote class="said" data-big={big ? "" : undefined}>
      {typeof children === "string" ? <p>{children}</p> : children}
      {by && <footer>{by}</footer>}
    </blockquote>
  );
}

export type TimelineEntry = {
  /** Look of the mark: only `verified` is filled, only `claimed` is hatched. */
  fact?: "verified" | "claimed" | "refuted" | "escalated";
  icon: IconName;
  title: ComponentChildren;
  /** Machine form for <time datetime>. */
  at: Date;
  /** The time in words. */
  when: string;
  text?: ComponentChildren;
  /** Words of the one who spoke. */
  quote?: { text: ComponentChildren; by?: ComponentChildren };
  children?: ComponentChildren;
  id?: string;
};

/** History, newest first. */
export function Timeline({
  entries,
  level = 3,
}: {
  entries: readonly TimelineEntry[];
  level?: HeadingLevel;
}) {
  return (
    <ol class="timeline" role="list">
      {entries.map(({ fact, icon, title, at, when, text, quote, children, id }) => (
        <li data-fact={fact} id={id}>
          <Icon name={icon} />
          <Heading level={level} class={level === 3 ? undefined : "h3"}>
            {title}
          </Heading>
          <time datetime={at.toISOString()}>{when}</time>
          {text && <p>{text}</p>}
          {quote && <Quote by={quote.by}>{quote.text}</Quote>}
          {children}
        </li>
      ))}
    </ol>
  );
}

export type Photo = {
  /** “Before, 3 March”. */
  caption: string;
  /** What is seen. */
  alt: string;
  src?: string;
  width?: number;
  height?: number;
  /** A drawing in place of a photograph; it carries its own role and label. */
  drawing?: ComponentChildren;
};

function PhotoView({ caption, alt, src, width, height, drawing }: Photo) {
  return (
    <div class="shot">
      {src === undefined ? (
        drawing
      ) : (
        <img src={src} alt={alt} width={width} height={height} loading="lazy" decoding="async" />
      )}
      <span>{caption}</span>
    </div>
  );
}

export type EvidenceProps = {
  /** Before, and after when there is one. */
  photos: readonly Photo[];
  /** In a card: no frame of its own. */
  small?: boolean;
  /** Caption: when, who, distance. */
  children?: ComponentChildren;
};

/** What was seen: before and after. */
export function Evidence({ photos, small, children }: EvidenceProps) {
  return (
    <figure class="evidence" data-small={small ? "" : undefined}>
      <div class="pair" data-one={photos.length === 1 ? "" : undefined}>
        {photos.map((shot) => (
          <PhotoView {...shot} />
        ))}
      </div>
      {children && <figcaption>{children}</figcaption>}
    </figure>
  );
}
