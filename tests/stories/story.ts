/**
 * The ground of a story: an empty house on its own database with the municipalities, people and
 * organisations it is told of, its clock moved by the story, served on a free port for the browser.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Page } from "playwright-core";
import type { Ctx } from "#base/context.ts";
import type { Actor, RoleAt } from "#base/policy.ts";
import { registerOrganisation } from "#modules/organisations/index.ts";
import { createPerson, grantRole, type Role } from "#modules/people/index.ts";
import { createTerritory } from "#modules/territories/index.ts";
import { createTestApp, testRegionId, type TestApp } from "#testing/app.ts";
import {
  chromiumPath,
  checkAccessibility,
  openBrowser,
  type BrowserSession,
} from "../journeys/browser.ts";

export const at = (path: string) => `/${testRegionId}${path === "/" ? "" : path}`;

type PersonRole = Exclude<Role, "connector">;

const password = "okno-story-2022";

export type StoryContext = {
  app: TestApp;
  /** Municipality ids by name. */
  places: ReadonlyMap<string, string>;
  place(name: string): string;
  /** Sets the clock of the house: «2022-03-22T10:00» of the region. */
  setTime(moment: string): void;
  asPerson(key: string): Promise<Ctx>;
  guest(): Promise<Ctx>;
  system(): Promise<Ctx>;
  /** Somebody with an account, a role, and where it holds. */
  person(key: string, name: string, role: PersonRole, where?: RoleAt["scope"]): Promise<void>;
  organisation(input: Parameters<typeof registerOrganisation>[1]): Promise<string>;
  /** Cookies of somebody who came in by the form, for requests past the browser. */
  cookie(key: string): Promise<string>;
  /** A browser window of a guest, or of somebody who came in. */
  openPage(way: { scripts: boolean; width?: number; as?: string }): Promise<Page>;
  /** Axe at two widths, where scripts run. */
  checkAccessibility: typeof checkAccessibility;
  close(): Promise<void>;
};

export const hasBrowser = chromiumPath !== "";

export async function createStory(municipalities: readonly string[]): Promise<StoryContext> {
  const app = await createTestApp({ env: { OKNO_PROXIES: "1" } });
  const server = createServer(getRequestListener(app.http.fetch));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const system = () => app.asSystem();
  const places = new Map<string, string>();
  for (const name of municipalities) {
    const { id } = await createTerritory(await system(), { kind: "municipality", name });
    places.set(name, id);
  }
  const actors = new Map<string, Actor & { email: string }>();
  let street: BrowserSession | undefined;
  const place = (name: string) => {
    const id = places.get(name);
    if (id === undefined) throw new Error(`The story knows no municipality ${name}`);
    return id;
  };
  const known = (key: string) => {
    const actor = actors.get(key);
    if (actor === undefined) throw new Error(`The story knows nobody called ${key}`);
    return actor;
  };
  return {
    app,
    places,
    place,
    system,
    checkAccessibility,
    setTime: (moment) => {
      app.clock.now = new Date(`${moment}:00+05:00`);
    },
    asPerson: (key) => app.asActor(known(key)),
    guest: () => app.asActor({ kind: "guest" }),
    async person(key, name, role, where = { kind: "region" }) {
      const email = `${key}@okno.example`;
      const { id } = await createPerson(await system(), { name, email, password });
      await grantRole(await system(), id, {
        role,
        ...(where.kind === "territory" && { territoryId: where.id }),
        ...(where.kind === "organisation" && { organisationId: where.id }),
      });
      const roles = [{ role, scope: where }];
      const ties = where.kind === "organisation" ? [where.id] : [];
      actors.set(key, { kind: "person", id, name, roles, ties, email });
    },
    async organisation(input) {
      return (await registerOrganisation(await system(), input)).id;
    },
    async cookie(key) {
      const answer = await app.post(at("/sign-in"), { email: known(key).email, password });
      const lines = answer.headers.getSetCookie();
      return lines.map((line) => line.split(";")[0] ?? "").join("; ");
    },
    async openPage({ scripts, width = 1280, as }) {
      street ??= await openBrowser({ address: `http://localhost:${port}` });
      const page = await street.openPage({ scripts, width });
      if (as !== undefined) await signIn(page, known(as).email);
      return page;
    },
    async close() {
      await street?.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await app.close();
    },
  };
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(at("/sign-in"));
  const form = page.locator("form").filter({ has: page.locator("[name=password]") });
  await form.locator("[name=email]").fill(email);
  await form.locator("[name=password]").fill(password);
  await form.getByRole("button", { name: "Войти" }).click();
  await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
}
