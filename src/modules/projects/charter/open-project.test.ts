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
import { regionPath, parsePage, normalizeSpaces } from "#modules/people/fixtures.ts";
import { grantRole } from "#modules/people/index.ts";
import type { TestApp } from "#testing/app.ts";
import { createProjectsTestApp, actorWithRole, towns } from "../fixtures.ts";
import { loadProjectCard } from "../card/reads.ts";
import { matchEvents } from "../schedule/occurrence-evidence.ts";
import { applyManualTransition } from "../card/actions.ts";
import { cancelOccurrence, completeOccurrence, reopenOccurrence } from "../schedule/actions.ts";
import { openProject } from "./open-project.ts";
import { saveRow } from "../rows/actions.ts";
import type { Occurrence } from "../rows/store.ts";
import { updateCharter } from "./actions.ts";
import { addDays } from "../project.ts";

let app: TestApp;
let system: Ctx;
let operator: Ctx;
let visitors: Awaited<ReturnType<typeof createProjectsTestApp>>["visitors"];

beforeAll(async () => {
  ({ app, system, visitors } = await createProjectsTestApp());
  operator = await app.asActor(actorWithRole("operator"));
});
afterAll(() => app.close());

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

describe("a project from problems", () => {
  it("copies their texts and places, links both ways, and invites their authors once", async () => {
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
    await app.drainJobs();
    const form = await parsePage(
      await app.get(
        regionPath(`/projects/new?problem=${encodeURIComponent(`${pit.number} ${dark.number}`)}`),
        cookie,
      ),
    );
    const value = (name: string) =>
      form.querySelector(`input[name="${name}"]`)?.getAttribute("value") ??
      form.querySelector(`textarea[name="${name}"]`)?.textContent ??
      "";
    expect(normalizeSpaces(value("title"))).toBe("Яма у школы № 2");
    expect(value("significance")).toContain(dark.number);
    // The cluster of a topic at a place gathers the same problems without their numbers.
    const cluster = `/projects/new?municipality=${towns.dolgomost}&topic=roads.pothole`;
    const gathered = await parsePage(await app.get(regionPath(cluster), cookie));
    const numbers = gathered.querySelector('input[name="problems"]')?.getAttribute("value") ?? "";
    expect(numbers.split(" ").toSorted()).toEqual([pit.number, dark.number].toSorted());
    const created = await app.post(
      regionPath("/projects/new"),
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
    const card = await loadProjectCard(system, number);
    expect(card.problems.map((one) => one.number).toSorted()).toEqual(
      [pit.number, dark.number].toSorted(),
    );
    expect(card.places).toEqual([towns.dolgomost]);
    const back = await parsePage(await app.get(regionPath(`/problems/${pit.number}`), cookie));
    expect(normalizeSpaces(back.querySelector("main")?.textContent)).toContain(
      `${number} Светлая дорожка`,
    );
    // Guests do not hear of it before it is shown.
    const guest = await parsePage(await app.get(regionPath(`/problems/${pit.number}`)));
    expect(normalizeSpaces(guest.querySelector("main")?.textContent)).not.toContain(
      "Светлая дорожка",
    );
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
  await updateCharter(system, id, {
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

describe("the occurrences of the plan", () => {
  it("are marked as done with a day and evidence, reset, or cancelled", async () => {
    const { project } = await withActivity();
    const occurrences = async () => (await loadProjectCard(system, project)).occurrences;
    const [april, may] = await occurrences();
    const mark = { key: project, occurrence: april?.id ?? "" };
    await expect(completeOccurrence(system, mark, { actualOn: "2026-06-02" })).rejects.toThrow(
      "day-ahead",
    );
    await completeOccurrence(system, mark, {
      actualOn: "2026-04-20",
      evidenceKind: "minutes",
      evidenceHref: "https://news.okno.example/minutes",
    });
    expect((await occurrences())[0]).toMatchObject({ state: "done", evidence_kind: "minutes" });
    await reopenOccurrence(system, mark);
    expect((await occurrences())[0]).toMatchObject({ state: "planned", actual_on: null });
    await cancelOccurrence(
      system,
      { key: project, occurrence: may?.id ?? "" },
      { note: "Карантин" },
    );
    expect((await occurrences())[1]).toMatchObject({ state: "cancelled", note: "Карантин" });
  });

  it("are done by an event of the activity within their range: reported until its list is closed", async () => {
    const { project, activity } = await withActivity();
    app.clock.now = new Date("2026-05-01T05:00:00Z");
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
    app.clock.now = new Date("2026-06-01T05:00:00Z");
    const occurrences = async () => (await loadProjectCard(system, project)).occurrences;
    expect((await occurrences())[1]).toMatchObject({
      state: "done",
      actual_on: "2026-05-14",
      evidence_kind: null,
    });
    expect((await occurrences())[0]).toMatchObject({ state: "planned" });
    await markNewcomer(operator, event.id, { person: { surname: "Ветрова", givenName: "Анна" } });
    await closeAttendance(operator, event.id);
    expect((await occurrences())[1]).toMatchObject({ evidence_kind: "presence-list" });
  });

  it("match every event to at most one occurrence, with a maximum matching", () => {
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
            (one, index) => ({ id: `o${index}`, state: "planned", ...one }) as Occurrence,
          );
          const events = days.map((day, index) => ({
            id: `e${index}`,
            day: addDays(start, day),
            href: "/events/1",
            confirmed: true,
          }));
          const done = matchEvents(waiting, events);
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
function mostPairs(waiting: readonly Occurrence[], events: readonly { day: string }[]): number {
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

describe("the start", () => {
  it("requires the project's dates, and makes it public", async () => {
    const { id } = await openProject(system, { title: "Без дней" });
    await applyManualTransition(system, id, { move: "shape" });
    await expect(applyManualTransition(system, id, { move: "begin" })).rejects.toThrow("no-days");
    await updateCharter(system, id, {
      title: "Без дней",
      startsOn: "2026-06-01",
      endsOn: "2026-12-31",
    });
    const begun = await applyManualTransition(system, id, { move: "begin" });
    expect(begun).toMatchObject({ stage: "implementation", public: true, due_on: "2026-12-31" });
  });
});
