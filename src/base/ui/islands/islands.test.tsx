import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { ComponentChildren } from "preact";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Button,
  ErrorSummary,
  Field,
  Flash,
  Form,
  islandNames,
  KeyboardHelp,
  renderPage,
  SiteFrame,
} from "../index.ts";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
/** How long the browser may take for one thing: enough for a machine that does other work too. */
const PATIENCE_MS = 90_000;
const bundles = new Map<string, string>();

beforeAll(async () => {
  const built = await build({
    entryPoints: islandNames.map((name) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url))),
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    outdir: "out",
  });
  for (const { path, text } of built.outputFiles) bundles.set(path.replace(/^.*[\\/]/, ""), text);
});

describe("the islands", () => {
  it("weigh less than 15 kB together", () => {
    expect(bundles.size).toBe(islandNames.length);
    expect(gzipSync([...bundles.values()].join("")).length).toBeLessThan(15_000);
  });
});

describe.skipIf(!existsSync(executablePath))("in a browser, the islands", () => {
  let browser: Browser;
  let page: Page;

  const body = (
    <SiteFrame
      brand={{ name: "OKNO", place: "", href: "#" }}
      nav={[]}
      keys={
        <KeyboardHelp
          bar={[{ keys: ["J"], action: "down" }]}
          all={[{ keys: ["J"], action: "down" }]}
        />
      }
    >
      <ErrorSummary errors={[{ name: "text", text: "too long" }]} />
      <Form action="/sent" method="post">
        <Field name="text" kind="textarea" label="Text" maxlength={10} counter value="abc" />
        <Button name="do" value="send">
          Send
        </Button>
      </Form>
      <button type="button" data-key="j" id="down">
        Down
      </button>
    </SiteFrame>
  );

  async function open(content: ComponentChildren) {
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const posts: string[] = [];
    await page.route("**/*", async (route) => {
      const { pathname } = new URL(route.request().url());
      if (route.request().method() === "POST") {
        posts.push(pathname);
        // 204 leaves the page where it is, so that it can be looked at after sending.
        return route.fulfill({ status: 204 });
      }
      const script = bundles.get(pathname.slice(1));
      if (script !== undefined)
        return route.fulfill({ contentType: "text/javascript", body: script });
      if (pathname !== "/") return route.fulfill({ status: 404, body: "" });
      const html = renderPage({
        title: "x",
        lang: "en",
        body: content,
        assets: (name) => `/${name}`,
      });
      const headers = {
        "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'",
      };
      return route.fulfill({ contentType: "text/html; charset=utf-8", body: html, headers });
    });
    await page.goto("http://okno.test/");
    return posts;
  }

  beforeAll(async () => {
    const quiet = [
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ];
    browser = await chromium.launch({
      executablePath,
      timeout: PATIENCE_MS,
      args: ["--no-sandbox", ...quiet],
    });
  });
  afterAll(() => browser?.close());

  it("move focus to the error summary", async () => {
    await open(body);
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("errors");
  });

  it("move focus to a toast, and Escape puts it away", async () => {
    await open(<Flash toast>Done</Flash>);
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe("flash");
    await page.keyboard.press("Escape");
    expect(await page.locator(".flash").count()).toBe(0);
  });

  it("count the characters that are left and those over the limit", async () => {
    await open(body);
    await expect.poll(() => page.locator("okno-counter").textContent()).toBe("Characters left: 7");
    await page.getByLabel("Text").fill("twelve signs");
    expect(await page.locator("okno-counter").textContent()).toBe("Characters over the limit: 2");
  });

  it("send a form once, and say that it is being sent", async () => {
    const posts = await open(body);
    const send = page.getByRole("button", { name: "Send" });
    await send.click();
    await send.click();
    expect(await send.getAttribute("aria-busy")).toBe("true");
    expect(posts).toEqual(["/sent"]);
  });

  it("press what a key names, except while one types or when keys are off", async () => {
    await open(body);
    await page.evaluate(() => {
      const down = document.getElementById("down");
      down?.addEventListener("click", () =>
        down.setAttribute("data-times", String(Number(down.dataset["times"] ?? 0) + 1)),
      );
    });
    const times = () => page.locator("#down").getAttribute("data-times");
    await expect.poll(() => page.locator("aside.keys").isVisible()).toBe(true);
    await page.keyboard.press("j");
    expect(await times()).toBe("1");
    await page.getByLabel("Text").focus();
    await page.keyboard.press("j");
    expect(await times()).toBe("1");
    await page.locator("#down").focus();
    await page.keyboard.press("Control+j");
    expect(await times()).toBe("1");
    await page.keyboard.press("?");
    await page.getByRole("button", { name: "Turn keys off" }).click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    expect(await times()).toBe("1");
  });
});
