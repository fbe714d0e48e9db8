import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { updateIn } from "#base/db/region.ts";
import { listSubjectFacts } from "#base/journal.ts";
import type { Actor } from "#base/policy.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { modelReport } from "../learn/evaluation/model-report.ts";
import { openModel } from "../learn/model.ts";
import { trainModel } from "../learn/train.ts";
import {
  saveModel,
  deactivateModel,
  activeModels,
  listModelVersions,
  activateModel,
} from "./actions.ts";
import type { GuardResult } from "./version.ts";

let app: TestApp;
let ctx: Ctx;
let anna: Ctx;
let olga: Ctx;

const person = (role: string): Actor => ({
  kind: "person",
  id: "019a0000-0000-7000-8000-00000000ad01",
  name: "Анна Светлова",
  roles: [{ role, scope: { kind: "region" } }],
  ties: [],
});

const rows = Array.from({ length: 20 }, (_, n) =>
  n % 2 === 0 ? { text: `арба ${n}`, label: "a" } : { text: `кругляш ${n}`, label: "b" },
);
const good: GuardResult = { texts: 40, before: 0.5, after: 0.6, reason: "better" };

/** Saves one more version a day later. */
async function keep(guard: GuardResult = good): Promise<string> {
  app.clock.now = new Date(app.clock.now.getTime() + 86_400_000);
  const madeAt = ctx.now();
  const file = await trainModel(rows, {
    name: "test",
    at: madeAt,
    yieldToEventLoop: async () => {},
  });
  const card = modelReport(openModel(file).card);
  return saveModel(ctx, { kind: "topic", madeAt, texts: rows.length, file, card, guard });
}

const inUse = async () => (await listModelVersions(ctx)).filter(({ state }) => state === "in-use");
const versionOf = async (id: string) => (await listModelVersions(ctx)).find((one) => one.id === id);

beforeAll(async () => {
  app = await createTestApp();
  ctx = await app.asSystem();
  anna = await app.asActor(person("administrator"));
  olga = await app.asActor(person("operator"));
});
afterAll(() => app.close());

describe("versions of a region's models", () => {
  it("without versions no model is active", async () => {
    expect(await activeModels(ctx)).toEqual({});
    await expect(deactivateModel(anna, { kind: "topic" })).rejects.toMatchObject({
      reason: "triage.none-in-use",
    });
  });

  it("a saved version becomes active, the former one inactive; figures are stored", async () => {
    const first = await keep();
    const second = await keep();
    expect(await inUse()).toMatchObject([{ id: second, guard: good, texts: 20, hasFile: true }]);
    expect(await versionOf(first)).toMatchObject({ state: "left" });
    const { topic } = await activeModels(ctx);
    expect(topic?.version).toBe((await versionOf(second))?.version);
    expect(topic?.predictBest("наша арба").code).toBe("a");
    expect((await versionOf(second))?.card.classes.map(({ label }) => label).toSorted()).toEqual([
      "a",
      "b",
    ]);
  });

  it("a worse version is rejected: figures and a fact, no file, the active model stays", async () => {
    const [before] = await inUse();
    const id = await keep({ ...good, after: 0.4, reason: "worse" });
    expect(await versionOf(id)).toMatchObject({ state: "refused", hasFile: false });
    expect(await inUse()).toMatchObject([{ id: before?.id }]);
    expect((await listSubjectFacts(ctx, id)).map(({ type }) => type)).toEqual([
      "triage.model-refused",
    ]);
    await expect(activateModel(anna, { id })).rejects.toMatchObject({ reason: "triage.file-gone" });
  });

  it("an administrator activates an older version, and deactivates all", async () => {
    const [used] = await inUse();
    const older = (await listModelVersions(ctx)).find(({ state }) => state === "left");
    await activateModel(anna, { id: older?.id ?? "" });
    expect(await inUse()).toMatchObject([{ id: older?.id }]);
    expect((await activeModels(ctx)).topic?.version).toBe(older?.version);
    await expect(activateModel(anna, { id: older?.id ?? "" })).rejects.toMatchObject({
      reason: "triage.in-use",
    });
    await deactivateModel(anna, { kind: "topic" });
    expect(await activeModels(ctx)).toEqual({});
    expect((await listSubjectFacts(ctx, older?.id ?? "")).map(({ type }) => type)).toEqual([
      "triage.model-activated",
      "triage.model-activated",
      "triage.model-deactivated",
    ]);
    await activateModel(anna, { id: used?.id ?? "" });
    expect(await inUse()).toMatchObject([{ id: used?.id }]);
  });

  it("operators see versions, only administrators change them; an unknown id is not found", async () => {
    const [version] = await listModelVersions(olga);
    const id = version?.id ?? "";
    await expect(activateModel(olga, { id })).rejects.toMatchObject({ kind: "forbidden" });
    await expect(deactivateModel(olga, { kind: "topic" })).rejects.toMatchObject({
      kind: "forbidden",
    });
    const editor = await app.asActor(person("editor"));
    await expect(listModelVersions(editor)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(activateModel(editor, { id })).rejects.toMatchObject({ kind: "not-found" });
    await expect(activateModel(anna, { id: "../1" })).rejects.toMatchObject({ kind: "not-found" });
    await expect(activateModel(anna, { id: ctx.newId() })).rejects.toMatchObject({
      kind: "not-found",
    });
  });

  it("a damaged file falls back to the version before it", async () => {
    const [used] = await inUse();
    const older = (await listModelVersions(ctx)).find(({ state }) => state === "left");
    await updateIn(ctx, "triage_models")
      .set({ file: Buffer.from("OKNOTRI1 and then nothing of a model, only some more bytes") })
      .where("id", "=", used?.id ?? "")
      .execute();
    // Another process, with an empty cache of opened models.
    const said: unknown[] = [];
    const log = Object.assign(Object.create(ctx.log), { warn: (told: unknown) => said.push(told) });
    const elsewhere: Ctx = { ...ctx, app: { ...ctx.app }, log };
    expect((await activeModels(elsewhere)).topic?.version).toBe(older?.version);
    activeModels.invalidate(elsewhere);
    await activeModels(elsewhere);
    expect(said).toHaveLength(1);
  });

  it("retains the files of five older versions and the figures of all", async () => {
    for (let n = 0; n < 7; n++) await keep();
    const versions = (await listModelVersions(ctx)).filter(({ state }) => state !== "refused");
    expect(versions.map(({ hasFile }) => hasFile).slice(0, 6)).toEqual(
      Array.from({ length: 6 }, () => true),
    );
    expect(versions.slice(6).every(({ hasFile }) => !hasFile)).toBe(true);
    expect(versions.at(-1)?.card.metrics.accuracy).toBeGreaterThanOrEqual(0);
  });
});
