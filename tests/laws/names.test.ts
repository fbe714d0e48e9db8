import { describe, expect, test } from "vitest";
import { isTestPath, parseSource, readSources } from "../sources.ts";
import { findRetiredNames, findSharedTypeNames } from "./names.ts";

const product = readSources().filter(({ path }) => !isTestPath(path));

/** Files in which a retired name still stands, counted once for each name; the number only falls. */
const retiredCeiling = 89;

describe("the names", () => {
  test("no identifier belongs to the retired vocabulary", () => {
    const faults = product.flatMap((source) =>
      findRetiredNames(source).map((name) => `${source.path}: ${name}`),
    );
    expect(faults.length, faults.join("\n")).toBeLessThanOrEqual(retiredCeiling);
  });

  test("the law notices a retired name, and lets comments and texts be", () => {
    const names = (text: string) => findRetiredNames(parseSource("src/base/x.tsx", text));
    expect(names("function openHouse() {}")).toEqual(["openHouse"]);
    expect(names("type Speaker = { sayDay(): string };")).toEqual(["Speaker", "sayDay"]);
    expect(names("demandRole(ctx);")).toEqual(["demandRole"]);
    expect(names("const page = <Beside kept />;")).toEqual(["Beside", "kept"]);
    expect(names('// openHouse\nconst a = "Speaker";')).toEqual([]);
  });

  test("at most twenty exported names of types mean two things", () => {
    const shared = findSharedTypeNames(product);
    const list = [...shared].map(([name, files]) => `${name}: ${files.join(", ")}`);
    expect(shared.size, list.join("\n")).toBeLessThanOrEqual(20);
  });

  test("the law notices a name that two files give to two types", () => {
    const a = parseSource("src/base/a.ts", "export type Props = { a: string };");
    const b = parseSource("src/base/b.ts", "export interface Props { b: string }");
    const passedOn = parseSource("src/base/c.ts", 'export type { Props } from "./a.ts";');
    expect([...findSharedTypeNames([a, passedOn]).keys()]).toEqual([]);
    expect(findSharedTypeNames([a, b]).get("Props")).toEqual(["src/base/a.ts", "src/base/b.ts"]);
  });
});
