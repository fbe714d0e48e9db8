import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestContext, type TestContext } from "#testing/context.ts";
import { formatCursor, pageOf, readCursor, type PageOf } from "./paging.ts";

type Thing = { score: number; id: number };

describe("a list cut into pages by its sort key", () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext();
  });
  afterAll(() => context.close());

  /** Highest score first, ties by id: the way every list of the house reads. */
  async function read(
    things: readonly Thing[],
    limit: number,
    query: { after?: string; before?: string },
  ): Promise<PageOf<Thing>> {
    const cursor = readCursor(query);
    const back = cursor?.dir === "before";
    const within =
      cursor === undefined
        ? sql`true`
        : sql`(score, id) ${sql.raw(back ? ">" : "<")} (${cursor.key[0]}::int, ${cursor.key[1]}::int)`;
    const way = sql.raw(back ? "asc" : "desc");
    const { rows } = await sql<Thing>`
      select score, id from jsonb_to_recordset(${JSON.stringify(things)}::jsonb) as t(score int, id int)
      where ${within} order by score ${way}, id ${way} limit ${limit + 1}`.execute(
      context.asSystem().db,
    );
    return pageOf(rows, { limit, cursor, key: (row) => [row.score, row.id] });
  }

  it("shows every row once on the way there, and the same pages on the way back", async () => {
    const scores = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 23 });
    await fc.assert(
      fc.asyncProperty(scores, fc.integer({ min: 1, max: 6 }), async (given, limit) => {
        const things = given.map((score, id) => ({ score, id }));
        const wanted = things.toSorted((a, b) => b.score - a.score || b.id - a.id);
        const there: PageOf<Thing>[] = [await read(things, limit, {})];
        for (let next = there[0]?.after; next !== undefined; next = there.at(-1)?.after) {
          there.push(await read(things, limit, { after: next }));
        }
        expect(there.flatMap((page) => page.rows)).toEqual(wanted);
        expect(there[0]?.before).toBeUndefined();

        const back: Thing[][] = [there.at(-1)?.rows ?? []];
        for (let next = there.at(-1)?.before; next !== undefined;) {
          const page = await read(things, limit, { before: next });
          back.unshift(page.rows);
          next = page.before;
        }
        expect(back).toEqual(there.map((page) => page.rows));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps its place when a new row comes first meanwhile", async () => {
    const things = [1, 2, 3, 4].map((id) => ({ score: id, id }));
    const first = await read(things, 2, {});
    const grown = [...things, { score: 9, id: 9 }];
    const second = await read(grown, 2, { after: first.after ?? "" });
    expect(second.rows.map((row) => row.id)).toEqual([2, 1]);
  });
});

describe("a cursor from a stranger", () => {
  const refused = expect.objectContaining({ kind: "invalid", reason: "base.bad-address" });

  it("is taken as written by us", () => {
    const key = ["2026-06-01T05:00:00.000Z", "Каменка"];
    expect(readCursor({ after: formatCursor(key) })).toEqual({ dir: "after", key });
    expect(readCursor({ before: formatCursor([7, "x"]) })).toEqual({
      dir: "before",
      key: [7, "x"],
    });
    expect(readCursor({})).toBeUndefined();
  });

  it.each([
    "",
    "%%%",
    "bm90IGpzb24",
    formatCursor([]).slice(1),
    Buffer.from('{"a":1}').toString("base64url"),
    Buffer.from("[[1]]").toString("base64url"),
    Buffer.from("[null]").toString("base64url"),
  ])("is refused when it is no key: «%s»", (after) => {
    expect(() => readCursor({ after })).toThrow(refused);
  });
});
