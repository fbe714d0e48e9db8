import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { regionPath, parsePage, normalizeSpaces } from "#modules/people/fixtures.ts";
import type { TestApp } from "#testing/app.ts";
import { createProjectsTestApp, towns } from "../fixtures.ts";
import { loadProjectCard } from "../card/reads.ts";
import { applyManualTransition } from "../card/actions.ts";
import { openProject } from "../charter/open-project.ts";
import { saveRow } from "../rows/actions.ts";
import { updateCharter } from "../charter/actions.ts";
import type { Project } from "../store.ts";

let app: TestApp;
let system: Ctx;
let project: Project;
const who = { nko: "", operator: "" };

beforeAll(async () => {
  const context = await createProjectsTestApp();
  const { fund, signIn } = context;
  ({ app, system } = context);
  who.nko = await signIn("Нина Орлова", { role: "nko", organisationId: fund });
  who.operator = await signIn("Ольга Сомова", { role: "operator" });
  const title = "Соседские мастерские";
  project = await openProject(system, { title, organisation: fund, stage: "concept" });
  await updateCharter(system, project.id, {
    title,
    organisation: fund,
    placeIds: [towns.dolgomost],
    startsOn: "2026-04-01",
    endsOn: "2026-12-31",
  });
  await saveRow(system, project.id, {
    part: "activities",
    input: {
      title: "День открытых дверей",
      kind: "open-door-day",
      startsOn: "2026-04-01",
      endsOn: "2026-05-31",
      months: ["2026-04", "2026-05"],
    },
  });
  project = await applyManualTransition(system, project.id, { move: "begin" });
});
afterAll(() => app.close());

const scan = (name: string) =>
  new File(["%PDF-1.7\nскан\n%%EOF"], name, { type: "application/pdf" });
const of = (path: string) => regionPath(`/projects/${project.number}${path}`);
const card = () => loadProjectCard(system, project.id);
type Fields = Record<string, string | File>;
const post = (path: string, fields: Fields, cookie = who.nko) => app.post(of(path), fields, cookie);

async function links(path: string, cookie?: string): Promise<string[]> {
  const document = await parsePage(await app.get(of(path), cookie));
  return [...document.querySelectorAll("main a")]
    .map((one) => decodeURI(one.getAttribute("href") ?? ""))
    .filter((href) => href.includes("/files/"));
}

describe("a partner's letter", () => {
  const partner = { partner: "Дом культуры", contribution: "Зал" };

  it("is saved with the partner and downloaded by the project's team, not by guests", async () => {
    const done = await post("/rows/partners/new", { ...partner, file: scan("письмо.pdf") });
    expect(done.status).toBe(303);
    const [row] = (await card()).partners;
    expect(row?.letter_id).not.toBeNull();
    expect(await links("", who.nko)).toHaveLength(1);
    expect(await links("")).toEqual([]);
    const letter = await app.get(of(`/files/${row?.letter_id}`), who.operator);
    expect(letter.status).toBe(200);
    expect(await letter.text()).toContain("скан");
    expect((await app.get(of(`/files/${row?.letter_id}`))).status).toBe(404);
  });

  it("remains when the rest of the row changes, and is deleted on request", async () => {
    const [row] = (await card()).partners;
    const held = { fileId: row?.letter_id ?? "" };
    await post(`/rows/partners/${row?.id}`, { ...partner, contribution: "Зал и чай", ...held });
    expect((await card()).partners[0]).toMatchObject({ letter_id: row?.letter_id });
    await post(`/rows/partners/${row?.id}`, { ...partner, ...held, dropFile: "yes" });
    expect((await card()).partners[0]).toMatchObject({ letter_id: null });
  });

  it("of an unsupported type is an error of its field, and the form has its other values", async () => {
    const exe = new File([new Uint8Array([77, 90, 0, 1])], "письмо.exe");
    const refused = await post("/rows/partners/new", { ...partner, file: exe });
    expect(refused.status).toBe(422);
    const document = await parsePage(refused);
    expect(document.querySelector("#f-file-error")).not.toBeNull();
    expect(document.querySelector("[name=partner]")?.getAttribute("value")).toBe("Дом культуры");
  });

  it("of another project is not found under this one's address", async () => {
    const other = await openProject(system, { title: "Чужой" });
    await post("/rows/partners/new", { ...partner, partner: "Школа", file: scan("школа.pdf") });
    const row = (await card()).partners.find(({ name }) => name === "Школа");
    const address = regionPath(`/projects/${other.number}/files/${row?.letter_id}`);
    expect((await app.get(address, who.operator)).status).toBe(404);
  });
});

describe("a file that shows what was done", () => {
  const tick = (index: number, fields: Fields) =>
    card().then(({ occurrences }) => post(`/occasions/${occurrences[index]?.id}`, fields));

  it("proves an occurrence, and readers of a public project may download minutes", async () => {
    const done = await tick(0, {
      actualOn: "2026-04-20",
      evidenceKind: "minutes",
      file: scan("протокол.pdf"),
    });
    expect(done.status).toBe(303);
    const [address] = await links("");
    expect(address).toContain("/files/");
    expect((await app.get(encodeURI(address ?? ""))).status).toBe(200);
    expect(
      normalizeSpaces((await parsePage(await app.get(of("")))).querySelector("main")?.textContent),
    ).toContain("Протокол");
  });

  it("with a presence list is mentioned to guests but not downloadable", async () => {
    await tick(1, {
      actualOn: "2026-05-20",
      evidenceKind: "presence-list",
      file: scan("явка.pdf"),
    });
    expect(await links("")).toHaveLength(1);
    expect(await links("", who.operator)).toHaveLength(3);
    const text = normalizeSpaces(
      (await parsePage(await app.get(of("")))).querySelector("main")?.textContent,
    );
    expect(text).toContain("список участников");
  });

  it("uploaded with an invalid form remains in the form that is shown again", async () => {
    const refused = await tick(1, { actualOn: "2026-06-02", file: scan("рано.pdf") });
    expect(refused.status).toBe(422);
    const held = (await parsePage(refused)).querySelector("[name=fileId]")?.getAttribute("value");
    expect(held).toMatch(/^[0-9a-f-]{36}$/);
    expect((await tick(1, { actualOn: "2026-05-21", fileId: held ?? "" })).status).toBe(303);
    expect((await card()).occurrences[1]).toMatchObject({
      evidence_id: held,
      evidence_kind: "document",
    });
  });

  it("goes with a publication for everybody", async () => {
    await post("/rows/publications/new", {
      title: "Соседи чинят вещи",
      url: "https://news.okno.example/1",
      publishedOn: "2026-05-20",
      file: scan("газета.pdf"),
    });
    const [row] = (await card()).publications;
    expect((await app.get(of(`/files/${row?.file_id}`))).status).toBe(200);
  });
});

describe("the order of rows", () => {
  const titles = async () => (await card()).tasks.map(({ title }) => title);

  it("is swapped with the neighbour, and does not change at the ends", async () => {
    for (const title of ["Первая", "Вторая", "Третья"]) await post("/rows/tasks/new", { title });
    const id = async (title: string) =>
      (await card()).tasks.find((one) => one.title === title)?.id ?? "";
    expect((await post(`/rows/tasks/${await id("Третья")}/move`, { to: "up" })).status).toBe(303);
    expect(await titles()).toEqual(["Первая", "Третья", "Вторая"]);
    await post(`/rows/tasks/${await id("Первая")}/move`, { to: "down" });
    expect(await titles()).toEqual(["Третья", "Первая", "Вторая"]);
    await post(`/rows/tasks/${await id("Третья")}/move`, { to: "up" });
    expect(await titles()).toEqual(["Третья", "Первая", "Вторая"]);
  });
});

describe("the leader", () => {
  it("is one of the team and first on the card; others are refused", async () => {
    await post("/rows/team/new", { surname: "Дроздова", givenName: "Лидия", role: "Бухгалтер" });
    await post("/rows/team/new", { surname: "Сажина", givenName: "Ольга", role: "Консультант" });
    const [, second] = (await card()).team;
    expect((await post("/lead", { leadId: second?.contact_id ?? "" })).status).toBe(303);
    const document = await parsePage(await app.get(of("")));
    const text = normalizeSpaces(document.querySelector("main")?.textContent);
    expect(text.indexOf("Ольга С.")).toBeLessThan(text.indexOf("Лидия Д."));
    expect(text).toContain("руководитель, консультант");
    expect((await post("/lead", { leadId: project.id })).status).toBe(422);
  });

  it("and every change is in the history by names, not by ids", async () => {
    const document = await parsePage(await app.get(of("/history"), who.nko));
    const text = normalizeSpaces(document.querySelector("main")?.textContent);
    expect(text).toContain("Сажина");
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });
});
