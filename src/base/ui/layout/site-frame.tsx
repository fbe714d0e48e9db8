import type { ComponentChildren } from "preact";
import { Icon, Logo } from "../icons.tsx";
import { useMessages } from "../lang.tsx";
import { Avatar, type AvatarProps } from "../status/status.tsx";

export type NavLink = { href: string; label: string; current?: boolean };

export type SiteFrameProps = {
  brand: { name: string; place: string; href: string };
  nav: readonly NavLink[];
  /** Ways that do not fit the line: behind one button, in the narrow menu below the others. */
  more?: readonly NavLink[];
  /** The signed-in person; with `href` the face leads to the account. */
  user?: AvatarProps & { href?: string };
  /** The one public action in the header. */
  report?: { href: string; label: string };
  breadcrumbs?: readonly Breadcrumb[];
  /** Desk width, 92 rem instead of 76. */
  wide?: boolean;
  /** What stands over the content: flashes after a redirect. */
  flash?: ComponentChildren;
  footer?: SiteFooterProps;
  /** The bar of keyboard hints, `<Keys …/>`. */
  keys?: ComponentChildren;
  children: ComponentChildren;
};

/** The frame of every page: skip link, header, main, footer. */
export function SiteFrame({
  brand,
  nav,
  more = [],
  user,
  report,
  breadcrumbs,
  wide,
  flash,
  footer,
  keys,
  children,
}: SiteFrameProps) {
  const messages = useMessages();
  const width = wide ? "" : undefined;
  return (
    <>
      <a class="skip" href="#main">
        {messages.skip}
      </a>
      <header class="site-header">
        <div class="wrap" data-wide={width}>
          <Brand {...brand} />
          <nav id="menu" popover="auto" aria-label={messages.sections}>
            <ul role="list">
              {nav.map((link) => (
                <NavItem {...link} />
              ))}
              {more.length > 0 && <MoreMenu links={more} />}
            </ul>
          </nav>
          {user && <CurrentUser {...user} />}
          {report && (
            <a class="button report" data-kind="primary" data-size="s" href={report.href}>
              {report.label}
            </a>
          )}
          <button class="button menu-button" data-size="s" type="button" popovertarget="menu">
            <Icon name="menu" />
            {messages.menu}
          </button>
        </div>
      </header>
      <main id="main" tabindex={-1}>
        <div class="wrap" data-wide={width}>
          {breadcrumbs && <Breadcrumbs crumbs={breadcrumbs} />}
          {flash && <div class="stack above">{flash}</div>}
          {children}
        </div>
      </main>
      {footer && <SiteFooter {...footer} />}
      {keys}
    </>
  );
}

function NavItem({ href, label, current }: NavLink) {
  return (
    <li>
      <a href={href} aria-current={current ? "page" : undefined}>
        {label}
      </a>
    </li>
  );
}

/** A native popover: Escape and a press elsewhere close it, with no script. */
function MoreMenu({ links }: { links: readonly NavLink[] }) {
  const messages = useMessages();
  const inside = links.some(({ current }) => current === true);
  return (
    <li class="more">
      <button type="button" popovertarget="more" data-current={inside ? "" : undefined}>
        {messages.more}
        <Icon name="dn" />
      </button>
      <ul role="list" id="more" popover="auto" aria-label={messages.more}>
        {links.map((link) => (
          <NavItem {...link} />
        ))}
      </ul>
    </li>
  );
}

export function Brand({ name, place, href }: { name: string; place: string; href?: string }) {
  const inside = (
    <>
      <Logo />
      <span>
        <b>{name}</b>
        <span>{place}</span>
      </span>
    </>
  );
  return href === undefined ? (
    <span class="brand">{inside}</span>
  ) : (
    <a class="brand" href={href}>
      {inside}
    </a>
  );
}

function CurrentUser({ href, ...role }: AvatarProps & { href?: string }) {
  if (href === undefined)
    return (
      <span class="who">
        <Avatar {...role} />
      </span>
    );
  return (
    <a class="who" href={href}>
      <Avatar {...role} />
    </a>
  );
}

export type SiteFooterProps = {
  columns: readonly {
    title: string;
    text?: string;
    links?: readonly { href: string; label: string }[];
  }[];
  /** The last line: left and right. */
  left?: ComponentChildren;
  right?: ComponentChildren;
};

function SiteFooter({ columns, left, right }: SiteFooterProps) {
  return (
    <footer class="site-footer">
      <div class="wrap stack" data-gap="l">
        <div class="grid">
          {columns.map(({ title, text, links }) => (
            <div>
              <h2>{title}</h2>
              {text && <p>{text}</p>}
              {links && (
                <ul role="list">
                  {links.map(({ href, label }) => (
                    <li>
                      <a href={href}>{label}</a>
                    </li>
                  ))}
                </ul>
              )}
            </div>
          ))}
        </div>
        <p class="between">
          <span>{left}</span>
          <span>{right}</span>
        </p>
      </div>
    </footer>
  );
}

/** The last crumb is the page itself and needs no `href`. */
export type Breadcrumb = { label: string; href?: string };

export function Breadcrumbs({ crumbs }: { crumbs: readonly Breadcrumb[] }) {
  const messages = useMessages();
  return (
    <nav class="crumbs" aria-label={messages.whereYouAre}>
      <ol role="list">
        {crumbs.map(({ label, href }) => (
          <li>
            {href === undefined ? (
              <span aria-current="page">{label}</span>
            ) : (
              <a href={href}>{label}</a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Links between views of one thing; `label` names the group aloud. */
export function Tabs({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly (NavLink & { count?: number })[];
}) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul role="list">
        {tabs.map((tab) => (
          <li>
            <a href={tab.href} aria-current={tab.current ? "page" : undefined}>
              {tab.label}
              {tab.count !== undefined && <span class="badge">{tab.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Keyset paging: an address for each side that has more; `range` says where the reader is. */
export function Pager({ newer, older, range }: { newer?: string; older?: string; range?: string }) {
  const messages = useMessages();
  if (newer === undefined && older === undefined) return null;
  return (
    <nav class="pager" aria-label={messages.pages}>
      {newer === undefined ? (
        <span />
      ) : (
        <a class="button" data-size="s" href={newer} rel="prev">
          <Icon name="left" />
          {messages.newer}
        </a>
      )}
      <span>{range}</span>
      {older === undefined ? (
        <span />
      ) : (
        <a class="button" data-size="s" href={older} rel="next">
          {messages.older}
          <Icon name="right" />
        </a>
      )}
    </nav>
  );
}
