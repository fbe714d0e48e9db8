import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findDemoOrganisation } from "#demo/region/index.ts";
import { at, createDemoApp, type DemoApp } from "../demo-app.ts";
import { rows } from "../walk-records.ts";
import {
  chromiumPath,
  faultsAt,
  checkAccessibility,
  openBrowser,
  signIn,
  browserModes,
  widths,
  type BrowserSession,
} from "./browser.ts";

describe.skipIf(chromiumPath === "").each(browserModes)(
  "around the house, $name",
  ({ scripts }) => {
    let house: DemoApp;
    let street: BrowserSession;
    const look = (page: Page) => (scripts ? checkAccessibility(page) : Promise.resolve());
    const wide = { scripts, width: 1280 };

    beforeAll(async () => {
      house = await createDemoApp();
      street = await openBrowser(house);
    });

    afterAll(async () => {
      expect(street?.consoleErrors() ?? []).toEqual([]);
      await street?.close();
      await house?.close();
    });

    test("a wrong password keeps the address, the right one lets in, the way out leads out", async () => {
      const page = await street.openPage(wide);
      await page.goto(at("/sign-in"));
      await look(page);
      const form = page.locator("form").filter({ has: page.locator("[name=password]") });
      await form.locator("[name=email]").fill("marina.vetkina@okno.example");
      await form.locator("[name=password]").fill("не тот пароль");
      await form.getByRole("button", { name: "Войти" }).click();
      await page.locator("[role=alert], #errors, .errors").first().waitFor();
      expect(await form.locator("[name=email]").inputValue()).toBe("marina.vetkina@okno.example");
      expect(await form.locator("[name=password]").inputValue()).toBe("");
      await look(page);

      await signIn(page, "vetkina");
      await page.goto(at("/account"));
      await look(page);
      await page.getByRole("button", { name: "Выйти" }).click();
      await page.getByRole("link", { name: "Войти" }).first().waitFor();
      expect((await page.goto(at("/desk")))?.status()).toBe(403);
    });

    test("who works for the executor is told why somebody else must check", async () => {
      const [problem] = await rows(
        house,
        `select p.number from problems_problems p join organisations_organisations o on o.id = p.body_id
       where o.short_name = '${findDemoOrganisation("mup-mshinetsky").short}' order by p.number limit 1`,
      );
      const page = await street.openPageAs("tyagunov", wide);
      const answer = await page.goto(at(`/problems/${String(problem?.number)}/check`));
      expect(answer?.status()).toBe(403);
      await page.getByText("Вы работаете у исполнителя этой проблемы").waitFor();
      await look(page);
    });

    test("a check without words comes back with the choice kept and the trouble in focus", async () => {
      const [problem] = await rows(
        house,
        `select number from problems_problems where stage = 'claimed' order by number limit 1`,
      );
      const page = await street.openPageAs("operator-first", wide);
      await page.goto(at(`/problems/${String(problem?.number)}/check`));
      await page.getByLabel("Не устранено").check();
      await page.locator("form:has([name=outcome])").evaluate((form) => {
        form.setAttribute("novalidate", "");
      });
      await page.getByRole("button", { name: "Записать проверку" }).click();
      await page
        .locator(".errors")
        .getByRole("link", { name: "Напишите, что вы увидели" })
        .waitFor();
      expect(await page.getByLabel("Не устранено").isChecked()).toBe(true);
      if (scripts) {
        const focused = await page.evaluate(() => document.activeElement?.className);
        expect(focused).toContain("errors");
      }
      await look(page);
    });

    test("the list is sifted, paged and sent on as an address", async () => {
      const page = await street.openPage(wide);
      await page.goto(at("/problems"));
      await look(page);
      const first = await page.locator(".rows h2, .rows h3").allTextContents();
      await page.getByRole("link", { name: "Старее" }).click();
      await page.getByRole("link", { name: "Новее" }).waitFor();
      const second = await page.locator(".rows h2, .rows h3").allTextContents();
      expect(second.some((title) => !first.includes(title))).toBe(true);
      await page.getByLabel("Территория").first().selectOption({ label: "Долгомост" });
      await page
        .getByRole("button", { name: /Показать|Найти|Отобрать/ })
        .first()
        .click();
      await expect.poll(() => page.url()).toContain("municipality=");
      await look(page);
      const other = await street.openPage({ scripts, width: 360 });
      await other.goto(page.url());
      expect(await other.locator(".rows h2, .rows h3").allTextContents()).toEqual(
        await page.locator(".rows h2, .rows h3").allTextContents(),
      );
    });

    test("the house speaks English to whoever asks, and remembers it", async () => {
      const page = await street.openPage(wide);
      await page.goto(at("/about"));
      await page.getByRole("link", { name: "English" }).click();
      await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("en");
      await page.goto(at("/problems"));
      expect(await page.locator("html").getAttribute("lang")).toBe("en");
      await page.getByRole("heading", { level: 1, name: "Problems" }).waitFor();
      await look(page);
    });
  },
);

const mainPages = {
  guest: [
    "/",
    "/insight",
    "/territories",
    "/territories/dolgomost",
    "/organisations",
    "/my",
    "/figures",
    "/api",
  ],
  administrator: [
    "/admin",
    "/admin/people",
    "/admin/organisations",
    "/admin/competence",
    "/admin/rules",
    "/admin/triage",
    "/admin/jobs",
    "/admin/letters",
    "/admin/connectors",
  ],
} as const;

describe.skipIf(chromiumPath === "").each(["guest", "administrator"] as const)(
  "every main page of the %s",
  (who) => {
    let house: DemoApp;
    let street: BrowserSession;
    let page: Page;

    beforeAll(async () => {
      house = await createDemoApp();
      street = await openBrowser(house);
      const way = { scripts: true, width: 1280 };
      page = await (who === "guest" ? street.openPage(way) : street.openPageAs(who, way));
    });

    afterAll(async () => {
      expect(street?.consoleErrors() ?? []).toEqual([]);
      await street?.close();
      await house?.close();
    });

    const visits = mainPages[who].flatMap((path) => widths.map((width) => ({ path, width })));
    test.each(visits)("$path is sound at $width", async ({ path, width }) => {
      await page.goto(at(path));
      expect(await faultsAt(page, width)).toEqual([]);
    });
  },
);
