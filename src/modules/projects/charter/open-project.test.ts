import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import {
  announceEvent,
  closeAttendance,
  createEvent,
  markNewcomer,
} from "#modules/events/index.ts";
import { confirmProblem, openProblem } from "#modules/problems/index.ts";
import { receiveMessage, joinMessage } from "#modules/signals/index.ts";
import { at, page, plain, visitorsOf } from "#modules/people/fixtures.ts";
import { grantRole } from "#modules/people/index.ts";
import { openTestHouse, type TestHouse } from "#testing/app.ts";
import { addContestStand, asRole, towns } from "../fixtures.ts";
import { projectCard } from "../card/reads.ts";
import { matched } from "../schedule/occurrence-evidence.ts";
import { moveProject } from "../card/actions.ts";
import { cancelOccasion, tickOccasion, untickOccasion } from "../schedule/actions.ts";
import { openProject } from "./open-project.ts";
import { saveRow } from "../rows/actions.ts";
import type { Occasion } from "../rows/store.ts";
import { changePassport } from "./actions.ts";
import { addDays } from "../project.ts";

let house: TestHouse;
let system: Ctx;
let operator: Ctx;

beforeAll(async () => {
  house = await openTestHouse();
  house.clock.now = new Date("2026-06-01T05:00:00Z");
  system = await house.system();
  await addContestStand(system);
  operator = await house.as(asRole("operator"));
});
afterAll(() => house.close());

const newProblem = async (title: string) => {
  const problem = await openProblem(operator, {
    title,
    summary: "Посреди улицы Речной яма.",
    topic: "roads.pothole",
    municipalityId: towns.dolgomost,
    address: "ул. Речная, 14",
  });
  return confirmProblem(operator, problem.id);
};

describe("a project out of problems", () => {
  it("carries over their texts and places, links both ways, and invites their authors once", async () => {
    const visitors = visitorsOf(house, system);
    const { id, email } = await visitors.newPerson("Вера Тихая");
    await grantRole(system, id, { role: "operator" });
    const cookie = await visitors.signIn(email);
    const [pit, dark] = [
      await newProblem("Яма у школы № 2"),
      await newProblem("Темно у школы № 2"),
    ];
    const message = await receiveMessage(system, {
      channel: "site",
      externalId: "1",
      text: "Яма у школы номер два, дети падают каждый день.",
      municipality: "Долгомост",
      author: { name: "Анна", email: "anna@okno.example", consent: true, wantsLetters: true },
    });
    await joinMessage(operator, message.number, { problem: pit.id });
    await house.settle();
    const form = await page(
      await house.get(
        at(`/projects/new?problem=${encodeURIComponent(`${pit.number} ${dark.number}`)}`),
        cookie,
      ),
    );
    const value = (name: string) =>
      form.querySelector(`input[name="${name}"]`)?.getAttribute("value") ??
      form.querySelector(`textarea[name="${name}"]`)?.textContent ??
      "";
    expect(plain(value("title"))).toBe("Яма у школы № 2");
    expect(value("significance")).toContain(dark.number);
    // The cluster of a topic at a place gathers the same problems without their numbers.
    const cluster = `/projects/new?municipality=${towns.dolgomost}&topic=roads.pothole`;
    const gathered = await page(await house.get(at(cluster), cookie));
    const numbers = gathered.querySelector('input[name="problems"]')?.getAttribute("value") ?? "";
    expect(numbers.split(" ").toSorted()).toEqual([pit.number, dark.number].toSorted());
    const created = await house.post(
      at("/projects/new"),
      {
        title: "Светлая дорожка",
        significance: value("significance"),
        problems: value("problems"),
      },
      cookie,
    );
    expect(created.status).toBe(303);
    const number =
      decodeURIComponent(created.headers.get("location") ?? "")
        .split("/")
        .at(-1) ?? "";
    const card = await projectCard(system, number);
    expect(card.problems.map((one) => one.number).toSorted()).toEqual(
      [pit.number, dark.number].toSorted(),
    );
    expect(card.places).toEqual([towns.dolgomost]);
    const back = await page(await house.get(at(`/problems/${pit.number}`), cookie));
    expect(plain(back.querySelector("main")?.textContent)).toContain(`${number} Светлая дорожка`);
    // Guests do not hear of it before it is shown.
    const guest = await page(await house.get(at(`/problems/${pit.number}`)));
    expect(plain(guest.querySelector("main")?.textContent)).not.toContain("Светлая дорожка");
    const letters = await visitors.lettersTo("anna@okno.example");
    expect(letters.filter((body) => body.includes("Светлая дорожка"))).toHaveLength(1);
  });

  it("refuses a number that no problem has, at its field", async () => {
    await expect(
      openProject(system, { title: "Мимо", problems: "К-2020-99999" }),
    ).rejects.toMatchObject({ fields: { problems: "projects.unknown-problem" } });
  });
});

async function withActivity(): Promise<{ project: string; activity: string }> {
  const { id } = await openProject(system, { title: "Семинары", placeIds: [towns.dolgomost] });
  await changePassport(system, id, {
    title: "Семинары",
    startsOn: "2026-01-01",
    endsOn: "2026-12-31",
    placeIds: [towns.dolgomost],
  });
  const { row } = await saveRow(system, id, {
    part: "activities",
    input: {
      title: "Семинар",
      kind: "seminar",
      startsOn: "2026-01-01",
      endsOn: "2026-12-31",
      months: ["2026-04", "2026-05", "2026-09"],
    },
  });
  return { project: id, activity: row };
}

describe("what came of the plan", () => {
  it("is done by hand with a day and evidence, taken back, or called off", async () => {
    const { project } = await withActivity();
    const occasions = async () => (await projectCard(system, project)).occasions;
    const [april, may] = await occasions();
    const mark = { key: project, occasion: april?.id ?? "" };
    await expect(tickOccasion(system, mark, { actualOn: "2026-06-02" })).rejects.toThrow(
      "day-ahead",
    );
    await tickOccasion(system, mark, {
      actualOn: "2026-04-20",
      evidenceKind: "minutes",
      evidenceHref: "https://news.okno.example/minutes",
    });
    expect((await occasions())[0]).toMatchObject({ state: "done", evidence_kind: "minutes" });
    await untickOccasion(system, mark);
    expect((await occasions())[0]).toMatchObject({ state: "planned", actual_on: null });
    await cancelOccasion(system, { key: project, occasion: may?.id ?? "" }, { note: "Карантин" });
    expect((await occasions())[1]).toMatchObject({ state: "cancelled", note: "Карантин" });
  });

  it("is done by an event of the activity held in its time: said until its list is closed", async () => {
    const { project, activity } = await withActivity();
    house.clock.now = new Date("2026-05-01T05:00:00Z");
    const event = await createEvent(operator, {
      kind: "seminar",
      title: "Семинар в мае",
      startsAt: "2026-05-14T10:00",
      endsAt: "2026-05-14T12:00",
      municipalityId: towns.dolgomost,
      projectId: project,
      activityId: activity,
    });
    await announceEvent(operator, event.id);
    house.clock.now = new Date("2026-06-01T05:00:00Z");
    const occasions = async () => (await projectCard(system, project)).occasions;
    expect((await occasions())[1]).toMatchObject({
      state: "done",
      actual_on: "2026-05-14",
      evidence_kind: null,
    });
    expect((await occasions())[0]).toMatchObject({ state: "planned" });
    await markNewcomer(operator, event.id, { person: { surname: "Ветрова", givenName: "Анна" } });
    await closeAttendance(operator, event.id);
    expect((await occasions())[1]).toMatchObject({ evidence_kind: "presence-list" });
  });

  it("gives every event to at most one occasion, and leaves none empty without need", () => {
    const start = "2026-01-01";
    const stretch = fc.tuple(fc.nat(30), fc.nat(10)).map(([from, length]) => ({
      planned_from: addDays(start, from),
      planned_to: addDays(start, from + length),
    }));
    fc.assert(
      fc.property(
        fc.array(stretch, { maxLength: 5 }),
        fc.array(fc.nat(40), { maxLength: 5 }),
        (stretches, days) => {
          const waiting = stretches.map(
            (one, index) => ({ id: `o${index}`, state: "planned", ...one }) as Occasion,
          );
          const events = days.map((day, index) => ({
            id: `e${index}`,
            day: addDays(start, day),
            href: "/events/1",
            proven: true,
          }));
          const done = matched(waiting, events);
          expect(new Set(done.map((one) => one.evidence_id)).size).toBe(done.length);
          for (const one of done) {
            expect(one.actual_on !== null && one.actual_on >= one.planned_from).toBe(true);
            expect(one.actual_on !== null && one.actual_on <= one.planned_to).toBe(true);
          }
          expect(done.length).toBe(mostPairs(waiting, events));
        },
      ),
    );
  });
});

/** The largest number of pairs, by trying everything. */
function mostPairs(waiting: readonly Occasion[], events: readonly { day: string }[]): number {
  const [first, ...rest] = waiting;
  if (first === undefined) return 0;
  const without = mostPairs(rest, events);
  const withOne = events.flatMap((event, index) =>
    event.day >= first.planned_from && event.day <= first.planned_to
      ? [1 + mostPairs(rest, events.toSpliced(index, 1))]
      : [],
  );
  return Math.max(without, ...withOne);
}

describe("a beginning", () => {
  it("needs the project's own days, and shows it to guests", async () => {
    const { id } = await openProject(system, { title: "Без дней" });
    await moveProject(system, id, { move: "shape" });
    await expect(moveProject(system, id, { move: "begin" })).rejects.toThrow("no-days");
    await changePassport(system, id, {
      title: "Без дней",
      startsOn: "2026-06-01",
      endsOn: "2026-12-31",
    });
    const begun = await moveProject(system, id, { move: "begin" });
    expect(begun).toMatchObject({ stage: "implementation", public: true, due_on: "2026-12-31" });
  });
});
