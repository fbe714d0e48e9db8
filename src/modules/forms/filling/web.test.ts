import { afterAll, beforeAll, describe, expect, test } from "vitest";
import writeWorkbook from "write-excel-file/node";
import type { Ctx } from "#base/context.ts";
import { grantRole } from "#modules/people/index.ts";
import {
  regionPath,
  formErrors,
  parsePage,
  normalizeSpaces,
  createTestVisitors,
} from "#modules/people/fixtures.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { saveForm, publishForm } from "../actions.ts";
import { publishSurvey, surveyDefinition } from "../fixtures.ts";
import { loadResults } from "../results/results.ts";
import { selectForm } from "../store.ts";
import { createBlankForm, findTemplate } from "../definition/templates.ru.ts";

let app: TestApp;
let system: Ctx;
let operator: string;
let other: string;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  const { newPerson, signIn } = createTestVisitors(app, system);
  const staff = await newPerson("Анна Операторова");
  await grantRole(system, staff.id, { role: "operator" });
  operator = await signIn(staff.email);
  const neighbour = await newPerson("Пётр Соседов");
  await grantRole(system, neighbour.id, { role: "editor" });
  other = await signIn(neighbour.email);
});
afterAll(() => app.close());

const text = async (response: Response) =>
  normalizeSpaces((await parsePage(response)).body.textContent);

const dogs = surveyDefinition([
  { code: "dog", kind: "yes-no", text: { ru: "Есть собака" }, required: true },
  {
    code: "name",
    kind: "text",
    text: { ru: "Как зовут собаку" },
    required: true,
    shownIf: { op: "=", of: [{ answer: "dog" }, { say: true }] },
  },
]);

async function openForm(definition = dogs) {
  const { code, id } = await publishSurvey(system, definition);
  const path = regionPath(`/forms/${code}`);
  const opened = await parsePage(await app.get(path));
  const key = opened.querySelector("input[name=key]")?.getAttribute("value") ?? "";
  const shown = opened.querySelector("input[name=q-shown]")?.getAttribute("value") ?? "";
  return { id, code, path, opened, hidden: { key, "q-shown": shown, "q-sections": "main" } };
}

describe("filling in without scripts", () => {
  test("a question that an answer calls for is shown before anything is sent, and then sent", async () => {
    const { path, id, opened, hidden } = await openForm();
    expect(opened.querySelector("[data-question=name]")?.hasAttribute("hidden")).toBe(true);
    const first = await app.post(path, { ...hidden, "q.dog": "yes", do: "send" });
    expect(first.status).toBe(422);
    const again = await parsePage(first);
    expect(again.querySelector("[data-question=name]")?.hasAttribute("hidden")).toBe(false);
    const sent = await app.post(path, {
      ...hidden,
      "q-shown": "dog name",
      "q.dog": "yes",
      "q.name": "Тузик",
      do: "send",
    });
    expect(sent.status).toBe(303);
    const own = sent.headers.get("location") ?? "";
    expect(own).toContain("/forms/replies/");
    expect(await text(await app.get(own))).toContain("Тузик");
    expect((await loadResults(system, { formId: id, as: "exact" })).count).toBe(1);
  });

  test("a draft is kept under a private link, and its history shows what was", async () => {
    const { path, hidden } = await openForm();
    const saved = await app.post(path, {
      ...hidden,
      "q.dog": "yes",
      "q.name": "Жучка",
      do: "save",
    });
    const own = saved.headers.get("location") ?? "";
    const draft = await parsePage(await app.get(own));
    expect(draft.querySelector("input[name='q.name']")?.getAttribute("value")).toBe("Жучка");
    const seen = draft.querySelector("input[name=seen]")?.getAttribute("value") ?? "";
    await app.post(own, { ...hidden, seen, "q.dog": "yes", "q.name": "Белка", do: "save" });
    expect(await text(await app.get(`${own}/history`))).toContain("было: Жучка");
    await app.post(`${own}/restore`, { number: String(Number(seen) + 1) });
    const back = await parsePage(await app.get(own));
    expect(back.querySelector("input[name='q.name']")?.getAttribute("value")).toBe("Жучка");
  });

  test("the island's save answers the time; two people at one question are both told", async () => {
    const { path, hidden } = await openForm();
    const save = (where: string, fields: Record<string, string>) =>
      app.post(where, { ...hidden, "q.dog": "yes", ...fields });
    const first = (await (await save(`${path}/save.json`, { "q.name": "А" })).json()) as {
      version: number;
      time: string;
      href: string;
    };
    expect(first.time).toMatch(/^\d\d:\d\d$/);
    const seen = String(first.version);
    await save(`${first.href}/save.json`, { "q.name": "Б", seen });
    const late = await save(first.href, { "q.name": "В", seen, do: "save" });
    expect(late.status).toBe(409);
    const both = await parsePage(late);
    expect(both.querySelector("input[name='q.name']")?.getAttribute("value")).toBe("В");
    expect(normalizeSpaces(both.querySelector("#errors")?.textContent)).toContain("Теперь там: Б");
  });

  test("answers over limits come back with the words kept", async () => {
    const long = surveyDefinition([{ code: "t", kind: "long-text", text: { ru: "Что" }, most: 5 }]);
    const { path, hidden } = await openForm(long);
    const response = await app.post(path, { ...hidden, "q.t": "семь знаков", do: "send" });
    expect(response.status).toBe(422);
    const back = await parsePage(response);
    expect(back.querySelector("textarea")?.textContent).toContain("семь");
    expect(normalizeSpaces(back.querySelector("#errors")?.textContent)).toContain("можно 5 знаков");
  });

  test("a file that is none of ours is told at its question, the words stay", async () => {
    const files = surveyDefinition([
      { code: "t", kind: "text", text: { ru: "Что" } },
      { code: "f", kind: "file", text: { ru: "Фото" } },
    ]);
    const { path, hidden } = await openForm(files);
    const virus = new File([new Uint8Array([77, 90, 0, 3, 0, 0, 255])], "photo.jpg", {
      type: "image/jpeg",
    });
    const response = await app.post(path, { ...hidden, "q.t": "люк", "q.f": virus, do: "send" });
    expect(response.status).toBe(422);
    const back = await parsePage(response);
    expect(back.querySelector("input[name='q.t']")?.getAttribute("value")).toBe("люк");
    expect(back.querySelector("#errors a")?.getAttribute("href")).toBe("#f-q-f");
  });

  test("robots are told, the paper sheet bears its code, another's link leads nowhere", async () => {
    const { path, code, hidden } = await openForm();
    const robot = await app.post(path, { ...hidden, "q.dog": "no", website: "x", do: "send" });
    expect(robot.status).toBe(422);
    expect(await text(await app.get(`${path}?paper=1`))).toContain(
      `${code.toUpperCase()} · версия 1`,
    );
    expect((await app.get(regionPath(`/forms/replies/${"x".repeat(43)}`))).status).toBe(404);
  });

  test("what an account began is nobody else's, until its author invites them", async () => {
    const { path, hidden } = await openForm();
    const saved = await app.post(path, { ...hidden, "q.dog": "no", do: "save" }, operator);
    const own = saved.headers.get("location") ?? "";
    expect((await app.get(own)).status).toBe(404);
    expect((await app.get(own, other)).status).toBe(404);
    const found = await parsePage(await app.get(`${own}/authors?person=Соседов`, operator));
    const personId = found.querySelector("input[name=personId]")?.getAttribute("value") ?? "";
    expect((await app.post(`${own}/authors`, { personId }, operator)).status).toBe(303);
    expect((await app.get(own, other)).status).toBe(200);
    expect((await app.get(`${own}/authors`, other)).status).toBe(404);
  });
});

describe("the builder", () => {
  test("only staff come in", async () => {
    expect((await app.get(regionPath("/admin/forms"), other)).status).toBe(403);
    expect((await app.get(regionPath("/admin/forms"), operator)).status).toBe(200);
  });

  test("a form is made from nothing, asked, opened and closed without a script", async () => {
    const made = await app.post(regionPath("/admin/forms"), { title: "Двор" }, operator);
    const here = made.headers.get("location")?.split("?")[0] ?? "";
    const add = await app.post(
      `${here}/sections/s1/questions`,
      { textRu: "Кто вы", kind: "choice" },
      operator,
    );
    const question = add.headers.get("location") ?? "";
    expect((await app.get(question, operator)).status).toBe(200);
    const fields = { textRu: "Кто вы", kind: "choice", code: "who", publicity: "public" };
    const kept = await app.post(
      question,
      { ...fields, options: "nko | НКО\nman | Житель" },
      operator,
    );
    expect(kept.status).toBe(303);
    await app.post(`${here}/sections/s1/questions`, { textRu: "Имя НКО", kind: "text" }, operator);
    const asked = { textRu: "Имя НКО", kind: "text", code: "q1", publicity: "staff", most: "50" };
    const when = { question: "who", comparison: "=", compared: "НКО" };
    await app.post(`${here}/questions/q1`, { ...asked, ...when }, operator);
    expect(await text(await app.get(here, operator))).toContain("если who = 'nko'");
    expect((await app.post(`${here}/publish`, {}, operator)).status).toBe(303);
    const code = here.split("/").at(-1) ?? "";
    expect((await app.get(regionPath(`/forms/${code}`))).status).toBe(200);
    expect((await app.post(`${here}/close`, {}, operator)).status).toBe(303);
    expect(await text(await app.get(regionPath(`/forms/${code}`)))).toContain(
      "Приём ответов закончен",
    );
  });

  test("a loop is refused with the names of its questions, what was typed stays", async () => {
    const { code } = await saveForm(system, { definition: dogs });
    const path = regionPath(`/admin/forms/${code}/questions/dog`);
    const fields = { textRu: "Есть собака", kind: "yes-no", code: "dog", publicity: "staff" };
    const response = await app.post(path, { ...fields, formula: "name = 'Тузик'" }, operator);
    expect(response.status).toBe(422);
    const body = await parsePage(response);
    expect(normalizeSpaces(body.body.textContent)).toContain(
      "«Есть собака» → «Как зовут собаку» → «Есть собака»",
    );
    expect(body.querySelector("input[name=formula]")?.getAttribute("value")).toBe("name = 'Тузик'");
    const nonsense = await app.post(path, { ...fields, formula: "name ===" }, operator);
    expect(await formErrors(nonsense)).toContain("Не понимаю условие");
  });

  test("an exported form is the same form again", async () => {
    for (const template of ["needs", "audit", "rubric"]) {
      const definition = findTemplate(template) ?? createBlankForm("x");
      const { code, draft } = await saveForm(system, { definition });
      const json = await (
        await app.get(regionPath(`/admin/forms/${code}/form.json`), operator)
      ).text();
      const file = new File([json], "form.json");
      const made = await app.post(regionPath("/admin/forms"), { file }, operator);
      const again = made.headers.get("location")?.split("?")[0]?.split("/").at(-1) ?? "";
      expect((await selectForm(system, again))?.draft).toEqual(draft);
    }
  });

  test("an XLSForm is taken, and what could not be is told by line", async () => {
    const sheet = (name: string, rows: string[][]) => ({
      sheet: name,
      data: rows.map((row) => row.map((value) => ({ value }))),
    });
    const bytes = await writeWorkbook([
      sheet("survey", [
        ["type", "name", "label::ru", "relevant", "required", "constraint", "calculation"],
        ["note", "n1", "Здравствуйте", "", "", "", ""],
        ["integer", "age", "Сколько лет", "", "yes", ". >= 0 and . < 120", ""],
        ["begin group", "g", "Работа", "${age} >= 18", "", "", ""],
        ["select_one kinds", "kind", "Где", "", "", "", ""],
        ["text", "other", "Что ещё", "selected(${kind}, 'nko')", "", "", ""],
        ["geopoint", "where", "Точка", "", "", "", ""],
        ["text", "lost", "Про точку", "${where} != ''", "", "", ""],
        ["end group", "", "", "", "", "", ""],
        ["calculate", "twice", "", "", "", "", "${age} * 2"],
        ["select_one nowhere", "bad", "Пусто", "", "", "", ""],
      ]),
      sheet("choices", [
        ["list_name", "name", "label::ru"],
        ["kinds", "nko", "НКО"],
        ["kinds", "other", "Другое"],
      ]),
      sheet("settings", [["form_title"], ["Опрос района"]]),
    ]).toBuffer();
    const file = new File([new Uint8Array(bytes)], "form.xlsx");
    const response = await app.post(regionPath("/admin/forms"), { file }, operator);
    const body = await text(response);
    expect(response.status).toBe(200);
    expect(body).toContain("строка 7: вид вопроса «geopoint» не берём");
    expect(body).toContain("нет списка вариантов «nowhere»");
    expect(body).toContain("ссылается на «where»");
    expect(body).toContain("если age >= 18");
    expect(body).toContain("Опрос района");
    const broken = new File([new Uint8Array(Buffer.from("PK nonsense"))], "form.xlsx");
    expect((await app.post(regionPath("/admin/forms"), { file: broken }, operator)).status).toBe(
      422,
    );
    const words = new File(["{не json"], "form.json");
    expect(
      await formErrors(await app.post(regionPath("/admin/forms"), { file: words }, operator)),
    ).toContain("Это не XLSForm");
  });
});

describe("what came in", () => {
  test("paper is keyed in one sheet after another, with its gaps where the keeper says so", async () => {
    const { code, id } = await publishSurvey(system, dogs);
    const path = regionPath(`/admin/forms/${code}/paper`);
    const gap = { key: "sheet-1", "q-sections": "main", "q.dog": "yes" };
    expect((await app.post(path, gap, operator)).status).toBe(422);
    expect((await app.post(path, { ...gap, gaps: "yes" }, operator)).status).toBe(303);
    await app.post(path, { key: "sheet-2", "q-sections": "main", "q.dog": "no" }, operator);
    const results = await loadResults(system, { formId: id, as: "exact" });
    expect(results.questions[0]?.cells.map(({ count }) => count)).toEqual([1, 1]);
  });

  test("an export has a column for each version of a question, and hidden answers stay blank", async () => {
    const { code, id } = await publishSurvey(system, dogs);
    const path = regionPath(`/forms/${code}`);
    const send = (fields: Record<string, string>, key: string) =>
      app.post(path, { key, "q-sections": "main", do: "send", ...fields });
    await send({ "q.dog": "yes", "q.name": "Тузик" }, "one");
    await send({ "q.dog": "no", "q.name": "Призрак" }, "two");
    const [first, second] = dogs.sections[0]?.questions ?? [];
    if (first === undefined || second === undefined) throw new Error("two questions");
    const renamed = surveyDefinition([first, { ...second, text: { ru: "Кличка" } }]);
    await saveForm(system, { id, definition: renamed });
    await publishForm(system, id);
    await send({ "q.dog": "yes", "q.name": "Белка" }, "three");
    const csv = await (
      await app.get(regionPath(`/admin/forms/${code}/replies.csv`), operator)
    ).text();
    const [head = "", ...lines] = csv.trim().split("\r\n");
    expect(head).toContain("name (2): Кличка");
    expect(head).toContain("name: Как зовут собаку");
    expect(lines.map((line) => line.split(";").slice(-3).join(",")).toSorted()).toEqual([
      "Да,,Тузик",
      "Да,Белка,",
      "Нет,,",
    ]);
    const json = await (
      await app.get(regionPath(`/admin/forms/${code}/replies.json`), operator)
    ).text();
    expect(JSON.parse(json)).toMatchObject({ versions: [{ number: 1 }, { number: 2 }] });
    const book = await app.get(regionPath(`/admin/forms/${code}/replies.xlsx`), operator);
    expect(
      Buffer.from(await book.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
    expect((await app.get(regionPath(`/admin/forms/${code}/replies.csv`), other)).status).toBe(403);
  });

  test("everybody sees public questions only, never words, and nothing of few people", async () => {
    const questions = [
      {
        code: "mark",
        kind: "scale" as const,
        text: { ru: "Оценка" },
        publicity: "public" as const,
      },
      { code: "words", kind: "text" as const, text: { ru: "Слова" }, publicity: "public" as const },
      { code: "inner", kind: "scale" as const, text: { ru: "Внутреннее" } },
    ];
    const { code, id } = await publishSurvey(system, surveyDefinition(questions));
    await saveForm(system, { id, definition: surveyDefinition(questions), resultsPublic: true });
    const send = (mark: string, key: string) =>
      app.post(regionPath(`/forms/${code}`), {
        key,
        "q-sections": "main",
        do: "send",
        "q.mark": mark,
        "q.words": "тайна",
        "q.inner": mark,
      });
    for (const key of ["a", "b", "c", "d"]) await send("5", key);
    const path = regionPath(`/forms/${code}/results`);
    expect(await text(await app.get(path))).toContain("Ответов меньше 5");
    for (let n = 0; n < 20; n++) await send("5", `more-${n}`);
    await send("1", "alone");
    const guest = await text(await app.get(path));
    expect(guest).not.toContain("тайна");
    expect(guest).not.toContain("Внутреннее");
    expect(guest).toContain("считаем вместе");
    expect(guest).not.toContain("В среднем");
    const staff = await text(await app.get(path, operator));
    expect(staff).toContain("тайна");
    expect(staff).toContain("4,84");
    const twin = (await (await app.get(`${path}.json`)).json()) as {
      questions: { code: string }[];
    };
    expect(twin.questions.map((one) => one.code)).toEqual(["mark", "words"]);
  });
});
