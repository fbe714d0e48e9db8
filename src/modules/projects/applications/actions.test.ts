import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { addTie } from "#modules/organisations/index.ts";
import { regionPath, parsePage, normalizeSpaces } from "#modules/people/fixtures.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import {
  seedContestFixture,
  actorWithRole,
  createReviewer,
  createCompleteProject,
} from "../fixtures.ts";
import { loadFormerApplication, loadApplication } from "./load.ts";
import {
  decideApplication,
  setRemarksVisibility,
  submitApplication,
  withdrawApplication,
} from "../submission/actions.ts";
import { snapshotHash } from "../submission/snapshot.ts";
import { selectRemarks, selectTexts, selectApplications } from "./store.ts";
import { beginApplication, copyTextFromSource, copyTextToCharter, saveTexts } from "./actions.ts";
import { listCallsByStatus, importProfile, saveCall, listProfiles } from "../contests/directory.ts";
import { builtInProfiles } from "../contests/built-in-profiles.ru.ts";
import { profileFields } from "../contests/profile.ts";
import {
  answerRemark,
  assignReviewers,
  setReviewerNamesVisibility,
  submitReview,
} from "../reviews/actions.ts";
import { selectReviews } from "../reviews/store.ts";
import { setProjectVisibility } from "../card/actions.ts";
import { updateCharter } from "../charter/actions.ts";
import { findProject, type Project } from "../store.ts";

let app: TestApp;
let system: Ctx;
let fund: string;
let writer: Ctx;
let centre: Ctx;
let project: Project;
let serial = 100;

beforeAll(async () => {
  app = await createTestApp();
  app.clock.now = new Date("2026-08-10T06:00:00Z");
  system = await app.asSystem();
  ({ fund } = await seedContestFixture(system));
  writer = await app.asActor(actorWithRole("nko", { organisation: fund }));
  centre = await app.asActor(actorWithRole("operator"));
});
afterAll(() => app.close());
beforeEach(async () => {
  app.clock.now = new Date("2026-08-10T06:00:00Z");
  ({ project } = await createCompleteProject(writer));
});

const regional = { profile: "regional-nko", contest: "Второй отбор СОНКО 2026 года" };
const direction = "Развитие институтов гражданского общества и общественного самоуправления";
const nextNumber = () => `Р99-26-2-${String((serial += 1)).padStart(6, "0")}`;
const key = (seq = 1) => ({ project: project.id, seq });
const begin = (part: object = {}) =>
  beginApplication(writer, project.id, { ...regional, direction, ...part });
const submit = (number = nextNumber()) => submitApplication(writer, key(), { number });
const stage = async () => (await findProject(system, project.id))?.stage;
const textOf = async (field: string, seq = 1) => {
  const { application } = await loadApplication(system, key(seq));
  return (await selectTexts(system, application.id)).get(field);
};
const cardOfGuest = async () => {
  const document = await parsePage(await app.get(regionPath(`/projects/${project.number}`)));
  return normalizeSpaces(document.querySelector("main")?.textContent);
};
const save = (field: string, text: string, version: number, ctx = writer) =>
  saveTexts(ctx, key(), [{ field, text, version }]);

describe("the lifecycle of an application", () => {
  test("submitted on 10 August with its number, not supported, revised, prefilled for the governor's contest, supported", async () => {
    await begin();
    expect(await stage()).toBe("application");
    const sent = await submitApplication(writer, key(), { number: "Р39-22-2-000039" });
    expect(sent).toMatchObject({
      stage: "submitted",
      number: "Р39-22-2-000039",
      submitted_on: "2026-08-10",
    });
    expect(await stage()).toBe("submitted");
    app.clock.now = new Date("2026-09-15T06:00:00Z");
    await decideApplication(writer, key(), {
      outcome: "not-supported",
      decidedOn: "2026-09-15",
      score: "48,9",
      remarks: "1. Не видно, кто ведёт центры дальше\n2. Смета не по рынку",
    });
    expect(await stage()).toBe("not-supported");
    const again = await beginApplication(writer, project.id, {
      profile: "governor-grant",
      contest: "Грант губернатора 2026 года",
      direction: "Развитие территорий и местных сообществ",
      former: 1,
    });
    expect(again.seq).toBe(2);
    const former = await loadFormerApplication(system, again);
    const texts = await selectTexts(system, again.id);
    const carried = [...texts.values()].filter(({ origin }) => origin === "application");
    const theirs = [...(former?.texts.values() ?? [])].map(({ text }) => text);
    expect(carried.length).toBeGreaterThan(14);
    expect(carried.every(({ text }) => theirs.includes(text))).toBe(true);
    const remarks = await selectRemarks(system, again.id);
    expect(remarks.map(({ text }) => text)).toEqual([
      "Не видно, кто ведёт центры дальше",
      "Смета не по рынку",
    ]);
    for (const { id } of remarks)
      await answerRemark(writer, key(2), { id, answer: "Исправили", settled: "yes" });
    const further = texts.get("further");
    const { clashes } = await saveTexts(writer, key(2), [
      { field: "further", text: `${further?.text} Их ведёт Дом культуры.`, version: 1 },
      { field: "governor", text: "Помогает программе развития сёл.", version: 0 },
    ]);
    expect(clashes).toEqual([]);
    await submitApplication(writer, key(2), { number: "ГГ-2026-0117" });
    app.clock.now = new Date("2026-10-20T06:00:00Z");
    await decideApplication(writer, key(2), {
      outcome: "supported",
      decidedOn: "2026-10-20",
      granted: "100 000",
      agreement: "ГГ-17/26",
    });
    const done = await findProject(system, project.id);
    expect(done).toMatchObject({ stage: "supported", awarded: 10_000_000 });
    expect((await selectApplications(system, project.id)).map((one) => one.stage)).toEqual([
      "supported",
      "not-supported",
    ]);
    await setProjectVisibility(centre, project.id, { shown: true });
    expect(await cardOfGuest()).toMatch(/Две заявки.*ГГ-2026-0117.*Р39-22-2-000039/);
    expect(await cardOfGuest()).not.toMatch(/Не видно, кто ведёт|Переписали/);
    await expect(
      setRemarksVisibility(await app.asActor({ kind: "guest" }), key(), { shown: true }),
    ).rejects.toMatchObject({ kind: "not-found" });
    await setRemarksVisibility(writer, key(), { shown: true });
    expect(await cardOfGuest()).toMatch(/«Не видно, кто ведёт центры дальше», «Смета не по рынку»/);
    expect(await cardOfGuest()).toContain("Переписали: ");
    await setRemarksVisibility(writer, key(), { shown: false });
    expect(await cardOfGuest()).not.toContain("Смета не по рынку");
  });

  test("submitted texts do not change with the charter", async () => {
    await begin();
    const sent = await submit();
    const kept = await loadApplication(system, key());
    expect(kept.application.snapshot).not.toBeNull();
    if (kept.application.snapshot === null) return;
    expect(snapshotHash(kept.application.snapshot)).toBe(sent.snapshot_sha256);
    expect(kept.application.snapshot.texts["title"]).toBe("Школа соседских центров");
    await expect(save("title", "Другое", 1)).rejects.toMatchObject({
      reason: "projects.application-frozen",
    });
  });

  test("an application with an empty field is not sent, and what is missing is counted", async () => {
    await begin();
    await save("goal", "", 1);
    await expect(submit()).rejects.toMatchObject({
      kind: "invalid",
      reason: "projects.not-complete",
      values: { count: 1 },
    });
  });

  test("a text over the funder's limit and a budget that does not add up prevent submission", async () => {
    await begin();
    await save("goal", "ц".repeat(701), 1);
    await expect(submit()).rejects.toMatchObject({ reason: "projects.not-complete" });
    const goal = await textOf("goal");
    await save("goal", "К июню 2027 года 10 проектов.", goal?.version ?? 0);
    await save("asked", "99999", 1);
    await expect(submit()).rejects.toMatchObject({ reason: "projects.not-complete" });
  });

  test("an emptied sum is absent from lists too", async () => {
    await begin();
    await save("asked", "99999", 1);
    const sum = async () => (await loadApplication(system, key())).application.asked;
    expect(await sum()).toBe(9_999_900);
    await save("asked", "", 2);
    expect(await sum()).toBeNull();
  });

  test("a number of the wrong shape, one already taken and a day ahead are refused at their fields", async () => {
    await begin();
    const number = nextNumber();
    await expect(submit("39-22")).rejects.toMatchObject({
      fields: { number: "projects.number-shape" },
    });
    await expect(
      submitApplication(writer, key(), { number, submittedOn: "2026-08-11" }),
    ).rejects.toMatchObject({ fields: { submittedOn: "projects.day-ahead" } });
    await submit(number);
    await expect(submit()).rejects.toMatchObject({ kind: "conflict" });
    ({ project } = await createCompleteProject(writer));
    await begin();
    await expect(submit(number)).rejects.toMatchObject({
      fields: { number: "projects.number-taken" },
    });
  });

  test("a decision is made once, not before it was sent, and grants no more than was asked", async () => {
    await begin();
    const declined = { outcome: "not-supported", decidedOn: "2026-08-10" } as const;
    await expect(decideApplication(writer, key(), declined)).rejects.toMatchObject({
      reason: "projects.not-submitted",
    });
    await submit();
    const supported = { outcome: "supported", decidedOn: "2026-08-10" } as const;
    await expect(decideApplication(writer, key(), supported)).rejects.toMatchObject({
      fields: { granted: "projects.granted-missing" },
    });
    await expect(
      decideApplication(writer, key(), { ...supported, granted: "100001" }),
    ).rejects.toMatchObject({ fields: { granted: "projects.granted-above" } });
    await expect(
      decideApplication(writer, key(), { ...declined, decidedOn: "2026-08-09" }),
    ).rejects.toMatchObject({ fields: { decidedOn: "projects.decided-before-sent" } });
    await decideApplication(writer, key(), declined);
    await expect(
      decideApplication(writer, key(), { ...supported, granted: "100000" }),
    ).rejects.toMatchObject({ reason: "projects.already-decided" });
  });

  test("withdrawn before the decision, the project is a concept again; another one that waits holds it", async () => {
    await begin();
    await submit();
    await begin({ profile: "municipal-small", direction: "" });
    await withdrawApplication(writer, key());
    expect(await stage()).toBe("application");
    await withdrawApplication(writer, key(2));
    expect(await stage()).toBe("concept");
  });
});

describe("texts of an application", () => {
  test("an edit does not change the charter, and is marked as changed since it was copied", async () => {
    await begin();
    await save("goal", "К весне 2027 года 12 проектов.", 1);
    expect((await findProject(system, project.id))?.goal).toMatch(/не меньше 10/);
    const goal = await textOf("goal");
    expect(goal).toMatchObject({ version: 2, origin: "passport" });
    expect(goal?.sourceText).toMatch(/не меньше 10/);
  });

  test("a text copied back to the charter is marked as copied from it", async () => {
    await begin();
    await save("goal", "К весне 2027 года 12 проектов.", 1);
    await copyTextToCharter(writer, key(), "goal");
    expect((await findProject(system, project.id))?.goal).toBe("К весне 2027 года 12 проектов.");
    expect(await textOf("goal")).toMatchObject({ sourceText: "К весне 2027 года 12 проектов." });
    await expect(copyTextToCharter(writer, key(), "plan")).rejects.toMatchObject({
      reason: "projects.nothing-to-take-back",
    });
  });

  test("the charter's newer text is copied again on request", async () => {
    await begin();
    const now = await findProject(system, project.id);
    await updateCharter(writer, project.id, {
      title: "Школа соседских центров",
      organisation: "7707083893",
      goal: "Новая цель к 2028 году: 20 проектов.",
      startsOn: now?.starts_on ?? "",
      endsOn: now?.ends_on ?? "",
    });
    expect((await textOf("goal"))?.text).toMatch(/не меньше 10/);
    await copyTextFromSource(writer, key(), { field: "goal", from: "passport" });
    expect((await textOf("goal"))?.text).toBe("Новая цель к 2028 году: 20 проектов.");
    await expect(
      copyTextFromSource(writer, key(), { field: "goal", from: "former" }),
    ).rejects.toMatchObject({
      reason: "projects.nothing-to-copy",
    });
  });

  test("two people edit one field: the second sees both texts; other fields are saved", async () => {
    await begin();
    await save("goal", "Первая цель", 1);
    const { saved, clashes } = await saveTexts(centre, key(), [
      { field: "goal", text: "Вторая цель", version: 1 },
      { field: "summary", text: "Новое описание", version: 1 },
    ]);
    expect(saved).toEqual(["summary"]);
    expect(clashes).toEqual([
      { field: "goal", submittedText: "Вторая цель", currentText: "Первая цель", version: 2 },
    ]);
    expect((await textOf("goal"))?.text).toBe("Первая цель");
    expect((await save("goal", "Вторая цель", 2, centre)).clashes).toEqual([]);
  });
});

describe("who may", () => {
  test("strangers and guests do not know that an application is there", async () => {
    await begin();
    for (const actor of [
      actorWithRole("nko", { organisation: crypto.randomUUID() }),
      { kind: "guest" } as const,
    ]) {
      const stranger = await app.asActor(actor);
      await expect(loadApplication(stranger, key())).rejects.toMatchObject({ kind: "not-found" });
      await expect(save("goal", "Чужое", 1, stranger)).rejects.toMatchObject({ kind: "not-found" });
    }
  });

  test("the head reads a draft and changes nothing; a funder knows nothing of it yet", async () => {
    await begin();
    const head = await app.asActor(actorWithRole("head"));
    await expect(loadApplication(head, key())).resolves.toBeDefined();
    await expect(save("goal", "Чужое", 1, head)).rejects.toMatchObject({ kind: "forbidden" });
    const funder = await app.asActor(actorWithRole("funder"));
    await expect(loadApplication(funder, key())).rejects.toMatchObject({ kind: "not-found" });
  });
});

describe("reviews by rubric", () => {
  const points = (value: number) =>
    Object.fromEntries(
      ["significance", "logic", "results", "budget", "team", "contribution"].map((code) => [
        code,
        { points: value, comment: "" },
      ]),
    );

  test("several reviewers, remarks by field, an answer, and another round after it", async () => {
    await begin();
    const [one, two] = [
      await createReviewer(system, "Пётр Ясный"),
      await createReviewer(system, "Ольга Тихая"),
    ];
    await assignReviewers(centre, key(), { reviewers: [one.id, two.id] });
    const first = await app.asActor(actorWithRole("reviewer", { id: one.id }));
    const second = await app.asActor(actorWithRole("reviewer", { id: two.id }));
    await submitReview(first, key(), {
      points: points(8),
      verdict: "needs-work",
      remarks: [{ field: "goal", text: "Назовите, сколько жителей" }],
    });
    await submitReview(second, key(), { points: points(3), verdict: "ready" });
    await expect(
      submitReview(second, key(), { points: points(4), verdict: "ready" }),
    ).rejects.toMatchObject({ reason: "projects.review-written" });
    const { application } = await loadApplication(centre, key());
    const [remark] = await selectRemarks(system, application.id);
    expect(remark).toMatchObject({ field: "goal", round: 1, text_version: 1, kind: "review" });
    await answerRemark(writer, key(), { id: remark?.id ?? "", answer: "Назвали", settled: "yes" });
    await assignReviewers(centre, key(), { reviewers: [one.id] });
    const reviews = await selectReviews(system, application.id);
    expect(reviews.map(({ round, state }) => `${round} ${state}`)).toEqual([
      "1 written",
      "1 written",
      "2 assigned",
    ]);
  });

  test("members of the applicant are refused by name, and points outside the rubric at their field", async () => {
    await begin();
    const own = await createReviewer(system, "Свой Человек");
    await addTie(system, {
      organisationId: fund,
      personId: own.id,
      role: "member",
      since: "2026-01-01",
    });
    await expect(assignReviewers(centre, key(), { reviewers: [own.id] })).rejects.toMatchObject({
      reason: "projects.reviewer-tied",
      values: { names: "Свой Человек" },
    });
    const other = await createReviewer(system, "Другой Человек");
    await assignReviewers(centre, key(), { reviewers: [other.id] });
    const reviewer = await app.asActor(actorWithRole("reviewer", { id: other.id }));
    await expect(
      submitReview(reviewer, key(), { points: points(11), verdict: "ready" }),
    ).rejects.toMatchObject({ fields: { "points-significance": "projects.points-wrong" } });
    await expect(
      submitReview(reviewer, key(), { points: points(5), verdict: "needs-work" }),
    ).rejects.toMatchObject({ fields: { comment: "projects.say-what" } });
    await expect(
      setReviewerNamesVisibility(reviewer, key(), { shown: true }),
    ).rejects.toMatchObject({
      kind: "forbidden",
    });
  });
});

describe("forms of contests and calls", () => {
  test("the region's own profile replaces the built-in one; submitted applications have the old one", async () => {
    await begin();
    await submit();
    const [form] = builtInProfiles.filter(({ code }) => code === "regional-nko");
    const stricter = JSON.stringify({ ...form, title: "Отбор СОНКО по новым правилам" });
    await expect(importProfile(writer, stricter)).rejects.toMatchObject({ kind: "forbidden" });
    await importProfile(centre, stricter);
    const book = await listProfiles(centre);
    expect(book.find(({ profile }) => profile.code === "regional-nko")?.profile.title).toBe(
      "Отбор СОНКО по новым правилам",
    );
    const { profile } = await loadApplication(writer, key());
    expect(profile.title).toBe("Региональный конкурс СОНКО");
    expect(profileFields(profile).length).toBeGreaterThan(20);
  });

  test("a wrong file leaves nothing behind", async () => {
    const before = await listProfiles(centre);
    expect(await importProfile(centre, '{"code":"X"}')).toHaveProperty("faults");
    expect(await listProfiles(centre)).toEqual(before);
  });

  test("a call is open from its first day to its last", async () => {
    await saveCall(centre, {
      profile: "municipal-small",
      title: "Соседи рядом",
      opensOn: "2026-08-10",
      closesOn: "2026-08-20",
    });
    const titles = async () => (await listCallsByStatus(centre)).open.map(({ title }) => title);
    expect(await titles()).toEqual(["Соседи рядом"]);
    app.clock.now = new Date("2026-08-20T15:00:00Z");
    expect(await titles()).toEqual(["Соседи рядом"]);
    app.clock.now = new Date("2026-08-20T20:00:00Z");
    expect(await titles()).toEqual([]);
    await expect(
      saveCall(centre, {
        profile: "none-such",
        title: "Нет",
        opensOn: "2026-08-10",
        closesOn: "2026-08-20",
      }),
    ).rejects.toMatchObject({ fields: { profile: "projects.unknown-profile" } });
  });
});
