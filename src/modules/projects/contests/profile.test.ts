import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { builtInProfiles } from "./built-in-profiles.ru.ts";
import { costArticles } from "../project.ts";
import { charterSources, parseProfile, tableColumns } from "./profile.ts";

const guide = readFileSync(
  new URL("../../../../docs/operator/contests.md", import.meta.url),
  "utf8",
);

test("the profile of the operators' guide is imported unchanged", () => {
  const [, example = ""] = /```json\n([\s\S]*?)```/.exec(guide) ?? [];
  expect(parseProfile(example)).toMatchObject({ profile: { code: "our-town" } });
});

test("the guide names every source, table, article and built-in form", () => {
  const words = [
    ...charterSources,
    ...costArticles,
    ...Object.entries(tableColumns).flatMap(([table, columns]) => [table, ...columns]),
    ...builtInProfiles.map(({ code }) => `\`${code}\``),
  ];
  expect(words.filter((word) => !guide.includes(word))).toEqual([]);
});
