import { build } from "esbuild";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { packageRoot } from "#base/db/migrate.ts";
import { rulesOfKinds } from "../../../../scripts/rules-of-kinds.ts";
import { parseAnswers } from "../evaluate/answers.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { parseTestDefinition, surveyDefinition, toFormData } from "../fixtures.ts";
import { messages } from "../view.ts";
import { kindOf, kinds, type QuestionKind } from "./kinds.ts";

const allKinds = Object.keys(kinds) as QuestionKind[];

/** Message keys of what is wrong with one posted answer. */
function issuesOf(kind: "email" | "phone" | "url", typed: string, required = false): string[] {
  const definition = parseTestDefinition(
    surveyDefinition([{ code: "a", kind, text: { ru: "Вопрос" }, required }]),
  );
  const answers = parseAnswers(definition, toFormData({ "q.a": typed }));
  return evaluate(definition, answers).issues.map(({ key }) => key);
}

describe("the record of kinds", () => {
  test("each kind is the one its schema names, and has a label in both languages", () => {
    for (const kind of allKinds) {
      expect(kindOf({ kind }).schema().shape.kind.value).toBe(kind);
      expect(messages.ru.builder.kinds[kind]).toBeTruthy();
      expect(messages.en.builder.kinds[kind]).toBeTruthy();
    }
  });

  test("browsers get the rules alone, in at most 15 kB", async () => {
    const { outputFiles } = await build({
      absWorkingDir: packageRoot(),
      entryPoints: [join(packageRoot(), "src/modules/forms/filling/islands/okno-form.ts")],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      plugins: [rulesOfKinds],
      write: false,
    });
    const { contents, text } = outputFiles[0] ?? { contents: new Uint8Array(), text: "" };
    expect(text).not.toMatch(/\bimport\b/);
    expect(contents.length).toBeGreaterThan(1000);
    expect(gzipSync(contents).length).toBeLessThanOrEqual(15 * 1024);
  });
});

describe("an e-mail address", () => {
  test.each([
    "anna@primer.ru",
    "a.b+c@mail.primer.ru",
    "anna@пример.рф",
    "анна@пример.рф",
    "anna@xn--e1afmkfd.xn--p1ai",
  ])("%s is taken", (typed) => expect(issuesOf("email", typed)).toEqual([]));

  test.each([
    "anna",
    "anna@",
    "@primer.ru",
    "anna@primer",
    "a b@primer.ru",
    "a..b@primer.ru",
    "anna@-primer.ru",
    "anna@10.0.0.1",
  ])("%s is refused", (typed) => expect(issuesOf("email", typed)).toEqual(["forms.email-wrong"]));
});

describe("a telephone", () => {
  test.each([
    "8 900 123-45-67",
    "+7 (900) 123-45-67",
    "9001234567",
    "8 (81370) 2-12-34 доб. 5",
    "+49 30 123456",
  ])("%s is taken", (typed) => expect(issuesOf("phone", typed)).toEqual([]));

  test.each(["12345", "8 900 123", "позвоните вечером", "+7 100 123-45-67"])(
    "%s is refused",
    (typed) => expect(issuesOf("phone", typed)).toEqual(["forms.phone-wrong"]),
  );

  test("conditions compare numbers, the answer stays as written", () => {
    const definition = parseTestDefinition(
      surveyDefinition([
        { code: "a", kind: "phone", text: { ru: "Телефон" } },
        {
          code: "b",
          kind: "text",
          text: { ru: "Это вы?" },
          shownIf: { op: "=", of: [{ answer: "a" }, { say: "+79001234567" }] },
        },
      ]),
    );
    const answers = parseAnswers(definition, toFormData({ "q.a": "8 (900) 123-45-67" }));
    expect(answers["a"]).toBe("8 (900) 123-45-67");
    expect(evaluate(definition, answers).shown.has("b")).toBe(true);
  });
});

describe("a web address", () => {
  test.each(["https://primer.ru", "http://пример.рф/путь?x=1"])("%s is taken", (typed) =>
    expect(issuesOf("url", typed)).toEqual([]),
  );

  test.each([
    "primer.ru",
    "ftp://primer.ru",
    "javascript:alert(1)",
    "https://",
    "https://a:b@primer.ru",
    "https://localhost",
  ])("%s is refused", (typed) => expect(issuesOf("url", typed)).toEqual(["forms.url-wrong"]));
});

test.each(["email", "phone", "url"] as const)(
  "a blank %s is missing only where required",
  (kind) => {
    expect(issuesOf(kind, " ")).toEqual([]);
    expect(issuesOf(kind, " ", true)).toEqual(["forms.answer-missing"]);
  },
);
