import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { housesOf, findMunicipality, findDemoOrganisation } from "#demo/region/index.ts";
import { at, createDemoApp, type DemoApp } from "../demo-app.ts";
import {
  chromiumPath,
  checkAccessibility,
  openBrowser,
  createPhoto,
  browserModes,
  type BrowserSession,
} from "./browser.ts";

const hour = 3_600_000;
const body = findDemoOrganisation("mku-dolgomost").short;

/** The address of a house on the main street of Dolgomost, as its residents write it. */
function addressOf(which: number): string {
  const street = findMunicipality("dolgomost").settlements[0]?.streets[0];
  const number = street === undefined ? "" : (housesOf(street)[which]?.number ?? "");
  return `Долгомост, улица ${street?.name ?? ""}, ${number}`;
}

describe.skipIf(chromiumPath === "").each(browserModes)(
  "a trouble goes its whole way, $name",
  ({ scripts }) => {
    let house: DemoApp;
    let street: BrowserSession;
    let resident: Page;
    let coordinator: Page;
    let privatePage = "";
    let message = "";
    let problem = "";

    beforeAll(async () => {
      house = await createDemoApp();
      street = await openBrowser(house);
      resident = await street.openPage({ scripts, width: 360 });
    });

    afterAll(async () => {
      await street?.close();
      await house?.close();
    });

    afterEach(() => {
      expect(street.consoleErrors()).toEqual([]);
    });

    const look = (page: Page) => (scripts ? checkAccessibility(page) : Promise.resolve());
    const later = () => {
      house.clock.now = new Date(house.clock.now.getTime() + hour);
    };

    test("a resident tells of it and gets a private page", async () => {
      message = await reportProblem(resident, { address: addressOf(scripts ? 0 : 5), look });
      privatePage = resident.url();
    });

    test("a coordinator opens a problem at the desk, and the private page leads to it", async () => {
      coordinator = await street.openPageAs("vetkina", { scripts, width: 1280 });
      later();
      await openAtDesk(coordinator, { message, keyboard: scripts, look });
      await resident.reload();
      const link = resident.getByRole("link", { name: /Страница проблемы К-/ });
      problem = /К-\d+-\d+/.exec((await link.textContent()) ?? "")?.[0] ?? "";
      expect(problem).not.toBe("");
    });

    test("a specialist of the body takes it up and answers that it is mended", async () => {
      const specialist = await street.openPageAs("specialist-olshanikov", { scripts, width: 1280 });
      later();
      await claimFixed(specialist, { problem, look });
    });

    test("the coordinator checks on the spot, and everybody sees both pictures", async () => {
      later();
      await recordCheck(coordinator, { problem, look });
      await resident.goto(at(`/problems/${problem}`));
      await resident.getByText("Проверено на месте: устранено").first().waitFor();
      expect(await resident.locator(".evidence img").count()).toBeGreaterThanOrEqual(2);
      await look(resident);
    });

    test("it breaks again, and the resident opens the problem anew one step higher", async () => {
      later();
      await resident.goto(privatePage);
      await look(resident);
      await resident.getByLabel("Что случилось опять").fill("Крышка снова провалилась.");
      await resident.getByRole("button", { name: "Снова не работает" }).click();
      await resident.getByText("Открыли проблему заново").waitFor();
      await resident.goto(at(`/problems/${problem}`));
      await resident.getByText("Снова не работает").first().waitFor();
      await resident
        .getByText(/Ступень/)
        .first()
        .waitFor();
    });
  },
);

type PageCheck = (page: Page) => Promise<void>;

/** The form is refused once, so that what was written must come back; answers the message's number. */
async function reportProblem(
  page: Page,
  { address, look }: { address: string; look: PageCheck },
): Promise<string> {
  await page.goto(at("/tell"));
  await look(page);
  await page.getByLabel("Где это").fill(address);
  await page.getByLabel("Что произошло").fill("люк");
  await page.getByLabel("Снимки").setInputFiles(await createPhoto("before", "#553322"));
  await page.getByRole("button", { name: "Отправить сообщение" }).click();
  await page.getByText("Сообщение ещё не отправлено").waitFor();
  await look(page);
  expect(await page.getByLabel("Где это").inputValue()).toBe(address);
  expect(await page.getByText("Снимки сохранены: 1").count()).toBe(1);
  await page.getByRole("link", { name: /Напишите чуть подробнее/ }).click();
  await page
    .getByLabel("Что произошло")
    .fill("Провалилась крышка люка у подъезда, дети обходят по проезжей части.");
  await page.getByRole("button", { name: "Отправить сообщение" }).click();
  await page.getByText("Сообщение принято. Номер").waitFor();
  expect(page.url()).toMatch(/\/my\/[\w-]{20,}/);
  await look(page);
  const heading = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
  return /С-\d+-\d+/.exec(heading)?.[0] ?? "";
}

async function openAtDesk(
  page: Page,
  { message, keyboard, look }: { message: string; keyboard: boolean; look: PageCheck },
): Promise<void> {
  await page.goto(at(`/desk/${message}`));
  await look(page);
  await page.locator("[name=title]").fill("Провалилась крышка люка");
  await page.locator("select[name=topic]").selectOption("roads.manhole");
  const place = page.locator("select[name=municipalityId]");
  await place.selectOption({
    label: (await place.locator("option", { hasText: "Долгомост" }).first().textContent()) ?? "",
  });
  await page.locator("select[name=bodyId]").selectOption({ label: body });
  if (keyboard) {
    await page.locator("select[name=bodyId]").blur();
    await page.keyboard.press("Enter");
  } else {
    await page.getByRole("button", { name: "Принять и открыть следующее" }).click();
  }
  await page.getByText(`${message}: открыта проблема`).first().waitFor();
}

async function claimFixed(
  page: Page,
  { problem, look }: { problem: string; look: PageCheck },
): Promise<void> {
  await page.goto(at("/inbox"));
  await look(page);
  await page.locator(`a[href$="${problem}"]`).first().click();
  await page.getByRole("button", { name: "Принять в работу" }).click();
  await page.getByText("Принято в работу.").waitFor();
  await look(page);
  await page.getByRole("link", { name: "Ответить", exact: true }).click();
  await page.getByLabel("Устранено: это проверят на месте").check();
  await page.getByLabel("Текст ответа").fill("Ваше обращение рассмотрено, меры приняты.");
  await page.getByRole("button", { name: "Проверить ответ" }).click();
  await page.getByText("Похоже на отписку").first().waitFor();
  expect(await page.getByLabel("Текст ответа").inputValue()).toContain("меры приняты");
  await look(page);
  await page
    .getByLabel("Текст ответа")
    .fill(
      "Здравствуйте! Крышку люка у подъезда закрепили сегодня, 31 мая, отвечает инженер МКУ Павел Ольшаников. 5 июня проверим крепление ещё раз.",
    );
  await page.getByLabel(/^Снимки/).setInputFiles(await createPhoto("after", "#228855"));
  await page.getByRole("button", { name: "Отправить ответ" }).click();
  await page.getByText("Ответ отправлен авторам").waitFor();
}

async function recordCheck(
  page: Page,
  { problem, look }: { problem: string; look: PageCheck },
): Promise<void> {
  await page.goto(at("/checks"));
  await look(page);
  await page.goto(at(`/problems/${problem}/check`));
  await look(page);
  await page.getByLabel("Устранено", { exact: true }).check();
  await page.getByLabel("Что вы увидели").fill("Крышка на месте, не качается.");
  await page.getByLabel(/^Снимки/).setInputFiles(await createPhoto("seen", "#2266aa"));
  await page.getByRole("button", { name: "Записать проверку" }).click();
  await page.getByText("Записано: устранено").waitFor();
  await look(page);
}
