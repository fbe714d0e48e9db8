import { inflateSync } from "node:zlib";

type Objects = ReadonlyMap<string, { head: string; body: Buffer | undefined }>;

/**
 * Returns the text of a PDF made here, one string per page: a line for every drawn line, cells of a
 * row separated by tabs. For golden files and tests; does not read other PDFs.
 */
export function pdfText(bytes: Buffer): string[] {
  const objects = readObjects(bytes);
  const kids = /\/Type \/Pages[\s\S]*?\/Kids \[([^\]]*)\]/;
  const pages = [...objects.values()].map(({ head }) => kids.exec(head)?.[1]).find((one) => one);
  const numbers = [...(pages ?? "").matchAll(/(\d+) 0 R/g)].map(([, number]) => number ?? "");
  return numbers.map((number) => pageText(objects, objects.get(number)?.head ?? ""));
}

function readObjects(bytes: Buffer): Objects {
  const all = bytes.toString("latin1");
  const objects = new Map<string, { head: string; body: Buffer | undefined }>();
  for (const match of all.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)(?:\nstream\n|\nendobj)/g)) {
    const [whole, number = "", head = ""] = match;
    const from = match.index + whole.length;
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const raw = whole.endsWith("stream\n") ? bytes.subarray(from, from + length) : undefined;
    const packed = head.includes("/FlateDecode") && !head.includes("/Image");
    objects.set(number, { head, body: raw && packed ? inflateSync(raw) : raw });
  }
  return objects;
}

function resolveReference(objects: Objects, head: string, name: string) {
  return objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1] ?? "");
}

function pageText(objects: Objects, page: string): string {
  const content = resolveReference(objects, page, "Contents")?.body?.toString("latin1") ?? "";
  const fonts = fontMaps(objects, resolveReference(objects, page, "Resources")?.head ?? "");
  const drawn =
    /(?<end>EMC)|[-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ (?<x>[-\d.]+) (?<y>[-\d.]+) Tm|\/(?<font>F\d+) [\d.]+ Tf|\[(?<glyphs>[^\]]*)\] TJ/g;
  let text = "";
  let font: ReadonlyMap<string, string> = new Map();
  let last = "";
  let y = "";
  let ended = true;
  for (const { groups = {} } of content.matchAll(drawn)) {
    if (groups.end !== undefined) ended = true;
    if (groups.y !== undefined) y = groups.y;
    if (groups.font !== undefined) font = fonts.get(groups.font) ?? font;
    if (groups.glyphs === undefined) continue;
    if (text !== "") text += y !== last ? "\n" : ended ? "\t" : "";
    text += [...groups.glyphs.matchAll(/<([\da-f]+)>/g)]
      .flatMap(([, codes = ""]) => codes.match(/.{4}/g) ?? [])
      .map((code) => font.get(code) ?? "\ufffd")
      .join("");
    last = y;
    ended = false;
  }
  return text;
}

/** Glyph code → sign, by the name of each font on the page. */
function fontMaps(objects: Objects, resources: string): Map<string, ReadonlyMap<string, string>> {
  const fonts = new Map<string, ReadonlyMap<string, string>>();
  for (const [, name = "", number = ""] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const map = resolveReference(objects, objects.get(number)?.head ?? "", "ToUnicode")?.body;
    fonts.set(name, glyphMap(map?.toString("latin1") ?? ""));
  }
  return fonts;
}

function glyphMap(cmap: string): ReadonlyMap<string, string> {
  const signs = new Map<string, string>();
  for (const [, first = "", list = ""] of cmap.matchAll(/<(\w{4})> <\w{4}> \[([^\]]*)\]/g)) {
    let code = Number.parseInt(first, 16);
    for (const [, units = ""] of list.matchAll(/<(\w*)>/g)) {
      const sign = (units.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16));
      signs.set(code.toString(16).padStart(4, "0"), String.fromCharCode(...sign));
      code += 1;
    }
  }
  return signs;
}
