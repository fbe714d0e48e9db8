import type { ComponentChildren } from "preact";
import type { FormState } from "#base/http/form.ts";
import type { Exchange, Page } from "#base/http/route.ts";
import { ErrorSummary, Flash, formatDateTime } from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { ru, type HouseWords } from "./messages.ru.ts";

export const words = { ru, en };

/** Language, place and present of the reader, with the way to addresses: what every page needs. */
export type View = {
  lang: Lang;
  zone: string;
  now: Date;
  t: HouseWords;
  href: (path: string) => string;
};

export function viewOf(x: Exchange): View {
  const { region, now } = x.ctx;
  return { lang: x.lang, zone: region.timeZone, now: now(), t: words[x.lang], href: x.href };
}

export const sayMoment = (view: View, at: Date): string => formatDateTime(at, view);

/** A page under «Administration», with the way back to it. */
export function adminPage(
  x: Exchange,
  page: Pick<Page, "title" | "crumbs" | "status"> & { body: ComponentChildren },
): Response {
  const { t } = viewOf(x);
  const home = { label: t.index.title, href: x.href("/admin") };
  return x.page({ ...page, section: "admin", crumbs: [home, ...(page.crumbs ?? [])] });
}

/** The address of a page with these filters; what is absent is left out. */
export function withQuery(path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const search = new URLSearchParams(given).toString();
  return search === "" ? path : `${path}?${search}`;
}

/** What stands over a form that came back. */
export function Trouble({ form }: { form: FormState }) {
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
export function neighbours(
  page: { before?: string; after?: string },
  hrefWith: (change: { before?: string; after?: string }) => string,
): { newer?: string; older?: string } {
  return {
    ...(page.before !== undefined && { newer: hrefWith({ before: page.before }) }),
    ...(page.after !== undefined && { older: hrefWith({ after: page.after }) }),
  };
}
