/** Chromium as people use it: without scripts and with them, wide and narrow, looked over by axe. */
import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { expect } from "vitest";
import { DEMO_PASSWORD, findDemoPerson } from "#demo/region/index.ts";
import { at, type DemoApp } from "../demo-app.ts";

/** Where the scripts found Chromium; journeys are skipped without it. */
export const chromiumPath = process.env.OKNO_CHROMIUM ?? "";
if (chromiumPath === "") console.log("journeys skipped: OKNO_CHROMIUM is not set");

export type BrowserMode = { scripts: boolean; width: number };

/** Every story goes without scripts first, then with them. */
export const browserModes = [
  { name: "without scripts", scripts: false },
  { name: "with scripts", scripts: true },
] as const;

export const widths = [1280, 360] as const;

/** How long the browser may take for one thing: enough for a machine that does other work too. */
const PATIENCE_MS = 90_000;

export type BrowserSession = {
  /** A browser window of somebody new. */
  openPage(way: BrowserMode): Promise<Page>;
  /** A window of a person of the region who has come in by the form. */
  openPageAs(key: string, way: BrowserMode): Promise<Page>;
  /** What scripts or the security policy complained of since the last question. */
  consoleErrors(): string[];
  close(): Promise<void>;
};

export async function openBrowser(app: Pick<DemoApp, "address">): Promise<BrowserSession> {
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    timeout: PATIENCE_MS,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  let heard: string[] = [];
  const enter = async ({ scripts, width }: BrowserMode): Promise<Page> => {
    const context = await browser.newContext({
      baseURL: app.address,
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
      locale: "ru-RU",
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on("pageerror", (error) => heard.push(error.message));
    page.on("console", (message) => {
      // A refused form is a page with a status of its own, which the console always mentions.
      const refusal = /status of (403|404|409|422)/.test(message.text());
      if (message.type() === "error" && !refusal) heard.push(message.text());
    });
    return page;
  };
  return {
    openPage: enter,
    async openPageAs(key, way) {
      const page = await enter(way);
      await signIn(page, key);
      return page;
    },
    consoleErrors() {
      const before = heard;
      heard = [];
      return before;
    },
    close: () => browser.close(),
  };
}

export async function signIn(page: Page, key: string): Promise<void> {
  await page.goto(at("/sign-in"));
  const form = page.locator("form").filter({ has: page.locator("[name=password]") });
  await form.locator("[name=email]").fill(findDemoPerson(key).email);
  await form.locator("[name=password]").fill(DEMO_PASSWORD);
  await form.getByRole("button", { name: "Войти" }).click();
  await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
}

/** Axe at both widths, and nothing that must be scrolled sideways; only where scripts run. */
export async function checkAccessibility(page: Page): Promise<void> {
  const before = page.viewportSize();
  const faults: string[] = [];
  for (const width of widths) faults.push(...(await faultsAt(page, width)));
  if (before !== null) await page.setViewportSize(before);
  expect(faults).toEqual([]);
}

/** What axe finds at one width, and how far the page is wider than that. */
export async function faultsAt(page: Page, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 900 });
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  const where = `${decodeURIComponent(new URL(page.url()).pathname)} at ${width}`;
  return [
    ...(wide > width ? [`${where}: ${wide - width} px too wide`] : []),
    ...violations.map(
      ({ id, help, nodes }) => `${where}: ${id}, ${help}: ${nodes[0]?.html.slice(0, 200)}`,
    ),
  ];
}

/** A photograph of one colour, as a telephone would send it. */
export async function createPhoto(name: string, background: string) {
  const buffer = await sharp({ create: { width: 640, height: 480, channels: 3, background } })
    .jpeg()
    .toBuffer();
  return { name: `${name}.jpg`, mimeType: "image/jpeg", buffer };
}
