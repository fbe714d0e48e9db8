import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { moduleNames } from "./module-names.ts";

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test("modules are created in the order of the list, the application's own pages last", () => {
  expect(app.modules.map(({ name }) => name)).toEqual([...moduleNames, "administration"]);
});

test("every link of the header has a label in both languages and leads to a page of its module", () => {
  const items = app.modules.flatMap((module) =>
    (module.navigation ?? []).map((item) => ({ module, ...item })),
  );
  expect(items.length).toBeGreaterThan(20);
  for (const { module, section, path } of items) {
    expect(module.messages.ru.navigation?.[section], section).toBeTruthy();
    expect(module.messages.en.navigation?.[section], section).toBeTruthy();
    const pages = (module.routes ?? []).filter(({ method }) => method === "get");
    if (typeof path === "string") expect(pages.map((route) => route.path)).toContain(path);
  }
});
