import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { spriteFor } from "./icons.tsx";
import { islandNames } from "./island.tsx";
import { type Lang, LangContext } from "./lang.tsx";
import { typesetHtml } from "./typography.ts";

export type HtmlPage = {
  title: string;
  lang: Lang;
  body: ComponentChildren;
  /** Further elements of <head>, for example a feed's <link>. */
  head?: ComponentChildren;
  description?: string;
  /** Names of islands beyond the design system's own, which are found in the body by themselves. */
  islands?: readonly string[];
  /** Address of a built file: "okno.css", "mark.svg", "okno-errors.js", … */
  assets: (name: string) => string;
  canonical?: string;
  alternates?: readonly { lang: string; href: string }[];
  /** Overrides the system's colour scheme. */
  theme?: "light" | "dark";
};

function Head({ page, scripts }: { page: HtmlPage; scripts: readonly string[] }) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content={page.theme ?? "light dark"} />
      <title>{page.title}</title>
      {page.description && <meta name="description" content={page.description} />}
      {page.canonical && <link rel="canonical" href={page.canonical} />}
      {page.alternates?.map(({ lang, href }) => (
        <link rel="alternate" hreflang={lang} href={href} />
      ))}
      <link rel="icon" type="image/svg+xml" href={page.assets("mark.svg")} />
      <link rel="stylesheet" href={page.assets("okno.css")} />
      {scripts.map((name) => (
        <script type="module" src={page.assets(`${name}.js`)} />
      ))}
      {page.head}
    </head>
  );
}

/** Renders a whole HTML page, typeset, with the icons and island scripts it uses. */
export function renderPage(page: HtmlPage): string {
  const body = typesetHtml(
    renderToString(<LangContext.Provider value={page.lang}>{page.body}</LangContext.Provider>),
    page.lang,
  );
  const own = islandNames.filter((name) => body.includes(`<${name} `));
  const head = renderToString(<Head page={page} scripts={[...own, ...(page.islands ?? [])]} />);
  const theme = page.theme ? ` data-theme="${page.theme}"` : "";
  return `<!doctype html><html lang="${page.lang}"${theme}>${head}<body>${spriteFor(body)}${body}</body></html>`;
}
