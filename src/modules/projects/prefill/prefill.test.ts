import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtInProfiles } from "../contests/built-in-profiles.ru.ts";
import {
  profileFields,
  parseProfile,
  tableColumns,
  type ContestProfile,
} from "../contests/profile.ts";
import { checkApplication, checkApplicationNumber, sumBudgetText } from "./check-application.ts";
import { countChangedWords, diffWords } from "../remarks/word-diff.ts";
import {
  countCharacters,
  parseRoubles,
  parseTable,
  prefillApplication,
  formatPlainRoubles,
  formatTableText,
  type ApplicationText,
  type CharterTexts,
} from "./prefill.ts";

const profile = (code: string): ContestProfile => {
  const known = builtInProfiles.find((one) => one.code === code);
  if (known === undefined) throw new Error(code);
  return known;
};

const charter: CharterTexts = {
  title: "Школа соседских центров",
  summary: "Откроем два соседских центра.",
  significance: "Жителям негде собраться.",
  goal: "К июню 2027 года два центра.",
  tasks: "Открыть центры\nНаучить сотрудников",
  groups: "Сотрудники, 20 человек\nЖители",
  geography: "Долгомост, Кедринский округ",
  starts: "2026-10-24",
  ends: "2027-03-31",
  plan: "Открыть центры | Открытие | 2026-11-01 | 2026-11-30 | Долгомост | Работают два центра",
  budget: "equipment | Столы | Открытие | 60000 | 20000 | 0 | 2 × 40000 = 80000",
  grant: "60000",
  own: "20000",
  total: "80000",
  team: "Лапина Вера | Руководитель | Ведёт проект |",
  partners: "Дом культуры | Зал | есть",
  results: "Семинаров | 8 | семинар | Списки явки",
  qualitative: "Сотрудники ведут жителей сами.",
  risks: "",
  further: "Центры остаются.",
  organisation: "Фонд «Соседские центры»",
  inn: "7707083893",
  ogrn: "1027700132195",
  address: "Долгомост",
  contacts: "Вера Лапина",
};
const asking = { direction: "", asked: "60000" };

const texts = (
  form: ContestProfile,
  change: Record<string, string> = {},
): Map<string, ApplicationText> => {
  const direction = form.directions[0] ?? "";
  const { filled } = prefillApplication(form, { charter, asking: { ...asking, direction } });
  const known = new Map(filled.map((one) => [one.field, { ...one, version: 1 }]));
  for (const [field, text] of Object.entries(change))
    known.set(field, { field, text, version: 2, origin: "own", sourceId: null, sourceText: "" });
  return known;
};
const troubles = (change: Record<string, string>, part: Partial<ContestProfile> = {}) => {
  const form = { ...profile("regional-nko"), ...part };
  return checkApplication({ profile: form, texts: texts(form, change) }).map(
    ({ code, field }) => `${code} ${field}`,
  );
};

describe("a project prefilled for a contest", () => {
  test("a complete charter fills a whole regional form without errors", () => {
    expect(troubles({})).toEqual([]);
  });

  test("every field that both contests have is copied letter for letter", () => {
    const [from, to] = [profile("regional-nko"), profile("governor-grant")];
    const former = { id: "f", profile: from, texts: texts(from, { goal: "Правленая цель." }) };
    const { filled } = prefillApplication(to, { charter, asking, former });
    const carried = filled.filter(({ origin }) => origin === "application");
    expect(carried.length).toBeGreaterThan(12);
    for (const { field, text } of carried) {
      const source = profileFields(to).find(({ code }) => code === field)?.source;
      const theirs = profileFields(from).find((one) => one.source === source)?.code ?? field;
      expect(text, field).toBe(former.texts.get(theirs)?.text);
    }
    expect(filled.find(({ field }) => field === "goal")?.text).toBe("Правленая цель.");
  });

  test("what neither charter nor former application has is listed as missing", () => {
    const { missing } = prefillApplication(profile("presidential-grants"), { charter, asking });
    const codes = missing.map(({ code }) => code);
    expect(codes).toContain("publicity");
    expect(codes).toContain("resources");
  });

  test.each<[string, Record<string, string>, string]>([
    ["an empty field that must be filled", { goal: " " }, "missing goal"],
    ["a text over the limit", { goal: "ц".repeat(701) }, "over-limit goal"],
    ["a day that is none", { starts: "2026-02-30" }, "bad-date starts"],
    ["an end before the beginning", { ends: "2026-10-23" }, "ends-before-start ends"],
    ["a project longer than allowed", { ends: "2027-10-25" }, "too-long-project ends"],
    [
      "an activity outside the days",
      { plan: "т | м | 2026-10-23 | 2026-11-01 | | и" },
      "row-outside-dates plan",
    ],
    ["an activity without days", { plan: "т | м | | | | и" }, "row-without-dates plan"],
    ["a sum that is none", { asked: "много" }, "bad-money asked"],
    ["a budget that is not what is asked", { asked: "60000,01" }, "budget-not-asked budget"],
    [
      "a budget row without a sum",
      { budget: "fees | Ведущий | | | | |" },
      "budget-row-wrong budget",
    ],
    [
      "too small a share of one's own",
      { budget: "fees | Ведущий | | 60000 | 100 | 0 |", own: "100", total: "60100" },
      "own-share-low budget",
    ],
    ["a total that is not the budget's", { total: "80001" }, "total-not-budget total"],
    [
      "a direction that the contest has not",
      { direction: "Полёты" },
      "direction-unknown direction",
    ],
    ["a grant above the limit", { asked: "3000001" }, "grant-above asked"],
    ["a grant below the limit", { asked: "49999" }, "grant-below asked"],
  ])("%s is an issue of its field", (_, change, found) => {
    expect(troubles(change)).toContain(found);
  });

  test("exactly the limit is within it, spaces and line ends counted once", () => {
    expect(troubles({ goal: "ц".repeat(700) })).toEqual([]);
    expect(countCharacters("а б\r\nв")).toBe(5);
  });

  test("the same long text in two fields is asked about", () => {
    const text = "Одно и то же. ".repeat(8);
    expect(troubles({ significance: text, further: text })).toContain("same-text further");
  });

  test("the funder's number must be there and look like the funder's", () => {
    const form = profile("regional-nko");
    expect(checkApplicationNumber(form, "")[0]?.code).toBe("number-missing");
    expect(checkApplicationNumber(form, "39-22")[0]?.code).toBe("number-shape");
    expect(checkApplicationNumber(form, "Р39-22-2-000039")).toEqual([]);
    expect(checkApplicationNumber(profile("municipal-small"), "")).toEqual([]);
  });
});

describe("tables stored as text", () => {
  const cell = fc.string({ maxLength: 12 }).map((text) => text.replace(/[|\s]+/gu, " ").trim());
  test("what is written is read back", () => {
    const row = fc.record(Object.fromEntries(tableColumns.plan.map((key) => [key, cell])));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        const kept = rows.filter((one) => Object.values(one).some((text) => text !== ""));
        expect(parseTable("plan", formatTableText("plan", rows))).toEqual(kept);
      }),
    );
  });

  test("sums are read as people write them and written back alike", () => {
    expect(parseRoubles("12 500,50 руб.")).toBe(1_250_050);
    expect(parseRoubles("двенадцать")).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (sum) => parseRoubles(formatPlainRoubles(sum)) === sum),
    );
  });

  test("the budget's sums are those of its rows", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 10_000 }), fc.nat(10_000)), { minLength: 1 }),
        (rows) => {
          const text = rows
            .map(([grant, own]) => `fees | в | | ${grant} | ${own} | 0 |`)
            .join("\n");
          const { sums, wrong } = sumBudgetText(text);
          const grant = rows.reduce((sum, [one]) => sum + one, 0) * 100;
          const own = rows.reduce((sum, [, one]) => sum + one, 0) * 100;
          expect(wrong).toEqual([]);
          expect(sums).toEqual({ grant, own, partners: 0, total: grant + own });
        },
      ),
    );
  });
});

describe("what changed between two texts", () => {
  const words = fc
    .array(fc.constantFrom("дом", "сад", "и", " ", ",", "\n", "центр"), { maxLength: 30 })
    .map((list) => list.join(" "));

  test("without the added pieces it is the old text, without the removed ones the new", () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const pieces = diffWords(before, after);
        const spell = (without: string) =>
          pieces
            .filter(({ kind }) => kind !== without)
            .map(({ text }) => text)
            .join("");
        expect(spell("added")).toBe(before);
        expect(spell("removed")).toBe(after);
      }),
    );
  });

  test("one word put for another is one removed and one added", () => {
    const pieces = diffWords("Проведём шесть семинаров", "Проведём восемь семинаров");
    expect(pieces).toEqual([
      { kind: "same", text: "Проведём " },
      { kind: "removed", text: "шесть" },
      { kind: "added", text: "восемь" },
      { kind: "same", text: " семинаров" },
    ]);
    expect(countChangedWords(pieces)).toEqual({ removed: 1, added: 1 });
  });
});

describe("the form of a contest as a file", () => {
  test("every built-in profile is read back from its own file unchanged, and lists what to confirm", () => {
    expect(builtInProfiles).toHaveLength(4);
    for (const form of builtInProfiles) {
      expect(parseProfile(JSON.stringify(form))).toEqual({ profile: form });
      expect(form.note).toMatch(/сверьте/);
      expect(form.criteria.length).toBeGreaterThan(3);
    }
  });

  const spoilt = (change: (form: Record<string, unknown>) => void) => {
    const form = JSON.parse(JSON.stringify(profile("municipal-small"))) as Record<string, unknown>;
    change(form);
    const read = parseProfile(JSON.stringify(form));
    return "faults" in read ? read.faults.map(({ path, reason }) => `${path} ${reason}`) : [];
  };

  test.each<[string, (form: Record<string, unknown>) => void, string]>([
    ["no sections", (form) => (form["sections"] = []), "sections projects.profile-empty"],
    [
      "a code with blanks",
      (form) => (form["code"] = "Малый конкурс"),
      "code projects.profile-code",
    ],
    ["no title", (form) => delete form["title"], "title projects.profile-words"],
    [
      "a negative sum",
      (form) => (form["grant"] = { most: -1 }),
      "grant.most projects.profile-money",
    ],
    [
      "the same code twice",
      (form) =>
        (form["criteria"] = [
          { code: "need", title: "а", most: 1 },
          { code: "need", title: "б", most: 1 },
        ]),
      "criteria projects.profile-twice",
    ],
    [
      "a number that its own pattern refuses",
      (form) => (form["number"] = { pattern: "\\d+", example: "А-1" }),
      "number projects.profile-number",
    ],
    [
      "an unknown source of a field",
      (form) =>
        (form["sections"] = [
          {
            code: "one",
            title: "а",
            fields: [{ code: "name", title: "б", kind: "text", source: "mood" }],
          },
        ]),
      "sections.0.fields.0.source projects.profile-source",
    ],
    [
      "a table without columns",
      (form) =>
        (form["sections"] = [
          {
            code: "one",
            title: "а",
            fields: [{ code: "plan", title: "б", kind: "table", table: "plan" }],
          },
        ]),
      "sections.0.fields.0.columns projects.profile-columns",
    ],
    ["a part that no form has", (form) => (form["colour"] = "red"), " projects.profile-wrong"],
  ])("%s is a fault with its path", (_, change, found) => {
    expect(spoilt(change)).toContain(found);
  });

  test("a file that is not JSON is a fault", () => {
    expect(parseProfile("{")).toEqual({ faults: [{ path: "", reason: "projects.profile-json" }] });
  });
});
