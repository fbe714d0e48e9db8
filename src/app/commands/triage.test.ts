import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readConfig } from "#base/config.ts";
import type { Ctx } from "#base/context.ts";
import { createLog } from "#base/log.ts";
import { receiveMessage } from "#modules/signals/index.ts";
import { invalidateTerritories } from "#modules/territories/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import type { Command } from "./command.ts";
import { suggestLines, triageCard, triageEvaluate, triageTrain } from "./triage.ts";

let folder: string;
let said: string[];
let told: string[];

const config = readConfig({ OKNO_LOG: "silent" });
const run = async (command: Command, ...args: string[]) => ({
  code: await command.run({ args, config, log: createLog("silent") }),
  said: said.join("\n"),
  told: told.join(""),
});

const words = {
  bus: ["арба", "наша арба", "арба четвёрки"],
  park: ["кругляш", "на кругляше", "кругляш у реки"],
} as const;
type Label = keyof typeof words;
const labels = Object.keys(words) as Label[];

/** Invented rows; each word of a label comes with every number. */
function rows(count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    const label = labels[n % labels.length] ?? "bus";
    return JSON.stringify({ text: `Опять ${words[label][(n >> 1) % 3] ?? ""} ${n}`, label });
  });
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "okno-triage-"));
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
  vi.spyOn(process.stderr, "write").mockImplementation((line) => told.push(String(line)) > 0);
});
beforeEach(() => {
  said = [];
  told = [];
});
afterAll(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

describe("okno triage evaluate", () => {
  it("answers exactly the figures that programs read", async () => {
    const train = await file("train.jsonl", rows(120).join("\n"));
    const test = await file("test.jsonl", rows(40).join("\n"));
    const done = await run(triageEvaluate, "--train", train, "--test", test, "--json");
    expect(done.code).toBe(0);
    const figures: unknown = JSON.parse(done.said);
    expect(Object.keys(figures as object)).toEqual([
      "accuracy",
      "macroF1",
      "weightedF1",
      "ece",
      "coverageAt90",
      "trainSeconds",
      "predictPerSecond",
      "modelBytes",
      "classes",
    ]);
    expect(figures).toMatchObject({ accuracy: 1, macroF1: 1, classes: 2 });
  });

  it("leaves bad rows out, says which, and ends with 1", async () => {
    const train = await file(
      "train-bad.jsonl",
      ["{", ...rows(30), '{"text":"без метки"}'].join("\n"),
    );
    const test = await file("test.jsonl", rows(10).join("\n"));
    const done = await run(triageEvaluate, "--train", train, "--test", test);
    expect(done.code).toBe(1);
    expect(done.told).toContain("line 1 is left out: not JSON");
    expect(done.told).toContain("line 32 is left out: label");
    expect(done.said).toContain("accuracy");
  });

  it("refuses what cannot be learned from in the words of triage", async () => {
    const few = await file("few.jsonl", rows(4).join("\n"));
    await expect(run(triageEvaluate, "--train", few, "--test", few)).rejects.toMatchObject({
      reason: "triage.few-texts",
    });
    await expect(run(triageEvaluate, "--train", few)).rejects.toThrow("--test is missing");
  });
});

describe("okno triage train and card", () => {
  it("writes a model and tells of it", async () => {
    const from = await file("learn.jsonl", rows(120).join("\n"));
    const model = join(folder, "model.okno");
    expect(await run(triageTrain, "--from", from, "--out", model)).toMatchObject({ code: 0 });
    const card = await run(triageCard, "--model", model);
    expect(card.code).toBe(0);
    expect(card.said).toContain("Taught by      120 texts with 2 labels");
    expect(card.said).toMatch(/^park +60 +60 /m);
    expect(card.said).toContain("Known weak spots");
    const bytes = await readFile(model);
    expect(bytes.includes(Buffer.from("кругляш"))).toBe(false);
  });

  it("names the weak labels and what they are taken for", async () => {
    const one = Array.from({ length: 60 }, (_, n) =>
      JSON.stringify({ text: `Опять что-то ${n % 3}`, label: n % 10 === 0 ? "rare" : "usual" }),
    );
    const from = await file("weak.jsonl", one.join("\n"));
    const model = join(folder, "weak.okno");
    await run(triageTrain, "--from", from, "--out", model);
    const { said: card } = await run(triageCard, "--model", model);
    expect(card).toContain("rare: F1 0.000 on 6 texts");
    expect(card).toContain("rare was taken for usual: 6 texts");
  });

  it("a damaged or foreign file is one sentence", async () => {
    const foreign = await file("foreign.okno", "PK\u0003\u0004".repeat(40));
    expect(await run(triageCard, "--model", foreign)).toMatchObject({
      code: 2,
      said: "",
      told: `okno: ${foreign}: This file is not a model of triage.\n`,
    });
    const whole = await readFile(join(folder, "model.okno"));
    const damaged = await file("damaged.okno", whole.subarray(0, whole.length - 100));
    told = [];
    expect(await run(triageCard, "--model", damaged)).toMatchObject({
      code: 2,
      told: `okno: ${damaged}: The model's file is damaged: make it again or take it from a copy.\n`,
    });
  });

  it("called wrongly says what is missing", async () => {
    await expect(run(triageCard)).rejects.toThrow("either --model or --region");
    await expect(run(triageTrain, "--from", "a", "--region", "b")).rejects.toThrow("either");
    await expect(run(triageCard, "--model", join(folder, "none"))).rejects.toThrow("no file");
  });
});

describe("okno triage suggest", () => {
  let app: TestApp;
  let ctx: Ctx;
  const town = "019a0000-0000-7000-8000-00000000f001";

  beforeAll(async () => {
    app = await createTestApp();
    ctx = await app.asSystem();
    const place = { region_id: ctx.region.id, created_at: ctx.now() };
    await ctx.db
      .insertInto("territories_territories")
      .values({
        ...place,
        id: town,
        kind: "municipality",
        slug: "dolgomost",
        name: "Долгомост",
        official_name: "Долгомост",
      })
      .execute();
    invalidateTerritories(ctx);
  });
  afterAll(() => app.close());

  const suggest = async (...lines: (object | string)[]) => {
    const out = new PassThrough();
    const asked = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
    const answer = readAll(out);
    const code = await suggestLines(ctx, {
      input: Readable.from([`${asked.join("\n")}\n`]),
      out,
      json: true,
    });
    out.end();
    const got = (await answer).split("\n").filter((line) => line !== "");
    return { code, got: got.map((line) => JSON.parse(line) as Record<string, unknown>) };
  };

  it("says all there is to say, in the named fields", async () => {
    const { code, got } = await suggest({
      id: "m-1",
      text: "На улице открытый люк, ребёнок чуть не провалился",
      territory: "dolgomost",
    });
    expect(code).toBe(0);
    expect(got).toHaveLength(1);
    expect(Object.keys(got[0] ?? {}).toSorted()).toEqual([
      "confidence",
      "duplicates",
      "group",
      "id",
      "noise",
      "place",
      "topic",
      "urgent",
      "why",
    ]);
    expect(got[0]).toMatchObject({
      id: "m-1",
      noise: false,
      urgent: true,
      topic: "roads.manhole",
      group: "roads",
      duplicates: [],
    });
    expect(got[0]?.place).toMatchObject({ territory: "dolgomost", street: null });
    expect(got[0]?.why).toContainEqual({ field: "urgency", reason: "open-manhole" });
    expect(JSON.stringify(got[0]?.why)).toContain("люк");
  });

  it("finds the same trouble among the region's messages and among those before it", async () => {
    const point = { lat: 57.15, lon: 60.15 };
    const text = "Упал тополь у аптеки «Ландыш», перегородил тротуар и калитку";
    const { number } = await receiveMessage(ctx, {
      channel: "vk",
      externalId: "poplar",
      text,
      ...point,
    });
    const { got } = await suggest(
      { id: "a", text: `${text}!`, ...point },
      { id: "b", text: `Люди! ${text}`, ...point },
      { id: "c", text: "Не работает лифт в третьем подъезде", ...point },
    );
    const ids = got.map(({ duplicates }) => (duplicates as { id: string }[]).map(({ id }) => id));
    expect(ids[0]).toEqual([number]);
    expect(ids[1]?.toSorted()).toEqual([number, "a"].toSorted());
    expect(ids[2]).toEqual([]);
  });

  it("goes on behind a bad line and ends with 1; nothing that is a text stops it", async () => {
    const { code, got } = await suggest(
      { text: "" },
      "{oops",
      { text: 5 },
      { text: "🙂🙂", at: null, author: null, lat: null },
      { text: "DROP TABLE x; <script>", lat: 0, lon: 999, territory: "Нигде" },
      { text: "Яма ".repeat(30_000), at: "2026-05-30" },
    );
    expect(code).toBe(1);
    expect(got.map(({ id }) => id)).toEqual(["1", "4", "5", "6"]);
    expect(told.join("")).toContain("line 2 is left out: not JSON");
    expect(told.join("")).toContain("line 3 is left out: text");
    expect(got[0]).toMatchObject({ noise: true, topic: null });
  });
});
