import { fromZoned, localDate, toZoned } from "#base/time/calendar.ts";
import type { Ctx } from "#base/context.ts";
import type { RequestContext } from "#base/http/route.ts";
import { formatDate } from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import { messages, type OrganisationMessages } from "./messages.ts";

const noon = 12 * 60;

/** What every page of the module needs: messages, addresses, days. */
export type OrganisationsView = {
  t: OrganisationMessages;
  lang: Lang;
  /** Address of a page inside the region. */
  href: (path: string) => string;
  /** «2026-03-01» as people write it. */
  formatDay: (text: string) => string;
  /** The day of an instant as people write it. */
  formatDate: (at: Date) => string;
  /** Today by the region's calendar, «YYYY-MM-DD». */
  today: string;
};

/**
 * Creates the view of a request: its language, and days and instants formatted in the time zone of the
 * region.
 */
export function createView(c: RequestContext): OrganisationsView {
  const { region, now } = c.ctx;
  const at = now();
  return {
    t: messages[c.lang],
    lang: c.lang,
    href: c.href,
    formatDate: (day) => formatDate(day, { lang: c.lang, zone: region.timeZone, now: at }),
    today: toZoned(at, region.timeZone).date,
    formatDay: (text) =>
      formatDate(fromZoned(localDate(text), noon, region.timeZone), {
        lang: c.lang,
        zone: region.timeZone,
        now: at,
      }),
  };
}

export type MunicipalityOption = { id: string; name: string };

/** Municipalities to choose from, and the name of each place. */
export type MunicipalityOptions = {
  all: readonly MunicipalityOption[];
  nameOf: (id: string | null) => string;
};

/**
 * Loads the municipalities of the region; `nameOf(null)` is the name of the whole region, an unknown id
 * has an empty name.
 */
export async function loadMunicipalityOptions(
  ctx: Ctx,
  t: OrganisationMessages,
): Promise<MunicipalityOptions> {
  const all = await listMunicipalities(ctx);
  const names = new Map(all.map(({ id, name }) => [id, name]));
  return { all, nameOf: (id) => (id === null ? t.wholeRegion : (names.get(id) ?? "")) };
}
