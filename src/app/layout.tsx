import type { Actor } from "#base/policy.ts";
import type { Exchange, Page } from "#base/http/route.ts";
import { Flash, renderPage, SiteFrame, type NavLink } from "#base/ui/index.ts";
import type { Lang } from "#base/words.ts";
import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

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
          nav={navigation(x, t, page.section)}
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
  path: string;
  for: readonly string[] | "all" | "guest";
};

const items: readonly Item[] = [
  { section: "plan", path: "/plan", for: ["head"] },
  { section: "promises", path: "/promises", for: ["head", "funder"] },
  { section: "desk", path: "/desk", for: ["coordinator", "operator", "administrator"] },
  { section: "inbox", path: "/inbox", for: ["specialist"] },
  { section: "problems", path: "/problems", for: "all" },
  { section: "checks", path: "/checks", for: ["coordinator", "operator"] },
  { section: "territories", path: "/territories", for: "all" },
  { section: "organisations", path: "/organisations", for: "all" },
  { section: "projects", path: "/projects", for: "all" },
  { section: "events", path: "/events", for: "all" },
  { section: "consultations", path: "/consultations/queue", for: ["consultant"] },
  { section: "insight", path: "/insight", for: "all" },
  { section: "admin", path: "/admin", for: ["administrator"] },
  { section: "signIn", path: "/sign-in", for: "guest" },
];

function navigation(x: Exchange, t: FrameWords, section: string | undefined): NavLink[] {
  return items
    .filter((item) => isFor(item, x.ctx.actor))
    .map((item) => ({
      href: x.href(item.path),
      label: t.nav[item.section],
      ...(item.section === section && { current: true }),
    }));
}

function isFor(item: Item, actor: Actor): boolean {
  if (item.for === "all") return true;
  if (item.for === "guest") return actor.kind === "guest";
  const wanted = item.for;
  return actor.kind === "person" && actor.roles.some(({ role }) => wanted.includes(role));
}

function faceOf(x: Exchange, actor: Extract<Actor, { kind: "person" }>, t: FrameWords) {
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
