import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue } from "./catalogue.ru.ts";
import { labelledTopicTexts } from "../fixtures.ts";
import { suggestTopic, type TopicModel } from "./classify.ts";

describe("the catalogue", () => {
  test("about twenty groups and a hundred topics; codes are unique and belong to their group", () => {
    const groups = new Set(catalogue.groups.map((group) => group.code));
    const codes = catalogue.topics.map((topic) => topic.code);
    expect(groups.size).toBeGreaterThanOrEqual(20);
    expect(codes.length).toBeGreaterThanOrEqual(100);
    expect(new Set(codes).size).toBe(codes.length);
    for (const topic of catalogue.topics) {
      expect(groups).toContain(topic.group);
      expect(topic.code.startsWith(`${topic.group}.`)).toBe(true);
      expect(topic.examples.length).toBeGreaterThanOrEqual(2);
      expect(topic.examples.length).toBeLessThanOrEqual(4);
      expect(topic.name.en).not.toMatch(/[а-яё]/i);
    }
  });
});

describe("the topic of a message", () => {
  test("labelled samples: 9 of 10 are classified, 95 of 100 of them correctly", () => {
    expect(labelledTopicTexts.length).toBeGreaterThanOrEqual(150);
    const results = labelledTopicTexts.map(([code, text]) => ({
      code,
      got: suggestTopic(text, catalogue).topic,
    }));
    const decided = results.filter(({ got }) => got !== undefined);
    const right = decided.filter(({ got, code }) => got === code);
    const line = `${decided.length} of ${labelledTopicTexts.length} decided, ${right.length} rightly`;
    console.info(`topics on own messages: ${line}`);
    expect(decided.length / labelledTopicTexts.length, line).toBeGreaterThanOrEqual(0.9);
    expect(right.length / decided.length, line).toBeGreaterThanOrEqual(0.95);
  });

  test("the words that decided are marked", () => {
    const text = "Здравствуйте! Во дворе НЕТ крышки люка.";
    const { topic, why } = suggestTopic(text, catalogue);
    expect(topic).toBe("roads.manhole");
    expect(why.map((span) => text.slice(span.start, span.end)).join(" ")).toContain("крышки люка");
  });

  test("a text without content gets no topic", () => {
    for (const text of [
      "",
      "?!",
      "😀",
      "добрый день",
      "lorem ipsum dolor",
      "SELECT * FROM users; --",
    ]) {
      const { topic, confidence } = suggestTopic(text, catalogue);
      expect(topic, text).toBeUndefined();
      expect(confidence).toBeLessThan(0.4);
    }
  });

  test("a known topic always has its group", () => {
    for (const [, text] of labelledTopicTexts) {
      const { topic, group } = suggestTopic(text, catalogue);
      if (topic !== undefined) expect(topic.split(".")[0]).toBe(group);
    }
  });

  test("a trained model decides, the catalogue explains", () => {
    const model: TopicModel = {
      version: "m-7",
      predict: () => [
        { code: "housing.lift", probability: 0.8 },
        { code: "waste.dump", probability: 0.1 },
      ],
    };
    const found = suggestTopic("Лифт стоит", catalogue, { model });
    expect(found).toMatchObject({ topic: "housing.lift", group: "housing", version: "m-7" });
    expect(found.why[0]?.text).toContain("Лифт");
    expect(found.runnersUp).toEqual([{ code: "waste.dump", probability: 0.1 }]);
  });

  test("a group can be certain without the topic", () => {
    const model: TopicModel = {
      version: "m-8",
      predict: () => [
        { code: "water.hot", probability: 0.35 },
        { code: "water.cold", probability: 0.33 },
      ],
    };
    const found = suggestTopic("вода", catalogue, { model });
    expect(found.topic).toBeUndefined();
    expect(found.group).toBe("water");
  });

  test("Latin look-alikes change nothing", () => {
    const plain = suggestTopic("Не вывозят мусор, баки переполнены", catalogue);
    const masked = suggestTopic("He вывoзят мycор, бaки пеpеполнены", catalogue);
    expect(masked.topic).toBe(plain.topic);
    expect(plain.topic).toBe("waste.collection");
  });

  test("never throws; confidence is a probability, spans lie inside", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const found = suggestTopic(text, catalogue);
        expect(found.confidence).toBeGreaterThanOrEqual(0);
        expect(found.confidence).toBeLessThanOrEqual(1);
        for (const span of found.why) expect(text.slice(span.start, span.end)).toBe(span.text);
      }),
    );
  });
});
