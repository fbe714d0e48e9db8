import { parseHTML } from "linkedom";
import type { ComponentChildren } from "preact";
import { describe, expect, it } from "vitest";
import {
  Clock,
  type ClockState,
  ErrorSummary,
  Field,
  iconNames,
  islandNames,
  renderPage,
  SiteFrame,
  spriteFor,
  statusKinds,
  Status,
  Styleguide,
  Table,
} from "../index.ts";

const assets = (name: string) => `/assets/${name}`;
const html = renderPage({ title: "ОКНО", lang: "ru", body: <Styleguide />, assets });
const { document } = parseHTML(html);

const all = (selector: string) => [...document.querySelectorAll(selector)];

describe("the style guide shows every part, and", () => {
  it("is one compact page with a doctype, a language and no inline style or script", () => {
    expect(html.startsWith('<!doctype html><html lang="ru">')).toBe(true);
    expect(html).not.toMatch(/\sstyle=/);
    expect(html).not.toMatch(/\n\s*\n/);
    expect(all("script").every((script) => script.getAttribute("src") && !script.textContent)).toBe(
      true,
    );
    expect(html).not.toMatch(/\son[a-z]+="/);
  });

  it("says nothing by accident", () => {
    expect(html).not.toMatch(/undefined|\[object Object\]|NaN|\{count\}(?! *")/);
  });

  it("gives every id once", () => {
    const ids = all("[id]").map((element) => element.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("refers only to ids that are there", () => {
    const ids = new Set(all("[id]").map((element) => element.id));
    for (const attribute of [
      "aria-labelledby",
      "aria-describedby",
      "for",
      "popovertarget",
      "data-for",
    ]) {
      for (const element of all(`[${attribute}]`)) {
        const wanted = (element.getAttribute(attribute) ?? "").split(" ");
        expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
      }
    }
  });

  it("labels every control", () => {
    const controls = all("input:not([type=hidden]), select, textarea, progress");
    expect(controls.length).toBeGreaterThan(15);
    const bare = controls.filter(
      (control) =>
        !control.closest("label") && !document.querySelector(`label[for="${control.id}"]`),
    );
    expect(bare.map((control) => control.outerHTML)).toEqual([]);
  });

  it("ties an error to its control and puts it before the control", () => {
    const control = document.getElementById("f-lightPhone");
    expect(control?.getAttribute("aria-invalid")).toBe("true");
    expect(control?.getAttribute("aria-describedby")).toBe("f-lightPhone-error");
    expect(control?.previousElementSibling?.id).toBe("f-lightPhone-error");
  });

  it("leads from each line of the error summary to a control", () => {
    const links = all(".errors a");
    expect(links.length).toBe(2);
    for (const link of links) {
      const target = document.getElementById((link.getAttribute("href") ?? "").slice(1));
      expect(target?.tagName).toBe("INPUT");
    }
    expect(document.querySelector(".errors")?.getAttribute("tabindex")).toBe("-1");
  });

  it("carries each icon it uses, and both fill patterns", () => {
    const symbols = new Set(all("symbol").map((symbol) => `#${symbol.id}`));
    const used = new Set(all("use").map((use) => use.getAttribute("href") ?? ""));
    expect([...used].filter((href) => !symbols.has(href))).toEqual([]);
    expect(used.size).toBe(iconNames.length);
    expect(all("pattern").map((pattern) => pattern.id)).toEqual(["hatch", "silent"]);
  });

  it("writes table roles out where rows turn into cards", () => {
    const table = document.querySelector("table[data-cards]");
    expect(table?.getAttribute("role")).toBe("table");
    const roles: Record<string, string> = {
      THEAD: "rowgroup",
      TBODY: "rowgroup",
      TFOOT: "rowgroup",
      TR: "row",
      TD: "cell",
    };
    const parts = [...(table?.querySelectorAll("thead, tbody, tfoot, tr, td") ?? [])];
    expect(parts.filter((part) => part.getAttribute("role") !== roles[part.tagName])).toEqual([]);
    const headings = [...(table?.querySelectorAll("th") ?? [])].map((th) => [
      th.getAttribute("scope"),
      th.getAttribute("role"),
    ]);
    expect(
      headings.every(([scope, role]) => role === (scope === "col" ? "columnheader" : "rowheader")),
    ).toBe(true);
    expect(
      [...(table?.querySelectorAll("td") ?? [])].every((cell) => cell.getAttribute("data-label")),
    ).toBe(true);
    expect(table?.querySelector("th[aria-sort]")?.getAttribute("aria-sort")).toBe("ascending");
  });

  it("names every picture, map and chart", () => {
    const drawings = all("svg").filter(
      (svg) => !svg.closest('[aria-hidden="true"]') && svg.parentElement?.closest("svg") === null,
    );
    const nameless = drawings.filter(
      (svg) => !svg.getAttribute("aria-label") || !svg.getAttribute("role"),
    );
    expect(nameless.map((svg) => svg.outerHTML.slice(0, 80))).toEqual([]);
  });

  it("loads the scripts of exactly the islands that stand in it", () => {
    const sources = all("script").map((script) => script.getAttribute("src"));
    expect(sources).toEqual(islandNames.map((name) => `/assets/${name}.js`));
    const plain = renderPage({ title: "x", lang: "ru", body: <p>x</p>, assets });
    expect(plain).not.toContain("<script");
    expect(plain).not.toContain("<svg");
  });

  it("keeps the headings in order", () => {
    const levels = all("main h1, main h2, main h3, main h4").map((heading) =>
      Number(heading.tagName[1]),
    );
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 1) + 1)).toEqual([]);
  });
});

describe("a page", () => {
  const render = (body: ComponentChildren) =>
    renderPage({ title: 'a <b> "c"', lang: "en", body, assets });

  it("escapes whatever comes in props", () => {
    const evil = '<script>alert("x")</script>';
    const page = render(
      <SiteFrame
        brand={{ name: evil, place: evil, href: "/" }}
        nav={[{ href: "/", label: evil }]}
        user={{ name: evil, note: evil }}
      >
        <Field name={evil} label={evil} hint={evil} error={evil} value={evil} />
        <Field name="area" kind="textarea" label={evil} value={evil} />
        <Status kind="new">{evil}</Status>
        <ErrorSummary errors={[{ name: evil, text: evil }]} />
        <Table caption={evil} rows={[evil]} columns={[{ head: evil, cell: (row) => row }]} />
      </SiteFrame>,
    );
    expect(page).not.toContain("<script>");
    expect(page).not.toContain('alert("x")');
    const parsed = parseHTML(page).document;
    expect(parsed.querySelector("td, th[scope=row]")?.textContent).toBe(evil);
    expect(parsed.querySelectorAll("script:not([src])").length).toBe(0);
  });

  it("speaks its language in the generic words and counts places in it", () => {
    const body = (
      <SiteFrame brand={{ name: "OKNO", place: "Region", href: "/" }} nav={[]}>
        <ErrorSummary errors={[{ name: "a", text: "b" }]} />
      </SiteFrame>
    );
    expect(render(body)).toContain("Skip to content");
    expect(render(body)).toContain("1\u00a0place left to correct");
    const russian = renderPage({ title: "x", lang: "ru", body, assets });
    expect(russian).toContain("К\u00a0содержанию");
    expect(russian).toContain("Осталось поправить 1\u00a0место");
  });

  it("keeps what people typed byte for byte", () => {
    const typed = "Яма в 5 метрах от дома — у школы";
    const page = renderPage({
      title: "x",
      lang: "ru",
      body: <Field kind="textarea" name="a" label="А" value={typed} />,
      assets,
    });
    expect(page).toContain(`>${typed}</textarea>`);
  });

  it("tells search engines and readers where its other languages are", () => {
    const page = renderPage({
      title: "x",
      lang: "ru",
      theme: "dark",
      description: "d",
      canonical: "https://okno.example/",
      alternates: [{ lang: "en", href: "https://okno.example/en" }],
      islands: ["okno-map"],
      body: <p>x</p>,
      assets,
    });
    const { document: parsed } = parseHTML(page);
    expect(parsed.querySelector("link[rel=alternate]")?.getAttribute("hreflang")).toBe("en");
    expect(parsed.documentElement.getAttribute("data-theme")).toBe("dark");
    expect(parsed.querySelector("script")?.getAttribute("src")).toBe("/assets/okno-map.js");
  });
});

describe("a clock", () => {
  const pie = (state: ClockState, share: number) =>
    parseHTML(
      renderPage({
        title: "x",
        lang: "ru",
        body: (
          <Clock state={state} share={share}>
            x
          </Clock>
        ),
        assets,
      }),
    ).document.querySelector(".clock .used");

  it("shows nothing used, half used and all used", () => {
    expect(pie("calm", 0)).toBeNull();
    expect(pie("calm", 0.5)?.getAttribute("d")).toBe("M9 9V3.8A5.2 5.2 0 0 1 9.00 14.20z");
    expect(pie("calm", 0.3)?.getAttribute("d")).toBe("M9 9V3.8A5.2 5.2 0 0 1 13.95 10.61z");
    expect(pie("soon", 0.85)?.getAttribute("d")).toBe("M9 9V3.8A5.2 5.2 0 1 1 4.79 5.94z");
    expect(pie("calm", 1)?.tagName.toLowerCase()).toBe("circle");
    expect(pie("late", 0)?.tagName.toLowerCase()).toBe("circle");
    expect(pie("stopped", 0)?.tagName.toLowerCase()).toBe("rect");
  });
});

describe("the sprite", () => {
  it("holds a symbol for every icon and for nothing else", () => {
    expect(spriteFor("")).toBe("");
    expect(spriteFor('<use href="#i-nonsense">')).toBe("");
    const full = spriteFor(iconNames.map((name) => `<use href="#i-${name}">`).join(""));
    expect(full.match(/<symbol /g)?.length).toBe(iconNames.length);
  });

  it("has an icon for every state, so that no state is told by colour alone", () => {
    const page = renderPage({
      title: "x",
      lang: "ru",
      body: statusKinds.map((kind) => <Status kind={kind}>{kind}</Status>),
      assets,
    });
    expect(page.match(/<use /g)?.length).toBe(statusKinds.length);
  });
});
