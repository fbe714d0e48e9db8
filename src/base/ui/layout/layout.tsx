import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon, type IconName } from "../icons.tsx";

export type SpacingSize = "s" | "m" | "l" | "xl";
export type HeadingLevel = 1 | 2 | 3 | 4;

type HeadingProps = {
  level: HeadingLevel;
  class?: string;
  id?: string;
  children: ComponentChildren;
};

/** A heading of a level that the page's outline asks for. */
export function Heading({ level, ...rest }: HeadingProps) {
  const Tag = `h${level}` as const;
  return <Tag {...rest} />;
}

/** Things under each other with one gap. */
export function Stack({ gap, children }: { gap?: SpacingSize; children: ComponentChildren }) {
  return (
    <div class="stack" data-gap={gap}>
      {children}
    </div>
  );
}

/** Things in a line that wraps. */
export function Cluster({ gap, children }: { gap?: "l"; children: ComponentChildren }) {
  return (
    <div class="cluster" data-gap={gap}>
      {children}
    </div>
  );
}

/** Two things at the two ends of a line. */
export function SpaceBetween({ children }: { children: ComponentChildren }) {
  return <div class="between">{children}</div>;
}

/** Equal columns, as many as fit; `cols` 2 makes them wide. */
export function Grid({ cols, children }: { cols?: 2; children: ComponentChildren }) {
  return (
    <div class="grid" data-cols={cols}>
      {children}
    </div>
  );
}

/** Main column and what stands beside it. */
export function WithSidebar({
  main,
  aside,
  label,
  wide,
}: {
  main: ComponentChildren;
  aside: ComponentChildren;
  label: string;
  wide?: boolean;
}) {
  return (
    <div class="with-aside" data-aside={wide ? "wide" : undefined}>
      <div class="stack" data-gap="xl">
        {main}
      </div>
      <aside class="stack" data-gap="l" aria-label={label}>
        {aside}
      </aside>
    </div>
  );
}

export type SectionProps = {
  title: ComponentChildren;
  level?: HeadingLevel;
  /** Heading in the size of an entry's title. */
  small?: boolean;
  link?: { href: string; label: string };
  /** One grey paragraph under the heading. */
  lead?: ComponentChildren;
  gap?: SpacingSize;
  /** Anchor of the section; the heading gets `<id>-title`. */
  id?: string;
  children: ComponentChildren;
};

/** A titled part of a page. */
export function Section({ title, level = 2, small, link, lead, gap, id, children }: SectionProps) {
  const made = useId();
  const titleId = `${id ?? made}-title`;
  return (
    <section
      id={id}
      aria-labelledby={titleId}
      class="stack"
      data-gap={gap ?? (small ? "m" : undefined)}
    >
      <div class="section-head">
        <Heading level={level} id={titleId} class={small ? "h3" : undefined}>
          {title}
        </Heading>
        {link && <a href={link.href}>{link.label}</a>}
        {lead && <p>{lead}</p>}
      </div>
      {children}
    </section>
  );
}

/** Header of a page about one thing: name, then one sentence before any figure. */
export function PageHeader({
  title,
  lead,
  children,
}: {
  title: ComponentChildren;
  lead?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <header class="place">
      <h1>{title}</h1>
      {lead && <p class="lead">{lead}</p>}
      {children}
    </header>
  );
}

/** The framed group on top of a public page: two or three `Pane`s, exactly one of them `lit`. */
export function FramedPanes({ children }: { children: ComponentChildren }) {
  return <div class="window">{children}</div>;
}

/** Adjoining cells parted by hairlines; children are `Pane`s, `Stat`s or `Gauge`s. */
export function Panes({ cols, children }: { cols?: 2 | 3 | 4; children: ComponentChildren }) {
  return (
    <div class="panes" data-cols={cols}>
      {children}
    </div>
  );
}

export type PaneProps = {
  title?: ComponentChildren;
  level?: HeadingLevel;
  small?: boolean;
  /** The one pane that says what to do now. */
  lit?: boolean;
  gap?: SpacingSize;
  /** Names a pane without a title aloud. */
  label?: string;
  id?: string;
  /** Pinned to the bottom. */
  foot?: ComponentChildren;
  children?: ComponentChildren;
};

/** One pane of a `Window` or `Panes`. */
export function Pane({ title, level = 2, small, lit, gap, label, id, foot, children }: PaneProps) {
  const titleId = useId();
  return (
    <section
      class="stack"
      id={id}
      data-gap={gap}
      data-lit={lit ? "" : undefined}
      data-foot={foot ? "" : undefined}
      aria-label={title ? undefined : label}
      aria-labelledby={title ? titleId : undefined}
    >
      {title && (
        <Heading level={level} id={titleId} class={small ? "h3" : undefined}>
          {title}
        </Heading>
      )}
      {children}
      {foot && <div class="foot">{foot}</div>}
    </section>
  );
}

export type CardProps = {
  title?: ComponentChildren;
  level?: HeadingLevel;
  href?: string;
  /** Picture above the text, edge to edge. */
  media?: ComponentChildren;
  gap?: SpacingSize;
  busy?: boolean;
  children?: ComponentChildren;
};

/** One thing with a picture, or a form. */
export function Card({ title, level = 3, href, media, gap, busy, children }: CardProps) {
  const inside = (
    <>
      {title && (
        <Heading level={level} class={level < 3 ? "h3" : undefined}>
          {href === undefined ? title : <a href={href}>{title}</a>}
        </Heading>
      )}
      {children}
    </>
  );
  if (!media) {
    return (
      <article class="card stack" data-gap={gap} aria-busy={busy ? "true" : undefined}>
        {inside}
      </article>
    );
  }
  return (
    <article class="card" data-flush="" aria-busy={busy ? "true" : undefined}>
      {media}
      <div class="body stack" data-gap={gap ?? "s"}>
        {inside}
      </div>
    </article>
  );
}

export type MetaItem = string | { icon?: IconName; text: ComponentChildren; href?: string };

/** Small grey facts in a line; empty ones are left out. */
export function Meta({ items }: { items: readonly (MetaItem | undefined)[] }) {
  return (
    <p class="meta">
      {items.map((item) => {
        if (!item) return null;
        if (typeof item === "string") return <span>{item}</span>;
        return (
          <span>
            {item.icon && <Icon name={item.icon} />}
            {item.href === undefined ? item.text : <a href={item.href}>{item.text}</a>}
          </span>
        );
      })}
    </p>
  );
}

/** The line above a title: status, number, topic. */
export function Eyebrow({ children }: { children: ComponentChildren }) {
  return <p class="eyebrow">{children}</p>;
}
