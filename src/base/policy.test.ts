import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestContext, type TestContext } from "#testing/context.ts";
import {
  definePolicy,
  authorize,
  may,
  rowsFor,
  type Actor,
  type GrantLine,
  type RoleAt,
  type Scope,
} from "./policy.ts";

const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
const ids = [id(1), id(2), id(3)];
const roles = ["operator", "coordinator", "specialist"];

const someId = fc.constantFrom(...ids);
const maybeId = fc.option(someId, { nil: null });
const stage = fc.constantFrom("new", "routed", "verified");

const row = fc.record({
  public: fc.option(fc.boolean(), { nil: null }),
  territory_id: maybeId,
  body_id: maybeId,
  owner_id: maybeId,
  stage: fc.option(stage, { nil: null }),
  step: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
});

const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant<Scope>({ kind: "installation" }),
  fc.constant<Scope>({ kind: "region" }),
  someId.map((one): Scope => ({ kind: "territory", id: one })),
  someId.map((one): Scope => ({ kind: "organisation", id: one })),
);
const roleAt: fc.Arbitrary<RoleAt> = fc.record({ role: fc.constantFrom(...roles), scope });

const actor: fc.Arbitrary<Actor> = fc.oneof(
  fc.constant<Actor>({ kind: "guest" }),
  fc.constant<Actor>({ kind: "system", name: "clock" }),
  fc.record({
    kind: fc.constant("person" as const),
    id: someId,
    name: fc.constant("Анна Ковалёва"),
    roles: fc.array(roleAt, { maxLength: 3 }),
    ties: fc.uniqueArray(someId, { maxLength: 2 }),
  }),
);

const who: fc.Arbitrary<GrantLine["who"]> = fc.oneof(
  fc.constantFrom("anyone" as const, "signed-in" as const, "system" as const),
  fc.constant({ own: "owner_id" }),
  fc.record({
    role: fc.subarray(roles, { minLength: 1 }),
    at: fc.constantFrom(
      "anywhere" as const,
      "region" as const,
      { territory: "territory_id" },
      { organisation: "body_id" },
    ),
  }),
);

const where = fc.record(
  {
    public: fc.option(fc.boolean(), { nil: null }),
    stage: fc.oneof(stage, fc.array(fc.option(stage, { nil: null }), { maxLength: 3 })),
    step: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(null)),
  },
  { requiredKeys: [] },
);

const line: fc.Arbitrary<GrantLine> = fc.record(
  { who, where, unless: fc.constant({ tiedTo: "body_id" }) },
  { requiredKeys: ["who"] },
);

describe("a grant line", () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext();
  });
  afterAll(() => context.close());

  it("gives the same rows to «may I?» and to «which rows?», whatever the policy, actor and row", async () => {
    const property = fc.asyncProperty(
      fc.array(line, { maxLength: 4 }),
      actor,
      fc.array(row, { minLength: 1, maxLength: 12 }),
      async (lines, person, rows) => {
        const policy = definePolicy({ read: lines });
        const numbered = rows.map((one, n) => ({ n, ...one }));
        const asked = numbered.filter((one) => may(policy, person, "read", one));
        const found = await sql<{ n: number }>`
          select n from jsonb_to_recordset(${JSON.stringify(numbered)}::jsonb) as things
            (n int, public boolean, territory_id uuid, body_id uuid, owner_id uuid, stage text, step int)
          where ${rowsFor(policy, person, "read", "things")} order by n`.execute(
          context.asSystem().db,
        );
        expect(found.rows.map((one) => one.n)).toEqual(asked.map((one) => one.n));
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  it("without any line lets nobody through, the system included", async () => {
    const nobody = definePolicy({ read: [] });
    expect(may(nobody, { kind: "system", name: "clock" }, "read")).toBe(false);
    const found =
      await sql`select 1 where ${rowsFor(nobody, { kind: "guest" }, "read", "t")}`.execute(
        context.asSystem().db,
      );
    expect(found.rows).toEqual([]);
  });
});

describe("a role", () => {
  const policy = definePolicy({
    read: [{ who: "anyone", where: { public: true } }, { who: "system" }],
    handle: [{ who: { role: ["coordinator"], at: { territory: "territory_id" } } }],
    check: [
      {
        who: { role: ["coordinator"], at: { territory: "territory_id" } },
        unless: { tiedTo: "body_id" },
      },
    ],
  });
  const coordinator = (scope: Scope, ties: string[] = []): Actor => ({
    kind: "person",
    id: id(1),
    name: "Анна Ковалёва",
    roles: [{ role: "coordinator", scope }],
    ties,
  });
  const here = { territory_id: id(1), body_id: id(2), public: true };

  it("at a place holds there and not next door; in the region it covers every place", () => {
    expect(may(policy, coordinator({ kind: "territory", id: id(1) }), "handle", here)).toBe(true);
    expect(may(policy, coordinator({ kind: "territory", id: id(3) }), "handle", here)).toBe(false);
    expect(may(policy, coordinator({ kind: "region" }), "handle", here)).toBe(true);
  });

  it("in an organisation is not a role at the place with the same id", () => {
    const actor = coordinator({ kind: "organisation", id: id(1) });
    expect(may(policy, actor, "handle", here)).toBe(false);
  });

  it("never outweighs a tie to the organisation whose work is checked", () => {
    const tied = coordinator({ kind: "region" }, [id(2)]);
    expect(may(policy, tied, "check", here)).toBe(false);
    expect(may(policy, tied, "check", { ...here, body_id: null })).toBe(true);
  });

  it("not held means forbidden for what one may read, and not found for what one may not", () => {
    const guest: Actor = { kind: "guest" };
    const ask = (row: object) => () =>
      authorize({ policy, actor: guest, action: "handle", row: { ...row }, read: "read" });
    expect(ask(here)).toThrow(expect.objectContaining({ kind: "forbidden" }));
    expect(ask({ ...here, public: false })).toThrow(expect.objectContaining({ kind: "not-found" }));
  });
});
