import type { KyselyPlugin } from "kysely";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import type { RequestContext } from "#base/http/route.ts";
import { createPerson, grantRole } from "#modules/people/index.ts";
import { findProblem } from "#modules/problems/index.ts";
import { createTestApp, testRegionId, type TestApp } from "#testing/app.ts";
import { deskActors, seedDesk, deskPlaces, createMessage } from "./fixtures.ts";
import { loadMessageView } from "./load.ts";
import { deskQuery } from "../queue/reads.ts";
import { findDeskCard } from "./store.ts";
import { deskEn } from "./messages.en.ts";
import { deskRu } from "./messages.ru.ts";

let app: TestApp;
let system: Ctx;
let body: string;
const cookie = { marina: "", pavel: "", zoya: "", olga: "" };
const at = (path: string) => `/${testRegionId}${path}`;

const page = async (response: Response) => parseHTML(await response.text()).document;
const plain = (text: string | null | undefined) =>
  (text ?? "")
    .replace(/\u00a0/g, " ")
    .replace(/\s+/g, " ")
    .trim();
const location = (response: Response) => decodeURIComponent(response.headers.get("location") ?? "");

async function signIn(
  name: keyof typeof cookie,
  role: "coordinator" | "operator",
  territoryId?: string,
) {
  const email = `${name}@okno.example`;
  const { id } = await createPerson(system, {
    name: `Имя ${name}`,
    email,
    password: "okno-demo-2026",
  });
  await grantRole(system, id, { role, ...(territoryId !== undefined && { territoryId }) });
  const response = await app.post(at("/sign-in"), { email, password: "okno-demo-2026" });
  cookie[name] = response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

beforeAll(async () => {
  app = await createTestApp();
  system = await app.asSystem();
  ({ body } = await seedDesk(system));
  await signIn("marina", "coordinator", deskPlaces.dolgomost);
  await signIn("pavel", "coordinator", deskPlaces.dolgomost);
  await signIn("zoya", "coordinator", deskPlaces.kedrinsky);
  await signIn("olga", "operator");
});
afterAll(() => app.close());
/** Every story begins with an empty desk and with no problem near the school. */
beforeEach(async () => {
  await system.db.updateTable("problems_problems").set({ lat: null, lon: null }).execute();
  await system.db
    .updateTable("signals_messages")
    .set({ state: "withdrawn", leased_by: null, leased_until: null, decided_by: null })
    .execute();
});

const opened = {
  title: "Провалился люк",
  summary: "Опять провалился люк у школы",
  topic: "roads.manhole",
  municipalityId: deskPlaces.dolgomost,
  address: "Набережная, 14",
  lat: "57.15",
  lon: "60.1",
  urgency: "danger",
};

describe("the desk's page", () => {
  it("leads from /desk to the first message and shows what triage understood", async () => {
    await createMessage(system, { due: 90 });
    const first = await createMessage(system, { due: 10, email: "anna@example.org" });
    const way = await app.get(at("/desk"), cookie.marina);
    expect(location(way)).toBe(at(`/desk/${first.number}`));
    const shown = await page(await app.get(way.headers.get("location") ?? "", cookie.marina));
    expect(plain(shown.querySelector(".queue h2")?.textContent)).toBe("Разобрать: 2");
    expect(shown.querySelector(".queue [aria-current]")?.textContent).toContain("провалился");
    const marked = [...shown.querySelectorAll("mark")].map((mark) => plain(mark.textContent));
    expect(marked).toEqual(["провалился люк1 3", "школы2"]);
    expect(shown.querySelector("#f-topic [selected]")?.getAttribute("value")).toBe("roads.manhole");
    expect(shown.querySelector("#f-municipalityId [selected]")?.getAttribute("value")).toBe(
      deskPlaces.dolgomost,
    );
    expect(shown.querySelector("#f-title")?.getAttribute("value")).toBe(
      "Опять провалился люк у школы",
    );
    expect(shown.querySelector("#f-summary")?.textContent).not.toContain("345-67-89");
    expect(plain(shown.querySelector(".facts")?.textContent)).toContain("anna@example.org");
    const unsure = [...shown.querySelectorAll("[data-unsure] label")].map((label) =>
      plain(label.textContent),
    );
    expect(unsure).toEqual(["Исполнитель"]);
  });

  it("gives every control an id of its own and every key one owner", async () => {
    const { number } = await createMessage(system);
    const shown = await page(await app.get(at(`/desk/${number}`), cookie.marina));
    for (const attribute of ["id", "data-key"]) {
      const values = [...shown.querySelectorAll(`[${attribute}]`)].map((one) =>
        one.getAttribute(attribute),
      );
      expect(values).toEqual([...new Set(values)]);
    }
    const keys = [...shown.querySelectorAll("[data-key]")].map((one) =>
      one.getAttribute("data-key"),
    );
    expect(keys).toEqual(expect.arrayContaining(["enter", "1", "2", "3", "4", "n", "a", "p"]));
  });

  it("is not found for another municipality's coordinator and a guest", async () => {
    const { number } = await createMessage(system);
    for (const who of [cookie.zoya, undefined]) {
      expect((await app.get(at(`/desk/${number}`), who)).status).toBe(404);
      expect((await app.post(at(`/desk/${number}/dismiss`), { reason: "spam" }, who)).status).toBe(
        404,
      );
    }
    expect((await app.get(at("/desk"))).status).toBe(403);
    expect((await findDeskCard(system, number))?.state).toBe("waiting");
  });

  it("says that nothing is left, and that nothing matches", async () => {
    const empty = await page(await app.get(at("/desk"), cookie.marina));
    expect(plain(empty.querySelector("main")?.textContent)).toContain("Разбирать нечего");
    const none = await page(await app.get(at("/desk?q=жираф"), cookie.marina));
    expect(plain(none.querySelector("main")?.textContent)).toContain(
      "По этому отбору сообщений нет",
    );
  });

  it("never writes on a get", async () => {
    const { number } = await createMessage(system);
    await app.get(at("/desk"), cookie.marina);
    await app.get(at(`/desk/${number}`), cookie.marina);
    expect(await findDeskCard(system, number)).toMatchObject({ leased_by: null, state: "waiting" });
  });

  it("asks the database at most six questions", async () => {
    const known = await app.post(
      at(`/desk/${(await createMessage(system)).number}/open`),
      opened,
      cookie.marina,
    );
    expect(known.status).toBe(303);
    const { number } = await createMessage(system);
    let asked = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      // Counts answers: a part of a query is transformed as often as it is nested.
      transformResult: async ({ result }) => {
        asked += 1;
        return result;
      },
    };
    const ctx = await app.asActor(deskActors.olga);
    const c = {
      ctx: { ...ctx, db: ctx.db.withPlugin(counting) },
      lang: "ru",
      href: at,
      param: () => number,
    } as unknown as RequestContext;
    const view = await loadMessageView(c, { query: deskQuery.parse({}) });
    expect(view.duplicates).toHaveLength(1);
    expect(asked).toBeGreaterThan(2);
    expect(asked).toBeLessThanOrEqual(6);
  });
});

describe("accepting", () => {
  it("opens the problem, sends it, leases the next message and offers the undo", async () => {
    const [first, second] = [
      await createMessage(system, { due: 1 }),
      await createMessage(system, { due: 2 }),
    ];
    const answer = await app.post(
      at(`/desk/${first.number}/open`),
      { ...opened, bodyId: body },
      cookie.marina,
    );
    expect(location(answer)).toBe(at(`/desk/${second.number}?done=${first.number}`));
    const card = await findDeskCard(system, first.number);
    expect(await findProblem(system, card?.problem_id ?? "")).toMatchObject({
      stage: "routed",
      body_id: body,
      route_reason: deskRu.understood.routeByHand,
    });
    expect((await findDeskCard(system, second.number))?.leased_by).not.toBeNull();
    const shown = await page(await app.get(answer.headers.get("location") ?? "", cookie.marina));
    const toast = shown.querySelector("[data-toast]");
    expect(plain(toast?.textContent)).toContain(`${first.number}: открыта проблема.`);
    const form = toast?.querySelector("button")?.getAttribute("form") ?? "";
    const undo = shown.querySelector(`#${form}`)?.getAttribute("action") ?? "";
    expect((await app.post(undo, {}, cookie.marina)).status).toBe(303);
    expect((await findDeskCard(system, first.number))?.state).toBe("waiting");
  });

  it("brings the form back with everything typed when a field is wrong", async () => {
    const { number } = await createMessage(system);
    const answer = await app.post(
      at(`/desk/${number}/open`),
      { ...opened, topic: "", title: "Мой заголовок", municipalityId: deskPlaces.kedrinsky },
      cookie.marina,
    );
    expect(answer.status).toBe(422);
    const shown = await page(answer);
    expect(plain(shown.querySelector("#errors")?.textContent)).toContain("Выберите тему");
    expect(shown.querySelector("#f-title")?.getAttribute("value")).toBe("Мой заголовок");
    expect(shown.querySelector("#f-municipalityId [selected]")?.getAttribute("value")).toBe(
      deskPlaces.kedrinsky,
    );
    const foreign = await app.post(
      at(`/desk/${number}/open`),
      { ...opened, municipalityId: deskPlaces.kedrinsky },
      cookie.marina,
    );
    expect(plain((await page(foreign)).querySelector("#errors")?.textContent)).toContain(
      "ведёт другой координатор",
    );
  });

  it("shows the likeliest duplicate side by side and joins it by one press", async () => {
    const [first, second] = [await createMessage(system), await createMessage(system)];
    await app.post(at(`/desk/${first.number}/open`), opened, cookie.marina);
    const problem = await findProblem(
      system,
      (await findDeskCard(system, first.number))?.problem_id ?? "",
    );
    const shown = await page(await app.get(at(`/desk/${second.number}`), cookie.marina));
    expect(plain(shown.querySelector(".compare")?.textContent)).toContain(problem?.number);
    const press = shown.querySelector('[data-key="d"]')?.closest("form");
    expect(plain(press?.textContent)).toBe(`Та же беда: присоединить к ${problem?.number}`);
    const fields = [...(press?.querySelectorAll("input[type=hidden]") ?? [])].map(
      (input) => [input.getAttribute("name") ?? "", input.getAttribute("value") ?? ""] as const,
    );
    const answer = await app.post(
      press?.getAttribute("action") ?? "",
      Object.fromEntries(fields),
      cookie.marina,
    );
    expect(answer.status).toBe(303);
    expect(await findDeskCard(system, second.number)).toMatchObject({
      state: "joined",
      problem_id: problem?.id,
    });
  });
});

describe("two people at one desk", () => {
  it("shows who has the message, and keeps what the slower one wrote", async () => {
    const { number } = await createMessage(system);
    expect((await app.post(at(`/desk/${number}/claim`), {}, cookie.marina)).status).toBe(303);
    const read = await page(await app.get(at(`/desk/${number}`), cookie.pavel));
    expect(plain(read.querySelector("main")?.textContent)).toContain("Разбирает Имя marina, до ");
    expect(read.querySelector("#f-topic")).toBeNull();
    const answer = await app.post(
      at(`/desk/${number}/answer`),
      { text: "Долгий ответ" },
      cookie.pavel,
    );
    expect(answer.status).toBe(409);
    const kept = await page(answer);
    expect(kept.querySelector("#f-text")?.textContent).toBe("Долгий ответ");
    expect(plain(kept.querySelector("[data-kind=danger]")?.textContent)).toContain(
      "разбирает другой человек",
    );
  });

  it("puts a message off and comes to the next free one", async () => {
    const [first, second] = [
      await createMessage(system, { due: 1 }),
      await createMessage(system, { due: 2 }),
    ];
    await app.post(at("/desk/next"), {}, cookie.marina);
    const answer = await app.post(at(`/desk/${first.number}/postpone`), opened, cookie.marina);
    expect(location(answer)).toBe(at(`/desk/${second.number}`));
    expect(await findDeskCard(system, first.number)).toMatchObject({
      state: "waiting",
      leased_by: null,
    });
  });

  it("keeps the filters from message to message", async () => {
    await createMessage(system, { due: 1 });
    const [a, b] = [
      await createMessage(system, { due: 2, channel: "email" }),
      await createMessage(system, { due: 3, channel: "email" }),
    ];
    const answer = await app.post(
      at(`/desk/${a.number}/dismiss?channel=email`),
      { reason: "spam" },
      cookie.marina,
    );
    expect(location(answer)).toBe(at(`/desk/${b.number}?channel=email&done=${a.number}`));
  });
});

describe("decided messages", () => {
  it("tell what was decided and offer the way back", async () => {
    const { number } = await createMessage(system);
    await app.post(at(`/desk/${number}/dismiss`), { reason: "advert" }, cookie.marina);
    const shown = await page(await app.get(at(`/desk/${number}`), cookie.marina));
    expect(plain(shown.querySelector("main")?.textContent)).toContain("Реклама");
    expect(plain(shown.querySelector("main")?.textContent)).toContain("Вернуть в очередь");
    const other = await page(await app.get(at(`/desk/${number}`), cookie.pavel));
    expect(plain(other.querySelector("main")?.textContent)).not.toContain("Вернуть в очередь");
  });

  it("of the machine can be checked one by one", async () => {
    const { number } = await createMessage(system, { machine: true });
    const shown = await page(await app.get(at(`/desk/${number}?state=machine`), cookie.marina));
    expect(plain(shown.querySelector("main")?.textContent)).toContain("Машина решила верно?");
    expect((await app.post(at(`/desk/${number}/check`), {}, cookie.marina)).status).toBe(303);
    expect((await findDeskCard(system, number))?.decided_by).not.toBeNull();
  });
});

it("speaks English as completely as Russian", async () => {
  const { number } = await createMessage(system, { municipality: deskPlaces.dolgomost });
  const shown = await page(await app.get(at(`/desk/${number}?lang=en`), cookie.olga));
  expect(plain(shown.querySelector("main")?.textContent)).toContain("What we understood");
  expect(Object.keys(deskEn.refusals)).toEqual(Object.keys(deskRu.refusals));
});
