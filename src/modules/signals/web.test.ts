import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { listSubjectFacts } from "#base/journal.ts";
import { plainText as visible } from "#base/ui/index.ts";
import { createToken } from "#modules/people/index.ts";
import { registerOrganisation } from "#modules/organisations/index.ts";
import {
  answerProblem,
  findProblem,
  mergeProblems,
  openProblem,
  routeProblem,
  unmergeProblem,
} from "#modules/problems/index.ts";
import { createTestApp, testRegionId, type TestApp } from "#testing/app.ts";
import { openFromMessage } from "./desk/actions.ts";
import { placeIds, pointInDolgomost, seedPlaces } from "./fixtures.ts";
import { apiRoutes } from "./intake/api.ts";
import { messageLinkToken, receiveMessage } from "./intake/actions.ts";
import { findMessageByLink } from "./store.ts";
import { linkHash } from "#base/http/private-link.ts";

let app: TestApp;
let ctx: Ctx;
let body: string;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await app.asSystem();
  await seedPlaces(ctx);
  body = (
    await registerOrganisation(ctx, {
      kind: "road-service",
      name: "МКУ «Дороги»",
      shortName: "МКУ «Дороги»",
      territoryId: placeIds.dolgomost,
    })
  ).id;
});
afterAll(() => app.close());

const at = (path: string) => `/${testRegionId}${path}`;
const words = "На улице Лесорубов, 5 провалился асфальт, машины объезжают по тротуару";

const tell = (fields: Record<string, string | string[] | File>) => app.post(at("/tell"), fields);

async function pathAfter(response: Response): Promise<string> {
  expect(response.status).toBe(303);
  return response.headers.get("location") ?? "";
}

const tokenOf = (path: string) => path.split("/").at(-1) ?? "";

async function storedBy(token: string) {
  const row = await findMessageByLink(ctx, linkHash(token));
  if (row === undefined) throw new Error("no message");
  return row;
}

const letters = (recipient: string) =>
  ctx.db
    .selectFrom("base_emails")
    .select(["subject", "body", "dedupe_key"])
    .where("recipient", "=", recipient)
    .orderBy("created_at")
    .orderBy("id")
    .execute();

async function png(): Promise<File> {
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#888" } })
    .png()
    .toBuffer();
  return new File([new Uint8Array(bytes)], "яма.png", { type: "image/png" });
}

describe("the public form", () => {
  it("takes a message of two fields and leads to a private page that no search engine keeps", async () => {
    const path = await pathAfter(await tell({ text: words, place: "улица Лесорубов, 5" }));
    expect(path).toMatch(/^\/sinegorsk\/my\/[\w-]{43}$/);
    const message = await storedBy(tokenOf(path));
    expect(message).toMatchObject({
      channel: "site",
      state: "waiting",
      author_id: null,
      municipality_id: placeIds.dolgomost,
    });
    const page = await app.get(path);
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    expect(page.headers.get("x-robots-tag")).toContain("noindex");
    expect(page.headers.get("cache-control")).toContain("no-store");
    expect(visible(await page.text())).toContain(message.number);
  });

  it("sent twice is one message, sent again with other words is another", async () => {
    const first = await pathAfter(await tell({ key: "k1", text: words, place: "Лесорубов 5" }));
    const again = await pathAfter(await tell({ key: "k1", text: words, place: "Лесорубов 5" }));
    const other = await pathAfter(
      await tell({ key: "k1", text: `${words}. И фонарь не горит`, place: "Лесорубов 5" }),
    );
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it("comes back with everything that was written when something is missing, and stops a program that fills every field", async () => {
    const response = await tell({
      text: "Яма",
      place: "Лесорубов 5",
      name: "Анна",
      email: "anna@primer",
      website: "http://spam",
    });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('value="Лесорубов 5"');
    expect(html).toContain('value="Анна"');
    expect(html).toContain('href="#f-text"');
    expect(html).toContain('href="#f-email"');
    expect(html).toContain('href="#f-consent"');
    expect(html).toContain('href="#f-website"');
  });

  it("asks for the district only where nothing tells the place, and takes «I do not know»", async () => {
    const response = await tell({ text: "Третий день нет воды во всём доме" });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('name="municipality"');
    await pathAfter(
      await tell({ text: "Третий день нет воды во всём доме", municipality: "unknown" }),
    );
  });

  it("keeps the good pictures of a post that comes back, and refuses what only calls itself one", async () => {
    const fake = new File(["<?php echo 1;"], "photo.jpg", { type: "image/jpeg" });
    const data = new FormData();
    data.append("text", words);
    data.append("pictures[]", await png());
    data.append("pictures[]", fake);
    const bad = await send(at("/tell"), data);
    expect(bad.status).toBe(422);
    const html = await bad.text();
    const kept = /name="kept\[\]" value="([^"]+)"/.exec(html)?.[1] ?? "";
    expect(kept).not.toBe("");
    expect(html).toContain('href="#f-pictures"');
    const token = tokenOf(await pathAfter(await tell({ text: words, "kept[]": [kept] })));
    const message = await storedBy(token);
    const rows = await ctx.db
      .selectFrom("signals_pictures")
      .select("file_id")
      .where("message_id", "=", message.id)
      .execute();
    expect(rows).toHaveLength(1);
    const picture = at(`/my/${token}/pictures/${rows[0]?.file_id}`);
    expect((await app.get(picture)).headers.get("content-type")).toBe("image/webp");
    const stranger = await receiveMessage(ctx, {
      channel: "site",
      externalId: "stranger",
      text: words,
    });
    expect(
      (await app.get(at(`/my/${messageLinkToken(ctx, stranger.id)}/pictures/${rows[0]?.file_id}`)))
        .status,
    ).toBe(404);
  });

  it("takes no picture of somebody else's by its id", async () => {
    const [anybodys] = await ctx.db.selectFrom("base_pictures").select("id").execute();
    const token = tokenOf(
      await pathAfter(await tell({ text: `${words}!`, "kept[]": [`${anybodys?.id}.forged`] })),
    );
    const message = await storedBy(token);
    expect(
      await ctx.db
        .selectFrom("signals_pictures")
        .select("file_id")
        .where("message_id", "=", message.id)
        .execute(),
    ).toEqual([]);
  });

  it("is closed for ten minutes to whoever sends it too often", async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 10; n++) statuses.push((await tell({ text: "" })).status);
    expect(statuses.at(-1)).toBe(429);
  });
});

async function send(path: string, data: FormData): Promise<Response> {
  const draft = new Request(`http://localhost${path}`, { method: "POST", body: data });
  const bytes = await draft.arrayBuffer();
  const headers = {
    "content-type": draft.headers.get("content-type") ?? "",
    "content-length": String(bytes.byteLength),
    "sec-fetch-site": "same-origin",
  };
  return app.http.request(path, { method: "POST", body: bytes, headers });
}

let authors = 0;
/** A message with an author who asked for letters, opened as a problem of the body. */
async function heard(): Promise<{
  token: string;
  email: string;
  message: string;
  problem: string;
}> {
  const email = `anna${++authors}@primer.example`;
  const { id, number } = await receiveMessage(ctx, {
    channel: "site",
    externalId: `heard-${authors}`,
    text: `${words}. Мой телефон +7 912 345-67-89, Анна Петровна Сизова`,
    address: "улица Лесорубов, 5",
    ...pointInDolgomost,
    author: { email, name: "Анна", wantsLetters: true, consent: true },
  });
  const problem = await openFromMessage(ctx, number, {
    title: "Провал на Лесорубов",
    summary: "Провалился асфальт",
    topic: "roads.pothole",
    municipalityId: placeIds.dolgomost,
    bodyId: body,
    routeReason: "Дороги города",
  });
  return { token: messageLinkToken(ctx, id), email, message: id, problem: problem.id };
}

const claim = (problem: string) =>
  answerProblem(ctx, problem, { kind: "claim", text: "Провал засыпан и заасфальтирован 30 мая." });

describe("the private page", () => {
  it("is not there for a wrong link, a number or another region's link", async () => {
    const { token } = await heard();
    for (const wrong of ["x".repeat(43), token.slice(1), `${token}A`, "С-2026-00001"]) {
      expect((await app.get(at(`/my/${wrong}`))).status).toBe(404);
      expect((await app.post(at(`/my/${wrong}/withdraw`), {})).status).toBe(404);
    }
    await app.saveRegion({
      id: "omsk",
      name: { ru: "Омск", en: "Omsk" },
      timeZone: "Asia/Omsk",
      settings: {},
    });
    expect((await app.get(`/omsk/my/${token}`)).status).toBe(404);
  });

  it("asks the author about a claimed fix, and takes «no» as a refutation", async () => {
    const { token, problem } = await heard();
    expect(await (await app.get(at(`/my/${token}`))).text()).not.toContain("/verdict");
    await claim(problem);
    expect(await (await app.get(at(`/my/${token}`))).text()).toContain("/verdict");
    const empty = await app.post(at(`/my/${token}/verdict`), {});
    expect(empty.status).toBe(422);
    await pathAfter(
      await app.post(at(`/my/${token}/verdict`), { outcome: "not-fixed", text: "Яма на месте" }),
    );
    expect((await findProblem(ctx, problem))?.stage).toBe("refuted");
    expect(
      (await app.post(at(`/my/${token}/verdict`), { outcome: "fixed", text: "Всё хорошо" })).status,
    ).toBe(409);
  });

  it("lets the author say «again» after the end: one more voice, back to the body, one step higher", async () => {
    const { token, problem } = await heard();
    await claim(problem);
    await app.post(at(`/my/${token}/verdict`), { outcome: "fixed", text: "Исправили" });
    expect((await findProblem(ctx, problem))?.stage).toBe("verified");
    await pathAfter(await app.post(at(`/my/${token}/again`), { text: "Снова провалилось" }));
    expect(await findProblem(ctx, problem)).toMatchObject({
      stage: "routed",
      reopened_count: 1,
      message_count: 2,
      escalation: 1,
    });
    expect((await app.post(at(`/my/${token}/again`), { text: "И ещё" })).status).toBe(409);
  });

  it("takes the message back: a problem of this one voice ends, one of many goes on", async () => {
    const alone = await heard();
    await pathAfter(await app.post(at(`/my/${alone.token}/withdraw`), {}));
    expect((await findProblem(ctx, alone.problem))?.stage).toBe("withdrawn");
    expect((await storedBy(alone.token)).state).toBe("withdrawn");
    const page = visible(await (await app.get(at(`/my/${alone.token}`))).text());
    expect(page).toContain("Вы отозвали");
  });

  it("tells the whole history in words, in both languages", async () => {
    const { token, problem } = await heard();
    await claim(problem);
    const ru = visible(await (await app.get(at(`/my/${token}`))).text());
    expect(ru).toContain("Направили исполнителю: МКУ «Дороги»");
    expect(ru).toContain("Исполнитель заявил: устранено");
    expect(ru).toContain("Провал засыпан и заасфальтирован 30 мая.");
    const en = visible(await (await app.get(at(`/my/${token}?lang=en`))).text());
    expect(en).toContain("The body claims: fixed");
  });
});

describe("letters", () => {
  it("go to the author at each step, once, with the private link, and stop when asked", async () => {
    const { token, email, problem } = await heard();
    await app.drainJobs();
    expect((await letters(email)).map((letter) => letter.dedupe_key.split(":")[0])).toEqual([
      "notify-authors",
    ]);
    app.clock.now = new Date(app.clock.now.getTime() + 3_600_000);
    await claim(problem);
    await app.drainJobs();
    await app.drainJobs();
    const got = await letters(email);
    expect(got).toHaveLength(2);
    expect(got.at(-1)?.subject).toMatch(/говорят, что исправили$/);
    expect(got.at(-1)?.body).toContain(`/sinegorsk/my/${token}`);
    await app.post(at(`/my/${token}/letters`), {});
    await app.post(at(`/my/${token}/verdict`), { outcome: "fixed", text: "Исправили" });
    await app.drainJobs();
    expect(await letters(email)).toHaveLength(2);
  });

  it("are not written to whoever did not ask", async () => {
    const { id, number } = await receiveMessage(ctx, {
      channel: "email",
      externalId: "quiet",
      text: words,
      author: { email: "quiet@primer.example" },
    });
    await openFromMessage(ctx, number, {
      title: "Провал",
      summary: "Провал",
      topic: "roads.pothole",
      municipalityId: placeIds.dolgomost,
    });
    await app.drainJobs();
    expect(id).not.toBe("");
    expect(await letters("quiet@primer.example")).toEqual([]);
  });

  it("follow the messages when problems are merged, and back when they part", async () => {
    const { token, problem } = await heard();
    const other = await openProblem(ctx, {
      title: "То же",
      summary: "То же",
      topic: "roads.pothole",
      municipalityId: placeIds.dolgomost,
    });
    await routeProblem(ctx, other.id, { bodyId: body, reason: "Дороги" });
    await mergeProblems(ctx, problem, { into: other.number });
    expect((await storedBy(token)).problem_id).toBe(other.id);
    await unmergeProblem(ctx, problem);
    expect((await storedBy(token)).problem_id).toBe(problem);
  });
});

describe("erasing", () => {
  it("takes everything personal away and leaves the counts, the problem and a working link", async () => {
    const { token, email, message, problem } = await heard();
    await app.drainJobs();
    expect((await app.post(at(`/my/${token}/erase`), {})).status).toBe(422);
    await pathAfter(await app.post(at(`/my/${token}/erase`), { sure: "yes" }));
    const row = await storedBy(token);
    expect(row.text).toContain("провалился асфальт");
    expect(row.text).not.toContain("912");
    expect(row).toMatchObject({ address: "", lat: null, lon: null, problem_id: problem });
    const everything = JSON.stringify([
      await ctx.db.selectFrom("signals_authors").selectAll().execute(),
      await ctx.db.selectFrom("signals_messages").selectAll().where("id", "=", message).execute(),
      await ctx.db.selectFrom("base_emails").selectAll().execute(),
    ]);
    expect(everything).not.toContain(email);
    expect(everything).not.toContain("Сизова");
    expect((await findProblem(ctx, problem))?.message_count).toBe(1);
    expect((await listSubjectFacts(ctx, message)).at(-1)?.type).toBe("message.erased");
    expect((await app.get(at(`/my/${token}`))).status).toBe(200);
  });
});

describe("the JSON way in", () => {
  let key: string;
  beforeAll(async () => {
    key = (await createToken(ctx, { name: "Портал города" })).token;
  });

  const call = (content: unknown, bearer?: string) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    const headers = {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(text)),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    };
    return app.http.request(at("/api/messages"), { method: "POST", body: text, headers });
  };

  it("is closed without a key or with a wrong one", async () => {
    expect((await call({ externalId: "a", text: words })).status).toBe(403);
    expect((await call({ externalId: "a", text: words }, `okno_${"x".repeat(43)}`)).status).toBe(
      403,
    );
  });

  it("stores one message with 201, answers 200 the second time, and tells its state", async () => {
    const first = await call(
      { externalId: "a1", text: words, writtenAt: "2026-05-30T10:00:00+05:00" },
      key,
    );
    expect(first.status).toBe(201);
    const { number, href } = (await first.json()) as { number: string; href: string };
    const again = await call({ externalId: "a1", text: words }, key);
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ number });
    const status = await app.http.request(href, { headers: { authorization: `Bearer ${key}` } });
    expect(await status.json()).toMatchObject({ number, state: "waiting", problem: null });
    expect((await app.get(href)).status).toBe(403);
  });

  it("takes the good ones of many and says of each bad one what is wrong", async () => {
    const response = await call(
      [{ externalId: "b1", text: words }, { externalId: "b2", text: "" }, { text: words }, "b4"],
      key,
    );
    expect(response.status).toBe(207);
    const answer = (await response.json()) as {
      taken: number;
      refused: number;
      items: { status: number; reason?: string; title?: string }[];
    };
    expect(answer).toMatchObject({ taken: 1, refused: 3 });
    expect(answer.items.map(({ status }) => status)).toEqual([201, 422, 422, 422]);
    expect(answer.items[1]).toMatchObject({
      reason: "signals.text-missing",
      title: "Напишите, что случилось",
    });
  });

  it("answers problem+json to what is no JSON, no message and too many messages", async () => {
    expect((await call("{", key)).status).toBe(400);
    const bad = await call({ externalId: "c1", text: words, writtenAt: "вчера" }, key);
    expect(bad.status).toBe(422);
    expect(bad.headers.get("content-type")).toContain("application/problem+json");
    const many = Array.from({ length: 501 }, (_, n) => ({ externalId: `m${n}`, text: words }));
    expect((await call(many, key)).status).toBe(422);
  });

  it("lets no program attach a picture by its id", async () => {
    const [anybodys] = await ctx.db.selectFrom("base_pictures").select("id").execute();
    const { id } = (await (
      await call({ externalId: "p1", text: words, pictures: [anybodys?.id] }, key)
    ).json()) as { id: string };
    expect(
      await ctx.db
        .selectFrom("signals_pictures")
        .select("file_id")
        .where("message_id", "=", id)
        .execute(),
    ).toEqual([]);
  });

  it("can be described as JSON Schema", () => {
    for (const { api } of apiRoutes) {
      if (api?.body !== undefined) expect(z.toJSONSchema(api.body, { io: "input" })).toBeDefined();
      if (api !== undefined) expect(z.toJSONSchema(api.response)).toBeDefined();
    }
  });
});
