import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "#base/db/migrate.ts";
import { writeModule } from "../scripts/new-module.ts";
import { findCycles, findImportFaults, findImpureImports } from "./laws/imports.ts";
import { findMisplacedCyrillic } from "./laws/language.ts";
import { findFaceFaults, findUndocumented } from "./laws/layout.ts";
import { findUncheckedSections } from "./laws/messages.ts";
import { findRetiredNames } from "./laws/names.ts";
import { findForeignTables, tableNames } from "./laws/tables.ts";
import { isTestPath, parseSource, type Source } from "./sources.ts";

const places = ["src/app/module-names.ts", "src/app/modules.ts"];
let root: string;
let paths: string[];
let sources: Source[];

function copyPlaces(): string {
  const folder = mkdtempSync(join(tmpdir(), "okno-new-module-"));
  for (const path of places) cpSync(join(packageRoot(), path), join(folder, path));
  return folder;
}

const read = (path: string) => readFileSync(join(root, path), "utf8");

beforeAll(() => {
  root = copyPlaces();
  paths = writeModule(root, "vineyards", { ru: "Виноградники", en: "Vineyards" });
  sources = paths
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parseSource(path.replaceAll("\\", "/"), read(path)));
});

afterAll(() => rmSync(root, { recursive: true }));

describe("a new module", () => {
  test("is complete, has no slot left and is in the two lists of modules", () => {
    const own = paths.filter((path) => !places.includes(path));
    expect(own).toHaveLength(11);
    for (const path of paths) expect(read(path), path).not.toMatch(/__[A-Z]+__/);
    expect(read("src/app/module-names.ts")).toMatch(/ {2}"vineyards",\n\] as const;/);
    const modules = read("src/app/modules.ts");
    expect(modules).toContain(
      'import { createVineyardsModule } from "#modules/vineyards/index.ts";',
    );
    expect(modules).toContain("  vineyards: createVineyardsModule,\n}");
  });

  test("keeps the laws of the sources", () => {
    const tables = ["vineyards_vineyards", ...tableNames(tablesText())];
    const own = sources.filter(({ path }) => path.startsWith("src/modules/"));
    expect(findCycles(own)).toEqual([]);
    for (const source of own.filter(({ path }) => !isTestPath(path))) {
      for (const law of [
        findImportFaults,
        findImpureImports,
        findMisplacedCyrillic,
        findUndocumented,
        findUncheckedSections,
        findRetiredNames,
      ])
        expect(law(source), `${source.path}: ${law.name}`).toEqual([]);
      expect(findForeignTables(source, tables), source.path).toEqual([]);
    }
    const face = own.find(({ path }) => path.endsWith("/index.ts"));
    expect(face && findFaceFaults(face)).toEqual([]);
  });

  test("has a table that begins with its region and is guarded", () => {
    const sql = read("src/modules/vineyards/migrations/0001-vineyards.sql");
    expect(sql).toContain("create table vineyards_vineyards (\n  region_id text not null");
    expect(sql).toContain("primary key (region_id, id)");
    expect(sql).toContain("call okno.guard('vineyards_vineyards');");
  });

  test("needs a plural noun that is free", () => {
    const folder = copyPlaces();
    for (const name of ["", "Vineyards", "vine-yards", "fish"])
      expect(() => writeModule(folder, name), name).toThrow("NAME is a plural noun");
    expect(writeModule(folder, "sheep", { singular: "ewe" })).toHaveLength(13);
    expect(() => writeModule(root, "vineyards")).toThrow("a module `vineyards` already");
    rmSync(folder, { recursive: true });
  });
});

const tablesText = () => readFileSync(join(packageRoot(), "src/base/db/tables.ts"), "utf8");
