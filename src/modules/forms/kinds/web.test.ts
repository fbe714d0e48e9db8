import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { grantRole } from "#modules/people/index.ts";
import {
  createTestVisitors,
  normalizeSpaces,
  parsePage,
  regionPath,
} from "#modules/people/fixtures.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { saveForm } from "../actions.ts";
import { publishSurvey, surveyDefinition } from "../fixtures.ts";
import { loadResults } from "../results/results.ts";
import { selectForm } from "../store.ts";

let app: TestApp;
let system: Ctx;
let operator: string;

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  const { newPerson, signIn } = createTestVisitors(app, system);
  const staff = await newPerson("Анна Операторова");
  await grantRole(system, staff.id, { role: "operator" });
  operator = await signIn(staff.email);
});
afterAll(() => app.close());

const text = async (response: Response) =>
  normalizeSpaces((await parsePage(response)).body.textContent);

const contacts = surveyDefinition([
  { code: "mail", kind: "email", text: { ru: "Ваша почта" }, required: true },
  { code: "tel", kind: "phone", text: { ru: "Ваш телефон" } },
  { code: "site", kind: "url", text: { ru: "Ваш сайт" } },
]);

describe("questions about e-mail, telephone and web address", () => {
  test("come back with what is wrong, and are taken when right: page, paper, results, export", async () => {
    const { code, id } = await publishSurvey(system, contacts);
    const path = regionPath(`/forms/${code}`);
    const page = await parsePage(await app.get(path));
    const modes = ["q.mail", "q.tel", "q.site"].map((name) =>
      page.querySelector(`input[name="${name}"]`)?.getAttribute("inputmode"),
    );
    expect(modes).toEqual(["email", "tel", "url"]);
    const paper = await parsePage(await app.get(`${path}?paper=1`));
    expect(paper.querySelectorAll("main hr").length).toBe(3);

    const form = { key: "one", "q-sections": "main", do: "send" };
    const wrong = { "q.mail": "anna", "q.tel": "12", "q.site": "primer.ru" };
    const refused = await app.post(path, { ...form, ...wrong });
    expect(refused.status).toBe(422);
    const again = await parsePage(refused);
    expect(again.querySelector('input[name="q.tel"]')?.getAttribute("value")).toBe("12");
    const body = normalizeSpaces(again.body.textContent);
    expect(body).toContain("Проверьте адрес");
    expect(body).toContain("Проверьте номер");
    expect(body).toContain("Нужен адрес страницы целиком");

    const right = {
      "q.mail": "анна@пример.рф",
      "q.tel": "8 (900) 123-45-67",
      "q.site": "https://primer.ru",
    };
    const sent = await app.post(path, { ...form, ...right });
    expect(sent.status).toBe(303);
    const reply = await parsePage(await app.get(sent.headers.get("location") ?? ""));
    expect(reply.querySelector('a[href="https://primer.ru"]')?.getAttribute("rel")).toContain(
      "noopener",
    );
    const { questions } = await loadResults(system, { formId: id, as: "exact" });
    expect(questions.map(({ texts }) => texts)).toEqual(Object.values(right).map((one) => [one]));
    const csv = await (
      await app.get(regionPath(`/admin/forms/${code}/replies.csv`), operator)
    ).text();
    for (const value of Object.values(right)) expect(csv).toContain(value);
  });

  test("are made and changed in the builder", async () => {
    const { code } = await saveForm(system, { definition: contacts });
    const here = regionPath(`/admin/forms/${code}`);
    const made = await app.post(
      `${here}/sections/main/questions`,
      { textRu: "Вторая почта", kind: "email" },
      operator,
    );
    expect(made.status).toBe(303);
    const opened = await text(await app.get(`${here}/questions/q1`, operator));
    expect(opened).toContain("Почта");
    await app.post(
      `${here}/questions/q1`,
      { code: "q1", kind: "url", textRu: "Второй сайт", most: "100" },
      operator,
    );
    const draft = (await selectForm(system, code))?.draft;
    expect(draft?.sections[0]?.questions.at(-1)).toMatchObject({ kind: "url", code: "q1" });
  });
});

test("every kind goes out as an XLSForm and comes back", async () => {
  const options = ["a", "b"].map((one) => ({ code: one, text: { ru: `Вариант ${one}` } }));
  const definition = surveyDefinition([
    { code: "k_text", kind: "text", text: { ru: "1" }, required: true },
    { code: "k_long", kind: "long-text", text: { ru: "2" }, hint: { ru: "Подробно" } },
    { code: "k_number", kind: "number", whole: true, text: { ru: "3" } },
    { code: "k_date", kind: "date", text: { ru: "4" } },
    { code: "k_email", kind: "email", text: { ru: "5" } },
    { code: "k_phone", kind: "phone", text: { ru: "6" } },
    { code: "k_url", kind: "url", text: { ru: "7" } },
    { code: "k_choice", kind: "choice", options, text: { ru: "8" } },
    { code: "k_choices", kind: "choices", options, text: { ru: "9" } },
    { code: "k_scale", kind: "scale", min: 0, max: 10, text: { ru: "10" } },
    { code: "k_yes", kind: "yes-no", text: { ru: "11" } },
    { code: "k_matrix", kind: "matrix", rows: options, columns: options, text: { ru: "12" } },
    { code: "k_file", kind: "file", text: { ru: "13" } },
    { code: "k_place", kind: "place", detail: "address", text: { ru: "14" } },
    {
      code: "k_body",
      kind: "organisation",
      text: { ru: "15" },
      shownIf: { op: "=", of: [{ answer: "k_yes" }, { say: true }] },
    },
    { code: "k_money", kind: "money-table", articles: options, text: { ru: "16" } },
    { code: "k_plan", kind: "date-plan", text: { ru: "17" } },
  ]);
  const { code, draft } = await saveForm(system, { definition });
  const sent = await app.get(regionPath(`/admin/forms/${code}/form.xlsx`), operator);
  expect(sent.status).toBe(200);
  const file = new File([await sent.arrayBuffer()], "form.xlsx");
  const made = await app.post(regionPath("/admin/forms"), { file }, operator);
  expect(made.status).toBe(303);
  const again = made.headers.get("location")?.split("?")[0]?.split("/").at(-1) ?? "";
  const questions = (await selectForm(system, again))?.draft.sections.flatMap((s) => s.questions);
  expect(questions).toEqual(draft.sections.flatMap((section) => section.questions));
});
