import { describe, expect, it } from "vitest";
import { z } from "zod";
import { optionalText, requiredText, seenVersion } from "./fields.ts";

describe("the fields of a form", () => {
  const schema = z.object({
    name: requiredText(5),
    note: optionalText(5),
    version: seenVersion,
  });

  it("are trimmed, and a text left out is empty", () => {
    expect(schema.parse({ name: " Анна ", version: "3" })).toEqual({
      name: "Анна",
      note: "",
      version: 3,
    });
    expect(schema.parse({ name: "Анна", note: "  " }).note).toBe("");
  });

  it("name what is missing by one message, be it absent or blank", () => {
    for (const given of [{}, { name: "  " }]) {
      const issues = schema.safeParse(given).error?.issues ?? [];
      expect(issues.map(({ message }) => message)).toEqual(["base.field-missing"]);
    }
    expect(requiredText(5, "people.surname-missing").safeParse("").error?.issues[0]?.message).toBe(
      "people.surname-missing",
    );
  });

  it("are refused when too long", () => {
    expect(schema.safeParse({ name: "123456" }).success).toBe(false);
    expect(schema.safeParse({ name: "1", note: "123456" }).success).toBe(false);
  });
});
