import type { KyselyPlugin } from "kysely";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { createPerson, grantRole } from "#modules/people/index.ts";
import { createTestApp, testRegionId, type TestApp } from "#testing/app.ts";
import { seedDesk, deskPlaces, createMessage } from "../desk/fixtures.ts";
import { insertCorrections } from "../desk/store.ts";
import { minDecisions } from "./metrics.ts";
import { loadTrainingData } from "./view.ts";
import { trainingRu } from "./messages.ru.ts";

let app: TestApp;
let system: Ctx;
let administrator = "";
let operator = "";
let coordinator = "";
const at = (path: string) => `/${testRegionId}${path}`;
const plain = (text: string | null | undefined) =>
  (text ?? "")
    .replace(/\u00a0/g, " ")
    .replace(/\s+/g, " ")
    .trim();
const mainOf = async (response: Response) =>
  plain(parseHTML(await response.text()).document.querySelector("main")?.textContent);

async function signIn(
  role: "administrator" | "operator" | "coordinator",
  territoryId?: string,
): Promise<string> {
  const email = `${role}@okno.example`;
  const { id } = await createPerson(system, { name: role, email, password: "okno-demo-2026" });
  await grantRole(system, id, { role, ...(territoryId !== undefined && { territoryId }) });
  const response = await app.post(at("/sign-in"), { email, password: "okno-demo-2026" });
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

type Decided = { suggested: string | null; decided: string; confidence: number };

/** People decided so about the topics of so many messages, all of them put aside meanwhile. */
async function decide(times: number, decided: Decided): Promise<string[]> {
  const numbers: string[] = [];
  for (let n = 0; n < times; n += 1) {
    const { id, number } = await createMessage(system, { machine: true });
    const stamp = { id: system.newId(), message_id: id, engine: "phrases-1", at: system.now() };
    await insertCorrections(system, [{ ...stamp, ...decided, field: "topic", person_id: null }]);
    numbers.push(number);
  }
  return numbers;
}

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  await seedDesk(system);
  administrator = await signIn("administrator");
  operator = await signIn("operator");
  coordinator = await signIn("coordinator", deskPlaces.dolgomost);
});
afterAll(() => app.close());

describe("the page of how triage works", () => {
  it("says with no decision that nothing is known, and promises nothing in figures", async () => {
    const text = await mainOf(await app.get(at("/admin/triage"), administrator));
    expect(text).toContain(trainingRu.unknown.none);
    expect(text).toContain(trainingRu.versions.none);
    expect(text).toContain(trainingRu.does.joinsOff);
    expect(text).not.toContain(trainingRu.calibration.ece);
  });

  it("names no accuracy before there are enough decisions", async () => {
    await decide(3, { suggested: "roads.manhole", decided: "roads.manhole", confidence: 0.9 });
    const text = await mainOf(await app.get(at("/admin/triage"), administrator));
    expect(text).toContain(trainingRu.unknown.few("3", 3, minDecisions));
    expect(text).not.toContain(trainingRu.thresholds.title);
  });

  it("counts what was right, wrong and left, and leads to the mistaken messages", async () => {
    await decide(24, { suggested: "roads.manhole", decided: "roads.manhole", confidence: 0.9 });
    const wrong = await decide(3, {
      suggested: "roads.manhole",
      decided: "snow.icicles",
      confidence: 0.5,
    });
    await decide(6, { suggested: null, decided: "roads.manhole", confidence: 0.2 });
    const response = await app.get(at("/admin/triage"), administrator);
    const html = await response.text();
    expect(Buffer.byteLength(html)).toBeLessThan(30_000);
    const { document } = parseHTML(html);
    const text = plain(document.querySelector("main")?.textContent);
    expect(text).toContain("3627 (75 %)3 (8 %)6 (17 %)");
    // All 30 suggested: 27 right, so nine of ten are right of 30 of 36.
    expect(text).toContain("Мог бы решать сам83 %");
    expect(document.querySelectorAll("svg circle.v-ring").length).toBe(2);
    expect(document.querySelector("script:not([src])")).toBeNull();
    const link = document.querySelector("a[href*='state=corrected']")?.getAttribute("href") ?? "";
    const way = await app.get(link, administrator);
    expect(decodeURIComponent(way.headers.get("location") ?? "")).toContain("suggested=");
    const first = /\/desk\/([^?]+)/.exec(decodeURIComponent(way.headers.get("location") ?? ""));
    expect(wrong).toContain(first?.[1]);
  });

  it("tells programs the same", async () => {
    const data = (await (await app.get(at("/admin/triage.json"), operator)).json()) as {
      calibration: { coverageAt90: number };
      confused: unknown[];
    };
    expect(data.calibration.coverageAt90).toBeCloseTo(30 / 36);
    expect(data.confused).toEqual([
      { suggested: "roads.manhole", decided: "snow.icicles", texts: 3 },
    ]);
    const csv = await (await app.get(at("/admin/triage/confusion.csv"), operator)).text();
    expect(csv.trim().split("\n").at(-1)).toBe("roads.manhole;snow.icicles;3");
  });

  it("asks the database four questions", async () => {
    let asked = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        asked += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const data = await loadTrainingData({ ctx: { ...system, db: system.db.withPlugin(counting) } });
    expect(data.machine.aside).toBe(36);
    expect(asked).toBe(4);
  });

  it("is read by operators, changed by administrators and hidden from everybody else", async () => {
    const read = await app.get(at("/admin/triage"), operator);
    expect(read.status).toBe(200);
    expect(await mainOf(read)).not.toContain(trainingRu.teach.now);
    for (const path of ["/admin/triage", "/admin/triage.json", "/admin/triage/confusion.csv"]) {
      expect((await app.get(at(path), coordinator)).status).toBe(403);
      expect((await app.get(at(path))).status).toBe(403);
    }
    const posts = { teach: {}, leave: { kind: "topic" }, take: { version: system.newId() } };
    for (const [name, fields] of Object.entries(posts))
      expect((await app.post(at(`/admin/triage/${name}`), fields, operator)).status).toBe(403);
  });

  it("asks for teaching once and says that it waits", async () => {
    const asked = await app.post(at("/admin/triage/teach"), {}, administrator);
    expect(asked.headers.get("location")).toBe(at("/admin/triage"));
    expect(decodeURIComponent(asked.headers.get("set-cookie") ?? "")).toContain(
      trainingRu.flash.asked,
    );
    const again = await app.post(at("/admin/triage/teach"), {}, administrator);
    expect(decodeURIComponent(again.headers.get("set-cookie") ?? "")).toContain(
      trainingRu.flash.already,
    );
    const text = await mainOf(await app.get(at("/admin/triage"), administrator));
    expect(text).toContain(trainingRu.teach.waiting(""));
    await app.drainJobs();
    const after = await mainOf(await app.get(at("/admin/triage"), administrator));
    expect(after).toContain(trainingRu.teach.done(""));
  });

  it("keeps what works when there is nothing to return to", async () => {
    const left = await app.post(at("/admin/triage/leave"), { kind: "topic" }, administrator);
    expect(left.status).toBe(409);
    expect(await mainOf(left)).toContain("Обученной модели сейчас и так нет");
    const taken = await app.post(
      at("/admin/triage/take"),
      { version: system.newId() },
      administrator,
    );
    expect(taken.status).toBe(404);
  });
});
