import { parseHTML } from "linkedom";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { testContextRegion, createTestContext, type TestContext } from "#testing/context.ts";
import { definePolicy, type Actor } from "../policy.ts";
import { conflict, forbidden, notFound, tooMany, type Refusal, invalidField } from "../refusal.ts";
import { createRegionRegistry } from "../regions.ts";
import type { Module } from "../module.ts";
import { createTranslator } from "../messages.ts";
import { en } from "../messages.en.ts";
import { ru } from "../messages.ru.ts";
import { renderToString } from "preact-render-to-string";
import { emptyForm, filledForm, readForm, submit, type FormState } from "./form.ts";
import type { RequestContext, Route } from "./route.ts";
import { createSite } from "./site.tsx";

const refusals: Record<string, () => Refusal> = {
  invalid: () => invalidField("litres", "kettles.too-full"),
  forbidden: () => forbidden("base.forbidden"),
  "not-found": () => notFound("base.not-found"),
  conflict: () => conflict("kettles.busy"),
  "too-many": () => tooMany("base.too-many", { values: { minutes: 2 } }),
};

const schema = z.object({
  name: z.string().min(3, "kettles.name-short"),
  litres: z.coerce.number().int().max(5),
  tags: z.array(z.string()).default([]),
  lid: z.file().optional(),
});

function KettleForm({ form }: { form: FormState }) {
  return (
    <form>
      {form.refusal !== undefined && <p role="alert">{form.refusal}</p>}
      {Object.entries(form.errors).map(([name, text]) => (
        <p id={`error-${name}`}>{text}</p>
      ))}
      <input name="name" value={form.values.name} />
      <input name="litres" value={form.values.litres} />
      <output>{(form.lists.tags ?? []).join("+")}</output>
    </form>
  );
}

const showForm = (c: RequestContext, form: FormState = emptyForm, status = 200) =>
  c.page({ title: "Чайник", status, body: <KettleForm form={form} /> });

const taken: unknown[] = [];

const routes: Route[] = [
  { method: "get", path: "/kettles/new", permission: "public", handle: (c) => showForm(c) },
  {
    method: "post",
    path: "/kettles/new",
    permission: "public",
    maxBody: 4096,
    handle: (c) =>
      submit(c, {
        schema,
        onValid: async (input) => {
          const refuse = refusals[input.name];
          if (refuse !== undefined) throw refuse();
          if (input.name === "broken") throw new Error("the kettle leaks");
          taken.push({ ...input, lid: input.lid?.size });
          return c.redirect("/kettles/new", "Готово");
        },
        onInvalid: (form, status) => showForm(c, form, status),
      }),
  },
  {
    method: "post",
    path: "/kettles/wash",
    permission: "public",
    limit: { name: "wash", requests: 2, seconds: 60 },
    handle: (c) => c.redirect("/kettles/new"),
  },
  {
    method: "get",
    path: "/kettles/:name",
    permission: "public",
    handle: (c) => {
      const name = c.param("name").replace(".json", "");
      if (name === "broken") throw new Error("the kettle leaks");
      throw (refusals[name] ?? refusals["not-found"])?.() ?? new Error(name);
    },
  },
  {
    method: "get",
    path: "/search",
    permission: "public",
    handle: (c) => c.json(c.query(z.object({ litres: z.coerce.number().int().default(1) }))),
  },
];

const kettles: Module = {
  name: "kettles",
  messages: {
    ru: {
      refusals: { "too-full": "Полон", busy: "Занят", "name-short": "Короче {minimum} букв" },
    },
    en: { refusals: { "too-full": "Full", busy: "Busy", "name-short": "Under {minimum} letters" } },
  },
  policies: { kettle: definePolicy({ read: [{ who: "anyone" }] }) },
  routes,
};

let context: TestContext;
let site: ReturnType<typeof createSite>;
let seconds = 0;

beforeAll(async () => {
  context = await createTestContext();
  site = createSite({
    modules: [kettles],
    regions: createRegionRegistry(context.app.database),
    translator: createTranslator({ base: { ru, en }, kettles: kettles.messages }),
    renderPage: (_, page, flash) =>
      `<!doctype html><title>${page.title}</title>${flash ?? ""}<main>${renderToString(<>{page.body}</>)}</main>`,
    log: context.asSystem().log,
    clock: () => seconds * 1000,
    url: "https://okno.example",
    proxies: 1,
    findActor: (): Promise<Actor> => Promise.resolve({ kind: "guest" }),
    createCtx: (_, actor) => context.asActor(actor),
  });
});
afterAll(() => context.close());
beforeEach(() => {
  taken.splice(0);
  seconds += 3600;
});

const at = (path: string) => `https://okno.example/${testContextRegion.id}${path}`;
const get = (path: string, headers: Record<string, string> = {}) =>
  site.request(at(path), { headers });

async function post(
  path: string,
  fields: [string, string | File][],
  headers: Record<string, string> = { "sec-fetch-site": "same-origin" },
) {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  const draft = new Request(at(path), { method: "POST", body: data });
  const body = await draft.arrayBuffer();
  return site.request(at(path), {
    method: "POST",
    body,
    headers: {
      "content-type": draft.headers.get("content-type") ?? "",
      "content-length": String(body.byteLength),
      ...headers,
    },
  });
}

async function pageOf(response: Response) {
  const { document } = parseHTML(await response.text());
  const text = (selector: string) => document.querySelector(selector)?.textContent ?? undefined;
  const value = (name: string) =>
    document.querySelector(`input[name=${name}]`)?.getAttribute("value") ?? undefined;
  return { text, value };
}

describe("a refusal", () => {
  const statuses = {
    invalid: 422,
    forbidden: 403,
    "not-found": 404,
    conflict: 409,
    "too-many": 429,
  };

  it.each(Object.entries(statuses))(
    "%s is answered with %i, as a page and as data",
    async (kind, status) => {
      const page = await get(`/kettles/${kind}`);
      expect(page.status).toBe(status);
      expect((await pageOf(page)).text("h1")).not.toBe("");
      const data = await get(`/kettles/${kind}.json`);
      expect(data.status).toBe(status);
      expect(data.headers.get("content-type")).toBe("application/problem+json");
      const refusal = refusals[kind]?.();
      expect(await data.json()).toMatchObject({ status, reason: refusal?.reason });
    },
  );

  it("speaks the reader's language", async () => {
    expect((await pageOf(await get("/kettles/conflict"))).text(".lead")).toBe("Занят");
    expect((await pageOf(await get("/kettles/conflict?lang=en"))).text(".lead")).toBe("Busy");
  });

  it("is not what a bug is: 500 and a number, without a word of the error", async () => {
    for (const path of ["/kettles/broken", "/kettles/broken.json"]) {
      const response = await get(path);
      expect(response.status).toBe(500);
      const text = await response.text();
      expect(text).toMatch(/[0-9a-f]{8}/);
      expect(text).not.toContain("leaks");
    }
  });

  it("meets an unknown page and an unknown region alike", async () => {
    expect((await get("/nowhere")).status).toBe(404);
    expect((await site.request("https://okno.example/elsewhere/kettles/new")).status).toBe(404);
  });

  it("of a wrong query is a clear 400", async () => {
    const wrong = await get("/search?litres=many");
    expect(wrong.status).toBe(400);
    expect((await pageOf(wrong)).text(".lead")).toContain("litres");
    expect(await (await get("/search?litres=")).json()).toEqual({ litres: 1 });
  });
});

describe("a form", () => {
  it("rightly filled is done, then redirects, and says once what happened", async () => {
    const response = await post("/kettles/new", [
      ["name", "  Большой "],
      ["litres", "3"],
      ["tags[]", "медный"],
      ["tags[]", " "],
      ["tags[]", "старый"],
      ["lid", new File(["abc"], "lid.png")],
    ]);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/sinegorsk/kettles/new");
    expect(taken).toEqual([{ name: "Большой", litres: 3, tags: ["медный", "старый"], lid: 3 }]);
    const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
    const next = await get("/kettles/new", { cookie });
    expect(await next.clone().text()).toContain("Готово");
    expect(next.headers.get("set-cookie")).toMatch(/okno_flash=;.*Max-Age=0/);
  });

  it("wrongly filled comes back with everything kept and every field's trouble", async () => {
    const response = await post("/kettles/new", [
      ["name", "Ян"],
      ["litres", "9"],
      ["tags[]", "медный"],
    ]);
    expect(response.status).toBe(422);
    const page = await pageOf(response);
    expect([page.value("name"), page.value("litres"), page.text("output")]).toEqual([
      "Ян",
      "9",
      "медный",
    ]);
    expect(page.text("#error-name")).toBe("Короче 3 букв");
    expect(page.text("#error-litres")).toContain("5");
    expect(taken).toEqual([]);
  });

  it("left blank says which fields are missing", async () => {
    const page = await pageOf(await post("/kettles/new", [["name", " "]]));
    expect(page.text("#error-name")).toBe(ru.refusals["field-missing"]);
  });

  it("that the action refuses comes back too: 422 for what is wrong, 409 for a conflict", async () => {
    const wrong = await post("/kettles/new", [
      ["name", "invalid"],
      ["litres", "2"],
    ]);
    expect(wrong.status).toBe(422);
    const page = await pageOf(wrong);
    expect([page.text("[role=alert]"), page.text("#error-litres"), page.value("litres")]).toEqual([
      "Полон",
      "Полон",
      "2",
    ]);
    const busy = await post("/kettles/new", [
      ["name", "conflict"],
      ["litres", "2"],
    ]);
    expect(busy.status).toBe(409);
    expect((await pageOf(busy)).value("name")).toBe("conflict");
  });

  it("that one may not send, or that hits a bug, ends on the error page", async () => {
    const fields = (name: string): [string, string][] => [
      ["name", name],
      ["litres", "2"],
    ];
    expect((await post("/kettles/new", fields("forbidden"))).status).toBe(403);
    expect((await post("/kettles/new", fields("broken"))).status).toBe(500);
  });

  it("whose body is no form is the sender's mistake, not a bug of ours", async () => {
    const response = await site.request(at("/kettles/new"), {
      method: "POST",
      body: '{"name":"x"}',
      headers: { "content-type": "application/json", "content-length": "12" },
    });
    expect(response.status).toBe(400);
  });

  it("larger than the page takes, or of unknown length, is refused before it is read", async () => {
    const large = await post("/kettles/new", [["name", "x".repeat(5000)]]);
    expect(large.status).toBe(422);
    expect(await large.text()).not.toContain("xxxx");
    const unknown = await post("/kettles/new", [["name", "Большой"]], { "content-length": "?" });
    expect(unknown.status).toBe(422);
    expect(taken).toEqual([]);
  });

  it("reads lists, trims texts and skips what was left empty", () => {
    const data = new FormData();
    data.append("one", " a ");
    data.append("one", "b");
    data.append("blank", "  ");
    data.append("file", new File([], ""));
    data.append("many[]", "x");
    data.append("many[]", "");
    data.append("none[]", "");
    expect(readForm(data)).toEqual({ one: "a", many: ["x"], none: [] });
    expect(filledForm({ a: "1", b: null, c: undefined }).values).toEqual({ a: "1" });
  });
});

describe("a post", () => {
  const wash = (headers: Record<string, string>) => post("/kettles/wash", [["a", "b"]], headers);

  it.each([
    ["our own page", { "sec-fetch-site": "same-origin" }, 303],
    [
      "our own page in an old browser",
      { origin: "https://okno.example", host: "okno.example" },
      303,
    ],
    ["a program without cookies", {}, 303],
    ["a foreign page", { "sec-fetch-site": "cross-site" }, 403],
    ["a neighbour under the same domain", { "sec-fetch-site": "same-site" }, 403],
    [
      "a foreign page in an old browser",
      { origin: "https://evil.example", host: "okno.example" },
      403,
    ],
    ["a page that hides its origin", { origin: "null", host: "okno.example" }, 403],
    ["a cookie and nothing that says where it began", { cookie: "okno=1" }, 403],
    [
      "a foreign page whatever origin it claims",
      { "sec-fetch-site": "cross-site", origin: "https://okno.example", host: "okno.example" },
      403,
    ],
  ])("from %s", async (_, headers, status) => {
    const response = await wash(headers as unknown as Record<string, string>);
    expect(response.status).toBe(status);
  });

  it("too many of one visitor wait; another visitor does not; a new minute begins anew", async () => {
    const from = (address: string) => wash({ "x-forwarded-for": `9.9.9.9, ${address}` });
    expect((await from("1.1.1.1")).status).toBe(303);
    expect((await from("1.1.1.1")).status).toBe(303);
    const third = await from("1.1.1.1");
    expect(third.status).toBe(429);
    expect(await third.text()).toContain("1 мин");
    expect((await from("2.2.2.2")).status).toBe(303);
    seconds += 61;
    expect((await from("1.1.1.1")).status).toBe(303);
  });
});

describe("every answer", () => {
  it("forbids foreign scripts, frames and sniffing, errors included", async () => {
    for (const path of ["/kettles/new", "/kettles/broken", "/nowhere"]) {
      const { headers } = await get(path);
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("content-security-policy")).not.toContain("unsafe");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("strict-transport-security")).toBeTruthy();
    }
  });
});
