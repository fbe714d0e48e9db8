import { labelOf } from "#base/messages.ts";
import type { Actor, Person } from "#base/policy.ts";
import type { RequestContext, Page } from "#base/http/route.ts";
import { Flash, renderPage, SiteFrame, type NavLink } from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import type { Module, NavigationItem } from "#base/module.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

const messages = { ru, en };
type FrameMessages = typeof ru;

/** Data formats of a page that a browser or reader can discover by itself. */
const exportMediaTypes: Record<string, string> = {
  json: "application/json",
  csv: "text/csv",
  geojson: "application/geo+json",
  atom: "application/atom+xml",
  ics: "text/calendar",
};

/** The frame around every page: header, ways to go, the person, flash, footer. */
export function createPageRenderer(
  assets: (name: string) => string,
  url: string,
  modules: readonly Module[],
) {
  const links = collectLinks(modules);
  return (c: RequestContext, page: Page, flash: string | undefined): string => {
    const t = messages[c.lang];
    const { region, actor } = c.ctx;
    const place = region.name[c.lang];
    return renderPage({
      title: page.title === t.name ? `${t.name}. ${place}` : `${page.title} — ${t.name}`,
      lang: c.lang,
      assets,
      canonical: `${url}${c.url.pathname}`,
      ...(page.description !== undefined && { description: page.description }),
      ...(page.islands !== undefined && { islands: page.islands }),
      head: Object.entries(page.exports ?? {}).map(([ending, href]) => (
        <link
          rel="alternate"
          type={exportMediaTypes[ending] ?? "application/octet-stream"}
          href={href}
        />
      )),
      body: (
        <SiteFrame
          brand={{ name: t.name, place, href: c.href("/") }}
          {...navigation(c, links, page.section)}
          {...(actor.kind === "person" && { user: userMenu(c, actor, t) })}
          {...(actor.kind === "guest" && { report: { href: c.href("/tell"), label: t.report } })}
          {...(page.breadcrumbs !== undefined && { breadcrumbs: breadcrumbsOf(c, page) })}
          {...(page.wide === true && { wide: true })}
          {...(flash !== undefined && { flash: <Flash>{flash}</Flash> })}
          {...(page.wide !== true && { footer: renderFooter(c, t) })}
        >
          {page.body}
        </SiteFrame>
      ),
    });
  };
}

function breadcrumbsOf(c: RequestContext, page: Page) {
  const home = { label: c.ctx.region.name[c.lang], href: c.href("/") };
  return [home, ...(page.breadcrumbs ?? []), { label: page.breadcrumb ?? page.title }];
}

type Link = NavigationItem & { labels: Record<Lang, string> };

/** The links of all modules in their order. */
function collectLinks(modules: readonly Module[]): Link[] {
  const links = modules.flatMap(({ navigation = [], messages: { ru, en } }) =>
    navigation.map((item) => {
      const labelOf = (catalog: typeof ru) => catalog.navigation?.[item.section] ?? item.section;
      return { ...item, labels: { ru: labelOf(ru), en: labelOf(en) } };
    }),
  );
  return links.toSorted((a, b) => a.order - b.order);
}

/** More than these do not stand in one line at 1280 px beside the brand and the face, or the report. */
const maxItemsInLine = { guest: 7, person: 6 };

function navigation(c: RequestContext, all: readonly Link[], section: string | undefined) {
  const { actor } = c.ctx;
  const met = new Set<string>();
  const links = all.flatMap((item): NavLink[] => {
    const path = isVisibleTo(item, actor) ? pathOf(item, actor) : undefined;
    if (path === undefined || met.has(path)) return [];
    met.add(path);
    const current = item.section === section && { current: true };
    return [{ href: c.href(path), label: item.labels[c.lang], ...current }];
  });
  const max = actor.kind === "person" ? maxItemsInLine.person : maxItemsInLine.guest;
  if (links.length <= max) return { nav: links };
  return { nav: links.slice(0, max - 1), more: links.slice(max - 1) };
}

function pathOf({ path }: NavigationItem, actor: Actor): string | undefined {
  if (typeof path === "string") return path;
  return actor.kind === "person" ? path(actor) : undefined;
}

function isVisibleTo(item: NavigationItem, actor: Actor): boolean {
  if (item.for === "all") return true;
  if (item.for === "guest") return actor.kind === "guest";
  if (actor.kind !== "person") return false;
  if (item.for === "signed-in") return true;
  const wanted = item.for;
  return actor.roles.some(({ role }) => wanted.includes(role));
}

function userMenu(c: RequestContext, actor: Person, t: FrameMessages) {
  const role = actor.roles[0]?.role;
  return {
    name: actor.name,
    href: c.href("/account"),
    ...(role !== undefined && { note: labelOf(t.roles, role) ?? role }),
  };
}

function renderFooter(c: RequestContext, t: FrameMessages) {
  const { region } = c.ctx;
  const telephone = region.settings.telephone;
  const other: Lang = c.lang === "ru" ? "en" : "ru";
  const query = new URLSearchParams(c.url.searchParams);
  query.set("lang", other);
  const link = (path: string, label: string) => ({ href: c.href(path), label });
  return {
    columns: [
      { title: t.name, text: t.footer.about(region.name[c.lang]) },
      {
        title: t.footer.residents,
        links: [
          link("/about", t.footer.howItWorks),
          link("/my", t.footer.myMessage),
          link("/privacy", t.footer.privacy),
        ],
      },
      {
        title: t.footer.organisations,
        links: [
          link("/consultations", t.footer.consultations),
          link("/contests", t.footer.contests),
          link("/services", t.footer.services),
          link("/organisations", t.footer.registry),
          link("/sign-in", t.footer.signIn),
        ],
      },
      {
        title: t.footer.data,
        links: [
          link("/api", t.footer.openData),
          link("/figures", t.footer.figures),
          link("/report", t.footer.reports),
          link("/accessibility", t.footer.accessibility),
        ],
      },
    ],
    left: telephone === undefined ? t.footer.danger : t.footer.telephone(telephone),
    right: (
      <a href={`?${query.toString()}`} lang={other} hreflang={other}>
        {t.footer.other}
      </a>
    ),
  };
}
