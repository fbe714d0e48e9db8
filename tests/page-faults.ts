/** What must never stand in a page, whoever reads it. */
import { parseHTML } from "linkedom";

/** Signs of a broken page: a leaked value, an inline script or style, one id twice, a dead anchor. */
export function findPageFaults(html: string): string[] {
  const { document } = parseHTML(html);
  const text = document.body.textContent ?? "";
  const attributes = [...document.querySelectorAll("*")].flatMap((element) =>
    [...element.attributes].map(({ name, value }) => ({ name, value })),
  );
  const leaked = [text, ...attributes.map(({ value }) => value)].flatMap(
    (value) => /\bundefined\b|\bNaN\b|\[object \w+\]|Invalid Date/.exec(value)?.[0] ?? [],
  );
  const inline = [
    ...(document.querySelector("script:not([src])") === null ? [] : ["inline script"]),
    ...(document.querySelector("style") === null ? [] : ["inline style sheet"]),
    ...attributes.flatMap(({ name }) =>
      name === "style" || name.startsWith("on") ? [`attribute ${name}`] : [],
    ),
  ];
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id ${id} twice`);
  const dead = [...document.querySelectorAll("a[href^='#']")]
    .map((link) => link.getAttribute("href")?.slice(1) ?? "")
    .filter((id) => id !== "" && !ids.includes(id))
    .map((id) => `#${id} leads nowhere`);
  const pointed = ["aria-labelledby", "aria-describedby", "for", "list", "popovertarget"].flatMap(
    (name) =>
      attributes
        .filter((attribute) => attribute.name === name)
        .flatMap(({ value }) => value.split(" "))
        .filter((id) => id !== "" && !ids.includes(id))
        .map((id) => `${name}=${id} names nothing`),
  );
  return [...new Set([...leaked, ...inline, ...twice, ...dead, ...pointed])];
}

/** Addresses inside the house that the page leads to, without their anchors. */
export function linksOf(html: string, from: string): string[] {
  const { document } = parseHTML(html);
  const named = [...document.querySelectorAll("a[href], link[href], img[src], script[src]")].map(
    (element) => element.getAttribute("href") ?? element.getAttribute("src") ?? "",
  );
  const base = new URL(from, "http://house");
  return named.flatMap((address) => {
    const url = URL.parse(address, base);
    return url === null || url.origin !== base.origin ? [] : [`${url.pathname}${url.search}`];
  });
}
