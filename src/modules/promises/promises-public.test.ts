import { afterAll, beforeAll, expect, test } from "vitest";
import { plain } from "#modules/people/fixtures.ts";
import { setPromise, changePromise } from "./actions.ts";
import { approveEntry, enterFact } from "./entries.ts";
import {
  at,
  byHand,
  openPromisingHouse,
  person,
  seminars,
  type PromisingHouse,
} from "./fixtures.ts";
import { writeReport } from "./report.ts";

let town: PromisingHouse;

beforeAll(async () => {
  town = await openPromisingHouse();
});
afterAll(() => town.house.close());

const personal = "Принимала Иванова Мария Петровна, 8 912 345-67-89";

test("nobody reads the name or telephone of a person in facts entered by hand, reasons and reports", async () => {
  const { house, system } = town;
  const project = await town.project("Школа местных инициатив");
  const promise = await setPromise(system, project.number, byHand);
  await setPromise(system, project.number, seminars);
  await changePromise(system, promise.id, { ...byHand, target: 400, reason: personal });
  const by = await house.as(person("operator", { kind: "region" }));
  const entry = await enterFact(by, promise.id, {
    day: "2026-02-01",
    amount: 200,
    text: `Тираж принят. ${personal}`,
    fileId: await town.file(),
  });
  await approveEntry(await house.as(person("operator", { kind: "region" })), entry);
  const { cookie } = await town.signIn("olga@okno.example", "operator");
  const office = "Телефон центра 8 800 555-35-35.";
  await writeReport(
    await house.as(person("operator", { kind: "region" })),
    { project: project.number },
    { summary: `${personal}. ${office}`, further: personal },
  );
  expect((await house.post(at(`/projects/${project.number}/report/send`), {}, cookie)).status).toBe(
    303,
  );
  for (const path of [
    `/promises/${promise.id}`,
    `/promises/${promise.id}.json`,
    `/promises/${promise.id}.csv`,
    `/projects/${project.number}/promises`,
    `/projects/${project.number}/report`,
  ]) {
    const answer = await house.get(at(path));
    const text = plain(await answer.text());
    expect(answer.status, path).toBe(200);
    expect(text, path).not.toContain("Петровна");
    expect(text, path).not.toContain("345-67-89");
  }
  const report = plain(await (await house.get(at(`/projects/${project.number}/report`))).text());
  expect(report).toContain("8 800 555-35-35");
  expect(report).toContain("Тираж принят");
});
