import { build } from "esbuild";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "#base/db/migrate.ts";
import { join } from "node:path";
import { parseAnswers, type Answers } from "./answers.ts";
import type { DefinitionInput, FormDefinition } from "../definition/definition.ts";
import { evaluate, givenAnswers, type Evaluation } from "./evaluate.ts";
import type { Expression } from "../definition/expression.ts";
import { parseTestDefinition, toFormData, surveyDefinition } from "../fixtures.ts";
import { validateDefinition } from "../definition/consistency.ts";
import { parseExpression, printExpression } from "../definition/expression-syntax.ts";
import { formTemplates } from "../definition/templates.ru.ts";
import { rulesOfKinds } from "../../../../scripts/rules-of-kinds.ts";

const codes = ["a", "b", "c", "d", "e", "f"] as const;
const options = ["x", "y", "z"].map((code) => ({ code, text: { ru: code } }));

/** A condition that names only what stands before `at`: such forms never loop. */
function condition(at: number): fc.Arbitrary<Expression> {
  const before = codes.slice(0, at);
  if (before.length === 0) return fc.constant({ say: true });
  const answer = fc.constantFrom(...before).map((code): Expression => ({ answer: code }));
  const literal = fc
    .oneof(fc.constantFrom("x", "y", "да"), fc.integer({ min: -3, max: 9 }), fc.boolean())
    .map((say): Expression => ({ say }));
  const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc
        .tuple(fc.constantFrom("=", "!=", "<", ">=", "in"), answer, literal)
        .map(([op, left, right]): Expression =>
          op === "in" ? { op, of: [right, left] } : { op: op as "=", of: [left, right] },
        ),
      answer.map((one): Expression => ({ op: "given", of: [one] })),
      fc
        .array(tie("tree"), { minLength: 2, maxLength: 3 })
        .chain((of) =>
          fc.constantFrom("and" as const, "or" as const).map((op): Expression => ({ op, of })),
        ),
      tie("tree").map((one): Expression => ({ op: "not", of: [one] })),
      fc
        .array(answer, { minLength: 1, maxLength: 3 })
        .map((of): Expression => ({ op: ">", of: [{ op: "sum", of }, { say: 2 }] })),
    ),
  }));
  return tree;
}

type QuestionInput = DefinitionInput["sections"][number]["questions"][number];

const question = (code: string, at: number): fc.Arbitrary<QuestionInput> =>
  fc
    .record({
      kind: fc.constantFrom("text", "number", "yes-no", "choice", "choices", "scale", "sum"),
      shownIf: fc.option(condition(at), { nil: undefined }),
      required: fc.boolean(),
    })
    .map(({ kind, ...rest }): QuestionInput => {
      const common = { code, text: { ru: code }, ...rest };
      if (kind === "choice" || kind === "choices") return { ...common, kind, options };
      if (kind !== "sum") return { ...common, kind: kind as "text" };
      const of: Expression[] = codes.slice(0, at).map((one) => ({ answer: one }));
      return { ...common, kind: "number", value: { op: "sum", of: [{ say: 1 }, ...of] } };
    });

const definition: fc.Arbitrary<FormDefinition> = fc
  .tuple(...codes.map((code, at) => question(code, at)))
  .map((questions) => parseTestDefinition(surveyDefinition(questions)));

const answers: fc.Arbitrary<Answers> = fc.dictionary(
  fc.constantFrom(...codes),
  fc.oneof(
    fc.constantFrom("x", "y", "3", "да", "много слов"),
    fc.integer({ min: -5, max: 9 }),
    fc.boolean(),
    fc.subarray(["x", "y", "z"], { minLength: 1 }),
    fc.record({ name: fc.string() }),
  ),
  { noNullPrototype: true },
);

const plain = (evaluation: Evaluation) => ({
  ...evaluation,
  sections: [...evaluation.sections],
  shown: [...evaluation.shown],
});

describe("a form is judged alike everywhere", () => {
  let inBrowser: typeof evaluate;

  beforeAll(async () => {
    const { outputFiles } = await build({
      absWorkingDir: packageRoot(),
      entryPoints: [join(packageRoot(), "src/modules/forms/evaluate/evaluate.ts")],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      target: ["chrome120", "firefox121", "safari17.2"],
      plugins: [rulesOfKinds],
      write: false,
    });
    const code = Buffer.from(outputFiles[0]?.contents ?? new Uint8Array()).toString("base64");
    const bundle = (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)) as {
      evaluate: typeof evaluate;
    };
    inBrowser = bundle.evaluate;
  });

  test("the browser's bundle says what the server says", () => {
    fc.assert(
      fc.property(definition, answers, (form, given) => {
        expect(plain(inBrowser(form, given))).toEqual(plain(evaluate(form, given)));
      }),
      { numRuns: 300 },
    );
  });

  test("judging changes no answer, and what is hidden is kept but not given", () => {
    fc.assert(
      fc.property(definition, answers, (form, given) => {
        const before = structuredClone(given);
        const { shown, given: counted } = evaluate(form, given);
        expect(givenAnswers(form, given)).toEqual(counted);
        expect(given).toEqual(before);
        for (const code of Object.keys(given)) {
          if (!shown.has(code)) expect(counted).not.toHaveProperty(code);
        }
      }),
    );
  });

  test("hiding a question and showing it again brings its answer back", () => {
    fc.assert(
      fc.property(definition, answers, answers, (form, given, other) => {
        const hidden = { ...given, ...other };
        const back = { ...hidden, ...given };
        for (const code of Object.keys(other)) if (!(code in given)) delete back[code];
        expect(plain(evaluate(form, back))).toEqual(plain(evaluate(form, given)));
      }),
    );
  });
});

describe("conditions", () => {
  test("what is printed is read back as the same condition", () => {
    fc.assert(
      fc.property(condition(4), (expression) => {
        const parsed = parseExpression(printExpression(expression));
        expect("expression" in parsed).toBe(true);
        const back = "expression" in parsed ? parsed.expression : { say: null };
        const form = (shownIf: Expression) =>
          parseTestDefinition(
            surveyDefinition([
              ...codes
                .slice(0, 4)
                .map((code): QuestionInput => ({ code, kind: "text", text: { ru: code } })),
              { code: "last", kind: "text", text: { ru: "?" }, shownIf },
            ]),
          );
        fc.assert(
          fc.property(answers, (given) => {
            expect(evaluate(form(back), given).shown).toEqual(
              evaluate(form(expression), given).shown,
            );
          }),
          { numRuns: 10 },
        );
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ["age >= 18 and selected(${kinds}, 'nko')", { age: 20, kinds: ["nko"] }, true],
    ["age >= 18 and selected(${kinds}, 'nko')", { age: 17, kinds: ["nko"] }, false],
    ["not(given(age)) or age = 3", {}, true],
    ["if(age > 10, 1, 0) + 1 = 2", { age: 11 }, true],
    ["age div 0 > 1", { age: 4 }, false],
    ["count(kinds) > 1", { kinds: ["nko", "tos"] }, true],
    ["${age} != ''", {}, false],
  ])("%s over %j is %s", (typed, given, expected) => {
    const parsed = parseExpression(typed);
    if (!("expression" in parsed)) throw new Error(parsed.wrong);
    const kinds = ["nko", "tos"].map((code) => ({ code, text: { ru: code } }));
    const form = parseTestDefinition(
      surveyDefinition([
        { code: "age", kind: "number", text: { ru: "Возраст" } },
        { code: "kinds", kind: "choices", text: { ru: "Кто" }, options: kinds },
        { code: "last", kind: "text", text: { ru: "?" }, shownIf: parsed.expression },
      ]),
    );
    expect(evaluate(form, given as Answers).shown.has("last")).toBe(expected);
  });

  test("nonsense is told where it stands, and nothing is run", () => {
    for (const typed of [
      "age >",
      "alert(1)",
      "age ** 2",
      "(age",
      "constructor('x')",
      "((((".repeat(50),
    ])
      expect(parseExpression(typed)).toHaveProperty("wrong");
  });

  test("conditions that loop are refused with the names of the questions, whatever the way round", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.boolean(), (size, computed) => {
        const loop = codes.slice(0, size).map((code, at): QuestionInput => {
          const next: Expression = { answer: codes[(at + 1) % size] ?? "a" };
          const asks = computed
            ? { value: next }
            : { shownIf: { op: "given" as const, of: [next] } };
          return { code, kind: "number", text: { ru: `Вопрос ${code}` }, ...asks };
        });
        const [fault] = validateDefinition(parseTestDefinition(surveyDefinition(loop)));
        expect(fault?.key).toBe("forms.conditions-loop");
        for (const code of codes.slice(0, size))
          expect(fault?.values.questions).toContain(`«Вопрос ${code}»`);
        // Even so nothing hangs or throws.
        evaluate(parseTestDefinition(surveyDefinition(loop)), { a: 1 });
      }),
    );
  });

  test("a condition of nothing, a code and an option told twice are refused by name", () => {
    const fault = (questions: QuestionInput[]) =>
      validateDefinition(parseTestDefinition(surveyDefinition(questions)))[0];
    expect(
      fault([{ code: "a", kind: "text", text: { ru: "Имя" }, shownIf: { answer: "ghost" } }]),
    ).toMatchObject({
      key: "forms.reference-unknown",
      values: { reference: "ghost", question: "Имя" },
    });
    const text: QuestionInput = { code: "a", kind: "text", text: { ru: "Имя" } };
    expect(fault([text, text])?.key).toBe("forms.code-twice");
    const twice = [...options, ...options];
    expect(fault([{ code: "a", kind: "choice", text: { ru: "Имя" }, options: twice }])?.key).toBe(
      "forms.option-twice",
    );
  });
});

describe("answers", () => {
  const form = parseTestDefinition(
    surveyDefinition([
      { code: "n", kind: "number", text: { ru: "Сколько" }, whole: true, min: 1, max: 10 },
      { code: "d", kind: "date", text: { ru: "Когда" } },
      { code: "plan", kind: "date-plan", text: { ru: "План" } },
      { code: "money", kind: "money-table", text: { ru: "Смета" } },
      {
        code: "total",
        kind: "number",
        text: { ru: "Просим" },
        value: { answer: "money", part: "grant" },
      },
    ]),
  );
  const keys = (fields: Record<string, string>) => {
    const { issues } = evaluate(form, parseAnswers(form, toFormData(fields)));
    return Object.fromEntries(issues.map(({ field, key }) => [field, key]));
  };

  test("numbers and days are read as people write them", () => {
    expect(parseAnswers(form, toFormData({ "q.n": "7", "q.d": "1.03.2026" }))).toEqual({
      n: 7,
      d: "2026-03-01",
    });
  });

  test("what is no number, no day, past a limit or the wrong way round is told at its control", () => {
    expect(keys({ "q.n": "семь" })).toEqual({ "q.n": "forms.not-a-number" });
    expect(keys({ "q.n": "2,5" })).toEqual({ "q.n": "forms.not-whole" });
    expect(keys({ "q.n": "11" })).toEqual({ "q.n": "forms.too-large" });
    expect(keys({ "q.d": "31.02.2026" })).toEqual({ "q.d": "forms.not-a-day" });
    expect(
      keys({
        "q.plan.0.what": "Семинар",
        "q.plan.0.from": "2026-05-02",
        "q.plan.0.to": "2026-05-01",
      }),
    ).toEqual({ "q.plan.0.to": "forms.days-reversed" });
  });

  test("a budget is added in kopecks, and a row that does not add up is told", () => {
    const row = (at: number, cells: Record<string, string>) =>
      Object.fromEntries(
        Object.entries(cells).map(([name, value]) => [`q.money.${at}.${name}`, value]),
      );
    const rows = {
      ...row(0, { what: "Бумага", quantity: "3", price: "0,1", grant: "0,3" }),
      ...row(4, { what: "Зал", price: "1 000", grant: "600", own: "400" }),
    };
    const evaluation = evaluate(form, parseAnswers(form, toFormData(rows)));
    expect(evaluation.issues).toEqual([]);
    expect(evaluation.computed.total).toBe(600.3);
    expect(keys(row(0, { what: "Зал", price: "1000", grant: "600" }))).toEqual({
      "q.money.0.grant": "forms.money-differs",
    });
  });

  test("a wrong shape of an older version is told and breaks nothing", () => {
    const broken = { n: ["x"], money: "тысяча", plan: { a: "b" } } as unknown as Answers;
    expect(evaluate(form, broken).issues.map(({ key }) => key)).toEqual([
      "forms.answer-wrong",
      "forms.answer-wrong",
      "forms.answer-wrong",
    ]);
  });
});

test("every built-in template is sound", () => {
  for (const { code, definition: input } of formTemplates)
    expect(validateDefinition(parseTestDefinition(input)), code).toEqual([]);
});
