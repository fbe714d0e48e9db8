import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  similarity,
  metresBetween,
  POSSIBLE_DUPLICATE_THRESHOLD,
  type ComparableMessage,
} from "./similarity.ts";
import { compareDetails, textFingerprint } from "./fingerprint.ts";
import { hostileText } from "./fixtures.ts";

const day = 86_400_000;
const here = { lat: 58.6, lon: 49.65 };
const snow: ComparableMessage = {
  text: "Снег на дороге",
  at: 0,
  topic: "snow.roads",
  author: "anna",
  ...here,
};
const pipe: ComparableMessage = {
  text: "Прорвало трубу у детского сада «Ласточка», кипяток течёт по Заречной",
  at: 0,
  topic: "heating.accident",
  author: "anna",
  ...here,
};
const metres = (count: number) => here.lat + count / 111_195;

describe("the same problem", () => {
  test("the same words a kilometre away are another problem", () => {
    const far = similarity(pipe, { ...pipe, author: "boris", lat: 58.61 });
    expect(far.verdict).toBe("different");
    expect(far.score).toBe(0);
    expect(far.parts.text).toBe(1);
  });

  test("common words at the same place and day are suggested, never merged automatically", () => {
    const other = similarity(snow, { ...snow, author: "boris", at: day / 4 });
    expect(other.verdict).toBe("offer");
    expect(other.parts.rarity).toBeLessThan(0.3);
  });

  test("rare words at the same place within a day are the same problem", () => {
    const again = {
      ...pipe,
      author: "boris",
      at: day / 2,
      text: "У детского сада «Ласточка» прорвало трубу, кипяток",
    };
    expect(similarity(pipe, again).verdict).toBe("same");
  });

  test("other words at the same place and topic are at least suggested", () => {
    const other = {
      ...pipe,
      author: "boris",
      at: day,
      text: "Кипяток из трубы, вызывали аварийную",
    };
    expect(similarity(pipe, other).verdict).not.toBe("different");
  });

  test("without a place nothing is merged automatically", () => {
    const lost = { ...pipe, lat: undefined, lon: undefined };
    expect(similarity(lost, { ...lost, author: "boris" }).verdict).not.toBe("same");
  });

  test("another topic at the same place is another problem", () => {
    const lift = { ...snow, author: "boris", text: "Лифт стоит", topic: "housing.lift" };
    expect(similarity(snow, lift).verdict).toBe("different");
  });

  test("repeated messages of one author are left to a person", () => {
    const twice = similarity(pipe, { ...pipe, at: day / 100 });
    expect(twice.verdict).not.toBe("same");
    expect(twice.score).toBeLessThan(similarity(pipe, { ...pipe, author: "boris" }).score);
  });

  test("a message after the first was closed is not merged automatically", () => {
    const again = { ...pipe, author: "boris", at: 3 * day };
    expect(similarity({ ...pipe, until: 2 * day }, again).verdict).not.toBe("same");
    expect(similarity({ ...pipe, until: 4 * day }, again).verdict).toBe("same");
  });

  test("one template with another object named is another problem", () => {
    const one = { ...pipe, text: "Прошу проверить законность установки решётки на фасаде аптеки" };
    const two = { ...one, author: "boris", text: one.text.replace("решётки", "кондиционера") };
    expect(similarity(one, two).parts.swapped).toBeGreaterThan(0.2);
    expect(similarity(one, two).score).toBeLessThan(
      similarity(one, { ...one, author: "boris" }).score,
    );
  });

  test("a degree of latitude is 111 kilometres", () => {
    expect(metresBetween({ lat: 58, lon: 49 }, { lat: 59, lon: 49 })).toBeCloseTo(111_195, -2);
  });
});

describe("entrances and floors", () => {
  const details = (text: string) => textFingerprint(text).details;

  test("are recognised as residents write them", () => {
    expect(details("на 5 этаже 2-го подъезда")).toEqual(details("подъезд 2, этаж 5"));
    expect(details("пятый этаж второй парадной")).toEqual(details("2 парадная 5 эт"));
    expect(details("двенадцатый этаж")).not.toEqual(details("второй этаж"));
    expect(details("нет света в подъезде")).toEqual([]);
  });

  test("tell two messages of one house apart; a message without one is left to a person", () => {
    const light = { ...pipe, text: "Не горит плафон «Лунный», 3 подъезд, 7 этаж" };
    const other = {
      ...light,
      author: "boris",
      text: "Не горит плафон «Лунный», 3 подъезд, 8 этаж",
    };
    expect(similarity(light, other)).toMatchObject({
      verdict: "different",
      parts: { details: "differ" },
    });
    const vague = { ...other, text: "Не горит плафон «Лунный»" };
    expect(similarity(light, vague).parts.details).toBe("one-sided");
    expect(similarity(light, vague).verdict).not.toBe("same");
  });

  test("agree only when both name one and none contradicts", () => {
    expect(compareDetails(details("3 подъезд"), details("3 подъезд, 2 этаж"))).toBe("same");
    expect(compareDetails(details("3 подъезд"), details("2 этаж"))).toBe("one-sided");
    expect(compareDetails([], [])).toBe("unknown");
  });
});

const side = fc.record({
  text: fc.oneof(
    fc.string(),
    fc.constantFrom("Снег на дороге", "Яма у школы №5", "3 подъезд, 5 этаж, нет света"),
  ),
  at: fc.integer({ min: 0, max: 200 * day }),
  lat: fc.option(fc.double({ min: 58.59, max: 58.61, noNaN: true }), { nil: undefined }),
  lon: fc.option(fc.double({ min: 49.6, max: 49.7, noNaN: true }), { nil: undefined }),
  topic: fc.constantFrom("snow.roads", "snow.yard", "housing.lift", undefined),
  street: fc.constantFrom("Мира", "Ленина", undefined),
  house: fc.constantFrom("5", "7", undefined),
  author: fc.constantFrom("anna", "boris", undefined),
  until: fc.option(fc.integer({ min: 0, max: 200 * day }), { nil: undefined }),
});

describe("similarity", () => {
  test("is symmetric and within 0…1", () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        const { score } = similarity(a, b);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        // With equal times neither is the older one.
        if (a.at !== b.at) expect(similarity(b, a).score).toBeCloseTo(score, 9);
      }),
    );
  });

  test("never grows with distance or age", () => {
    fc.assert(
      fc.property(side, fc.nat(500), fc.nat(500), (a, b, c) => {
        const at = (count: number) =>
          similarity({ ...a, ...here }, { ...snow, at: a.at, lat: metres(count) }).score;
        expect(at(Math.max(b, c))).toBeLessThanOrEqual(at(Math.min(b, c)) + 1e-12);
        const after = (days: number) =>
          similarity(
            { ...a, until: undefined },
            { ...a, author: "vera", until: undefined, at: a.at + days * day },
          ).score;
        expect(after(Math.max(b, c))).toBeLessThanOrEqual(after(Math.min(b, c)) + 1e-12);
      }),
    );
  });

  test("accepts any text, invalid points and invalid dates", () => {
    const number = fc.oneof(
      fc.double(),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -91, 181, undefined),
    );
    const hostile = fc.record({
      text: hostileText,
      at: fc.oneof(fc.double(), fc.constant(Number.NaN)),
      lat: number,
      lon: number,
      topic: fc.option(fc.string(), { nil: undefined }),
      street: fc.option(fc.string(), { nil: undefined }),
      house: fc.option(fc.string(), { nil: undefined }),
    });
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const { score, verdict } = similarity(a, b);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        if (score < POSSIBLE_DUPLICATE_THRESHOLD) expect(verdict).toBe("different");
      }),
    );
  });
});
