import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { openZip } from "#base/files/zip-reader.ts";
import { regionPath, createTestVisitors } from "#modules/people/fixtures.ts";
import { grantRole } from "#modules/people/index.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import type { Answers } from "../evaluate/answers.ts";
import { streamJson, exportReplies, exportRows } from "./exports.ts";
import { publishSurvey, surveyDefinition } from "../fixtures.ts";
import { sendReply } from "../replies/actions.ts";
import type { Form } from "../store.ts";

let app: TestApp;
let system: Ctx;
let form: Form;

const answers: Answers = {
  more: true,
  why: "Потому что",
  budget: [
    { article: "m", what: "Саженцы", ...amounts(10, 500, 4000, 1000), comment: "питомник; Речной" },
    { article: "", what: "Дорога", ...amounts(1, 300, 300, null), comment: "" },
  ],
  plan: [{ what: "Посадка", from: "2026-05-01", to: "2026-05-02", expected: "20 кустов" }],
};

function amounts(quantity: number, price: number, grant: number, own: number | null) {
  return { quantity, price, grant, own, partner: null };
}

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  const more = { op: "=" as const, of: [{ answer: "more" }, { say: true }] };
  form = await publishSurvey(
    system,
    surveyDefinition([
      { code: "more", kind: "yes-no", text: { ru: "Расскажете больше" } },
      { code: "why", kind: "text", text: { ru: "Почему" }, shownIf: more },
      {
        code: "budget",
        kind: "money-table",
        text: { ru: "Смета" },
        articles: [{ code: "m", text: { ru: "Материалы" } }],
      },
      { code: "plan", kind: "date-plan", text: { ru: "План" } },
    ]),
  );
  const guest = await app.asActor({ kind: "guest" });
  await sendReply(guest, { formId: form.id, key: "one", answers });
  app.clock.now = new Date(app.clock.now.getTime() + 60_000);
  await sendReply(guest, { formId: form.id, key: "two", answers: { ...answers, more: false } });
});
afterAll(() => app.close());

async function rowsOf(portions: AsyncGenerator<unknown[][]>) {
  const all: unknown[][] = [];
  for await (const rows of portions) all.push(...rows);
  return all;
}

test("every row of a budget and of a plan comes out whole", async () => {
  const rows = await exportRows(system, form, "ru");
  if (rows === undefined) throw new Error("no rows");
  expect(rows.head.slice(2)).toEqual([
    "Вопрос",
    "Строка",
    "Статья",
    "На что / Что делаем",
    "Количество",
    "Цена, ₽",
    "Всего, ₽",
    "Грант, ₽",
    "Своё, ₽",
    "Партнёры, ₽",
    "Пояснение",
    "Начало",
    "Конец",
    "Что получится",
  ]);
  const lines = await rowsOf(rows.portions);
  expect(lines).toHaveLength(6);
  const none = ["", "", ""];
  expect(lines.slice(0, 3).map((line) => line.slice(3))).toEqual([
    [1, "Материалы", "Саженцы", 10, 500, 5000, 4000, 1000, null, "питомник; Речной", ...none],
    [2, "", "Дорога", 1, 300, 300, 300, null, null, "", ...none],
    [1, "", "Посадка", ...none, ...none, "", "2026-05-01", "2026-05-02", "20 кустов"],
  ]);
});

test("the workbook has them on a second sheet, the CSV in a file beside", async () => {
  const visitors = createTestVisitors(app, system);
  const { id, email } = await visitors.newPerson("Анна Операторова");
  await grantRole(system, id, { role: "operator" });
  const operator = await visitors.signIn(email);
  const admin = regionPath(`/admin/forms/${form.code}`);
  const workbook = await app.get(`${admin}/replies.xlsx`, operator);
  const { names } = await openZip(Buffer.from(await workbook.arrayBuffer()));
  expect(names).toContain("xl/worksheets/sheet2.xml");
  const csv = await (await app.get(`${admin}/rows.csv`, operator)).text();
  expect(csv).toContain('Материалы;Саженцы;10;500;5000;4000;1000;;"питомник; Речной"');
  expect((await app.get(`${admin}/rows.csv`)).status).not.toBe(200);
});

test("an answer that another one hid later is not lost in the data", async () => {
  let text = "";
  for await (const piece of streamJson(system, form)) text += piece;
  const { replies } = JSON.parse(text) as { replies: { given: Answers; hidden: Answers }[] };
  expect(replies.map(({ hidden }) => hidden)).toEqual([{}, { why: "Потому что" }]);
  expect(replies[1]?.given).not.toHaveProperty("why");
});

test("a form without tables has no such sheet", async () => {
  const plain = await publishSurvey(
    system,
    surveyDefinition([{ code: "q", kind: "text", text: { ru: "Слово" } }]),
  );
  expect(await exportRows(system, plain, "ru")).toBeUndefined();
  expect(await rowsOf((await exportReplies(system, plain, "ru")).portions)).toEqual([]);
});
