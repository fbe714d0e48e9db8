import { afterAll, describe, expect, test } from "vitest";
import { en as baseEn } from "#base/messages.en.ts";
import { ru as baseRu } from "#base/messages.ru.ts";
import type { MessageCatalog } from "#base/messages.ts";
import { createTestApp } from "#testing/app.ts";
import { isTestPath, parseSource, readSources } from "../sources.ts";
import { findUncheckedSections, refusalReasons, unusedReasons, writtenTexts } from "./messages.ts";

const app = await createTestApp();
afterAll(() => app.close());

const product = readSources().filter(({ path }) => !isTestPath(path));
const catalogs = new Map<string, MessageCatalog>([
  ["base", { ru: baseRu, en: baseEn }],
  ...app.modules.map(({ name, messages }) => [name, messages] as const),
]);
const modules = [...catalogs.keys()];
const keysOf = (module: string, lang: "ru" | "en") =>
  Object.keys(catalogs.get(module)?.[lang].refusals ?? {});

describe("the catalogues of messages", () => {
  test("every section's keys are checked by a type", () => {
    const faults = product.flatMap((source) =>
      findUncheckedSections(source).map((fault) => `${source.path}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  test("the law notices a cast and a section of any keys", () => {
    const faults = (text: string) =>
      findUncheckedSections(parseSource("src/modules/x/messages.ru.ts", text));
    expect(faults("export const ru = { a: { b: '' } as Record<string, string> };")).toHaveLength(1);
    expect(faults("export const ru = { a: { b: '' } as Record<Kind, string> };")).toHaveLength(1);
    expect(faults("export const ru = { a: {} satisfies Record<string, string> };")).toHaveLength(1);
    expect(faults("const names: Record<string, string> = {};")).toHaveLength(1);
    expect(faults("export const ru = { a: {} satisfies Record<Kind, string> };")).toEqual([]);
  });
});

describe("the reasons of refusals", () => {
  test("are written in both languages", () => {
    for (const module of modules)
      expect(keysOf(module, "en"), module).toEqual(keysOf(module, "ru"));
    const used = product.flatMap((source) => refusalReasons(source, modules));
    expect(used.length).toBeGreaterThan(300);
    const unknown = used.filter((reason) => {
      const [module = "", key = ""] = reason.split(".");
      return !keysOf(module, "ru").includes(key);
    });
    expect([...new Set(unknown)]).toEqual([]);
  });

  test("are all used", () => {
    const written = writtenTexts(product);
    const unused = modules.flatMap((module) =>
      unusedReasons(module, keysOf(module, "ru"), written).map((key) => `${module}.${key}`),
    );
    expect(unused).toEqual([]);
  });

  test("the laws notice a reason without a sentence and a sentence without a use", () => {
    const source = parseSource(
      "src/modules/problems/x.ts",
      `throw invalid("problems.lost", { fields: { text: "problems.found" } });
       const field = wrong ? \`problems.field-\${code}\` : "problems.problem";
       const reasons = { ahead: true, "day-late": false };`,
    );
    expect(refusalReasons(source, ["problems"])).toEqual(["problems.lost", "problems.found"]);
    const written = writtenTexts([source]);
    const keys = ["lost", "field-missing", "day-late", "ahead", "nobody"];
    expect(unusedReasons("problems", keys, written)).toEqual(["nobody"]);
  });
});
