import type { Exchange } from "#base/http/route.ts";
import { dayNumber, localDate, toZoned } from "#base/time/local-time.ts";
import { formatDate, formatNumber, type StatusKind } from "#base/ui/index.ts";
import type { Lang, Words } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { standingOf, type Stage } from "./project.ts";
import type { Occasion } from "./rows/store.ts";
import { ru } from "./messages.ru.ts";

export const words = { ru, en };
export type ProjectWords = Words<typeof ru>;

/** Where and when the reader stands: every page needs language, zone and the present. */
export type Reader = {
  lang: Lang;
  zone: string;
  now: Date;
  /** The region's day, «YYYY-MM-DD». */
  today: string;
  t: ProjectWords;
};

export function readerOf(x: Exchange): Reader {
  const { region } = x.ctx;
  const now = x.ctx.now();
  const today = toZoned(now, region.timeZone).date;
  return { lang: x.lang, zone: region.timeZone, now, today, t: words[x.lang] };
}

/** «12 марта», with the year where it is another one. */
export const sayDay = (reader: Reader, day: string): string =>
  formatDate(new Date(`${day}T12:00:00Z`), { ...reader, zone: "UTC" });

/** A day where there is no room for the whole word of its month. */
export const sayShortDay = ({ lang }: Reader, day: string): string =>
  new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${day}T12:00:00Z`),
  );

/** «1 сентября 2025 – 30 мая 2026»; a single day once. */
export function saySpan(reader: Reader, from: string | null, to: string | null): string {
  if (from === null && to === null) return "";
  if (from === null || to === null || from === to) return sayDay(reader, from ?? to ?? "");
  return reader.t.plan.anyTime(sayDay(reader, from), sayDay(reader, to));
}

/** Kopecks as roubles with thousands: «1 240 000,50». */
export const sayMoney = (reader: Reader, kopecks: number): string =>
  formatNumber(kopecks / 100, { lang: reader.lang });

export const daysBetween = (from: string, to: string): number =>
  dayNumber(localDate(to)) - dayNumber(localDate(from));

const looks: Record<Stage, StatusKind> = {
  idea: "new",
  concept: "new",
  application: "routed",
  submitted: "answered",
  "not-supported": "refuted",
  supported: "claimed",
  implementation: "working",
  reported: "answered",
  closed: "verified",
  withdrawn: "closed",
};

export function statusOf(reader: Reader, { stage }: { stage: Stage }) {
  return { kind: looks[stage], text: reader.t.stages[stage] };
}

/** How an occasion stands today; without evidence what is done is only said. */
export function standOf(
  reader: Reader,
  occasion: Pick<Occasion, "state" | "planned_from" | "planned_to" | "evidence_kind">,
): { kind: StatusKind; standing: keyof ProjectWords["standings"]; text: string } {
  const standing = standingOf(occasion, reader.today);
  const told = standing === "done" && occasion.evidence_kind === null ? "said" : standing;
  return { kind: standingLooks[told], standing: told, text: reader.t.standings[told] };
}

const standingLooks: Record<keyof ProjectWords["standings"], StatusKind> = {
  done: "verified",
  said: "claimed",
  cancelled: "closed",
  overdue: "overdue",
  due: "working",
  coming: "new",
};
