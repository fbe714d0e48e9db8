import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suggestionFixture } from "./fixtures.ts";
import {
  deadlineClock,
  markText,
  placePins,
  rankDuplicates,
  shorten,
  maxShownChars,
  acceptsEmails,
  maxTitleLength,
  suggestTitle,
  textSigns,
} from "./view.ts";
import type { StoredSuggestion } from "../signal.ts";

const span = fc.record({
  start: fc.integer({ min: -5, max: 80 }),
  end: fc.integer({ min: -5, max: 80 }),
  field: fc.constantFrom("topic", "place", "urgency", "noise", "personal"),
}) as fc.Arbitrary<StoredSuggestion["spans"][number]>;

describe("a marked message", () => {
  it("loses and repeats no word, however the spans overlap", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.array(span, { maxLength: 8 }), (text, spans) => {
        const { paragraphs, rest } = markText(text, spans);
        const shown = paragraphs
          .flat()
          .map((piece) => piece.text)
          .join("");
        const words = (given: string) => given.replace(/\s/g, "");
        expect(words(shown) + words(rest)).toBe(words(text));
      }),
    );
  });

  it("numbers a word that decided two fields with both", () => {
    const spans: StoredSuggestion["spans"] = [
      { start: 0, end: 4, field: "topic" },
      { start: 0, end: 4, field: "urgency" },
      { start: 5, end: 8, field: "personal" },
    ];
    expect(markText("Люк без", spans).paragraphs).toEqual([
      [
        { text: "Люк ", marks: [1, 3] },
        { text: "без", marks: [] },
      ],
    ]);
  });

  it("folds away what is longer than a screen", () => {
    const { paragraphs, rest } = markText("слово ".repeat(2000), []);
    const shown = paragraphs
      .flat()
      .map(({ text }) => text)
      .join("");
    expect(shown.length).toBeLessThanOrEqual(maxShownChars);
    expect(rest.length).toBeGreaterThan(5000);
  });
});

describe("the title of a new problem", () => {
  it("is the sentence that says the matter, not the greeting before it", () => {
    const text = "Здравствуйте! Провалился люк у школы. Ждём ответа.";
    const suggestion = suggestionFixture({ spans: [{ start: 14, end: 28, field: "topic" }] });
    expect(suggestTitle({ text, suggestion })).toBe("Провалился люк у школы");
  });

  it("holds neither a telephone nor more than a hundred characters", () => {
    const text = `Позвоните мне +7 912 345-67-89 ${"очень срочно ".repeat(20)}`;
    const title = suggestTitle({ text, suggestion: suggestionFixture({ spans: [] }) });
    expect(title).not.toContain("345");
    expect(title.length).toBeLessThanOrEqual(maxTitleLength);
    expect(title).toMatch(/…$/);
  });

  it("is never longer than asked", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => shorten(text, 100).length <= 100),
    );
  });
});

describe("likely duplicates", () => {
  const message = {
    text: "Провалился люк у школы",
    written_at: new Date("2026-05-31T04:00:00Z"),
    lat: 57.15,
    lon: 60.1,
    suggestion: suggestionFixture(),
  };
  const problem = (id: string, part: object = {}) => ({
    id,
    title: "Открытый люк у школы",
    summary: "Провалился люк",
    topic: "roads.manhole",
    lat: 57.15,
    lon: 60.1,
    opened_at: new Date("2026-03-01T00:00:00Z"),
    closed_at: null,
    ...part,
  });

  it("put the near and alike first and leave out the far and other", () => {
    const found = rankDuplicates(message, [
      problem("far", { lat: 57.2 }),
      problem("near", { lat: 57.1504 }),
      problem("here"),
      problem("other", {
        topic: "water.none",
        title: "Нет воды",
        summary: "Кран сухой",
        lat: 57.1515,
      }),
    ]);
    expect(found.map((one) => one.problem.id)).toEqual(["here", "near"]);
  });

  it("say in words what the sentences have in common", () => {
    const signs = (mine: string, summary: string) => {
      const [found] = rankDuplicates({ ...message, text: mine }, [problem("one", { summary })]);
      return found === undefined ? undefined : textSigns(found.similarity.parts);
    };
    expect(signs("Открытый люк, второй подъезд", "Люк у второго подъезда")).toContain(
      "sameDetails",
    );
    expect(signs("Открытый люк, второй подъезд", "Люк у пятого подъезда")).toContain(
      "otherDetails",
    );
    expect(signs("Открытый люк, второй подъезд", "Открыт люк")).toContain("oneSided");
    const named = "Открытый люк прямо за киоском «Ландыш» у остановки трамвая на Сплавной";
    expect(signs(named, named)).toContain("rare");
    expect(signs("Яма на дороге", "Яма на дороге")).not.toContain("rare");
  });

  it("do not fade while the problem is open, and do once it is closed", () => {
    const [open] = rankDuplicates(message, [problem("open")]);
    const [closed] = rankDuplicates(message, [
      problem("closed", { closed_at: new Date("2026-05-01T00:00:00Z") }),
    ]);
    expect(open?.similarity.parts.days).toBe(0);
    expect(closed?.similarity.score).toBeLessThan(open?.similarity.score ?? 0);
  });
});

describe("the clock of a waiting message", () => {
  const at = (minutes: number) => new Date(Date.UTC(2026, 4, 31, 4, minutes));
  const line = { received_at: at(0), due_at: at(240), state: "waiting" } as const;

  it("is calm, then soon, then late", () => {
    expect(deadlineClock(line, at(10))).toMatchObject({ state: "calm", minutes: 230 });
    expect(deadlineClock(line, at(200))).toMatchObject({ state: "soon", minutes: 40 });
    expect(deadlineClock(line, at(270))).toEqual({ state: "late", share: 1, minutes: 30 });
  });

  it("stands still for what is decided or has no term", () => {
    expect(deadlineClock({ ...line, state: "noise" }, at(10))).toBeUndefined();
    expect(deadlineClock({ ...line, due_at: null }, at(10))).toBeUndefined();
  });
});

it("keeps both pins inside the sketch, wherever the two places are", () => {
  const coordinate = fc.double({ min: -0.01, max: 0.01, noNaN: true });
  fc.assert(
    fc.property(coordinate, coordinate, (lat, lon) => {
      const { a, b } = placePins({ lat: 57, lon: 60 }, { lat: 57 + lat, lon: 60 + lon });
      for (const { x, y } of [a, b]) {
        expect(x).toBeGreaterThanOrEqual(20);
        expect(x).toBeLessThanOrEqual(340);
        expect(y).toBeGreaterThanOrEqual(40);
        expect(y).toBeLessThanOrEqual(200);
      }
    }),
  );
});

it("sends letters to whoever wrote by e-mail or asked for them", () => {
  const author = { email: "anna@example.org", wants_letters: false };
  expect(acceptsEmails(author, "vk")).toBe(false);
  expect(acceptsEmails(author, "email")).toBe(true);
  expect(acceptsEmails({ ...author, wants_letters: true }, "vk")).toBe(true);
  expect(acceptsEmails({ email: null, wants_letters: true }, "email")).toBe(false);
  expect(acceptsEmails(null, "email")).toBe(false);
});
