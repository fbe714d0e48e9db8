/**
 * Takes the pictures of the README from the imaginary region, whose clock is always at 31 May 2026:
 * npx esbuild scripts/pictures.ts --bundle --platform=node --format=esm --packages=external
 *   --jsx=automatic --jsx-import-source=preact --outfile=dist/pictures.js
 * OKNO_CHROMIUM=/usr/bin/chromium node_modules/.bin/node dist/pictures.js
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import sharp from "sharp";
import { packageRoot } from "#base/db/migrate.ts";
import { at, createDemoApp, type DemoApp } from "../tests/demo-app.ts";

type ScreenshotSpec = {
  name: string;
  as?: string;
  path: (house: DemoApp) => Promise<string> | string;
  height: number;
  before?: (page: Page) => Promise<void>;
};

const numberOf = async (app: DemoApp, where: string): Promise<string> => {
  const found = await app.owner.query<{ number: string }>(
    `select p.number from problems_problems p ${where} order by p.number limit 1`,
  );
  return encodeURIComponent(found.rows[0]?.number ?? "");
};

const programme = async (app: DemoApp): Promise<string> => {
  const { rows } = await app.owner.query<{ number: string }>(
    "select number from projects_projects where title = 'Школа местных инициатив'",
  );
  return encodeURIComponent(rows[0]?.number ?? "");
};

const draft =
  "Здравствуйте! Мы осмотрели место 30 мая: крышка треснула, проход огородили. Новую крышку поставим до 4 июня, отвечает инженер участка.";

const screenshots: readonly ScreenshotSpec[] = [
  { name: "home", path: () => "/", height: 1150 },
  {
    name: "problem",
    path: async (house) =>
      `/problems/${await numberOf(house, "where p.title like 'Открытый люк на дорожке к школе%'")}`,
    height: 1250,
  },
  { name: "desk", as: "vetkina", path: () => "/desk", height: 1150 },
  {
    name: "answer",
    as: "specialist-olshanikov",
    path: async (house) =>
      `/problems/${await numberOf(
        house,
        `join people_roles r on r.organisation_id = p.body_id join people_users u on u.id = r.person_id
         where u.email = 'pavel.olshanikov@okno.example' and p.stage in ('acknowledged', 'routed')`,
      )}/answer`,
    height: 1150,
    async before(page) {
      await page.locator("[name=kind][value=interim]").check();
      await page.locator("[name=text]").fill(draft);
      await page.locator("[name=promisedFor]").fill("2026-06-04");
      await page.locator("button[value=check]").click();
      await page.waitForLoadState();
    },
  },
  { name: "territory", path: () => "/territories/dolgomost", height: 1250 },
  { name: "insight", path: () => "/insight", height: 1250 },
  {
    name: "indicators",
    path: async (house) => `/projects/${await programme(house)}/indicators`,
    height: 1400,
  },
  { name: "project", path: async (house) => `/projects/${await programme(house)}`, height: 1400 },
  {
    name: "event",
    path: async (house) => {
      const { rows } = await house.owner.query<{ number: string }>(
        "select number from events_events where title = 'Соседи, которые делают'",
      );
      return `/events/${encodeURIComponent(rows[0]?.number ?? "")}`;
    },
    height: 1400,
  },
  { name: "plan", as: "head", path: () => "/plan?year=2026", height: 1400 },
];

const folder = join(packageRoot(), "docs/pictures");
const executablePath = process.env.OKNO_CHROMIUM;
if (!executablePath) throw new Error("Say in OKNO_CHROMIUM where Chromium is.");
mkdirSync(folder, { recursive: true });
const app = await createDemoApp();
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--lang=ru-RU"],
  env: { ...process.env, LANGUAGE: "ru" },
});
for (const shot of screenshots) await takeScreenshot(browser, shot);
await browser.close();
await app.close();

function cookiesOf(line: string) {
  return line.split("; ").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return { name, value: value.join("="), url: app.address };
  });
}

async function takeScreenshot(
  from: Browser,
  { name, as, path, height, before }: ScreenshotSpec,
): Promise<void> {
  const context = await from.newContext({
    baseURL: app.address,
    viewport: { width: 1280, height },
    colorScheme: "light",
    locale: "ru-RU",
    reducedMotion: "reduce",
  });
  if (as !== undefined) await context.addCookies(cookiesOf(await app.signIn(as)));
  const page = await context.newPage();
  await page.goto(at(await path(app)), { waitUntil: "networkidle" });
  await before?.(page);
  await page.evaluate(() => scrollTo(0, 0));
  const shown = await page.screenshot();
  const small = await sharp(shown).png({ palette: true, quality: 92, effort: 8 }).toBuffer();
  writeFileSync(join(folder, `${name}.png`), small);
  console.log(`${name}.png ${Math.round(small.length / 1024)} kB`);
  await context.close();
}
