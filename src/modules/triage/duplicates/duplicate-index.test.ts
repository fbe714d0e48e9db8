import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DuplicateIndex, findDuplicates } from "./duplicate-index.ts";
import type { DuplicateMessage } from "./message-table.ts";
import { POSSIBLE_DUPLICATE_THRESHOLD } from "./similarity.ts";
import { hostileText } from "./fixtures.ts";

const day = 86_400_000;
const degree = 111_195;
const message = (id: string, part: Partial<DuplicateMessage> = {}): DuplicateMessage => ({
  id,
  text: "Прорвало трубу у садика «Ласточка», кипяток",
  at: 0,
  lat: 58.6,
  lon: 49.65,
  topic: "heating.accident",
  author: id,
  ...part,
});
const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);

describe("the duplicate index", () => {
  test("returns the likeliest first and never the message itself", () => {
    const index = new DuplicateIndex();
    index.add(message("here", { at: day }));
    index.add(
      message("near", { at: day, lat: 58.6 + 20 / degree, text: "Труба у садика «Ласточка»" }),
    );
    index.add(message("far", { lat: 58.61 }));
    const asked = message("asked");
    index.add(asked);
    const found = findDuplicates(index, asked);
    expect(ids(found)).toEqual(["here", "near"]);
    // A query does not add the message.
    index.remove("asked");
    expect(ids(findDuplicates(index, asked))).toEqual(ids(found));
    expect(found[0]).toMatchObject({ verdict: "same", parts: { author: "other" } });
  });

  test("finds messages without a point by house, and without a place by rare words", () => {
    const index = new DuplicateIndex();
    const nowhere = { lat: undefined, lon: undefined };
    index.add(message("house", { ...nowhere, street: "Мира", house: "5" }));
    index.add(message("words", nowhere));
    const at = { street: "Мира", house: "5" };
    expect(ids(findDuplicates(index, message("a", { ...nowhere, ...at })))[0]).toBe("house");
    expect(ids(findDuplicates(index, message("b"), { atLeast: 0.1 }))).toContain("words");
    expect(ids(findDuplicates(index, message("c", nowhere), { atLeast: 0.1 }))).toContain("words");
  });

  test("replaces, removes and expires messages", () => {
    const index = new DuplicateIndex();
    for (let n = 0; n < 3_000; n++) index.add(message(`${n}`, { at: n * day, text: `Труба ${n}` }));
    index.add(message("2999", { at: 2_999 * day, text: "Лифт стоит", topic: "housing.lift" }));
    index.expire(2_900 * day);
    index.remove("2998");
    expect(index.size).toBe(99);
    const found = findDuplicates(index, message("new", { at: 2_999 * day, text: "Труба" }), {
      most: 200,
      atLeast: 0.01,
    });
    expect(ids(found)).not.toContain("2998");
    expect(found.every(({ id }) => Number(id) >= 2_900)).toBe(true);
    expect(ids(found)).toContain("2997");
  });

  test("frequent words weigh less", () => {
    const rare = new DuplicateIndex();
    rare.add(message("one"));
    const worn = new DuplicateIndex();
    worn.add(message("one"));
    for (let n = 0; n < 792; n++) worn.add(message(`${n}`, { lat: 58.7 + n / 100 }));
    const [first] = findDuplicates(rare, message("asked"));
    const [again] = findDuplicates(worn, message("asked"));
    expect(first?.verdict).toBe("same");
    expect(again?.parts.rarity).toBeLessThan((first?.parts.rarity ?? 0) / 2);
    expect(findDuplicates(worn, message("asked", { lat: 58.65 }))).toEqual([]);
  });

  test("an author who lists a house flat by flat is left to a person", () => {
    const index = new DuplicateIndex();
    for (const n of [1, 2, 3]) {
      index.add(
        message(`${n}`, { author: "anna", text: `Решётка «Ласточка» на окне, витрина ${n}00` }),
      );
    }
    const [found] = findDuplicates(
      index,
      message("asked", { text: "Решётка «Ласточка» на окне, витрина 100" }),
    );
    expect(found?.parts.listed).toBe(true);
    expect(found?.verdict).not.toBe("same");
  });
});

const spot = fc.record({
  text: fc.constantFrom(
    "Снег на дороге",
    "Яма у школы №5, колесо оторвало",
    "Яма у школы",
    "3 подъезд, 5 этаж, нет света",
    "Прорвало трубу у садика «Ласточка», кипяток",
    "",
  ),
  at: fc.integer({ min: 0, max: 150 }).map((days) => days * day),
  lat: fc.option(
    fc.integer({ min: 0, max: 900 }).map((m) => 58.6 + m / degree),
    { nil: undefined, freq: 4 },
  ),
  lon: fc.integer({ min: 0, max: 900 }).map((m) => 49.65 + (m * 2) / degree),
  topic: fc.constantFrom("snow.roads", "roads.pits", "heating.accident", undefined),
  street: fc.constantFrom("Мира", "Ленина", undefined),
  house: fc.constantFrom("5", "7", undefined),
  author: fc.constantFrom("anna", "boris", "vera", undefined),
  until: fc.option(
    fc.integer({ min: 0, max: 150 }).map((days) => days * day),
    { nil: undefined },
  ),
});

test("the index finds every message that a full scan would find", () => {
  fc.assert(
    fc.property(fc.array(spot, { minLength: 1, maxLength: 60 }), spot, (spots, asked) => {
      const index = new DuplicateIndex();
      spots.forEach((one, n) => index.add({ ...one, id: `${n}` }));
      const scanned = spots.flatMap((_, n) => {
        const score = index.compare(asked, `${n}`)?.score ?? 0;
        return score >= POSSIBLE_DUPLICATE_THRESHOLD ? [`${n}`] : [];
      });
      const found = findDuplicates(index, asked, { most: 100 });
      expect(ids(found).toSorted()).toEqual(scanned.toSorted());
      for (const { id, score } of found) expect(index.compare(asked, id)?.score).toBe(score);
    }),
    { numRuns: 300 },
  );
});

test("accepts any message and gives scores within 0…1", () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, 1e308, undefined));
  const hostile = fc.record({
    text: hostileText,
    at: fc.double(),
    lat: number,
    lon: number,
    topic: fc.option(fc.string(), { nil: undefined }),
    street: fc.option(fc.string(), { nil: undefined }),
    house: fc.option(fc.string(), { nil: undefined }),
    author: fc.option(fc.string(), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 6 }), hostile, (all, asked) => {
      const index = new DuplicateIndex();
      all.forEach((one, n) => index.add({ ...one, id: `${n}` }));
      for (const { score } of findDuplicates(index, asked, { atLeast: 0 })) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }
      index.expire(0);
    }),
    { numRuns: 60 },
  );
});

test("a query examines only the newest five hundred of ten thousand messages at one point", () => {
  const index = new DuplicateIndex();
  for (let n = 0; n < 10_000; n++) index.add(message(`${n}`, { at: n * 1_000 }));
  const asked = message("asked", { at: day });
  const found = findDuplicates(index, asked, { most: 10_000, atLeast: 0 });
  const newest = Array.from({ length: 500 }, (_, n) => `${9_999 - n}`);
  expect(ids(found).toSorted()).toEqual(newest.toSorted());
});
