import { fromZoned, localDate, toZoned } from "#base/time/calendar.ts";
import type { Ctx } from "#base/context.ts";
import type { Exchange } from "#base/http/route.ts";
import { formatDate } from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import { words, type OrganisationWords } from "./messages.ts";

const noon = 12 * 60;

/** What every page of the module needs to speak: words, addresses, days. */
export type View = {
  t: OrganisationWords;
  lang: Lang;
  /** Address of a page inside the region. */
  href: (path: string) => string;
  /** «2026-03-01» as people write it. */
  day: (text: string) => string;
  /** The day of an instant as people write it. */
  dayOf: (at: Date) => string;
  /** Today by the region's calendar, «YYYY-MM-DD». */
  today: string;
};

export function viewOf(x: Exchange): View {
  const { region, now } = x.ctx;
  const at = now();
  return {
    t: words[x.lang],
    lang: x.lang,
    href: x.href,
    dayOf: (day) => formatDate(day, { lang: x.lang, zone: region.timeZone, now: at }),
    today: toZoned(at, region.timeZone).date,
    day: (text) =>
      formatDate(fromZoned(localDate(text), noon, region.timeZone), {
        lang: x.lang,
        zone: region.timeZone,
        now: at,
      }),
  };
}

export type Place = { id: string; name: string };

/** Municipalities to choose from, and the name of each place. */
export type Places = { all: readonly Place[]; nameOf: (id: string | null) => string };

export async function loadPlaces(ctx: Ctx, t: OrganisationWords): Promise<Places> {
  const all = await listMunicipalities(ctx);
  const names = new Map(all.map(({ id, name }) => [id, name]));
  return { all, nameOf: (id) => (id === null ? t.wholeRegion : (names.get(id) ?? "")) };
}

/** The same address with other values of its query; an empty value is left out. */
export function withQuery(path: string, query: Record<string, string | undefined>): string {
  const kept = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return kept.length === 0 ? path : `${path}?${new URLSearchParams(kept)}`;
}
