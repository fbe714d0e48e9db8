import { describe, expect, test } from "vitest";
import { moduleNames, type ModuleName } from "#app/module-names.ts";
import { clockFaults, findImportFaults, findMisplacedCyrillic } from "./laws.ts";
import { isTestFile, readSources, type Source } from "./sources.ts";

const sources = readSources();
const product = sources.filter((source) => !isTestFile(source));

const faultsOf = (check: (source: Source) => string[]) =>
  product.flatMap((source) => check(source).map((fault) => `${source.path}: ${fault}`));

describe("the floors", () => {
  test("app stands on modules, modules on base, and a module sees only those before it, through index.ts", () => {
    expect(faultsOf(findImportFaults)).toEqual([]);
  });

  test("the law notices an upward import, a later module and a side door", () => {
    const source = (path: string, imports: string[]): Source => ({ path, text: "", imports });
    expect(findImportFaults(source("src/base/x.ts", ["#modules/problems/index.ts"]))).toHaveLength(
      1,
    );
    expect(findImportFaults(source("src/modules/problems/x.ts", ["#app/house.ts"]))).toHaveLength(
      1,
    );
    expect(
      findImportFaults(source("src/modules/problems/x.ts", ["#modules/signals/index.ts"])),
    ).toHaveLength(1);
    expect(
      findImportFaults(source("src/modules/signals/x.ts", ["#modules/problems/store.ts"])),
    ).toHaveLength(1);
    expect(
      findImportFaults(source("src/modules/signals/x.ts", ["#modules/problems/index.ts"])),
    ).toEqual([]);
  });

  test("the rules of a module know neither the database nor the web", () => {
    const rules =
      /^src\/modules\/(\w+)\/(problem|policy|signal|territory|organisation|indicator|event|project)\.ts$/;
    const pure = product.filter(({ path }) => rules.test(path));
    expect(pure.length).toBeGreaterThan(5);
    const forbidden = /^(kysely|hono|pg|preact)/;
    const faults = pure.flatMap(({ path, imports }) =>
      imports.filter((name) => forbidden.test(name)).map((name) => `${path}: ${name}`),
    );
    expect(faults).toEqual([]);
  });

  test("SQL of a module speaks of its own tables only", () => {
    const table = new RegExp(`\\b(${moduleNames.join("|")})_[a-z_]+\\b`, "g");
    const faults = product.flatMap(({ path, text }) => {
      const module = /^src\/modules\/(\w+)\//.exec(path)?.[1];
      if (module === undefined) return [];
      const foreign = [
        ...text.matchAll(/(?:from|into|update|join|Table|From|Into)[\s("`]+([a-z]+_[a-z_]+)/g),
      ]
        .map((match) => match[1] ?? "")
        .filter((name) => name.match(table) !== null && !name.startsWith(`${module}_`));
      return foreign.map((name) => `${path}: ${name}`);
    });
    expect(faults).toEqual([]);
  });
});

describe("the words", () => {
  test("Russian stands in words, catalogues, seeds and data, nowhere else", () => {
    expect(faultsOf(findMisplacedCyrillic)).toEqual([]);
  });

  test("the law notices a Russian sentence in code, and lets comments be", () => {
    const source = (path: string, text: string): Source => ({ path, text, imports: [] });
    expect(findMisplacedCyrillic(source("src/base/x.ts", 'const a = "Привет";'))).toHaveLength(1);
    expect(
      findMisplacedCyrillic(source("src/base/x.ts", "// «К-2026-00417»\nconst a = 1;")),
    ).toEqual([]);
    expect(findMisplacedCyrillic(source("src/base/words.ru.ts", 'const a = "Привет";'))).toEqual(
      [],
    );
  });
});

describe("the tests", () => {
  const written = readSources("{src,tests}/**/*.{ts,tsx}").filter(
    (source) => isTestFile(source) || /^(tests|src\/testing)\//.test(source.path),
  );

  test("ask no clock: what is slow on a busy machine is not wrong", () => {
    expect(written.length).toBeGreaterThan(150);
    const faults = written.flatMap((source) =>
      clockFaults(source).map((fault) => `${source.path}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  test("the law notices a measured time, a wait and a short limit", () => {
    const now = (clock: string) => `expect(${clock}.now() - began).toBeLessThan(100);`;
    expect(clockFaults({ text: now("performance") })).toEqual(["measures time"]);
    expect(clockFaults({ text: now("Date") })).toEqual(["measures the true time"]);
    for (const wait of ["page.waitFor", "set"]) {
      expect(clockFaults({ text: `await ${wait}Timeout(500)` })).toEqual(["waits for a clock"]);
    }
    expect(clockFaults({ text: ["  }, 20", "000);"].join("_") })).toEqual([
      "has a limit below the runner's",
    ]);
    expect(clockFaults({ text: "await expect.poll(read).toBe(1);\n}, 600_000);" })).toEqual([]);
  });
});

describe("the rooms", () => {
  // The services that НКО offer to residents are a word of the domain.
  const names = new Set(
    product
      .filter(({ path }) => !path.startsWith("src/modules/organisations/services/"))
      .map(({ path }) => path.split("/").at(-2)),
  );

  test("no folder is a heap", () => {
    for (const heap of ["utils", "helpers", "lib", "common", "services", "shared"]) {
      expect(names.has(heap), heap).toBe(false);
    }
  });

  test("every module opens with what it is", () => {
    const missing = moduleNames.filter((name: ModuleName) => {
      const face = product.find(({ path }) => path === `src/modules/${name}/index.ts`);
      return face === undefined || !face.text.startsWith("/**");
    });
    expect(missing).toEqual([]);
  });

  test("nobody exports a default, silences a check or asks the world for the time in a rule", () => {
    const faults = faultsOf(({ path, text }) => [
      ...(/^export default/m.test(text) ? ["default export"] : []),
      ...(/@ts-(ignore|expect-error)|\bas any\b|oxlint-disable|eslint-disable/.test(text)
        ? ["silenced check"]
        : []),
      ...(path.startsWith("src/modules/") &&
      !/\/islands\//.test(path) &&
      /\bDate\.now\(\)|new Date\(\)|Math\.random\(\)/.test(text)
        ? ["time or chance from the world"]
        : []),
    ]);
    expect(faults).toEqual([]);
  });
});
