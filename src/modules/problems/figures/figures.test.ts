import { afterAll, beforeAll, describe, expect, it } from "vitest";
import fc from "fast-check";
import pg from "pg";
import { type Ctx, regionToday } from "#base/context.ts";
import { connectDatabase, type Database } from "#base/db/database.ts";
import { insertInto } from "#base/db/region.ts";
import { uuidAt } from "#base/db/ids.ts";
import { createLog } from "#base/log.ts";
import { saveRegion } from "#base/regions.ts";
import { createTestDatabase, type TestDatabase } from "#testing/database.ts";
import {
  loadAttentionSummary,
  listChronicPlaces,
  listRecentFixes,
  findReportingSettlements,
  countStatesByWeek,
} from "./places-reads.ts";
import { computeFiguresBy, computeFigures, zeroFigures, type ProblemFigures } from "./figures.ts";
import {
  applyTransition,
  lifecycle,
  stageTimer,
  type ProblemState,
  type ProblemStage,
} from "../problem.ts";

const hour = 3_600_000;
const day = 24 * hour;
const now = new Date("2026-05-31T04:00:00Z");
const ago = (days: number) => new Date(now.getTime() - days * day);
const id = (kind: number, n: number) =>
  `00000000-0000-4000-8${String(kind).padStart(3, "0")}-${String(n).padStart(12, "0")}`;
const towns = [id(1, 1), id(1, 2)];
const village = id(2, 1);
const bodies = [id(3, 1), id(3, 2)];

/** A problem as it came to be by true moves, with the checks that were made on the way. */
type SeededProblem = ProblemState & {
  id: string;
  municipality_id: string;
  body: string | null;
  group: string;
  public: boolean;
  opened_at: Date;
  verified_at: Date | null;
  claimed_at: Date | null;
  due_at: Date | null;
  answer_due_at: Date | null;
  message_count: number;
  checks: { outcome: "fixed" | "not-fixed"; at: Date }[];
};

const seeds = fc.record({
  town: fc.constantFrom(...towns),
  body: fc.constantFrom(...bodies),
  group: fc.constantFrom("roads", "heating"),
  secret: fc.integer({ min: 0, max: 9 }),
  openedDaysAgo: fc.integer({ min: 0, max: 120 }),
  messages: fc.integer({ min: 1, max: 9 }),
  moves: fc.array(fc.record({ pick: fc.nat(), hours: fc.integer({ min: 1, max: 300 }) }), {
    maxLength: 9,
  }),
  termDays: fc.integer({ min: 1, max: 30 }),
});
type Seed = typeof seeds extends fc.Arbitrary<infer S> ? S : never;

function toSeeded(seed: Seed, n: number): SeededProblem {
  const opened = ago(seed.openedDaysAgo);
  let problem: SeededProblem = {
    id: id(9, n),
    municipality_id: seed.town,
    body: null,
    body_id: null,
    group: seed.group,
    public: seed.secret > 0,
    stage: "new",
    escalation: 0,
    refuted_count: 0,
    reopened_count: 0,
    timer_started_at: opened,
    stage_before_merge: null,
    routed_at: null,
    confirmed_at: null,
    reacted_at: null,
    answered_at: null,
    claimed_at: null,
    verified_at: null,
    opened_at: opened,
    due_at: null,
    answer_due_at: null,
    message_count: seed.messages,
    checks: [],
  };
  let at = opened;
  for (const { pick, hours } of seed.moves) {
    at = new Date(at.getTime() + hours * hour);
    const open = lifecycle
      .transitionsFrom(problem.stage)
      .filter((move) => move !== "merge" || pick % 7 === 0);
    const move = open[pick % Math.max(open.length, 1)];
    if (move === undefined || at > now) break;
    if (move === "route" || move === "reroute")
      problem = { ...problem, body: seed.body, body_id: seed.body };
    problem = { ...problem, ...applyTransition(problem, move, at) };
    if (move === "verify") problem.checks.push({ outcome: "fixed", at });
    if (move === "refute") problem.checks.push({ outcome: "not-fixed", at });
  }
  const term = seed.termDays * day;
  return {
    ...problem,
    due_at:
      stageTimer(problem.stage) === null
        ? null
        : new Date((problem.timer_started_at ?? opened).getTime() + term / 2),
    answer_due_at: problem.routed_at && new Date(problem.routed_at.getTime() + term),
  };
}

function wait(values: number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const rank = share * (sorted.length - 1);
    const low = sorted[Math.floor(rank)] ?? 0;
    return low + (rank - Math.floor(rank)) * ((sorted[Math.ceil(rank)] ?? low) - low);
  };
  return sorted.length < 5
    ? { cases: sorted.length }
    : { cases: sorted.length, median: at(0.5), p90: at(0.9) };
}

const span = (from: Date | null, to: Date | null, unit: number) =>
  from === null || to === null || to < from ? [] : [(to.getTime() - from.getTime()) / unit];

/** The same figures counted by hand, one problem after another. */
function countByHand(seeded: readonly SeededProblem[]): ProblemFigures {
  const shown = seeded.filter((one) => one.public && one.stage !== "merged");
  const count = (test: (one: SeededProblem) => boolean) => shown.filter(test).length;
  const isOpen = (one: SeededProblem) => !lifecycle.isFinal(one.stage);
  const isLate = (one: SeededProblem) => one.due_at !== null && one.due_at < now;
  const given = shown.filter((one) => span(one.routed_at, one.answered_at, 1).length > 0);
  const owing: ProblemStage[] = ["routed", "acknowledged", "answered-interim"];
  const checks = shown.flatMap((one) => one.checks);
  return {
    opened: shown.length,
    messages: shown.reduce((sum, one) => sum + one.message_count, 0),
    states: {
      verified: count((one) => one.stage === "verified"),
      claimed: count((one) => one.stage === "claimed"),
      open: count((one) => isOpen(one) && one.stage !== "claimed" && !isLate(one)),
      late: count((one) => isOpen(one) && one.stage !== "claimed" && isLate(one)),
      otherwise: count((one) => ["explained", "rejected", "withdrawn"].includes(one.stage)),
    },
    answers: {
      inTime: given.filter(
        (one) => one.answered_at && one.answer_due_at && one.answered_at <= one.answer_due_at,
      ).length,
      given: given.length,
      owed: count(
        (one) =>
          owing.includes(one.stage) &&
          span(one.routed_at, one.answered_at, 1).length === 0 &&
          one.answer_due_at !== null &&
          one.answer_due_at < now,
      ),
    },
    claims: {
      made: count((one) => one.claimed_at !== null),
      confirmed: count((one) => one.claimed_at !== null && one.stage === "verified"),
      waiting: count((one) => one.stage === "claimed"),
    },
    checks: {
      made: checks.length,
      refuted: checks.filter((check) => check.outcome === "not-fixed").length,
    },
    reaction: wait(shown.flatMap((one) => span(one.routed_at, one.reacted_at, hour))),
    answer: wait(shown.flatMap((one) => span(one.routed_at, one.answered_at, day))),
    fix: wait(
      shown.flatMap((one) =>
        one.stage === "verified" ? span(one.opened_at, one.verified_at, day) : [],
      ),
    ),
  };
}

const rounded = (figures: ProblemFigures): unknown =>
  JSON.parse(
    JSON.stringify(figures, (_, value: unknown) =>
      typeof value === "number" ? Math.round(value * 1e6) / 1e6 : value,
    ),
  );

let testDatabase: TestDatabase;
let database: Database;
let owner: pg.Client;
let ctx: Ctx;

/** The application itself may never delete a check: only the database's owner clears the testDatabase. */
async function clear(): Promise<void> {
  await owner.query(
    "truncate problems_pictures, problems_reports, problems_verifications, problems_problems cascade",
  );
}

async function insertSeeded(
  one: SeededProblem,
  more: {
    returns_after?: string;
    chronic_since?: Date;
    settlement_id?: string;
    address?: string;
  } = {},
): Promise<void> {
  const { body, group, checks, ...row } = one;
  await insertInto(ctx, "problems_problems", {
    ...row,
    ...more,
    number: one.id.slice(-12),
    title: "Яма",
    summary: "Яма на дороге",
    topic: "roads.pothole",
    topic_group: group,
    urgency: "normal",
    stage_since: one.opened_at,
    timer: stageTimer(one.stage),
    body_id: body,
  }).execute();
  if (checks.length === 0) return;
  await insertInto(
    ctx,
    "problems_verifications",
    checks.map((check, n) => ({
      id: one.id.replace("8009", `9${String(n).padStart(3, "0")}`),
      problem_id: one.id,
      outcome: check.outcome,
      checker: "person",
      checker_name: "Марина Веткина",
      text: "Видела сама",
      at: check.at,
    })),
  ).execute();
}

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = connectDatabase(testDatabase.appUrl);
  owner = new pg.Client({ connectionString: testDatabase.ownerUrl });
  await owner.connect();
  const region = {
    id: "sinegorsk",
    name: { ru: "Область", en: "Region" },
    timeZone: "Asia/Yekaterinburg",
    settings: {},
  };
  await saveRegion(database, region, now);
  ctx = {
    app: {
      database,
      jobs: { send: async () => {} },
      reactions: new Map(),
      filesDir: "",
      url: "",
      mapTiles: undefined,
      linkKey: "",
    },
    region,
    db: database.region(region.id),
    actor: { kind: "guest" },
    now: () => now,
    today: regionToday,
    newId: () => uuidAt(now),
    log: createLog("silent"),
  };
  const region_id = ctx.region.id;
  const place = (key: string, kind: string, slug: string, parent_id: string | null = null) => ({
    region_id,
    id: key,
    kind,
    slug,
    name: slug,
    official_name: slug,
    parent_id,
    population: 1000,
    created_at: now,
  });
  await ctx.db
    .insertInto("territories_territories")
    .values([
      place(towns[0] ?? "", "municipality", "one"),
      place(towns[1] ?? "", "municipality", "two"),
    ])
    .execute();
  await ctx.db
    .insertInto("territories_territories")
    .values(place(village, "settlement", "bor", towns[0]))
    .execute();
  await ctx.db
    .insertInto("organisations_organisations")
    .values(
      bodies.map((body, n) => ({
        region_id,
        id: body,
        kind: "utility",
        name: `Служба ${n}`,
        short_name: `Служба ${n}`,
        created_at: now,
      })),
    )
    .execute();
});
afterAll(async () => {
  await owner.end();
  await database.close();
  await testDatabase.close();
});

describe("honest figures", () => {
  it("are what one counts by hand over any histories", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(seeds, { maxLength: 25 }), async (given) => {
        await clear();
        const seeded = given.map(toSeeded);
        for (const one of seeded) await insertSeeded(one);
        const all = { from: ago(200), to: new Date(now.getTime() + 1) };
        expect(rounded(await computeFigures(ctx, all))).toEqual(rounded(countByHand(seeded)));

        const recent = seeded.filter((one) => one.opened_at >= ago(60) && one.group === "roads");
        const scope = { ...all, from: ago(60), topicGroup: "roads" };
        const byTown = await computeFiguresBy(ctx, "municipality", scope);
        for (const town of towns) {
          const mine = recent.filter((one) => one.municipality_id === town);
          expect(rounded(byTown.get(town) ?? zeroFigures)).toEqual(rounded(countByHand(mine)));
          expect(byTown.get(town) ?? zeroFigures).toEqual(
            await computeFigures(ctx, { ...scope, municipalityId: town }),
          );
        }
        const byBody = await computeFiguresBy(ctx, "body", all);
        for (const body of bodies) {
          expect(rounded(byBody.get(body) ?? zeroFigures)).toEqual(
            rounded(countByHand(seeded.filter((one) => one.body === body))),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it("never lose a problem between the states, nor between the weeks", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(seeds, { maxLength: 15 }), async (given) => {
        await clear();
        for (const one of given.map(toSeeded)) await insertSeeded(one);
        const scope = { from: ago(200), to: new Date(now.getTime() + 1) };
        const { opened, states } = await computeFigures(ctx, scope);
        const weeks = await countStatesByWeek(ctx, scope);
        const sum = (parts: Record<string, number | string>) =>
          Object.values(parts).reduce<number>(
            (all, part) => all + (typeof part === "number" ? part : 0),
            0,
          );
        expect(sum(states)).toBe(opened);
        expect(weeks.reduce((all, week) => all + sum(week), 0)).toBe(opened);
        for (const { week } of weeks) expect(new Date(`${week}T12:00:00Z`).getUTCDay()).toBe(1);
      }),
      { numRuns: 15 },
    );
  });

  it("of nothing are zeros, never an empty cell", async () => {
    await clear();
    expect(await computeFigures(ctx, { from: ago(1), to: now })).toEqual(zeroFigures);
    expect(await countStatesByWeek(ctx, { from: ago(1), to: now })).toEqual([]);
    expect(await listRecentFixes(ctx, 3)).toEqual([]);
    expect(await loadAttentionSummary(ctx)).toEqual({
      lateBodies: [],
      dueToday: 0,
      lateOurs: 0,
      toCheck: 0,
      unconfirmed: 0,
      open: 0,
    });
  });
});

const plain = (n: number, patch: Partial<SeededProblem> = {}): SeededProblem => ({
  ...toSeeded(
    {
      town: towns[0] ?? "",
      body: bodies[0] ?? "",
      group: "roads",
      secret: 1,
      openedDaysAgo: 10,
      messages: 2,
      moves: [],
      termDays: 10,
    },
    n,
  ),
  ...patch,
});

describe("what a place's page shows besides", () => {
  it("names the body that owes most, and counts our own delays apart", async () => {
    await clear();
    await insertSeeded(plain(1, { stage: "routed", body: bodies[1] ?? "", due_at: ago(1) }));
    await insertSeeded(plain(2, { stage: "acknowledged", body: bodies[1] ?? "", due_at: ago(2) }));
    await insertSeeded(plain(3, { stage: "refuted", body: bodies[0] ?? "", due_at: ago(3) }));
    await insertSeeded(plain(4, { stage: "claimed", body: bodies[0] ?? "", due_at: ago(1) }));
    await insertSeeded(
      plain(5, { stage: "routed", body: bodies[0] ?? "", due_at: new Date(now.getTime() + hour) }),
    );
    await insertSeeded(
      plain(6, { stage: "new", public: false, due_at: new Date(now.getTime() + 30 * hour) }),
    );
    expect(await loadAttentionSummary(ctx, { municipalityId: towns[0] ?? "" })).toEqual({
      lateBodies: [
        { bodyId: bodies[1], late: 2 },
        { bodyId: bodies[0], late: 1 },
      ],
      dueToday: 1,
      lateOurs: 1,
      toCheck: 1,
      unconfirmed: 1,
      open: 5,
    });
    expect((await loadAttentionSummary(ctx, { municipalityId: towns[1] ?? "" })).open).toBe(0);
  });

  it("calls a place chronic when its problem comes back after a verified fix, and counts the returns", async () => {
    await clear();
    await insertSeeded(plain(1, { stage: "verified", opened_at: ago(300) }));
    await insertSeeded(plain(2, { stage: "verified", opened_at: ago(200) }), {
      returns_after: id(9, 1),
      chronic_since: ago(200),
    });
    await insertSeeded(plain(3, { stage: "routed", opened_at: ago(20) }), {
      returns_after: id(9, 2),
      chronic_since: ago(20),
      address: "Набережная, 8",
    });
    await insertSeeded(plain(4, { stage: "routed" }));
    await insertInto(
      ctx,
      "problems_reports",
      [1, 2, 3, 3].map((n, index) => ({
        id: id(7, index),
        problem_id: id(9, n),
        author_key: "a",
        channel: "vk",
        excerpt: "Опять",
        at: n === 1 ? ago(300) : n === 2 ? ago(200) : ago(20),
      })),
    ).execute();
    const [place, ...others] = await listChronicPlaces(ctx);
    expect(others).toEqual([]);
    expect(place).toMatchObject({
      returns: 2,
      address: "Набережная, 8",
      number: id(9, 3).slice(-12),
    });
    expect(place?.months).toHaveLength(12);
    expect(place?.months.at(-1)).toBe(2);
    expect(place?.months.reduce((sum, n) => sum + n, 0)).toBe(4);
    expect(await listChronicPlaces(ctx, { municipalityId: towns[1] ?? "" })).toEqual([]);
  });

  it("counts a settlement as reporting by an old problem's new message too", async () => {
    await clear();
    await insertSeeded(plain(1, { opened_at: ago(100) }), { settlement_id: village });
    expect(await findReportingSettlements(ctx, ago(60))).toEqual(new Set());
    await insertInto(ctx, "problems_reports", {
      id: id(7, 1),
      problem_id: id(9, 1),
      author_key: "a",
      channel: "vk",
      excerpt: "Ещё",
      at: ago(3),
    }).execute();
    expect(await findReportingSettlements(ctx, ago(60))).toEqual(new Set([village]));
  });

  it("shows verified fixes, those with both pictures first", async () => {
    await clear();
    await insertSeeded(plain(1, { stage: "verified", verified_at: ago(5) }));
    await insertSeeded(plain(2, { stage: "verified", verified_at: ago(1) }));
    await insertSeeded(plain(3, { stage: "claimed", claimed_at: ago(1) }));
    await insertInto(
      ctx,
      "problems_pictures",
      (["before", "after"] as const).map((moment, n) => ({
        file_id: id(6, n),
        problem_id: id(9, 1),
        moment,
        taken_at: ago(5),
        alt: moment,
      })),
    ).execute();
    const fixes = await listRecentFixes(ctx, 2);
    expect(fixes.map((fix) => fix.number)).toEqual([id(9, 1).slice(-12), id(9, 2).slice(-12)]);
    expect(fixes[0]?.after).toEqual({ file: id(6, 1), alt: "after" });
    expect(fixes[1]?.before).toBeNull();
  });
});
