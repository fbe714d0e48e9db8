import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { moduleNames } from "#app/module-names.ts";
import { packageRoot } from "#base/db/migrate.ts";
import { eventKinds } from "#modules/events/event.ts";
import { organisationKinds } from "#modules/organisations/organisation.ts";
import { findCycles, findImportFaults, findImpureImports, isRuleFile } from "./laws/imports.ts";
import { findFaceFaults, findLargeFolders, findLongFile, findUndocumented } from "./laws/layout.ts";
import {
  clockFaults,
  domainWords,
  findDomainWords,
  findMisplacedCyrillic,
} from "./laws/language.ts";
import { findForeignTables, tableNames } from "./laws/tables.ts";
import { isTestPath, parseSource, readSources, type Source } from "./sources.ts";

const sources = readSources();
const product = sources.filter(({ path }) => !isTestPath(path));

const faultsOf = (check: (source: Source) => string[]) =>
  product.flatMap((source) => check(source).map((fault) => `${source.path}: ${fault}`));

describe("the layers", () => {
  test("app imports modules, modules import base, and a module sees only those before it, through index.ts", () => {
    expect(faultsOf(findImportFaults)).toEqual([]);
  });

  const faultsOfImport = (path: string, name: string) =>
    findImportFaults(parseSource(path, `import { a } from "${name}";`));

  test("the law notices an upward import, a later module and a side door, by alias or by path", () => {
    for (const [path, name] of [
      ["src/base/x.ts", "#modules/problems/index.ts"],
      ["src/base/http/x.ts", "../../modules/problems/index.ts"],
      ["src/modules/problems/x.ts", "#app/app.ts"],
      ["src/modules/problems/x.ts", "#modules/signals/index.ts"],
      ["src/modules/signals/x.ts", "#modules/problems/store.ts"],
      ["src/modules/signals/x.ts", "../problems/store.ts"],
      ["src/modules/signals/desk/x.ts", "../../problems/store.ts"],
      ["src/app/x.ts", "../modules/problems/store.ts"],
    ] as const) {
      expect(faultsOfImport(path, name), `${path}: ${name}`).toHaveLength(1);
    }
    for (const [path, name] of [
      ["src/modules/signals/x.ts", "#modules/problems/index.ts"],
      ["src/modules/signals/desk/x.ts", "../store.ts"],
      ["src/modules/signals/x.ts", "#base/context.ts"],
      ["src/modules/signals/x.ts", "zod"],
    ] as const) {
      expect(faultsOfImport(path, name), `${path}: ${name}`).toEqual([]);
    }
    const lazy = 'const load = () => import("../problems/store.ts");';
    expect(findImportFaults(parseSource("src/modules/signals/x.ts", lazy))).toHaveLength(1);
    const passedOn = 'export { a } from "../problems/store.ts";';
    expect(findImportFaults(parseSource("src/modules/signals/x.ts", passedOn))).toHaveLength(1);
  });

  test("the law notices a product file that imports the demo, what only tests use, or a fixture", () => {
    for (const [path, name] of [
      ["src/base/x.ts", "#demo/region/index.ts"],
      ["src/modules/problems/x.ts", "#demo/region/index.ts"],
      ["src/app/x.ts", "#demo/region/index.ts"],
      ["src/modules/problems/x.ts", "#testing/app.ts"],
      ["src/app/commands/x.ts", "#testing/app.ts"],
      ["src/demo/x.ts", "#testing/app.ts"],
      ["src/modules/people/x.ts", "./fixtures.ts"],
      ["src/modules/people/x.ts", "./site.fixture.tsx"],
    ] as const) {
      expect(faultsOfImport(path, name), `${path}: ${name}`).toHaveLength(1);
    }
    expect(faultsOfImport("src/app/commands/x.ts", "#demo/region/index.ts")).toEqual([]);
  });

  test("no circle of imports by value", () => {
    expect(findCycles(product)).toEqual([]);
  });

  test("the law notices a circle, and lets types be", () => {
    const a = parseSource("src/base/a.ts", 'import { b } from "./b.ts";');
    const c = parseSource("src/base/c.ts", 'import { a } from "#base/a.ts";');
    const circle = parseSource("src/base/b.ts", 'import { c } from "./c.ts";');
    expect(findCycles([a, circle, c])).toEqual([
      ["src/base/a.ts", "src/base/b.ts", "src/base/c.ts"],
    ]);
    for (const text of ['import type { C } from "./c.ts";', 'import { type C } from "./c.ts";']) {
      expect(findCycles([a, parseSource("src/base/b.ts", text), c])).toEqual([]);
    }
  });

  test("rules and pages know neither the database, nor the web, nor the system", () => {
    expect(product.filter(({ path }) => isRuleFile(path)).length).toBeGreaterThan(200);
    expect(faultsOf(findImpureImports)).toEqual([]);
  });

  test("the law notices SQL, a request and the disk in a file that is not named for them", () => {
    const faults = (path: string, text: string) => findImpureImports(parseSource(path, text));
    for (const name of ["kysely", "hono", "hono/cookie", "pg", "preact", "node:fs/promises"]) {
      const text = `import { a } from "${name}";`;
      expect(faults("src/modules/problems/problem.ts", text), name).toEqual([name]);
      expect(faults("src/modules/problems/figures/shares.ts", text), name).toEqual([name]);
      expect(faults("src/modules/problems/store.ts", text), name).toEqual([]);
    }
    const page = "src/modules/problems/card/page.tsx";
    expect(faults(page, 'import { sql } from "kysely";')).toEqual(["kysely"]);
    expect(faults(page, 'import { Fragment } from "preact";')).toEqual([]);
    const path = "src/modules/people/token.ts";
    expect(faults(path, 'import { randomBytes } from "node:crypto";')).toEqual(["node:crypto"]);
    expect(faults(path, 'import { createHash } from "node:crypto";')).toEqual([]);
    expect(faults(path, 'import type { Selectable } from "kysely";')).toEqual([]);
  });
});

describe("the tables", () => {
  const tables = tableNames(readFileSync(join(packageRoot(), "src/base/db/tables.ts"), "utf8"));

  test("a file names the tables of its own module only", () => {
    expect(tables.length).toBeGreaterThan(90);
    expect(faultsOf((source) => findForeignTables(source, tables))).toEqual([]);
  });

  test("the law notices a foreign table in every join, template and type", () => {
    for (const code of [
      'db.selectFrom("problems_answers as a")',
      'db.selectFrom(["signals_messages", "problems_answers as a"])',
      'db.selectFrom("signals_messages").leftJoin("problems_answers as a", "a.id", "b.id")',
      'db.selectFrom("signals_messages").innerJoin("problems_answers", "a.id", "b.id")',
      "sql`select 1 from signals_messages m, problems_answers a`",
      "sql`select 1 where exists (select from problems_answers)`",
      "sql`with old as (select id from problems_answers) select 1 from old`",
      "sql`insert into problems_answers values (1)`",
      "sql`delete from signals_messages m using problems_answers a where a.id = m.id`",
      "sql`select 1 from signals_messages left join lateral (select from problems_answers) a on true`",
      'sql.table("problems_answers")',
      'let row: Tables["problems_answers"]',
      'from(ctx, "problems_answers as a")',
      'lockRow(ctx, "problems_answers", id)',
      'insertInto(ctx, "problems_answers", [])',
    ]) {
      const source = (path: string) => parseSource(path, code);
      expect(findForeignTables(source("src/modules/signals/store.ts"), tables), code).toEqual([
        "problems_answers",
      ]);
      expect(findForeignTables(source("src/app/app.ts"), tables), code).toContain(
        "problems_answers",
      );
      expect(findForeignTables(source("src/base/jobs.ts"), tables), code).toContain(
        "problems_answers",
      );
    }
    const own = parseSource("src/modules/problems/x.ts", 'db.selectFrom("problems_answers")');
    expect(findForeignTables(own, tables)).toEqual([]);
    const comment = parseSource(
      "src/modules/signals/x.ts",
      "// joins problems_answers\nlet a = 1;",
    );
    expect(findForeignTables(comment, tables)).toEqual([]);
  });
});

describe("the words", () => {
  test("Russian stands in words, catalogues, seeds and data, nowhere else", () => {
    expect(faultsOf(findMisplacedCyrillic)).toEqual([]);
  });

  test("the law notices a Russian sentence in code, and lets comments be", () => {
    const source = parseSource;
    expect(findMisplacedCyrillic(source("src/base/x.ts", 'const a = "Привет";'))).toHaveLength(1);
    expect(
      findMisplacedCyrillic(source("src/base/x.ts", "// «К-2026-00417»\nconst a = 1;")),
    ).toEqual([]);
    expect(findMisplacedCyrillic(source("src/base/words.ru.ts", 'const a = "Привет";'))).toEqual(
      [],
    );
  });
});

describe("the words of base", () => {
  const kinds = [...eventKinds, ...organisationKinds, "municipality", "settlement", "resident"];
  const words = domainWords(moduleNames, kinds);

  test("none belongs to the domain", () => {
    expect(words.size).toBeGreaterThan(30);
    const faults = product
      .filter(({ path }) => path.startsWith("src/base/"))
      .flatMap((source) => findDomainWords(source, words).map((word) => `${source.path}: ${word}`));
    expect(faults).toEqual([]);
  });

  test("the law notices a word in a name, a text, a template and an element; lets comments be", () => {
    const found = (text: string) => findDomainWords(parseSource("src/base/x.tsx", text), words);
    expect(found("const problemCount = 1;")).toEqual(["problem"]);
    expect(found('const path = "/events/seminar";')).toEqual(["seminar"]);
    expect(found("const key = `signals.${name}`;")).toEqual(["signals"]);
    expect(found("const page = <IndicatorTable>A webinar</IndicatorTable>;")).toEqual([
      "indicator",
      "webinar",
    ]);
    expect(found("type Territory = { MINISTRYLevel: string };")).toEqual(["territory", "ministry"]);
    expect(found("// A problem.\nconst event = formState; const projection = 1;")).toEqual([]);
  });
});

describe("the tests", () => {
  const written = readSources("{src,tests}/**/*.{ts,tsx}").filter(({ path }) => isTestPath(path));

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

describe("the folders", () => {
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

  test("no folder holds more than fifteen source files, tests and data aside", () => {
    const paths = product.map(({ path }) => path).filter((path) => !path.includes("/migrations/"));
    expect(findLargeFolders(paths)).toEqual([]);
    const sixteen = Array.from({ length: 16 }, (_, at) => `src/base/x/${at}.ts`);
    expect(findLargeFolders(sixteen)).toEqual(["src/base/x: 16"]);
    expect(findLargeFolders(sixteen.slice(1))).toEqual([]);
  });

  test("no file of code is longer than four hundred lines, lists of data aside", () => {
    expect(faultsOf(findLongFile)).toEqual([]);
    const text = "\n".repeat(401);
    expect(findLongFile({ path: "src/base/x.ts", text })).toEqual(["401 lines"]);
    expect(findLongFile({ path: "src/base/x.ts", text: text.slice(1) })).toEqual([]);
    expect(findLongFile({ path: "src/base/messages.ru.ts", text })).toEqual([]);
  });

  test("an exported function that is no component has a docstring", () => {
    expect(faultsOf(findUndocumented)).toEqual([]);
    const text = `export function a() {}
      /** Returns one. */
      export const b = () => 1;
      // A remark.
      export const c = () => 1;
      export const Page = () => null;
      export const limit = 3;`;
    expect(findUndocumented(parseSource("src/base/x.tsx", text))).toEqual(["a", "c"]);
  });

  test("every module opens with what it is, in at most fifteen lines", () => {
    const faces = product.filter(({ path }) => /^src\/modules\/\w+\/index\.ts$/.test(path));
    expect(faces).toHaveLength(moduleNames.length);
    expect(faces.flatMap((face) => findFaceFaults(face).map((fault) => face.path + fault))).toEqual(
      [],
    );
  });

  test("the law notices a module without a first docstring, a plain comment and a long one", () => {
    const faults = (text: string) =>
      findFaceFaults(parseSource("src/modules/problems/index.ts", text));
    const code = "export const a = 1;";
    expect(faults(`/** What it is. */\n${code}`)).toEqual([]);
    for (const text of [code, `// What it is.\n${code}`, `/* What it is. */\n${code}`])
      expect(faults(text), text).toHaveLength(1);
    expect(faults(`${code}\n/** What it is. */`)).toHaveLength(1);
    expect(faults(`/**\n${" * What it is.\n".repeat(13)} */\n${code}`)).toEqual([]);
    expect(faults(`/**\n${" * What it is.\n".repeat(14)} */\n${code}`)).toEqual([
      "a docstring of 16 lines",
    ]);
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
