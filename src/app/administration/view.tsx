import type { ComponentChildren } from "preact";
import type { FormState } from "#base/http/form.ts";
import type { RequestContext, Page } from "#base/http/route.ts";
import { ErrorSummary, Flash, formatDateTime } from "#base/ui/index.ts";
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

export const formatMoment = (view: AdministrationView, at: Date): string =>
  formatDateTime(at, view);

/** A page under «Administration», with the way back to it. */
export function administrationPage(
  c: RequestContext,
  page: Pick<Page, "title" | "breadcrumbs" | "status"> & { body: ComponentChildren },
): Response {
  const { t } = administrationView(c);
  const home = { label: t.index.title, href: c.href("/admin") };
  return c.page({ ...page, section: "admin", breadcrumbs: [home, ...(page.breadcrumbs ?? [])] });
}

/** The address of a page with these filters; what is absent is left out. */
export function urlWithQuery(path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const search = new URLSearchParams(given).toString();
  return search === "" ? path : `${path}?${search}`;
}

/** What stands over a form that came back. */
export function AdministrationFormErrors({ form }: { form: FormState }) {
  const errors = Object.entries(form.errors).map(([name, text]) => ({ name, text }));
  if (errors.length > 0) return <ErrorSummary errors={errors} />;
  return form.refusal === undefined ? null : <Flash kind="danger">{form.refusal}</Flash>;
}

/** The field's kept value and error. */
export function kept(form: FormState, name: string): { value?: string; error?: string } {
  const value = form.values[name];
  const error = form.errors[name];
  return { ...(value !== undefined && { value }), ...(error !== undefined && { error }) };
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
