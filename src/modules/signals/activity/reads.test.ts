import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { clarifyProblem } from "#modules/problems/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { deskActors, seedDesk, manholeText, deskPlaces, createMessage } from "../desk/fixtures.ts";
import { undoDecision } from "../desk/undo.ts";
import { dismissMessage, openFromMessage } from "../desk/actions.ts";
import { listCountedMessages, countAuthorsByTopic } from "./reads.ts";
import { receiveMany } from "../intake/actions.ts";

let app: TestApp;
let system: Ctx;
let marina: Ctx;

const daysAgo = (days: number) => new Date(app.clock.now.getTime() - days * 86_400_000);
const time = (days: number) => ({ from: daysAgo(days), to: daysAgo(-1) });

const heardTopics = async () => {
  const messages = await listCountedMessages(system, time(1));
  return messages.map(({ topic, municipalityId }) => [topic, municipalityId]);
};

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  marina = await app.asActor(deskActors.marina);
  await seedDesk(system);
});
afterAll(() => app.close());

describe("what was written of what and where", () => {
  it("follows what the desk decides: the topic, noise, and a decision taken back", async () => {
    const { number } = await createMessage(system);
    expect(await heardTopics()).toEqual([["roads.manhole", deskPlaces.dolgomost]]);
    const problem = await openFromMessage(marina, number, {
      title: "Яма у школы",
      summary: manholeText,
      topic: "roads.pothole",
      municipalityId: deskPlaces.dolgomost,
    });
    expect(await heardTopics()).toEqual([["roads.pothole", deskPlaces.dolgomost]]);
    await clarifyProblem(system, problem.id, { topic: "snow.roads" });
    expect(await heardTopics()).toEqual([["snow.roads", deskPlaces.dolgomost]]);
    const { number: other } = await createMessage(system, { municipality: deskPlaces.dolgomost });
    await dismissMessage(marina, other, { reason: "advert" });
    expect(await heardTopics()).toHaveLength(1);
    await undoDecision(marina, other);
    expect(await heardTopics()).toContainEqual(["roads.manhole", deskPlaces.dolgomost]);
  });

  it("falls back to the group, and to nothing, where triage was unsure", async () => {
    const unsure = (group: string | null) => ({
      suggestion: { topic: { code: null, group, confidence: 0.2, runnersUp: [] } },
    });
    await createMessage(system, unsure("water"));
    await createMessage(system, unsure(null));
    const topics = (await heardTopics()).map(([topic]) => topic);
    expect(topics).toContain("water");
    expect(topics).toContain("");
  });

  it("counts authors by days in two stretches of time", async () => {
    const rows = await countAuthorsByTopic(system, {
      before: { from: daysAgo(9), to: daysAgo(5) },
      around: time(1),
    });
    const all = rows.reduce((sum, { around }) => sum + around, 0);
    expect(all).toBe((await heardTopics()).length);
    expect(rows.every(({ before }) => before === 0)).toBe(true);
  });
});

describe("since when a source is heard", () => {
  beforeAll(async () => {
    await app.close();
    app = await createTestApp();
    system = await app.asSystem();
    await seedDesk(system);
  });

  const sources = async () =>
    (
      await system.db
        .selectFrom("signals_sources")
        .select(["channel", "source", "first_written_at as at"])
        .orderBy("channel")
        .orderBy("source")
        .execute()
    ).map(({ channel, source, at }) => [channel, source, at.getTime()]);
  let serial = 0;
  const post = (channel: "vk" | "portal", source: string, days: number) => ({
    channel,
    source,
    externalId: `source ${++serial}`,
    text: "Не чистят снег во дворе",
    municipality: deskPlaces.dolgomost,
    writtenAt: daysAgo(days),
  });

  it("is told by each community's earliest message, whatever order they come in", async () => {
    await receiveMany(system, [
      post("vk", "Подслушано", 4),
      post("vk", "Подслушано", 6),
      post("vk", "Типичный Долгомост", 2),
      // A portal's link to each message is no community.
      post("portal", "link/1", 50),
      post("portal", "link/2", 40),
    ]);
    await receiveMany(system, [post("vk", "Подслушано", 3), post("vk", "Типичный Долгомост", 9)]);
    expect(await sources()).toEqual([
      ["portal", "", daysAgo(50).getTime()],
      ["vk", "Подслушано", daysAgo(6).getTime()],
      ["vk", "Типичный Долгомост", daysAgo(9).getTime()],
    ]);
  });

  it("keeps a new community out until it is settled, and one that began with the region in", async () => {
    const heard = await listCountedMessages(system, time(60));
    const vk = await system.db
      .selectFrom("signals_messages")
      .select("id")
      .where("channel", "=", "vk")
      .where("source", "<>", "")
      .execute();
    const authors = new Set(heard.map(({ author }) => author));
    expect(vk).toHaveLength(5);
    expect(vk.some(({ id }) => authors.has(id))).toBe(false);
    const later = await listCountedMessages(system, { from: daysAgo(60), to: daysAgo(-40) });
    expect(later).toHaveLength(heard.length + vk.length);
  });
});
