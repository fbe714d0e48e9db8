import { expect, it } from "vitest";
import { listUrl } from "./list-url.ts";

const query = { q: "мост & вода", stage: "new", sort: "newest", after: "x", place: undefined };

it("carries the query with a part of it changed", () => {
  expect(listUrl("/a", { stage: "new" })).toBe("/a?stage=new");
  expect(listUrl("/a", { stage: "new", q: "x" }, { stage: "old" })).toBe("/a?stage=old&q=x");
  expect(new URLSearchParams(listUrl("", query).slice(1)).get("q")).toBe("мост & вода");
});

it("leaves out what is absent, empty or the default", () => {
  expect(listUrl("/a", { stage: "new", q: "" }, { stage: undefined })).toBe("/a");
  expect(listUrl("/a", { sort: "newest", weeks: 13 }, {}, { sort: "newest" })).toBe("/a?weeks=13");
});

it("forgets the place in the paging unless the change names one", () => {
  expect(listUrl("/a", { stage: "new", after: "x" }, { stage: "old" })).toBe("/a?stage=old");
  expect(listUrl("/a", { after: "x", before: "y" }, { after: "z" })).toBe("/a?after=z");
});
