/** How the academy's events, advice and groups are lived, each by the action of whoever does it. */
import { randomUUID } from "node:crypto";
import { linkToken } from "#base/http/private-link.ts";
import {
  recordConsultation,
  requestConsultation,
  assignConsultation,
} from "#modules/consultations/index.ts";
import {
  announceEvent,
  closeAttendance,
  createEvent,
  enterPaperList,
  createPaperList,
  markNewcomer,
  mergePresences,
  register,
  reportOnlineAttendance,
  createOnlineCode,
  type CreateEventInput,
} from "#modules/events/index.ts";
import { beginApplication, updateCharter, openProject } from "#modules/projects/index.ts";
import type { StoryContext } from "./story.ts";

export const attendanceMethods = ["qr", "surname", "paper", "self"] as const;
export type AttendanceMethod = (typeof attendanceMethods)[number];

const letters = "абвгдежзиклмнопрстуфхцчшэюя";

/** The n-th person of a municipality: always the same one. */
export function storyPerson(story: StoryContext, place: string, n: number) {
  const stem = place.split(" ")[0] ?? "";
  return {
    surname: `${stem.slice(0, 4)}${letters[n % letters.length]}ва`,
    givenName: n % 2 === 0 ? "Анна" : "Вера",
    email: `p${n}@m${[...story.places.keys()].indexOf(place)}.example`,
    municipalityId: story.place(place),
  };
}

type StoryMeeting = {
  day: string;
  place: string;
  people: readonly ReturnType<typeof storyPerson>[];
  method: AttendanceMethod;
  event: Omit<CreateEventInput, "startsAt" | "endsAt" | "municipalityId">;
};

/** An event from its announcement to its closed list; who came is known in one of four ways. */
export async function holdMeeting(story: StoryContext, meeting: StoryMeeting): Promise<string> {
  const { day, method, place } = meeting;
  story.setTime(`${daysBefore(day, 10)}T10:00`);
  const organiser = await story.asPerson("organiser");
  const { number } = await createEvent(organiser, {
    ...meeting.event,
    format: method === "self" ? "online" : "in-person",
    startsAt: `${day}T11:00`,
    endsAt: `${day}T15:00`,
    municipalityId: story.place(place),
  });
  await announceEvent(organiser, number);
  await recordAttendance[method](story, number, meeting);
  story.setTime(`${day}T16:00`);
  await closeAttendance(await story.asPerson("organiser"), number);
  return number;
}

type RecordAttendance = (
  told: StoryContext,
  event: string,
  meeting: StoryMeeting,
) => Promise<unknown>;

const recordAttendance: Record<AttendanceMethod, RecordAttendance> = {
  async qr(told, event, { day, people }) {
    const seats = await registerAll(told, event, people);
    told.setTime(`${day}T11:05`);
    const door = await told.asPerson("organiser");
    await mergePresences(door, event, {
      device: "the door's telephone",
      marks: seats.map((ticket) => ({ id: randomUUID(), at: door.now(), source: "qr", ticket })),
    });
  },
  async surname(told, event, { day, people }) {
    told.setTime(`${day}T11:05`);
    const door = await told.asPerson("organiser");
    for (const person of people) await markNewcomer(door, event, { person, source: "surname" });
  },
  async paper(told, event, { day, people }) {
    await registerAll(told, event, people);
    told.setTime(`${day}T11:00`);
    const organiser = await told.asPerson("organiser");
    const list = await createPaperList(organiser, event, { blanks: 5 });
    const numbers = people.map((_, index) => index + 1);
    await enterPaperList(organiser, { key: event, number: list.number }, { numbers });
  },
  async self(told, event, { day, people }) {
    const seats = await registerAll(told, event, people);
    told.setTime(`${day}T11:20`);
    const { code } = await createOnlineCode(await told.asPerson("organiser"), event, {
      minutes: 30,
    });
    const guest = await told.guest();
    for (const ticket of seats) await reportOnlineAttendance(guest, event, { code, ticket });
  },
};

/** Everybody takes a seat by the open form; answers the secrets of their private links. */
async function registerAll(told: StoryContext, event: string, people: StoryMeeting["people"]) {
  const guest = await told.guest();
  const seats: string[] = [];
  for (const person of people) {
    const { registration } = await register(guest, event, person);
    seats.push(linkToken(guest.app.linkKey, guest.region.id, registration.id));
  }
  return seats;
}

export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** A group's project from the idea to its application, with the talk that carried it. */
export async function completeGroupProject(
  story: StoryContext,
  group: { programme: { id: string; number: string }; place: string; n: number; day: string },
): Promise<void> {
  const { programme, place, n, day } = group;
  story.setTime(`${day}T10:00`);
  const organiser = await story.asPerson("organiser");
  const title = `Проект группы ${n + 1}, ${place}`;
  const opened = await openProject(organiser, { title, placeIds: [story.place(place)] });
  await updateCharter(organiser, opened.number, {
    title,
    goal: "Сделать двор удобным для всех к осени",
    programme: programme.number,
    placeIds: [story.place(place)],
  });
  const consultant = await story.asPerson("consultant");
  const { number } = await requestConsultation(consultant, {
    contact: storyPerson(story, place, n),
    topic: "application",
    channel: "telephone",
    question: "Как описать цель и посчитать смету проекта?",
    municipalityId: story.place(place),
    aboutProjectId: opened.id,
    programmeId: programme.id,
    key: `${place}-${n}`,
  });
  await assignConsultation(consultant, number);
  await recordConsultation(consultant, number, {
    asked: "Цель и смета",
    situation: "Есть опрос двора",
    advised: "Связать каждую строку сметы с делом",
    agreed: "Группа пришлёт черновик",
    next: "Заявка на муниципальный конкурс",
    minutes: 50,
  });
  await beginApplication(organiser, opened.number, {
    profile: "municipal-small",
    contest: "Конкурс местных инициатив",
  });
}
