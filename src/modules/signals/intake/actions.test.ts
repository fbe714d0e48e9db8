import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { listSubjectFacts, verifyJournal } from "#base/journal.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { connector, placeIds, pointInDolgomost, seedPlaces } from "../fixtures.ts";
import { receiveMany, receiveMessage, type IntakeOutcome } from "./actions.ts";
import type { MessageInput } from "./message-input.ts";
import { findMessageByNumber } from "../store.ts";

let app: TestApp;
let ctx: Ctx;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await app.asSystem();
  await seedPlaces(ctx);
});
afterAll(() => app.close());

let count = 0;
const message = (part: Partial<MessageInput> = {}): MessageInput => ({
  channel: "vk",
  externalId: `wall-${++count}`,
  text: "На Лесорубов, 5 открытый люк, ребёнок чуть не провалился",
  ...part,
});

const stored = async (number: string) => {
  const row = await findMessageByNumber(ctx, number);
  if (row === undefined) throw new Error(`no message ${number}`);
  return row;
};

const only = (outcomes: IntakeOutcome[]) => {
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error("no outcome");
  return outcome;
};

describe("a message that comes in", () => {
  it("gets a number, its suggestion, an hour's deadline when it tells of danger, and a fact without words", async () => {
    const taken = await receiveMessage(ctx, message());
    const row = await stored(taken.number);
    expect(taken.number).toMatch(/^С-2026-\d{5}$/);
    expect(row.state).toBe("waiting");
    expect(row.suggestion.topic.code).toBe("roads.manhole");
    expect(row.suggestion.place).toMatchObject({
      municipalityId: placeIds.dolgomost,
      streetName: "улица Лесорубов",
      house: "5",
    });
    expect(row.municipality_id).toBe(placeIds.dolgomost);
    expect(row.urgency).toBe("danger");
    expect(row.due_at?.getTime()).toBe(app.clock.now.getTime() + 3_600_000);
    const facts = await listSubjectFacts(ctx, row.id);
    expect(facts.map((fact) => fact.type)).toEqual(["message.received"]);
    expect(JSON.stringify(facts)).not.toContain("люк");
  });

  it("keeps of the words that decided only where they stand", async () => {
    const { number } = await receiveMessage(ctx, message());
    const { suggestion, text } = await stored(number);
    expect(suggestion.spans.length).toBeGreaterThan(0);
    for (const { start, end } of suggestion.spans) {
      expect(text.slice(start, end).trim()).not.toBe("");
    }
    expect(JSON.stringify(suggestion)).not.toContain("провалился");
  });

  it("is stored once, however often it is sent", async () => {
    const one = message();
    const first = await receiveMessage(ctx, one);
    const again = await receiveMessage(ctx, { ...one, text: "Другой текст под тем же номером" });
    expect(first.created).toBe(true);
    expect(again).toMatchObject({ created: false, id: first.id, number: first.number });
    expect((await stored(first.number)).text).toBe(one.text);
  });

  it("is stored once when it comes ten times at the same moment", async () => {
    const one = message({ author: { key: "id77", name: "Анна" } });
    const all = await Promise.all(Array.from({ length: 10 }, () => receiveMessage(ctx, one)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    const rows = await ctx.db
      .selectFrom("signals_messages")
      .select("id")
      .where("external_id", "=", one.externalId)
      .execute();
    expect(rows).toHaveLength(1);
  });

  it("shares its author with the author's other messages, whose name in the channel is kept by no one", async () => {
    const author = { key: "id4242", name: "Анна" };
    const [first, second] = [
      await receiveMessage(ctx, message({ author })),
      await receiveMessage(ctx, message({ author })),
    ];
    const rows = [await stored(first.number), await stored(second.number)];
    expect(rows[0]?.author_id).not.toBeNull();
    expect(rows[0]?.author_id).toBe(rows[1]?.author_id);
    const authors = await ctx.db.selectFrom("signals_authors").selectAll().execute();
    expect(JSON.stringify(authors)).not.toContain("id4242");
  });

  it("that is plainly an advert is put aside by the machine, visibly and without a deadline", async () => {
    const { number } = await receiveMessage(
      ctx,
      message({
        text: "Куплю дорого золото, пишите в личку, скидки, акция, переходите по ссылке https://t.me/x",
      }),
    );
    const row = await stored(number);
    expect(row).toMatchObject({ state: "noise", decided_by_machine: true, due_at: null });
    expect(row.noise_reason).toBe("advert");
  });

  it("is refused to somebody who may not bring messages in", async () => {
    const guest = await app.asActor({ kind: "guest" });
    await expect(receiveMessage(guest, message())).rejects.toMatchObject({ kind: "forbidden" });
    const program = await app.asActor(connector);
    await expect(receiveMessage(program, message())).resolves.toMatchObject({ created: true });
  });
});

describe("a bad message", () => {
  it.each<[string, Partial<MessageInput>, string]>([
    ["an empty text", { text: " \n\u0000 " }, "signals.text-missing"],
    ["markup without a word", { text: "<p><br></p>" }, "signals.text-missing"],
    ["a date of the future", { writtenAt: new Date("2027-01-01") }, "signals.date-future"],
    ["a date before any channel", { writtenAt: new Date("1970-01-01") }, "signals.date-impossible"],
    ["an impossible date", { writtenAt: new Date(Number.NaN) }, "signals.date-impossible"],
    [
      "a point far away and nothing else that tells the place",
      { text: "Опять яма", lat: 10, lon: 10 },
      "signals.point-outside",
    ],
    [
      "a point whose halves changed places",
      { text: "Опять яма", lat: pointInDolgomost.lon, lon: pointInDolgomost.lat },
      "signals.point-swapped",
    ],
    ["no id", { externalId: "" }, "signals.id-missing"],
    ["a wrong e-mail", { author: { email: "не почта" } }, "signals.email-wrong"],
  ])("with %s is refused with its reason", async (_, part, reason) => {
    const outcome = only(await receiveMany(ctx, [message(part)]));
    expect(outcome).toMatchObject({ ok: false, reason });
  });

  it("costs nothing to the good ones beside it", async () => {
    const outcomes = await receiveMany(ctx, [
      message(),
      message({ text: "" }),
      message(),
      42,
      null,
    ]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true, false, false]);
  });

  it("with a point outside is taken without the point when its words tell the place", async () => {
    const taken = await receiveMessage(ctx, message({ lat: 10, lon: 10 }));
    expect(taken.warnings).toEqual(["point-outside"]);
    expect(await stored(taken.number)).toMatchObject({
      lat: null,
      lon: null,
      municipality_id: placeIds.dolgomost,
    });
  });

  it("of a territory that nobody knows is taken with a warning", async () => {
    const taken = await receiveMessage(ctx, message({ municipality: "Атлантида" }));
    expect(taken.warnings).toContain("unknown-municipality");
  });

  it("of a hundred thousand characters is cut with a warning that the journal keeps", async () => {
    const taken = await receiveMessage(ctx, message({ text: "яма ".repeat(25_000) }));
    expect(taken.warnings).toEqual(["text-cut"]);
    expect((await stored(taken.number)).text.length).toBeLessThanOrEqual(20_000);
    const [fact] = await listSubjectFacts(ctx, taken.id);
    expect(fact?.data.warnings).toEqual(["text-cut"]);
  });
});

describe("the place of a message", () => {
  it("is that of its point, before its words", async () => {
    const { number } = await receiveMessage(
      ctx,
      message({ text: "Опять яма", lat: 57.2, lon: 60.7 }),
    );
    expect((await stored(number)).municipality_id).toBe(placeIds.kedrinsky);
  });

  it.each(["Долгомост", "долгомост", "99701000", placeIds.dolgomost])(
    "is the municipality called «%s»",
    async (municipality) => {
      const { number } = await receiveMessage(ctx, message({ text: "Опять яма", municipality }));
      expect((await stored(number)).municipality_id).toBe(placeIds.dolgomost);
    },
  );

  it("stays open when nothing tells it", async () => {
    const { number } = await receiveMessage(ctx, message({ text: "Опять яма на дороге" }));
    expect((await stored(number)).municipality_id).toBeNull();
  });
});

describe("many at once", () => {
  it("judged without writing answers the same and leaves nothing behind", async () => {
    const batch = [message(), message({ text: "" })];
    const before = await ctx.db
      .selectFrom("signals_messages")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirst();
    const judged = await receiveMany(ctx, batch, { dryRun: true });
    expect(judged.map(({ ok }) => ok)).toEqual([true, false]);
    const after = await ctx.db
      .selectFrom("signals_messages")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirst();
    expect(after).toEqual(before);
  });

  it("with the same id twice stores it once and says so", async () => {
    const one = message();
    const outcomes = await receiveMany(ctx, [one, one]);
    expect(outcomes.map((outcome) => outcome.ok && outcome.created)).toEqual([true, false]);
  });

  it("overlapping from two sides at once end with every message stored once", async () => {
    const all = Array.from({ length: 60 }, (_, index) =>
      message({ author: { key: `a${index % 7}` } }),
    );
    const halves = [all.slice(0, 40), all.slice(20).reverse()];
    const outcomes = (await Promise.all(halves.map((half) => receiveMany(ctx, half)))).flat();
    expect(outcomes.filter((outcome) => outcome.ok && outcome.created)).toHaveLength(60);
    expect(await verifyJournal(ctx)).toMatchObject({ faults: [] });
  });
});
