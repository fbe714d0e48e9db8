import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { Refusal } from "#base/refusal.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { closeForm, saveForm, publishForm } from "../actions.ts";
import type { Answers } from "../evaluate/answers.ts";
import { publishSurvey, surveyDefinition } from "../fixtures.ts";
import { findReply } from "./reads.ts";
import { saveReply, sendReply } from "./actions.ts";
import { selectRevisions } from "./store.ts";
import { loadResults } from "../results/results.ts";
import { selectForm, selectVersions, type Form } from "../store.ts";

let app: TestApp;
let system: Ctx;
let guest: Ctx;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  guest = await app.asActor({ kind: "guest" });
});
afterAll(() => app.close());

const park = surveyDefinition([
  {
    code: "often",
    kind: "choice",
    text: { ru: "Как часто" },
    required: true,
    options: [
      { code: "daily", text: { ru: "Каждый день" } },
      { code: "rarely", text: { ru: "Редко" } },
    ],
  },
  { code: "lacks", kind: "long-text", text: { ru: "Чего нет" }, most: 20 },
]);

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof Refusal ? error : Promise.reject(error)),
  );

const send = (form: Form, answers: Answers, key: string = randomUUID()) =>
  sendReply(guest, { formId: form.id, answers, key });

describe("sending", () => {
  test("a double click is one reply", async () => {
    const form = await publishSurvey(system, park);
    const key = randomUUID();
    const twice = await Promise.all([
      send(form, { often: "daily" }, key),
      send(form, { often: "daily" }, key),
    ]);
    expect(twice[0].id).toBe(twice[1].id);
    expect((await loadResults(system, { formId: form.id, as: "exact" })).count).toBe(1);
  });

  test("what lacks and what is too long is told at its control, and a draft keeps it all", async () => {
    const form = await publishSurvey(system, park);
    const answers = { lacks: "Скамеек, урн и фонарей у пруда" };
    const told = await refusal(send(form, answers));
    expect(told?.kind).toBe("invalid");
    expect(told?.fields).toEqual({
      "q.often": "forms.answer-missing",
      "q.lacks": "forms.answer-wrong",
    });
    const key = randomUUID();
    await saveReply(guest, { formId: form.id, answers, key });
    const kept = await findReply(guest, { formId: form.id, key });
    expect(kept).toMatchObject({ state: "draft", answers });
  });

  test("a closed form takes no replies, a draft form is not there", async () => {
    const form = await publishSurvey(system, park);
    await closeForm(system, form.id);
    expect((await refusal(send(form, { often: "daily" })))?.reason).toBe("forms.closed");
    const draft = await saveForm(system, { definition: park });
    expect((await refusal(send(draft, { often: "daily" })))?.kind).toBe("not-found");
  });
});

describe("two people at one reply", () => {
  test("what each changed is kept, and the question both changed is told with both answers", async () => {
    const form = await publishSurvey(system, park);
    const key = randomUUID();
    const first = await saveReply(guest, { formId: form.id, answers: { lacks: "Тени" }, key });
    const seen = first.version;
    await saveReply(guest, {
      formId: form.id,
      answers: { lacks: "Тени", often: "rarely" },
      key,
      seenVersion: seen,
    });
    const mine = await saveReply(guest, {
      formId: form.id,
      answers: { lacks: "Воды" },
      key,
      seenVersion: seen,
    });
    expect(mine.answers).toEqual({ lacks: "Воды", often: "rarely" });
    expect(mine.conflicts).toEqual([]);
    const late = await saveReply(guest, {
      formId: form.id,
      answers: { lacks: "Света" },
      key,
      seenVersion: seen,
    });
    expect(late.conflicts).toEqual([{ question: "lacks", mine: "Света", theirs: "Воды" }]);
    expect(late.answers.lacks).toBe("Воды");
    const revisions = await selectRevisions(system, late.id);
    expect(revisions.map(({ replaced }) => replaced)).toEqual([
      { lacks: "Тени" },
      { often: null },
      { lacks: null },
    ]);
  });
});

describe("versions", () => {
  test("a question without answers is corrected in place, one with answers gets a new version", async () => {
    const form = await publishSurvey(system, park);
    const renamed = (ru: string) => ({
      ...park,
      sections: park.sections.map((section) => ({
        ...section,
        questions: section.questions.map((one) =>
          one.code === "often" ? { ...one, text: { ru } } : one,
        ),
      })),
    });
    await saveForm(system, { id: form.id, definition: renamed("Часто ли") });
    expect((await publishForm(system, form.id)).published_version).toBe(1);
    await send(form, { often: "daily" });
    await saveForm(system, { id: form.id, definition: renamed("Как часто гуляете") });
    expect((await publishForm(system, form.id)).published_version).toBe(2);
    await send(form, { often: "rarely", lacks: "Тени" });
    const versions = await selectVersions(system, form.id);
    expect(
      versions.map(({ definition }) =>
        definition.sections[0]?.questions.map(({ code, version, text }) => [
          code,
          version,
          text.ru,
        ]),
      ),
    ).toEqual([
      [
        ["often", 1, "Часто ли"],
        ["lacks", 1, "Чего нет"],
      ],
      [
        ["often", 2, "Как часто гуляете"],
        ["lacks", 1, "Чего нет"],
      ],
    ]);
    const { questions } = await loadResults(system, { formId: form.id, as: "exact" });
    expect(questions.map(({ code, version, answered }) => [code, version, answered])).toEqual([
      ["often", 2, 1],
      ["lacks", 1, 1],
      ["often", 1, 1],
    ]);
  });

  test("two people editing one form: the second is told", async () => {
    const { id, version } = await saveForm(system, { definition: park });
    await saveForm(system, { id, definition: park, version });
    const told = await refusal(saveForm(system, { id, definition: park, version }));
    expect(told?.reason).toBe("forms.changed-meanwhile");
    expect((await selectForm(system, id))?.version).toBe(version + 1);
  });
});
