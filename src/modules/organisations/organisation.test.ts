import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validateInn, isInn, isOgrn, validateOgrn } from "./index.ts";

const digit = fc.integer({ min: 0, max: 9 });
const digitsOf = (length: number) =>
  fc.array(digit, { minLength: length, maxLength: length }).map((all) => all.join(""));

/**
 * The remainder whose last digit is the check: two remainders with one last digit cannot be told
 * apart.
 */
const weightsTen = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const innRemainder = (head: string) =>
  weightsTen.reduce((sum, weight, index) => sum + weight * Number(head[index]), 0) % 11;

const validInn = digitsOf(9)
  .filter((head) => !head.startsWith("00"))
  .map((head) => head + String(innRemainder(head) % 10));

const ogrnRemainder = (head: string) => Number(BigInt(head) % (head.length === 12 ? 11n : 13n));
const validOgrn = fc
  .constantFrom(12, 14)
  .chain(digitsOf)
  .filter((head) => !head.startsWith("0"))
  .map((head) => head + String(ogrnRemainder(head) % 10));

const mistake = (text: string) =>
  fc
    .tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 9 }))
    .map(
      ([at, by]) => text.slice(0, at) + String((Number(text[at]) + by) % 10) + text.slice(at + 1),
    );

describe("the taxpayer's number", () => {
  test("real numbers of both lengths are accepted", () => {
    expect(isInn("7707083893")).toBe(true);
    expect(isInn("7830002293")).toBe(true);
    expect(isInn("500100732259")).toBe(true);
  });

  test("a number of another length, with letters or of zeros is distinguished from a wrong checksum", () => {
    expect(validateInn("770708389")).toBe("organisations.inn-length");
    expect(validateInn("77070838931")).toBe("organisations.inn-length");
    expect(validateInn("77070838З3")).toBe("organisations.inn-length");
    expect(validateInn("7707083894")).toBe("organisations.inn-checksum");
    expect(validateInn("0000000000")).toBe("organisations.inn-checksum");
    expect(validateInn("500100732258")).toBe("organisations.inn-checksum");
    expect(validateInn("500100732269")).toBe("organisations.inn-checksum");
  });

  test("one wrong digit is caught unless the remainders 0 and 10 meet, which share a check digit", () => {
    const caught = fc.property(
      validInn.chain((inn) => fc.tuple(fc.constant(inn), mistake(inn))),
      ([inn, wrong]) => {
        if (wrong.startsWith("00")) return !isInn(wrong);
        const remainders = [innRemainder(inn), innRemainder(wrong)].toSorted((a, b) => a - b);
        const alike = remainders[0] === 0 && remainders[1] === 10;
        return isInn(wrong) === (alike && wrong.at(-1) === inn.at(-1));
      },
    );
    fc.assert(fc.property(validInn, isInn));
    fc.assert(caught, { numRuns: 2000 });
  });
});

describe("the registration number", () => {
  test("real numbers of organisations and entrepreneurs are accepted", () => {
    expect(isOgrn("1027700132195")).toBe(true);
    expect(isOgrn("304500116000157")).toBe(true);
  });

  test("a wrong length and a wrong digit are distinguished", () => {
    expect(validateOgrn("102770013219")).toBe("organisations.ogrn-length");
    expect(validateOgrn("10277001321955")).toBe("organisations.ogrn-length");
    expect(validateOgrn("1027700132196")).toBe("organisations.ogrn-checksum");
    expect(validateOgrn("0000000000000")).toBe("organisations.ogrn-checksum");
  });

  test("one wrong digit is caught unless two remainders share their last digit", () => {
    const caught = fc.property(
      validOgrn.chain((ogrn) => fc.tuple(fc.constant(ogrn), mistake(ogrn))),
      ([ogrn, wrong]) => {
        if (wrong.startsWith("0")) return !isOgrn(wrong);
        const before = ogrnRemainder(ogrn.slice(0, -1));
        const after = ogrnRemainder(wrong.slice(0, -1));
        const alike = before !== after && before % 10 === after % 10;
        return isOgrn(wrong) === (alike && wrong.at(-1) === ogrn.at(-1));
      },
    );
    fc.assert(fc.property(validOgrn, isOgrn));
    fc.assert(caught, { numRuns: 2000 });
  });
});
