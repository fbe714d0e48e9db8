import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../icons.tsx";

const statusIcons = {
  new: "square",
  routed: "right",
  working: "wrench",
  answered: "doc",
  claimed: "said",
  verified: "check",
  refuted: "back",
  overdue: "alarm",
  escalated: "stairs",
  chronic: "loop",
  closed: "lock",
  noise: "mute",
} as const satisfies Record<string, IconName>;

/** The look of a state: only `verified` is filled, only `claimed` is hatched. */
export type StatusKind = keyof typeof statusIcons;

export const statusKinds = Object.keys(statusIcons) as StatusKind[];

/** State in icon, word and fill; `icon` replaces the kind's own. */
export function Status({
  kind,
  icon,
  children,
}: {
  kind: StatusKind;
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <span class="status" data-status={kind}>
      <Icon name={icon ?? statusIcons[kind]} />
      {children}
    </span>
  );
}

/** A topic, never a state. */
export function Tag({ href, children }: { href?: string; children: ComponentChildren }) {
  return href === undefined ? (
    <span class="tag">{children}</span>
  ) : (
    <a class="tag" href={href}>
      {children}
    </a>
  );
}

export function Badge({ children }: { children: ComponentChildren }) {
  return <span class="badge">{children}</span>;
}

/** Returns the SVG path of the used share (0 to 1) in a clock; undefined when it is 0 or 1. */
export function piePath(share: number): string | undefined {
  if (share <= 0 || share >= 1) return undefined;
  const angle = 2 * Math.PI * share;
  const x = (9 + 5.2 * Math.sin(angle)).toFixed(2);
  const y = (9 - 5.2 * Math.cos(angle)).toFixed(2);
  return `M9 9V3.8A5.2 5.2 0 ${share > 0.5 ? 1 : 0} 1 ${x} ${y}z`;
}

export type ClockState = "calm" | "soon" | "late" | "paused" | "stopped";

function ClockHand({ state, share }: { state: ClockState; share: number }) {
  if (state === "paused") return <path class="used" d="M6 5h2v8H6zM10 5h2v8h-2z" />;
  if (state === "stopped") return <rect class="used" x="5.5" y="5.5" width="7" height="7" rx="1" />;
  if (state === "late" || share >= 1) return <circle class="used" cx="9" cy="9" r="5.2" />;
  const path = piePath(share);
  return path === undefined ? null : <path class="used" d={path} />;
}

export type ClockProps = {
  state: ClockState;
  /** Used share of the term, 0 to 1; needed for calm and soon. */
  share?: number;
  size?: "l";
  /** How much is left and till when, in words. */
  children: ComponentChildren;
};

/** A deadline: the pie shows the used share, the words say the rest. */
export function Clock({ state, share = 0, size, children }: ClockProps) {
  return (
    <span class="clock" data-clock={state} data-size={size}>
      <svg viewBox="0 0 18 18" aria-hidden="true">
        <circle class="track" cx="9" cy="9" r="7.8" />
        <ClockHand state={state} share={share} />
      </svg>
      {children}
    </span>
  );
}

/** Returns the first letters of the first two words. */
export function initials(name: string): string {
  const letters = name
    .split(/\s+/)
    .map((word) => [...word].find((sign) => /[\p{L}\d]/u.test(sign)) ?? "");
  return letters.filter(Boolean).slice(0, 2).join("").toUpperCase();
}

export type AvatarProps = {
  name: string;
  note?: string;
  /** `body` answers (grey), `checker` goes and looks (filled); none is anybody else. */
  kind?: "body" | "checker";
};

/** Who: initials instead of a photograph. */
export function Avatar({ name, note, kind }: AvatarProps) {
  return (
    <span class="role" data-role={kind}>
      <span class="face" aria-hidden="true">
        {initials(name)}
      </span>
      <span>
        {name}
        {note && <small>{note}</small>}
      </span>
    </span>
  );
}

/** A calendar leaf; see `dateParts`. */
export function DateBox({ day, month }: { day: string | number; month: string }) {
  return (
    <span class="date">
      <b>{day}</b>
      <span>{month}</span>
    </span>
  );
}
