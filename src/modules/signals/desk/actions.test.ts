import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { listSubjectFacts, verifyJournal } from "#base/journal.ts";
import { findProblem, rejectProblem, routeProblem } from "#modules/problems/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import {
  deskActors,
  seedDesk,
  manholeText,
  deskPeople,
  deskPlaces,
  suggestionFixture,
  createMessage,
} from "./fixtures.ts";
import { deskQuery, listQueue } from "../queue/reads.ts";
import { findDeskCard } from "./store.ts";
import { confirmDecision, undoDecision } from "./undo.ts";
import {
  replyToAuthor,
  leaseMessage,
  dismissMessage,
  handOverMessage,
  joinMessage,
  openFromMessage,
  leaseNextForActor,
} from "./actions.ts";

let app: TestApp;
let body: string;
const ctx = {} as Record<keyof typeof deskActors | "system", Ctx>;
const all = deskQuery.parse({});

beforeAll(async () => {
  app = await createTestApp();
  ctx.system = await app.asSystem();
  for (const name of Object.keys(deskActors) as (keyof typeof deskActors)[])
    ctx[name] = await app.asActor(deskActors[name]);
  ({ body } = await seedDesk(ctx.system));
});
afterAll(() => app.close());

const asked = {
  title: "Провалился люк у школы",
  summary: manholeText,
  topic: "roads.manhole",
  municipalityId: deskPlaces.dolgomost,
  address: "улица Набережная, 14",
  lat: 57.15,
  lon: 60.1,
  urgency: "danger" as const,
};

const stateOf = async (number: string) => (await findDeskCard(ctx.system, number))?.state;
const typesOf = async (id: string) =>
  (await listSubjectFacts(ctx.system, id)).map(({ type }) => type);
const corrections = (id: string) =>
  ctx.system.db
    .selectFrom("signals_corrections")
    .select(["field", "suggested", "decided", "confidence", "person_id"])
    .where("message_id", "=", id)
    .orderBy("field")
    .execute();

describe("opening a problem", () => {
  it("makes a public problem with the message as its first voice, personal data masked", async () => {
    const message = await createMessage(ctx.system);
    const problem = await openFromMessage(ctx.marina, message.number, asked);
    expect(problem).toMatchObject({ stage: "confirmed", public: true, message_count: 1 });
    expect(problem.summary).not.toContain("345-67-89");
    expect(await findDeskCard(ctx.system, message.number)).toMatchObject({
      state: "opened",
      problem_id: problem.id,
      decided_by: deskPeople.marina,
      leased_by: null,
    });
    expect(await typesOf(message.id)).toContain("message.opened");
  });

  it("sends the problem to the body that was chosen", async () => {
    const message = await createMessage(ctx.system);
    const problem = await openFromMessage(ctx.marina, message.number, {
      ...asked,
      bodyId: body,
      routeReason: "Люки на балансе",
    });
    expect(problem).toMatchObject({
      stage: "routed",
      body_id: body,
      route_reason: "Люки на балансе",
    });
  });

  it("keeps the message waiting when the body does not exist: all of it or nothing", async () => {
    const message = await createMessage(ctx.system);
    const wrong = { ...asked, bodyId: deskPlaces.bor, routeReason: "Так" };
    await expect(openFromMessage(ctx.marina, message.number, wrong)).rejects.toMatchObject({
      kind: "invalid",
    });
    expect(await stateOf(message.number)).toBe("waiting");
    expect(await typesOf(message.id)).toEqual([]);
  });

  it("refuses a place that another coordinator looks after, and a settlement of elsewhere", async () => {
    const message = await createMessage(ctx.system);
    await expect(
      openFromMessage(ctx.marina, message.number, {
        ...asked,
        municipalityId: deskPlaces.kedrinsky,
      }),
    ).rejects.toMatchObject({ reason: "signals.foreign-municipality" });
    await expect(
      openFromMessage(ctx.olga, message.number, {
        ...asked,
        municipalityId: deskPlaces.kedrinsky,
        settlementId: deskPlaces.bor,
      }),
    ).rejects.toMatchObject({ reason: "signals.settlement-elsewhere" });
  });

  it("refuses a second decision on the same message", async () => {
    const message = await createMessage(ctx.system);
    await openFromMessage(ctx.marina, message.number, asked);
    await expect(
      dismissMessage(ctx.marina, message.number, { reason: "spam" }),
    ).rejects.toMatchObject({
      kind: "conflict",
      reason: "signals.already-decided",
    });
  });
});

describe("joining a known problem", () => {
  it("adds a voice to the problem", async () => {
    const [first, second] = [await createMessage(ctx.system), await createMessage(ctx.system)];
    const problem = await openFromMessage(ctx.marina, first.number, asked);
    const joined = await joinMessage(ctx.pavel, second.number, { problem: problem.number });
    expect(joined).toMatchObject({ id: problem.id, message_count: 2, author_count: 2 });
    expect(await typesOf(second.id)).toEqual(["message.joined"]);
  });

  it("opens a finished problem again", async () => {
    const [first, second] = [await createMessage(ctx.system), await createMessage(ctx.system)];
    const problem = await openFromMessage(ctx.marina, first.number, {
      ...asked,
      bodyId: body,
      routeReason: "Так",
    });
    await rejectProblem(ctx.marina, problem.number, { reason: "nothing-found" });
    const joined = await joinMessage(ctx.marina, second.number, { problem: problem.number });
    expect(joined).toMatchObject({ stage: "routed", reopened_count: 1, message_count: 2 });
  });

  it("says at the field that there is no such problem", async () => {
    const message = await createMessage(ctx.system);
    await expect(
      joinMessage(ctx.marina, message.number, { problem: "К-2026-99999" }),
    ).rejects.toMatchObject({
      kind: "invalid",
      fields: { problem: "signals.unknown-problem" },
    });
    expect(await stateOf(message.number)).toBe("waiting");
  });
});

describe("answering and putting aside", () => {
  it("writes a letter only to whoever wants letters", async () => {
    const letter = { subject: (number: string) => number, body: (text: string) => text };
    const [open, shy] = [
      await createMessage(ctx.system, { email: "anna@example.org" }),
      await createMessage(ctx.system),
    ];
    expect(
      await replyToAuthor(ctx.marina, open.number, { text: "Это не наш город", letter }),
    ).toEqual({ letter: true });
    expect(
      await replyToAuthor(ctx.marina, shy.number, { text: "Это не наш город", letter }),
    ).toEqual({ letter: false });
    const letters = await ctx.system.db
      .selectFrom("base_emails")
      .select(["recipient", "subject", "body"])
      .execute();
    expect(letters).toEqual([
      { recipient: "anna@example.org", subject: open.number, body: "Это не наш город" },
    ]);
    expect(await findDeskCard(ctx.system, open.number)).toMatchObject({
      state: "answered",
      reply: "Это не наш город",
    });
    await expect(undoDecision(ctx.marina, open.number)).rejects.toMatchObject({
      reason: "signals.undo-letter",
    });
    expect(await undoDecision(ctx.marina, shy.number)).toBe("answered");
  });

  it("hands a message over to another municipality, where its coordinator finds it", async () => {
    const message = await createMessage(ctx.system);
    await handOverMessage(ctx.marina, message.number, { handTo: deskPlaces.kedrinsky });
    await expect(leaseMessage(ctx.marina, message.number)).rejects.toMatchObject({
      kind: "not-found",
    });
    await leaseMessage(ctx.zoya, message.number);
    expect(await typesOf(message.id)).toEqual(["message.handed-over"]);
  });
});

describe("whose desk it is", () => {
  it("shows another municipality's message to nobody but its coordinator and operators", async () => {
    const message = await createMessage(ctx.system, {
      municipality: deskPlaces.kedrinsky,
      text: "Нет света в Кедре",
    });
    const seen = async (who: Ctx) =>
      (await listQueue(who, deskQuery.parse({ q: "света" }))).rows.map(({ number }) => number);
    expect(await seen(ctx.marina)).toEqual([]);
    expect(await seen(ctx.zoya)).toEqual([message.number]);
    expect(await seen(ctx.olga)).toEqual([message.number]);
    for (const act of [
      () => leaseMessage(ctx.marina, message.number),
      () => dismissMessage(ctx.marina, message.number, { reason: "spam" }),
      () => undoDecision(ctx.marina, message.number),
    ]) {
      await expect(act()).rejects.toMatchObject({ kind: "not-found" });
    }
  });

  it("leaves messages of no known place to operators", async () => {
    const message = await createMessage(ctx.system, { municipality: null });
    await expect(leaseMessage(ctx.marina, message.number)).rejects.toMatchObject({
      kind: "not-found",
    });
    await leaseMessage(ctx.olga, message.number);
  });

  it("is closed to guests", async () => {
    const guest = await app.asActor({ kind: "guest" });
    await expect(leaseNextForActor(guest, all)).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("taking a decision back", () => {
  it("withdraws the problem that only this message opened, and lets the message open another", async () => {
    const message = await createMessage(ctx.system);
    const problem = await openFromMessage(ctx.marina, message.number, asked);
    expect(await undoDecision(ctx.marina, message.number)).toBe("opened");
    expect(await findProblem(ctx.system, problem.id)).toMatchObject({
      stage: "withdrawn",
      message_count: 0,
    });
    expect(await findDeskCard(ctx.system, message.number)).toMatchObject({
      state: "waiting",
      problem_id: null,
    });
    expect(await corrections(message.id)).toEqual([]);
    expect(await typesOf(message.id)).toEqual(["message.opened", "message.undone"]);
    const again = await openFromMessage(ctx.marina, message.number, asked);
    expect(again.message_count).toBe(1);
  });

  it("is refused once somebody else has touched the problem, or it has another voice", async () => {
    const [message, other] = [await createMessage(ctx.system), await createMessage(ctx.system)];
    const problem = await openFromMessage(ctx.marina, message.number, asked);
    await routeProblem(ctx.pavel, problem.number, { bodyId: body, reason: "Так" });
    await expect(undoDecision(ctx.marina, message.number)).rejects.toMatchObject({
      reason: "signals.undo-touched",
    });
    expect(await stateOf(message.number)).toBe("opened");

    const third = await createMessage(ctx.system);
    const shared = await openFromMessage(ctx.marina, third.number, asked);
    await joinMessage(ctx.marina, other.number, { problem: shared.number });
    await expect(undoDecision(ctx.marina, third.number)).rejects.toMatchObject({
      reason: "signals.undo-touched",
    });
    expect(await undoDecision(ctx.marina, other.number)).toBe("joined");
    expect(await findProblem(ctx.system, shared.id)).toMatchObject({ message_count: 1 });
  });

  it("belongs to whoever decided, for one day", async () => {
    const message = await createMessage(ctx.system);
    await dismissMessage(ctx.marina, message.number, { reason: "chatter" });
    await expect(undoDecision(ctx.pavel, message.number)).rejects.toMatchObject({
      reason: "signals.undo-not-yours",
    });
    const before = app.clock.now;
    app.clock.now = new Date(before.getTime() + 25 * 3_600_000);
    await expect(undoDecision(ctx.marina, message.number)).rejects.toMatchObject({
      reason: "signals.undo-late",
    });
    app.clock.now = before;
    expect(await undoDecision(ctx.marina, message.number)).toBe("noise");
    expect(await stateOf(message.number)).toBe("waiting");
  });

  it("returns to the queue what the machine put aside, or confirms it", async () => {
    const [wrong, right] = [
      await createMessage(ctx.system, { machine: true }),
      await createMessage(ctx.system, { machine: true }),
    ];
    const sample = await listQueue(ctx.marina, deskQuery.parse({ state: "machine" }));
    expect(sample.rows.map(({ number }) => number).toSorted()).toEqual(
      [wrong.number, right.number].toSorted(),
    );
    expect(await undoDecision(ctx.marina, wrong.number)).toBe("noise");
    const waiting = await listQueue(ctx.marina, deskQuery.parse({}));
    const back = waiting.rows.find(({ number }) => number === wrong.number);
    expect(back?.due_at?.getTime()).toBeGreaterThan(app.clock.now.getTime());
    await confirmDecision(ctx.marina, right.number);
    expect((await listQueue(ctx.marina, deskQuery.parse({ state: "machine" }))).rows).toEqual([]);
    expect(await corrections(right.id)).toMatchObject([{ field: "noise", decided: "advert" }]);
  });
});

describe("what triage learns", () => {
  it("keeps suggestion and decision of every judged field, agreed or not", async () => {
    const message = await createMessage(ctx.system, {
      suggestion: {
        topic: { ...suggestionFixture().topic, code: "roads.pothole", confidence: 0.51 },
      },
    });
    const known = await openFromMessage(
      ctx.marina,
      (await createMessage(ctx.system)).number,
      asked,
    );
    await openFromMessage(ctx.marina, message.number, {
      ...asked,
      offered: known.id,
      likeness: 0.62,
    });
    const learnt = await corrections(message.id);
    expect(learnt.map(({ field, suggested, decided }) => [field, suggested, decided])).toEqual([
      ["body", null, null],
      ["duplicate", known.id, null],
      ["noise", "problem", "problem"],
      ["place", deskPlaces.dolgomost, deskPlaces.dolgomost],
      ["topic", "roads.pothole", "roads.manhole"],
      ["urgency", "danger", "danger"],
    ]);
    expect(learnt.every(({ person_id }) => person_id === deskPeople.marina)).toBe(true);
    expect(learnt.find(({ field }) => field === "topic")?.confidence).toBeCloseTo(0.51);
  });

  it("keeps the duplicate that was chosen instead of the offered one", async () => {
    const known = await openFromMessage(
      ctx.marina,
      (await createMessage(ctx.system)).number,
      asked,
    );
    const other = await openFromMessage(
      ctx.marina,
      (await createMessage(ctx.system)).number,
      asked,
    );
    const message = await createMessage(ctx.system);
    await joinMessage(ctx.marina, message.number, {
      problem: other.number,
      offered: known.id,
      likeness: 0.7,
    });
    expect(await corrections(message.id)).toContainEqual(
      expect.objectContaining({ field: "duplicate", suggested: known.id, decided: other.id }),
    );
  });
});

it("leaves a journal without a broken link", async () => {
  expect((await verifyJournal(ctx.system)).faults).toEqual([]);
});
