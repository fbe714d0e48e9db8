import { labelOf } from "#base/messages.ts";
import type { Actor, Person } from "#base/policy.ts";
import type { RequestContext, Page } from "#base/http/route.ts";
import { Flash, renderPage, SiteFrame, type NavLink } from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

const messages = { ru, en };
type FrameMessages = typeof ru;

/** Data twins that a browser or reader may find by itself. */
const exportMediaTypes: Record<string, string> = {
  json: "application/json",
  csv: "text/csv",
  geojson: "application/geo+json",
  atom: "application/atom+xml",
  ics: "text/calendar",
};

/** The frame around every page: header, ways to go, the person, flash, footer. */
export function createPageRenderer(assets: (name: string) => string, url: string) {
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
          {...navigation(c, t, page.section)}
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

type NavigationItem = {
  section: keyof FrameMessages["nav"];
  path: string | ((actor: Person) => string | undefined);
  for: readonly string[] | "all" | "guest" | "signed-in";
};

const centreRoles = ["operator", "administrator"] as const;

/** In the order of importance: what does not fit the line stands behind «More» in the same order. */
const navigationItems: readonly NavigationItem[] = [
  { section: "desk", path: "/desk", for: ["coordinator", ...centreRoles] },
  { section: "inbox", path: "/inbox", for: ["specialist"] },
  { section: "plan", path: "/plan", for: ["head"] },
  { section: "indicators", path: "/indicators", for: ["head", "funder"] },
  { section: "consultations", path: "/consultations/queue", for: ["consultant"] },
  { section: "reviews", path: "/reviews", for: ["reviewer"] },
  { section: "mine", path: "/projects/mine", for: ["nko"] },
  { section: "admin", path: "/admin", for: ["administrator"] },
  { section: "checks", path: "/checks", for: ["coordinator", "operator"] },
  { section: "problems", path: "/problems", for: "all" },
  { section: "projects", path: "/projects", for: "all" },
  { section: "events", path: "/events", for: "all" },
  { section: "organisations", path: "/organisations", for: "all" },
  { section: "territories", path: "/territories", for: "all" },
  { section: "insight", path: "/insight", for: "all" },
  {
    section: "consultations",
    path: "/consultations/queue",
    for: ["coordinator", "head", ...centreRoles],
  },
  { section: "plan", path: "/plan", for: centreRoles },
  { section: "indicators", path: "/indicators", for: centreRoles },
  { section: "contests", path: "/contests", for: [...centreRoles, "consultant", "nko"] },
  { section: "forms", path: "/admin/forms", for: centreRoles },
  { section: "contacts", path: "/contacts", for: ["coordinator", ...centreRoles] },
  { section: "import", path: "/admin/organisations/import", for: centreRoles },
  { section: "ownOrganisation", path: ownOrganisation, for: ["nko"] },
  { section: "learning", path: "/my/learning", for: "signed-in" },
  { section: "signIn", path: "/sign-in", for: "guest" },
];

/** More than these do not stand in one line at 1280 px beside the brand and the face, or the report. */
const maxItemsInLine = { guest: 7, person: 6 };

function navigation(c: RequestContext, t: FrameMessages, section: string | undefined) {
  const { actor } = c.ctx;
  const met = new Set<string>();
  const links = navigationItems.flatMap((item): NavLink[] => {
    const path = isVisibleTo(item, actor) ? pathOf(item, actor) : undefined;
    if (path === undefined || met.has(path)) return [];
    met.add(path);
    const current = item.section === section && { current: true };
    return [{ href: c.href(path), label: t.nav[item.section], ...current }];
  });
  const max = actor.kind === "person" ? maxItemsInLine.person : maxItemsInLine.guest;
  if (links.length <= max) return { nav: links };
  return { nav: links.slice(0, max - 1), more: links.slice(max - 1) };
}

function pathOf({ path }: NavigationItem, actor: Actor): string | undefined {
  if (typeof path === "string") return path;
  return actor.kind === "person" ? path(actor) : undefined;
}

function ownOrganisation({ roles }: Person): string | undefined {
  const own = roles.flatMap(({ role, scope }) =>
    role === "nko" && scope.kind === "organisation" ? [scope.id] : [],
  );
  return own[0] === undefined ? undefined : `/organisations/${own[0]}`;
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
