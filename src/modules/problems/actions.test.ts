import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { listSubjectFacts, verifyJournal } from "#base/journal.ts";
import type { Actor } from "#base/policy.ts";
import { saveRulePack } from "#base/time/rules.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import {
  acceptAnswer,
  confirmProblem,
  escalateProblem,
  planProblem,
  rejectProblem,
  reopenProblem,
  rerouteProblem,
  routeProblem,
  withdrawProblem,
} from "./actions.ts";
import { mergeProblems, unmergeProblem } from "./merging/actions.ts";
import { acknowledgeProblem, answerProblem } from "./answers/actions.ts";
import { processMissedDeadlines, recomputeDeadlines } from "./deadlines/jobs.ts";
import {
  addProblemFixture,
  coordinator,
  guest,
  monday,
  newProblem,
  operator,
  places,
  specialist,
  addTestReport,
  type ProblemFixture,
} from "./fixtures.ts";
import { listProblems, problemListQuery } from "./list/reads.ts";
import { loadProblemCard } from "./card/reads.ts";
import { listReports } from "./reports/reads.ts";
import { defaultRulePack } from "./deadlines/rule-pack.seed.ts";
import { findProblem, type Problem } from "./store.ts";
import { verifyByAuthor, verifyProblem } from "./verifications/actions.ts";
import { removeReport } from "./reports/actions.ts";

let app: TestApp;
let system: Ctx;
let stand: ProblemFixture;
let ann: Ctx;
let peter: Ctx;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  app.clock.now = monday;
  stand = await addProblemFixture(system);
  ann = await app.asActor(coordinator());
  peter = await app.asActor(specialist(stand.roads));
});
afterAll(() => app.close());
beforeEach(() => {
  app.clock.now = monday;
});

const hours = (n: number) =>
  void (app.clock.now = new Date(app.clock.now.getTime() + n * 3_600_000));
const days = (n: number) => hours(24 * n);

const now = async (id: string): Promise<Problem> => {
  const problem = await findProblem(system, id);
  if (problem === undefined) throw new Error("the problem is in the table");
  return problem;
};
const tale = async (id: string) =>
  (await listSubjectFacts(system, id)).map((fact) => fact.type.replace("problem.", ""));

const route = (ctx: Ctx, id: string, bodyId = stand.roads) =>
  routeProblem(ctx, id, { bodyId, reason: "Отвечает за улицы города" });
const routed = async (part: Parameters<typeof newProblem>[1] = {}) =>
  route(ann, (await newProblem(ann, part)).id);
const claim = (id: string) =>
  answerProblem(peter, id, { kind: "claim", text: "Яму засыпали и уложили асфальт 2 июня." });
const claimed = async (part: Parameters<typeof newProblem>[1] = {}) =>
  claim((await routed(part)).id);
const check = (ctx: Ctx, id: string, outcome: "fixed" | "not-fixed") =>
  verifyProblem(ctx, id, { outcome, text: "Была на месте, посмотрела." });

const refusal = (kind: string, reason?: string) =>
  expect.objectContaining(reason === undefined ? { kind } : { kind, reason });

describe("the whole life of a problem", () => {
  it("is recorded step by step in its journal", async () => {
    const { id, number } = await newProblem(ann);
    expect(number).toMatch(/^К-2026-\d{5}$/);
    expect(await now(id)).toMatchObject({ stage: "new", public: false, timer: "confirm" });
    await confirmProblem(ann, number);
    expect(await now(id)).toMatchObject({ public: true, timer: "route" });
    const sent = await route(ann, id);
    expect(sent).toMatchObject({ stage: "routed", body_id: stand.roads, timer: "react" });
    expect(sent.due_at).toEqual(new Date("2026-06-02T06:00:00Z"));
    hours(2);
    const taken = await acknowledgeProblem(peter, id);
    expect(taken.due_at).toEqual(taken.answer_due_at);
    expect(taken.reacted_at).toEqual(app.clock.now);
    const interim = await answerProblem(peter, id, {
      kind: "interim",
      text: "Материал заказан, яму заделаем 10 июня.",
      promisedFor: "2026-06-10",
    });
    expect(interim).toMatchObject({ stage: "answered-interim", planned_for: "2026-06-10" });
    expect(interim.due_at).toEqual(new Date("2026-06-10T13:00:00Z"));
    days(3);
    await claim(id);
    hours(5);
    const refuted = await check(ann, id, "not-fixed");
    expect(refuted).toMatchObject({
      stage: "refuted",
      escalation: 1,
      refuted_count: 1,
      timer: "redo",
    });
    days(1);
    await claim(id);
    hours(3);
    const done = await check(ann, id, "fixed");
    expect(done).toMatchObject({ stage: "verified", is_open: false, timer: null, due_at: null });
    expect(done.verified_at).toEqual(app.clock.now);

    expect(await tale(id)).toEqual([
      "opened",
      "confirmed",
      "routed",
      "acknowledged",
      "answered-interim",
      "claimed",
      "refuted",
      "claimed",
      "verified",
    ]);
    const facts = await listSubjectFacts(system, id);
    expect(facts[2]).toMatchObject({ data: { from: "confirmed", body: stand.roads } });
    expect(facts.map((fact) => fact.actor.split(":")[0])).toEqual(facts.map(() => "person"));
    expect((await verifyJournal(system)).faults).toEqual([]);

    const card = await loadProblemCard(await app.asActor(guest), number);
    expect(card.answers.map(({ kind, version }) => [kind, version])).toEqual([
      ["interim", 1],
      ["claim", 2],
      ["claim", 3],
    ]);
    expect(card.verifications.map((one) => one.outcome)).toEqual(["not-fixed", "fixed"]);
  });

  it("may end in an explanation, a rejection with a reason, or at the author's wish, and begin again", async () => {
    const one = await routed();
    await answerProblem(peter, one.id, {
      kind: "final",
      text: "Это съезд к колодцу, так и должно быть.",
    });
    expect(await acceptAnswer(ann, one.id)).toMatchObject({ stage: "explained" });
    expect(await reopenProblem(ann, one.id)).toMatchObject({
      stage: "routed",
      escalation: 1,
      reopened_count: 1,
    });
    const two = await newProblem(ann);
    expect(await rejectProblem(ann, two.id, { reason: "no-place" })).toMatchObject({
      stage: "rejected",
      reject_reason: "no-place",
    });
    expect(await reopenProblem(ann, two.id)).toMatchObject({ stage: "confirmed", timer: "route" });
    const three = await claimed();
    expect(await withdrawProblem(ann, three.id)).toMatchObject({ stage: "withdrawn" });
  });

  it("may be handed over by the body itself: the deadline stays, the same body twice is refused", async () => {
    const problem = await routed();
    hours(20);
    const water = { bodyId: stand.water, reason: "Провал над трубой водоканала" };
    const handed = await rerouteProblem(peter, problem.id, water);
    expect(handed).toMatchObject({ body_id: stand.water, route_reason: water.reason });
    expect(handed.answer_due_at).toEqual(problem.answer_due_at);
    expect(handed.due_at).toEqual(problem.due_at);
    await expect(rerouteProblem(ann, problem.id, water)).rejects.toEqual(
      refusal("conflict", "problems.same-body"),
    );
    await expect(answerProblem(peter, problem.id, { kind: "final", text: "Да" })).rejects.toEqual(
      refusal("forbidden"),
    );
  });

  it("goes up by a person's hand, to the top and no further", async () => {
    const { id } = await routed();
    for (const step of [1, 2, 3]) {
      expect((await escalateProblem(ann, id)).escalation).toBe(step);
    }
    await expect(escalateProblem(ann, id)).rejects.toEqual(
      refusal("conflict", "problems.top-step"),
    );
    const fresh = await newProblem(ann);
    await expect(escalateProblem(ann, fresh.id)).rejects.toEqual(
      refusal("conflict", "problems.nobody-to-ask"),
    );
  });
});

describe("a check", () => {
  it("is refused to a coordinator who belongs to the body, and to an operator who does", async () => {
    const { id } = await claimed();
    for (const actor of [
      coordinator(places.dolgomost, { ties: [stand.roads] }),
      operator({ ties: [stand.roads] }),
    ]) {
      await expect(check(await app.asActor(actor), id, "fixed")).rejects.toEqual(
        refusal("forbidden", "problems.tied-to-executor"),
      );
    }
    expect((await now(id)).stage).toBe("claimed");
    const elsewhere = coordinator(places.dolgomost, { ties: [stand.water] });
    expect(await check(await app.asActor(elsewhere), id, "fixed")).toMatchObject({
      stage: "verified",
    });
  });

  it("is refused to the body, to a neighbour's coordinator and to a guest", async () => {
    const { id } = await claimed();
    for (const actor of [specialist(stand.roads), coordinator(places.sinegorsk), guest]) {
      await expect(check(await app.asActor(actor), id, "fixed")).rejects.toEqual(
        refusal("forbidden"),
      );
    }
  });

  it("may be made by the author of the message", async () => {
    const { id, number } = await claimed();
    await verifyByAuthor(await app.asActor(guest), id, {
      outcome: "fixed",
      text: "Ямы больше нет.",
    });
    const { verifications } = await loadProblemCard(system, number);
    expect(verifications).toMatchObject([
      { checker: "author", checked_by: null, checker_name: "" },
    ]);
    expect((await listSubjectFacts(system, id)).at(-1)).toMatchObject({
      type: "problem.verified",
      actor: "system:author",
    });
  });

  it("has nothing to check before the body has spoken", async () => {
    const { id } = await routed();
    await expect(check(ann, id, "fixed")).rejects.toEqual(
      refusal("conflict", "problems.stage-forbids"),
    );
  });
});

describe("whoever may not", () => {
  it("does not learn that an unconfirmed problem exists", async () => {
    const { id, number } = await newProblem(ann);
    for (const actor of [guest, specialist(stand.roads), coordinator(places.sinegorsk)]) {
      const ctx = await app.asActor(actor);
      const absent = refusal("not-found", "base.not-found");
      await expect(loadProblemCard(ctx, number)).rejects.toEqual(absent);
      for (const key of [id, number]) {
        await expect(confirmProblem(ctx, key)).rejects.toEqual(absent);
        await expect(check(ctx, key, "fixed")).rejects.toEqual(absent);
        await expect(answerProblem(ctx, key, { kind: "claim", text: "Да" })).rejects.toEqual(
          absent,
        );
      }
      await expect(confirmProblem(ctx, "К-2026-99999")).rejects.toEqual(absent);
    }
  });

  it("learns from a merge neither that a private problem exists nor that it does not", async () => {
    const mine = await newProblem(ann);
    const foreign = await newProblem(system, { municipalityId: places.sinegorsk });
    const reasons = [];
    for (const into of [foreign.number, "К-2026-99999"]) {
      const refused = await mergeProblems(ann, mine.id, { into }).catch((error: unknown) => error);
      reasons.push(refused);
    }
    expect(reasons).toEqual([
      refusal("invalid", "problems.unknown-problem"),
      refusal("invalid", "problems.unknown-problem"),
    ]);
    const outside = await app.asActor(guest);
    for (const key of [mine.number, "К-2026-99999"]) {
      await expect(mergeProblems(outside, key, { into: foreign.number })).rejects.toEqual(
        refusal("not-found"),
      );
    }
  });

  it("is refused on a public one: each role does its own part only", async () => {
    const { id } = await confirmProblem(ann, (await newProblem(ann)).id);
    const allowed = async (actor: Actor, act: (ctx: Ctx) => Promise<unknown>) => {
      await expect(act(await app.asActor(actor))).rejects.toEqual(refusal("forbidden"));
    };
    await allowed(guest, (ctx) => route(ctx, id));
    await allowed(specialist(stand.roads), (ctx) => route(ctx, id));
    await allowed(coordinator(places.sinegorsk), (ctx) => route(ctx, id));
    await route(ann, id);
    await allowed(coordinator(), (ctx) => acknowledgeProblem(ctx, id));
    await allowed(specialist(stand.water), (ctx) => acknowledgeProblem(ctx, id));
    await allowed(specialist(stand.roads), (ctx) => rejectProblem(ctx, id, { reason: "not-ours" }));
    await allowed(guest, (ctx) => newProblem(ctx));
  });
});

describe("wrong dates and wrong input", () => {
  it("a stage that forbids the move is a conflict", async () => {
    const { id } = await newProblem(ann);
    await expect(acceptAnswer(ann, id)).rejects.toEqual(
      refusal("conflict", "problems.stage-forbids"),
    );
    await expect(unmergeProblem(ann, id)).rejects.toEqual(
      refusal("conflict", "problems.not-merged"),
    );
  });

  it("a body that is not in the registry, a topic or a town that are not ours", async () => {
    const { id } = await newProblem(ann);
    await expect(route(ann, id, places.dolgomost)).rejects.toEqual(
      refusal("invalid", "problems.unknown-body"),
    );
    await expect(newProblem(system, { municipalityId: stand.roads })).rejects.toEqual(
      refusal("invalid", "problems.unknown-municipality"),
    );
    await expect(newProblem(ann, { topic: "kettles" })).rejects.toThrow("problems.unknown-topic");
  });

  it("an interim answer without a day, a day gone by, a day too far", async () => {
    const { id } = await routed();
    const interim = (promisedFor?: string) =>
      answerProblem(peter, id, {
        kind: "interim",
        text: "Сделаем.",
        ...(promisedFor !== undefined && { promisedFor }),
      });
    await expect(interim()).rejects.toEqual(refusal("invalid", "problems.date-missing"));
    await expect(interim("2026-06-01")).rejects.toEqual(refusal("invalid", "problems.date-past"));
    await expect(interim("2036-06-01")).rejects.toEqual(refusal("invalid", "problems.date-far"));
    await expect(planProblem(peter, id, { plannedFor: "2026-05-01" })).rejects.toMatchObject({
      reason: "problems.date-past",
      fields: { plannedFor: "problems.date-past" },
    });
  });

  it("two people at once: the second learns that the first was quicker, and nothing is lost", async () => {
    const { id, version } = await newProblem(ann);
    await confirmProblem(ann, id, { version });
    await expect(
      routeProblem(ann, id, { bodyId: stand.roads, reason: "Улица", version }),
    ).rejects.toEqual(refusal("conflict", "problems.changed-meanwhile"));
    const both = await Promise.allSettled([
      route(ann, id, stand.roads),
      route(ann, id, stand.water),
    ]);
    expect(both.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await tale(id)).toEqual(["opened", "confirmed", "routed"]);
  });
});

describe("reports", () => {
  it("are counted by messages and by authors; the same message counts once", async () => {
    const { id } = await routed();
    await addTestReport(ann, id, "inna");
    await addTestReport(ann, id, "inna");
    const third = await addTestReport(ann, id, "oleg");
    expect(third).toMatchObject({ message_count: 3, author_count: 2 });
    const [first] = await listReports(system, id);
    expect(await removeReport(ann, first?.id ?? "")).toMatchObject({ message_count: 2 });
  });

  it("move with a merge and come home when it is taken back", async () => {
    const [pit, hole] = [await routed(), await claimed()];
    await addTestReport(ann, pit.id, "inna");
    await addTestReport(ann, pit.id, "oleg");
    await addTestReport(ann, hole.id, "inna");
    const before = await now(pit.id);
    const merged = await mergeProblems(ann, pit.id, { into: hole.number });
    expect(merged).toMatchObject({ stage: "merged", message_count: 0, merged_into: hole.id });
    expect(await now(hole.id)).toMatchObject({ message_count: 3, author_count: 2 });
    await expect(addTestReport(ann, pit.id, "vera")).rejects.toEqual(
      refusal("conflict", "problems.merge-into-merged"),
    );
    hours(1);
    const back = await unmergeProblem(ann, pit.id);
    expect(back).toMatchObject({
      stage: before.stage,
      timer: before.timer,
      timer_started_at: before.timer_started_at,
      due_at: before.due_at,
      message_count: 2,
      author_count: 2,
      merged_into: null,
      closed_at: null,
    });
    expect(await now(hole.id)).toMatchObject({ message_count: 1, author_count: 1 });
    expect((await tale(hole.id)).slice(-2)).toEqual(["absorbed", "split-off"]);
  });

  it("come home through two merges, in whatever order these are taken back", async () => {
    for (const order of [
      [1, 0],
      [0, 1],
    ]) {
      const chain = [await routed(), await routed(), await routed()] as const;
      for (const problem of chain) await addTestReport(ann, problem.id, `author-${problem.number}`);
      await mergeProblems(ann, chain[0].id, { into: chain[1].number });
      await mergeProblems(ann, chain[1].id, { into: chain[2].number });
      expect((await now(chain[2].id)).message_count).toBe(3);
      for (const n of order) await unmergeProblem(ann, chain[n as 0 | 1].id);
      const counts = await Promise.all(chain.map((one) => now(one.id)));
      expect(counts.map((one) => one.message_count)).toEqual([1, 1, 1]);
      for (const one of counts) expect(await listReports(system, one.id)).toHaveLength(1);
    }
  });

  it("two problems merged into each other at once do not wait for ever", async () => {
    const [a, b] = [await routed(), await routed()];
    const both = await Promise.allSettled([
      mergeProblems(ann, a.id, { into: b.number }),
      mergeProblems(ann, b.id, { into: a.number }),
    ]);
    expect(both.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(mergeProblems(ann, a.id, { into: a.number })).rejects.toEqual(
      refusal("conflict", "problems.merge-self"),
    );
  });
});

describe("the clock", () => {
  it("takes an ignored problem one step higher, once", async () => {
    const { id } = await routed();
    const calm = (await now(id)).score;
    days(3);
    await processMissedDeadlines(system);
    await processMissedDeadlines(system);
    await app.runScheduledTasks("problems.process-missed-deadlines");
    const late = await now(id);
    expect(late).toMatchObject({ escalation: 1, overdue_since: new Date("2026-06-02T06:00:00Z") });
    expect(late.score).toBeGreaterThan(calm);
    expect((await tale(id)).slice(2)).toEqual(["became-overdue", "escalated"]);
    expect((await listSubjectFacts(system, id)).at(-1)?.data).toEqual({
      step: 1,
      because: "overdue",
    });
  });

  it("does not blame the body for a coordinator's delay", async () => {
    const { id } = await newProblem(ann);
    days(3);
    await processMissedDeadlines(system);
    const late = await now(id);
    expect(late.overdue_since).not.toBeNull();
    expect(late.escalation).toBe(0);
  });

  it("counts a missed deadline once, also when a merge meanwhile was taken back", async () => {
    const [problem, other] = [await routed(), await routed()];
    days(3);
    await processMissedDeadlines(system);
    const late = await now(problem.id);
    await mergeProblems(ann, problem.id, { into: other.number });
    await unmergeProblem(ann, problem.id);
    await processMissedDeadlines(system);
    expect(await now(problem.id)).toMatchObject({
      escalation: late.escalation,
      overdue_since: late.overdue_since,
    });
  });

  it("wakes a planned problem on its day by itself", async () => {
    const { id } = await routed();
    const planned = await planProblem(peter, id, { plannedFor: "2026-07-15" });
    expect(planned).toMatchObject({ stage: "planned", due_at: new Date("2026-07-15T13:00:00Z") });
    app.clock.now = new Date("2026-07-15T12:59:00Z");
    await processMissedDeadlines(system);
    expect((await now(id)).stage).toBe("planned");
    app.clock.now = new Date("2026-07-15T13:01:00Z");
    await processMissedDeadlines(system);
    const awake = await now(id);
    expect(awake).toMatchObject({ stage: "acknowledged", planned_for: null, escalation: 0 });
    expect(awake.due_at?.getTime()).toBeGreaterThan(app.clock.now.getTime());
    expect((await tale(id)).at(-1)).toBe("woken");
  });

  it("is computed anew when the rules change, and not touched when they do not", async () => {
    const { id } = await routed();
    await recomputeDeadlines(system);
    expect(await recomputeDeadlines(system)).toBe(0);
    const { code, rules } = defaultRulePack;
    const pack = (list: object[]) =>
      saveRulePack(system, { code, title: "Сроки", pack: { code, rules: list } });
    await pack(rules.map((rule) => (rule.timer === "react" ? { ...rule, amount: 2 } : rule)));
    expect(await recomputeDeadlines(system)).toBeGreaterThan(0);
    expect((await now(id)).due_at).toEqual(new Date("2026-06-01T07:00:00Z"));
    await pack([...rules]);
    await recomputeDeadlines(system);
    expect((await now(id)).due_at).toEqual(new Date("2026-06-02T06:00:00Z"));
  });
});

describe("personal data", () => {
  it("never reaches what others may read: title, text, answer, check, report", async () => {
    const said = "Звоните +7 912 345-67-89 или ivanov.ivan@mail.example";
    const problem = await routed({ title: "Яма, тел. 8 912 345 67 89", summary: said });
    await addTestReport(ann, problem.id, "inna", said);
    await answerProblem(peter, problem.id, { kind: "claim", text: `Засыпали. ${said}` });
    await verifyProblem(ann, problem.id, { outcome: "fixed", text: `Проверила. ${said}` });
    const card = await loadProblemCard(await app.asActor(guest), problem.number);
    const shown = JSON.stringify(card);
    expect(shown).not.toMatch(/345.?67.?89/);
    expect(shown).not.toContain("ivanov.ivan");
    expect(shown).not.toContain("author_key");
    expect(shown).toContain("Проверила");
  });
});

describe("a problem that returns", () => {
  const place = { lat: 58.6012, lon: 57.8012 };
  const fixedHere = async () => {
    const problem = await claimed({ ...place });
    await check(ann, problem.id, "fixed");
    return problem;
  };
  const again = async (part: Parameters<typeof newProblem>[1] = {}) => {
    const { id } = await newProblem(ann, { lat: 58.6013, lon: 57.8013, ...part });
    return addTestReport(ann, id, "inna");
  };

  it("is chronic at the same place and topic within six months of a verified fix", async () => {
    const fixed = await fixedHere();
    days(150);
    const back = await again();
    expect(back.returns_after).toBe(fixed.id);
    expect((await again({ topic: "roads.manhole" })).returns_after).toBeNull();
    expect((await again({ lat: 58.61 })).returns_after).toBeNull();
    days(40);
    expect((await again()).returns_after).toBeNull();
  });

  it("is chronic when the very problem opens again soon after it was verified, not after years", async () => {
    const at = { lat: 58.65, lon: 57.65 };
    const soon = await claimed(at);
    await check(ann, soon.id, "fixed");
    days(20);
    const back = await reopenProblem(ann, soon.id);
    expect(back.chronic_since).toEqual(app.clock.now);
    const late = await claimed({ ...at, lat: 58.66 });
    await check(ann, late.id, "fixed");
    days(400);
    expect((await reopenProblem(ann, late.id)).chronic_since).toBeNull();
    const { rows } = await listProblems(
      ann,
      problemListQuery.parse({ stage: "chronic", municipality: soon.municipality_id }),
    );
    expect(rows.map(({ id }) => id)).toContain(soon.id);
    expect(rows.map(({ id }) => id)).not.toContain(late.id);
  });

  it("is not chronic after a claim that nobody checked", async () => {
    app.clock.now = new Date("2029-06-04T05:00:00Z");
    const far = { lat: 58.7, lon: 57.7 };
    await claimed(far);
    expect((await again(far)).returns_after).toBeNull();
  });
});
