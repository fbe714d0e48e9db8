import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { from } from "#base/db/region.ts";
import { listSubjectFacts } from "#base/journal.ts";
import { findProblem } from "#modules/problems/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { deskActors } from "../desk/fixtures.ts";
import { findDeskCard } from "../desk/store.ts";
import { confirmDecision, undoDecision } from "../desk/undo.ts";
import { leaseMessage, openFromMessage } from "../desk/actions.ts";
import { placeIds, pointInDolgomost, seedPlaces } from "../fixtures.ts";
import { receiveMessage } from "../intake/actions.ts";

let app: TestApp;
let ctx: Ctx;
let olga: Ctx;
/** The region with the switch on. */
let on: Ctx;
let problem: string;

const text = "Провалился люк у аптеки «Ландыш», дети обходят по дороге";
let count = 0;

async function tell(where: Ctx, author: string, words = text): Promise<string> {
  const { number } = await receiveMessage(where, {
    channel: "vk",
    externalId: `join-${++count}`,
    text: words,
    ...pointInDolgomost,
    author: { key: author },
  });
  return number;
}

const cardOf = async (number: string) => {
  const card = await findDeskCard(ctx, number);
  if (card === undefined) throw new Error(`no message ${number}`);
  return card;
};
const duplicates = (message: string) =>
  from(ctx, "signals_corrections")
    .select(["suggested", "decided"])
    .where("message_id", "=", message)
    .where("field", "=", "duplicate")
    .execute();

beforeAll(async () => {
  app = await createTestApp();
  ctx = await app.asSystem();
  olga = await app.asActor(deskActors.olga);
  on = { ...ctx, region: { ...ctx.region, settings: { joinDuplicates: true } } };
  await seedPlaces(ctx);
  const first = await tell(ctx, "anna");
  await leaseMessage(olga, first);
  const opened = await openFromMessage(olga, first, {
    title: "Провалился люк у аптеки «Ландыш»",
    summary: text,
    topic: "roads.manhole",
    municipalityId: placeIds.dolgomost,
    ...pointInDolgomost,
  });
  problem = opened.id;
});
afterAll(() => app.close());

describe("joining by itself", () => {
  it("happens in no region that has not switched it on", async () => {
    const number = await tell(ctx, "boris");
    await app.drainJobs();
    expect(await cardOf(number)).toMatchObject({ state: "waiting", problem_id: null });
  });

  it("joins a sure repetition, shows it as the machine's and lets a person take it back", async () => {
    const before = (await findProblem(ctx, problem))?.message_count ?? 0;
    const number = await tell(on, "vera");
    await app.drainJobs();
    const card = await cardOf(number);
    expect(card).toMatchObject({ state: "joined", problem_id: problem, decided_by: null });
    expect(card.decided_by_machine).toBe(true);
    expect((await findProblem(ctx, problem))?.message_count).toBe(before + 1);
    expect((await listSubjectFacts(ctx, card.id)).map(({ type }) => type)).toContain(
      "message.joined",
    );
    expect(await duplicates(card.id)).toEqual([]);

    expect(await undoDecision(olga, number)).toBe("joined");
    expect(await cardOf(number)).toMatchObject({ state: "waiting", problem_id: null });
    expect((await findProblem(ctx, problem))?.message_count).toBe(before);
    expect(await duplicates(card.id)).toEqual([{ suggested: problem, decided: null }]);
  });

  it("teaches when a person agrees", async () => {
    const number = await tell(on, "grigory");
    await app.drainJobs();
    await confirmDecision(olga, number);
    const card = await cardOf(number);
    expect(await duplicates(card.id)).toEqual([{ suggested: problem, decided: problem }]);
  });

  it("leaves to people other words, and one who has written of the problem already", async () => {
    const other = await tell(on, "dmitry", "Автобус не пришёл, ждали сорок минут на морозе");
    const again = await tell(on, "anna");
    await app.drainJobs();
    expect((await cardOf(other)).state).toBe("waiting");
    expect((await cardOf(again)).state).toBe("waiting");
  });
});
