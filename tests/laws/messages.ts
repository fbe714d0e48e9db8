import { withoutComments, type Source } from "../sources.ts";

/** The shape of any node of the tree: what the walk below needs of it. */
type Node = { type: string; [key: string]: unknown };

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

function* nodesUnder(node: Node): Generator<Node> {
  yield node;
  for (const [key, value] of Object.entries(node)) {
    if (key === "parent") continue;
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) yield* nodesUnder(child);
  }
}

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
  for (const call of nodesUnder(source.program as unknown as Node)) {
    if (call.type !== "CallExpression" || !isNode(call.callee)) continue;
    const name = String(call.callee.name ?? "");
    if (!refusalFactories.has(name) && !refusalHelpers.test(name)) continue;
    for (const argument of call.arguments as unknown[]) {
      if (!isNode(argument)) continue;
      for (const node of nodesUnder(argument))
        if (node.type === "Literal" && typeof node.value === "string" && reason.test(node.value))
          found.add(node.value);
    }
  }
  return [...found];
}

/** What the code writes between quotes: whole texts, and the fixed parts of templates. */
export type WrittenTexts = { texts: Set<string>; templates: RegExp[] };

/** Returns the texts and templates of the files, catalogues aside. */
export function writtenTexts(sources: readonly Source[], modules: readonly string[]): WrittenTexts {
  const texts = new Set<string>();
  const templates = new Map<string, RegExp>();
  const template = new RegExp(`\`((?:${modules.join("|")})\\.[a-z0-9-]*\\$\\{[^\`]*)\``, "g");
  for (const source of sources) {
    if (isCatalogPath(source.path)) continue;
    const code = withoutComments(source);
    for (const [, text = ""] of code.matchAll(/["'`]([a-z][a-z0-9.-]*)["'`]/g)) texts.add(text);
    // The key of a record needs no quotes.
    for (const [, text = ""] of code.matchAll(/^\s*([a-z]+):/gm)) texts.add(text);
    for (const [, text = ""] of code.matchAll(template)) {
      const parts = text.split(/\$\{[^}]*\}/);
      // A template of nothing but a key says nothing: the keys themselves are written somewhere.
      if (parts.join("").endsWith(".")) continue;
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
    return !texts.has(reason) && !texts.has(key) && !templates.some((form) => form.test(reason));
  });
}
