import type { ComponentChildren } from "preact";
import type { RequestContext, Page } from "#base/http/route.ts";
import {} from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { ru, type AdministrationMessages } from "./messages.ru.ts";

export const messages = { ru, en };

/** Language, place and present of the reader, with the way to addresses: what every page needs. */
export type AdministrationView = {
  lang: Lang;
  zone: string;
  now: Date;
  t: AdministrationMessages;
  href: (path: string) => string;
};

export function administrationView(c: RequestContext): AdministrationView {
  const { region, now } = c.ctx;
  return { lang: c.lang, zone: region.timeZone, now: now(), t: messages[c.lang], href: c.href };
}

/** A page under «Administration», with the way back to it. */
export function administrationPage(
  c: RequestContext,
  page: Pick<Page, "title" | "breadcrumbs" | "status"> & { body: ComponentChildren },
): Response {
  const { t } = administrationView(c);
  const home = { label: t.index.title, href: c.href("/admin") };
  return c.page({ ...page, section: "admin", breadcrumbs: [home, ...(page.breadcrumbs ?? [])] });
}

/** The neighbours of a page in a list, as `Pager` takes them. */
export function pagerLinks(
  page: { before?: string; after?: string },
  hrefWith: (change: { before?: string; after?: string }) => string,
): { newer?: string; older?: string } {
  return {
    ...(page.before !== undefined && { newer: hrefWith({ before: page.before }) }),
    ...(page.after !== undefined && { older: hrefWith({ after: page.after }) }),
  };
}
