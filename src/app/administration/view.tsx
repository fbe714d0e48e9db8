import type { ComponentChildren } from "preact";
import type { RequestContext, Page } from "#base/http/route.ts";
import { viewContext } from "#base/http/view-context.ts";
import type { ViewContext } from "#base/ui/index.ts";
import { en } from "./messages.en.ts";
import { ru, type AdministrationMessages } from "./messages.ru.ts";

export const messages = { ru, en };

/** What every administration page needs: texts, addresses, and how to format dates for the reader. */
export type AdministrationView = ViewContext & {
  t: AdministrationMessages;
  href: (path: string) => string;
};

/** Returns what the administration pages of this request need. */
export function administrationView(c: RequestContext): AdministrationView {
  return { ...viewContext(c), t: messages[c.lang], href: c.href };
}

/** Returns a page under «Administration» with a breadcrumb back to it. */
export function administrationPage(
  c: RequestContext,
  page: Pick<Page, "title" | "breadcrumbs" | "status"> & { body: ComponentChildren },
): Response {
  const { t } = administrationView(c);
  const home = { label: t.index.title, href: c.href("/admin") };
  return c.page({ ...page, section: "admin", breadcrumbs: [home, ...(page.breadcrumbs ?? [])] });
}

/** Returns the addresses of the previous and next page of a list, as `Pager` takes them. */
export function pagerLinks(
  page: { before?: string; after?: string },
  listUrl: (change: { before?: string; after?: string }) => string,
): { newer?: string; older?: string } {
  return {
    ...(page.before !== undefined && { newer: listUrl({ before: page.before }) }),
    ...(page.after !== undefined && { older: listUrl({ after: page.after }) }),
  };
}
