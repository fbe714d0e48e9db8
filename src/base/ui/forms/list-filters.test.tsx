import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { renderToString } from "preact-render-to-string";
import { listUrl } from "../../http/list-url.ts";
import { ListFilters, type ListFilter } from "./list-filters.tsx";

const filters: readonly ListFilter<"state" | "q" | "from">[] = [
  {
    kind: "select",
    name: "state",
    label: "State",
    empty: "Any",
    options: [
      { value: "sent", label: "Was sent" },
      { value: "failed", label: "Was not sent" },
    ],
  },
  { kind: "search", name: "q", label: "Search", maxlength: 60 },
  { kind: "date", name: "from", label: "From", chip: (value) => `since ${value}` },
];

function render(values: { state?: string; q?: string; from?: string }) {
  const { document } = parseHTML(
    renderToString(
      <ListFilters
        action="/emails"
        filters={filters}
        values={values}
        listUrl={(change) => listUrl("/emails", values, change)}
      />,
    ),
  );
  return {
    fields: [...document.querySelectorAll("input, select")].map((field) => [
      field.getAttribute("name"),
      field.getAttribute("value") ??
        field.querySelector("option[selected]")?.getAttribute("value") ??
        "",
    ]),
    chips: [...document.querySelectorAll("a.tag")].map((chip) => [
      chip.firstChild?.textContent?.trim(),
      chip.getAttribute("href"),
    ]),
    reset: document.querySelector(".chosen > a:not(.tag)")?.getAttribute("href"),
  };
}

test("one definition gives the fields with their values and a chip for each value", () => {
  const { fields, chips, reset } = render({ state: "failed", q: "pavel", from: "2026-05-31" });
  expect(fields).toEqual([
    ["state", "failed"],
    ["q", "pavel"],
    ["from", "2026-05-31"],
  ]);
  expect(chips).toEqual([
    ["Was not sent", "/emails?q=pavel&from=2026-05-31"],
    ["pavel", "/emails?state=failed&from=2026-05-31"],
    ["since 2026-05-31", "/emails?state=failed&q=pavel"],
  ]);
  expect(reset).toBe("/emails");
});

test("what is not chosen has a field and no chip; a value without an option shows as it is", () => {
  expect(render({ q: "" })).toMatchObject({
    fields: [
      ["state", ""],
      ["q", ""],
      ["from", ""],
    ],
    chips: [],
    reset: undefined,
  });
  expect(render({ state: "lost" }).chips).toEqual([["lost", "/emails"]]);
});
