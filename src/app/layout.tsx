import type { Actor, Person } from "#base/policy.ts";
import type { Exchange, Page } from "#base/http/route.ts";
import { Flash, renderPage, SiteFrame, type NavLink } from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

const words = { ru, en };
type FrameWords = typeof ru;

/** Data twins that a browser or reader may find by itself. */
const twinTypes: Record<string, string> = {
  json: "application/json",
  csv: "text/csv",
  geojson: "application/geo+json",
  atom: "application/atom+xml",
  ics: "text/calendar",
};

/** The frame around every page: header, ways to go, the person, flash, footer. */
export function makeFrame(assets: (name: string) => string, url: string) {
  return (x: Exchange, page: Page, flash: string | undefined): string => {
    const t = words[x.lang];
    const { region, actor } = x.ctx;
    const place = region.name[x.lang];
    return renderPage({
      title: page.title === t.name ? `${t.name}. ${place}` : `${page.title} — ${t.name}`,
      lang: x.lang,
      assets,
      canonical: `${url}${x.url.pathname}`,
      ...(page.description !== undefined && { description: page.description }),
      ...(page.islands !== undefined && { islands: page.islands }),
      head: Object.entries(page.twins ?? {}).map(([ending, href]) => (
        <link rel="alternate" type={twinTypes[ending] ?? "application/octet-stream"} href={href} />
      )),
      body: (
        <SiteFrame
          brand={{ name: t.name, place, href: x.href("/") }}
          {...navigation(x, t, page.section)}
          {...(actor.kind === "person" && { who: faceOf(x, actor, t) })}
          {...(actor.kind === "guest" && { report: { href: x.href("/tell"), label: t.report } })}
          {...(page.crumbs !== undefined && { crumbs: crumbsOf(x, page) })}
          {...(page.wide === true && { wide: true })}
          {...(flash !== undefined && { flash: <Flash>{flash}</Flash> })}
          {...(page.wide !== true && { footer: footerOf(x, t) })}
        >
          {page.body}
        </SiteFrame>
      ),
    });
  };
}

function crumbsOf(x: Exchange, page: Page) {
  const home = { label: x.ctx.region.name[x.lang], href: x.href("/") };
  return [home, ...(page.crumbs ?? []), { label: page.crumb ?? page.title }];
}

type Item = {
  section: keyof FrameWords["nav"];
  path: string | ((actor: Person) => string | undefined);
  for: readonly string[] | "all" | "guest" | "signed-in";
};

const centre = ["operator", "administrator"] as const;

/** In the order of importance: what does not fit the line stands behind «More» in the same order. */
const items: readonly Item[] = [
  { section: "desk", path: "/desk", for: ["coordinator", ...centre] },
  { section: "inbox", path: "/inbox", for: ["specialist"] },
  { section: "plan", path: "/plan", for: ["head"] },
  { section: "promises", path: "/promises", for: ["head", "funder"] },
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
    for: ["coordinator", "head", ...centre],
  },
  { section: "plan", path: "/plan", for: centre },
  { section: "promises", path: "/promises", for: centre },
  { section: "contests", path: "/contests", for: [...centre, "consultant", "nko"] },
  { section: "forms", path: "/admin/forms", for: centre },
  { section: "contacts", path: "/contacts", for: ["coordinator", ...centre] },
  { section: "import", path: "/admin/organisations/import", for: centre },
  { section: "ownOrganisation", path: ownOrganisation, for: ["nko"] },
  { section: "learning", path: "/my/learning", for: "signed-in" },
  { section: "signIn", path: "/sign-in", for: "guest" },
];

/** More than these do not stand in one line at 1280 px beside the brand and the face, or the report. */
const mostInLine = { guest: 7, person: 6 };

function navigation(x: Exchange, t: FrameWords, section: string | undefined) {
  const { actor } = x.ctx;
  const met = new Set<string>();
  const links = items.flatMap((item): NavLink[] => {
    const path = isFor(item, actor) ? pathOf(item, actor) : undefined;
    if (path === undefined || met.has(path)) return [];
    met.add(path);
    const current = item.section === section && { current: true };
    return [{ href: x.href(path), label: t.nav[item.section], ...current }];
  });
  const most = actor.kind === "person" ? mostInLine.person : mostInLine.guest;
  if (links.length <= most) return { nav: links };
  return { nav: links.slice(0, most - 1), more: links.slice(most - 1) };
}

function pathOf({ path }: Item, actor: Actor): string | undefined {
  if (typeof path === "string") return path;
  return actor.kind === "person" ? path(actor) : undefined;
}

function ownOrganisation({ roles }: Person): string | undefined {
  const own = roles.flatMap(({ role, scope }) =>
    role === "nko" && scope.kind === "organisation" ? [scope.id] : [],
  );
  return own[0] === undefined ? undefined : `/organisations/${own[0]}`;
}

function isFor(item: Item, actor: Actor): boolean {
  if (item.for === "all") return true;
  if (item.for === "guest") return actor.kind === "guest";
  if (actor.kind !== "person") return false;
  if (item.for === "signed-in") return true;
  const wanted = item.for;
  return actor.roles.some(({ role }) => wanted.includes(role));
}

function faceOf(x: Exchange, actor: Person, t: FrameWords) {
  const role = actor.roles[0]?.role;
  return {
    name: actor.name,
    href: x.href("/account"),
    ...(role !== undefined && { note: t.roles[role] ?? role }),
  };
}

function footerOf(x: Exchange, t: FrameWords) {
  const { region } = x.ctx;
  const telephone = region.settings.telephone;
  const other: Lang = x.lang === "ru" ? "en" : "ru";
  const query = new URLSearchParams(x.url.searchParams);
  query.set("lang", other);
  const link = (path: string, label: string) => ({ href: x.href(path), label });
  return {
    columns: [
      { title: t.name, text: t.footer.about(region.name[x.lang]) },
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
