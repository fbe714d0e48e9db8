import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineSettings } from "./region-settings.ts";

describe("settings of a region", () => {
  const kettles = defineSettings({ degrees: z.number().max(100) }, { degrees: 90 });

  it("are those that the region sets, else the defaults", () => {
    expect(kettles.of({ settings: { degrees: 70, telephone: "1" } })).toEqual({ degrees: 70 });
    expect(kettles.of({ settings: {} })).toEqual({ degrees: 90 });
    expect(kettles.given({ settings: { telephone: "1" } })).toEqual({});
  });

  it("throw where a stored value breaks the shape", () => {
    expect(() => kettles.of({ settings: { degrees: 101 } })).toThrow();
  });
});
