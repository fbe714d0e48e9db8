import { withoutComments, type Source } from "../sources.ts";
import { isNode, rootOf, visitNodes } from "./tree.ts";

const isCatalogPath = (path: string) => /(^|\/)messages\.(ru|en)\.ts$/.test(path);

/** Returns the sections of a catalogue whose keys no type checks: a cast, or `Record<string, …>`. */
export function findUncheckedSections(source: Source): string[] {
  if (!isCatalogPath(source.path)) return [];
  const code = withoutComments(source);
  return [...code.matchAll(/\}\s*(as\s+(?:Partial<\s*)?Record<|satisfies\s+Record<\s*string\b).*/g)]
    .concat([...code.matchAll(/^\s*(?:export )?const \w+: Record<\s*string\b.*/gm)])
    .map(([text]) => text.trim());
}

const refusalFactories = new Set(["invalid", "forbidden", "conflict", "notFound", "tooMany"]);
const refusalHelpers = /^(invalid|forbid|refuse|conflict|require)[A-Z]?\w*$/;

/** Returns the reasons `module.key` that a file refuses with, written out in a call that makes a refusal. */
export function refusalReasons(source: Source, modules: readonly string[]): string[] {
  const reason = new RegExp(`^(${modules.join("|")})\\.[a-z0-9-]+$`);
  if (!/\b(invalid|forbidden|conflict|notFound|tooMany|refuse)/.test(source.text)) return [];
  const found = new Set<string>();
  visitNodes(rootOf(source), (call) => {
    if (call.type !== "CallExpression" || !isNode(call.callee)) return;
    const name = String(call.callee.name ?? "");
    if (!refusalFactories.has(name) && !refusalHelpers.test(name)) return;
    for (const argument of call.arguments as unknown[]) {
      if (!isNode(argument)) continue;
      visitNodes(argument, ({ type, value }) => {
        if (type === "Literal" && typeof value === "string" && reason.test(value)) found.add(value);
      });
    }
  });
  return [...found];
}

/** What the code writes between quotes: whole texts, and the fixed parts of templates. */
export type WrittenTexts = { texts: Set<string>; templates: RegExp[] };

/** Returns the texts and templates of the files, catalogues aside. */
export function writtenTexts(sources: readonly Source[]): WrittenTexts {
  const texts = new Set<string>();
  const templates = new Map<string, RegExp>();
  for (const source of sources) {
    if (isCatalogPath(source.path)) continue;
    const code = withoutComments(source);
    for (const [, text = ""] of code.matchAll(/["'`]([a-z][a-z0-9.-]*)["'`]/g)) texts.add(text);
    // The key of a record needs no quotes.
    for (const [, text = ""] of code.matchAll(/\b([a-z]+):/g)) texts.add(text);
    for (const [, text = ""] of code.matchAll(/`([a-z0-9.-]*\$\{[^`]*)`/g)) {
      const parts = text.split(/\$\{[^}]*\}/);
      const fixed = parts.join("").replace(/^.*\./, "");
      // A template that fixes no part of the key names none: the keys themselves are written somewhere.
      if (!/^[a-z-]{4,}$/.test(fixed)) continue;
      templates.set(text, new RegExp(`^${parts.map((part) => RegExp.escape(part)).join(".+")}$`));
    }
  }
  return { texts, templates: [...templates.values()] };
}

/** Returns the keys of a module's refusals that no code can refuse with. */
export function unusedReasons(
  module: string,
  keys: readonly string[],
  { texts, templates }: WrittenTexts,
): string[] {
  return keys.filter((key) => {
    const reason = `${module}.${key}`;
    return (
      !texts.has(reason) &&
      !texts.has(key) &&
      !templates.some((form) => form.test(reason) || form.test(key))
    );
  });
}
