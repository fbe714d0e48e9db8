import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { describeTables } from "#base/db/describe.ts";
import { packageRoot } from "#base/db/migrate.ts";
import { createTestDatabase } from "#testing/database.ts";
import { installationTables, findShardFaults } from "./schema-laws.ts";

const database = await createTestDatabase();
const owner = new pg.Client({ connectionString: database.ownerUrl });
const app = new pg.Client({ connectionString: database.appUrl });
await owner.connect();
await app.connect();
afterAll(async () => {
  await owner.end();
  await app.end();
  await database.close();
});

describe("the shard law", () => {
  test("every tenant table's keys begin with region_id, and its rows are guarded", async () => {
    expect(await findShardFaults(owner)).toEqual([]);
  });

  test("the law notices a table with a key, a unique key or a reference of its own, and one without a guard", async () => {
    await owner.query("begin");
    await owner.query(`
      create table public.law_parent (region_id text not null, id uuid not null, name text unique, primary key (id));
      create table public.law_child (region_id text not null, id uuid primary key, parent uuid references public.law_parent (id))`);
    const faults = await findShardFaults(owner);
    await owner.query("rollback");
    expect(faults.filter((fault) => fault.startsWith("law_parent"))).toEqual([
      "law_parent: key law_parent_name_key does not begin with region_id",
      "law_parent: key law_parent_pkey does not begin with region_id",
      "law_parent: row-level security is off",
    ]);
    expect(faults).toContain(
      "law_child: reference law_child_parent_fkey does not begin with region_id",
    );
  });

  test("tables of the whole installation are the few that are named here", async () => {
    expect(await installationTables(owner)).toEqual([
      "base_migrations",
      "base_regions",
      "people_credentials",
      "people_sessions",
      "people_two_factors",
      "people_users",
      "people_verifications",
    ]);
  });
});

describe("the guarded role", () => {
  const region = async (id: string) =>
    app.query("select set_config('okno.region', $1, false)", [id]);

  test("is neither superuser nor owner, and cannot step over the guard", async () => {
    const { rows } = await app.query<{ rolsuper: boolean; rolbypassrls: boolean }>(
      "select rolsuper, rolbypassrls from pg_roles where rolname = current_user",
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
    const owned = await owner.query(
      "select from pg_tables where schemaname = 'public' and tableowner = 'okno_app'",
    );
    expect(owned.rowCount).toBe(0);
    await expect(app.query("alter table base_facts disable row level security")).rejects.toThrow(
      /owner/,
    );
  });

  test("sees and writes only the rows of the region set for the connection", async () => {
    await owner.query(`insert into base_regions (id, name_ru, name_en, time_zone, created_at)
      values ('one', '1', '1', 'UTC', now()), ('two', '2', '2', 'UTC', now())`);
    await region("one");
    await app.query("insert into base_numbers values ('one', 'a', 1)");
    await expect(app.query("insert into base_numbers values ('two', 'a', 1)")).rejects.toThrow(
      /row-level security/,
    );
    await region("two");
    expect((await app.query("select * from base_numbers")).rows).toEqual([]);
    expect((await app.query("update base_numbers set last = 9")).rowCount).toBe(0);
    await region("");
    expect((await app.query("select * from base_numbers")).rows).toEqual([]);
  });

  test("appends to the journal, and may neither change nor remove what stands in it", async () => {
    await region("one");
    await app.query(`insert into base_facts values
      ('one', gen_random_uuid(), 1, gen_random_uuid(), 'law.tried', now(), 'guest', '{}', null, '\\x00')`);
    for (const statement of [
      "update base_facts set type = 'x'",
      "delete from base_facts",
      "truncate base_facts",
    ]) {
      await expect(app.query(statement), statement).rejects.toThrow(/permission denied/);
    }
  });

  test("keeps answers and checks as they were given", async () => {
    for (const table of ["problems_answers", "problems_verifications"]) {
      await expect(app.query(`update ${table} set text = 'x'`)).rejects.toThrow(
        /permission denied/,
      );
      await expect(app.query(`delete from ${table}`)).rejects.toThrow(/permission denied/);
    }
  });
});

test("the types of the tables are those of the migrations", async () => {
  const written = readFileSync(join(packageRoot(), "src/base/db/tables.ts"), "utf8");
  expect(written).toBe(await describeTables(database.ownerUrl));
});
