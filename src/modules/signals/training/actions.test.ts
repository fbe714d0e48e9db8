import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { listSubjectFacts } from "#base/journal.ts";
import { deactivateModel, listModelVersions, type ModelKind } from "#modules/triage/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { toCorrections, type DecidedFields } from "../desk/corrections.ts";
import { deskActors } from "../desk/fixtures.ts";
import { insertCorrections } from "../desk/store.ts";
import { placeIds, seedPlaces } from "../fixtures.ts";
import { receiveMany, receiveMessage } from "../intake/actions.ts";
import { findMessageByNumber } from "../store.ts";
import { trainTriage } from "./actions.ts";

let app: TestApp;
let ctx: Ctx;
let serial = 0;

/** How this town calls its things; no catalogue could know. */
const called = {
  "transport.condition": ["арба", "старая арба", "наша арба", "арба четвёрки"],
  "ecology.air": ["горыныч", "наш горыныч", "горыныч за рекой", "этот горыныч"],
  "leisure.parks": ["кругляш", "наш кругляш", "кругляш у реки", "старый кругляш"],
} as const;
type Called = keyof typeof called;
const begins = ["Опять", "Сегодня", "Вторую неделю", "Ну сколько можно,", "Люди,"];
const ends = ["подвела", "за своё", "никуда не годится", "всем на удивление", "как всегда"];

const pick = (list: readonly string[], at: number) => list[at % list.length] ?? "";
const story = (topic: Called, n: number) =>
  `${pick(begins, n)} ${pick(called[topic], n * 7 + (n >> 3))} ${pick(ends, n * 3 + (n >> 2))}`;

/** So many messages of a day, as they come, and what the desk decides about each. */
async function live(count: number, of: (n: number) => { text: string; decided: DecidedFields }) {
  const told = Array.from({ length: count }, (_, at) => of(serial + at));
  const taken = await receiveMany(
    ctx,
    told.map(({ text }, at) => ({
      channel: "vk",
      externalId: `taught-${serial + at}`,
      municipality: placeIds.dolgomost,
      text,
    })),
  );
  serial += count;
  for (const [at, outcome] of taken.entries()) {
    if (!outcome.ok) throw new Error(outcome.reason);
    const message = await findMessageByNumber(ctx, outcome.number);
    if (message === undefined) throw new Error("a message was lost");
    const stamp = { newId: ctx.newId, at: ctx.now(), person: null };
    await insertCorrections(ctx, toCorrections(message, told[at]?.decided ?? {}, stamp));
  }
}

const days = (count: number) =>
  (app.clock.now = new Date(app.clock.now.getTime() + count * 86_400_000));

const codes = Object.keys(called) as Called[];
const topicOf = (n: number): Called => codes[n % codes.length] ?? "ecology.air";
const truly = (n: number) => ({ text: story(topicOf(n), n), decided: { topic: topicOf(n) } });
async function suggestionFor(text: string) {
  const { number } = await receiveMessage(ctx, {
    channel: "vk",
    externalId: `asked-${++serial}`,
    municipality: placeIds.dolgomost,
    text,
  });
  const message = await findMessageByNumber(ctx, number);
  if (message === undefined) throw new Error("a message was lost");
  return message.suggestion;
}

const inUse = async (kind: ModelKind) =>
  (await listModelVersions(ctx)).find((one) => one.kind === kind && one.state === "in-use");

beforeAll(async () => {
  app = await createTestApp();
  ctx = await app.asSystem();
  await seedPlaces(ctx);
});
afterAll(() => app.close());

describe("the desk's decisions teach the region's own model", () => {
  it("keeps to the catalogue until enough was decided", async () => {
    await live(60, truly);
    expect(await trainTriage(ctx, "topic")).toEqual({
      kind: "topic",
      outcome: "nothing",
      reason: "few-texts",
      texts: 60,
    });
    const { engine, topic } = await suggestionFor("Опять наша арба");
    expect([engine, topic.code]).toEqual(["phrases-1", null]);
  });

  it("then speaks in the town's own words, and says by which", async () => {
    for (let day = 0; day < 10; day++) {
      days(2);
      await live(20, truly);
    }
    const taught = await trainTriage(ctx, "topic");
    expect(taught).toMatchObject({ outcome: "taken", texts: 260, guard: { reason: "better" } });
    const version = await inUse("topic");
    const text = "Вчера арба дымила у рынка";
    const suggestion = await suggestionFor(text);
    expect(suggestion.engine).toBe(version?.version);
    expect(suggestion.topic).toMatchObject({ code: "transport.condition", group: "transport" });
    const words = suggestion.spans
      .filter(({ field }) => field === "topic")
      .map(({ start, end }) => text.slice(start, end));
    expect(words.join(" ")).toContain("арба");
    const facts = await listSubjectFacts(ctx, version?.id ?? "");
    expect(facts.map(({ type }) => type)).toEqual(["triage.model-activated"]);
  });

  it("still knows what only the catalogue taught it", async () => {
    const { topic } = await suggestionFor("Прорвало трубу, на дороге открытый люк без крышки");
    expect(topic.group).toBe("roads");
  });

  it("learns nothing twice", async () => {
    expect(await trainTriage(ctx, "topic")).toMatchObject({ reason: "nothing-new" });
    expect(await listModelVersions(ctx)).toHaveLength(1);
  });

  it("is nobody's to ask for but the administrator's", async () => {
    await expect(trainTriage(await app.asActor(deskActors.olga), "topic")).rejects.toMatchObject({
      kind: "forbidden",
    });
  });
});

describe("noise and urgency", () => {
  const votes = (n: number) => `Голосуем за ${pick(["кота", "пса", "ежа"], n)} месяца ${n}`;
  const dangers = (n: number) => `${pick(called["ecology.air"], n)} пыхтит ${n}`;
  const chat = { noise: "chatter", urgency: "normal" };
  const matter = { noise: "problem", urgency: "danger" };
  const truth = (n: number) =>
    n % 2 === 0 ? { text: votes(n), decided: chat } : { text: dangers(n), decided: matter };
  const lie = (n: number) =>
    n % 2 === 0 ? { text: votes(n), decided: matter } : { text: dangers(n), decided: chat };

  it("are taught by dismissals and by levels, and then heard beside the rules", async () => {
    for (let day = 0; day < 12; day++) {
      days(3);
      await live(20, truth);
    }
    for (const kind of ["noise", "urgency"] as const)
      expect(await trainTriage(ctx, kind)).toMatchObject({ kind, outcome: "taken", texts: 240 });
    expect((await suggestionFor("Голосуем за кота месяца")).noise).toMatchObject({ is: true });
    const { urgency } = await suggestionFor("Опять горыныч пыхтит");
    expect(urgency.level).toBe("danger");
    expect(urgency.reasons).toContain("learned");
  });

  it("what would have done worse on the newest week is refused, and its figures are kept", async () => {
    const before = await inUse("noise");
    for (let week = 0; week < 4; week++) {
      days(2);
      await live(100, lie);
    }
    days(20);
    await live(40, truth);
    expect(await trainTriage(ctx, "noise")).toMatchObject({
      outcome: "refused",
      guard: { reason: "worse", texts: 40 },
    });
    const [refused] = await listModelVersions(ctx);
    expect(refused).toMatchObject({ state: "refused", hasFile: false, texts: 640 });
    expect(refused?.card.evaluatedTexts).toBe(640);
    expect((await inUse("noise"))?.id).toBe(before?.id);
  });

  it("the night leaves alone what an administrator has left by hand", async () => {
    days(10);
    await live(1, truth);
    await deactivateModel(ctx, { kind: "noise" });
    expect(await trainTriage(ctx, "noise", { asked: false })).toMatchObject({
      reason: "left-by-hand",
    });
    await deactivateModel(ctx, { kind: "urgency" });
    await app.runScheduledTasks("signals.train-nightly");
    expect(await app.drainJobs()).toBeGreaterThan(0);
    expect(await inUse("noise")).toBeUndefined();
    expect((await inUse("topic"))?.kind).toBe("topic");
  });
});
