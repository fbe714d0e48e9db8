/** How the academy's events, advice and groups are lived, each by the action of whoever does it. */
import { randomUUID } from "node:crypto";
import { linkToken } from "#base/http/private-link.ts";
import {
  giveConsultation,
  requestConsultation,
  takeConsultation,
} from "#modules/consultations/index.ts";
import {
  announceEvent,
  closeAttendance,
  createEvent,
  keyPaperList,
  makePaperList,
  markNewcomer,
  mergePresences,
  register,
  reportHere,
  showHereCode,
  type CreateInput,
} from "#modules/events/index.ts";
import { beginApplication, changePassport, openProject } from "#modules/projects/index.ts";
import type { Told } from "./story.ts";

export const ways = ["qr", "surname", "paper", "self"] as const;
export type Way = (typeof ways)[number];

const letters = "абвгдежзиклмнопрстуфхцчшэюя";

/** The n-th person of a municipality: always the same one. */
export function personOf(told: Told, place: string, n: number) {
  const stem = place.split(" ")[0] ?? "";
  return {
    surname: `${stem.slice(0, 4)}${letters[n % letters.length]}ва`,
    givenName: n % 2 === 0 ? "Анна" : "Вера",
    email: `p${n}@m${[...told.places.keys()].indexOf(place)}.example`,
    municipalityId: told.place(place),
  };
}

type Meeting = {
  day: string;
  place: string;
  people: readonly ReturnType<typeof personOf>[];
  way: Way;
  event: Omit<CreateInput, "startsAt" | "endsAt" | "municipalityId">;
};

/** An event from its announcement to its closed list; who came is known in one of four ways. */
export async function meet(told: Told, meeting: Meeting): Promise<string> {
  const { day, way, place } = meeting;
  told.on(`${before(day, 10)}T10:00`);
  const organiser = await told.as("organiser");
  const { number } = await createEvent(organiser, {
    ...meeting.event,
    format: way === "self" ? "online" : "in-person",
    startsAt: `${day}T11:00`,
    endsAt: `${day}T15:00`,
    municipalityId: told.place(place),
  });
  await announceEvent(organiser, number);
  await come[way](told, number, meeting);
  told.on(`${day}T16:00`);
  await closeAttendance(await told.as("organiser"), number);
  return number;
}

type Come = (told: Told, event: string, meeting: Meeting) => Promise<unknown>;

const come: Record<Way, Come> = {
  async qr(told, event, { day, people }) {
    const seats = await registerAll(told, event, people);
    told.on(`${day}T11:05`);
    const door = await told.as("organiser");
    await mergePresences(door, event, {
      device: "the door's telephone",
      marks: seats.map((ticket) => ({ id: randomUUID(), at: door.now(), source: "qr", ticket })),
    });
  },
  async surname(told, event, { day, people }) {
    told.on(`${day}T11:05`);
    const door = await told.as("organiser");
    for (const person of people) await markNewcomer(door, event, { person, source: "surname" });
  },
  async paper(told, event, { day, people }) {
    await registerAll(told, event, people);
    told.on(`${day}T11:00`);
    const organiser = await told.as("organiser");
    const list = await makePaperList(organiser, event, { blanks: 5 });
    const numbers = people.map((_, index) => index + 1);
    await keyPaperList(organiser, { key: event, number: list.number }, { numbers });
  },
  async self(told, event, { day, people }) {
    const seats = await registerAll(told, event, people);
    told.on(`${day}T11:20`);
    const { code } = await showHereCode(await told.as("organiser"), event, { minutes: 30 });
    const guest = await told.guest();
    for (const ticket of seats) await reportHere(guest, event, { code, ticket });
  },
};

/** Everybody takes a seat by the open form; answers the secrets of their private links. */
async function registerAll(told: Told, event: string, people: Meeting["people"]) {
  const guest = await told.guest();
  const seats: string[] = [];
  for (const person of people) {
    const { registration } = await register(guest, event, person);
    seats.push(linkToken(guest.house.linkKey, guest.region.id, registration.id));
  }
  return seats;
}

export function before(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** A group's project from the idea to its application, with the talk that carried it. */
export async function carryGroup(
  told: Told,
  group: { programme: { id: string; number: string }; place: string; n: number; day: string },
): Promise<void> {
  const { programme, place, n, day } = group;
  told.on(`${day}T10:00`);
  const organiser = await told.as("organiser");
  const title = `Проект группы ${n + 1}, ${place}`;
  const opened = await openProject(organiser, { title, placeIds: [told.place(place)] });
  await changePassport(organiser, opened.number, {
    title,
    goal: "Сделать двор удобным для всех к осени",
    programme: programme.number,
    placeIds: [told.place(place)],
  });
  const consultant = await told.as("consultant");
  const { number } = await requestConsultation(consultant, {
    contact: personOf(told, place, n),
    topic: "application",
    channel: "telephone",
    question: "Как описать цель и посчитать смету проекта?",
    municipalityId: told.place(place),
    aboutProjectId: opened.id,
    programmeId: programme.id,
    key: `${place}-${n}`,
  });
  await takeConsultation(consultant, number);
  await giveConsultation(consultant, number, {
    asked: "Цель и смета",
    stands: "Есть опрос двора",
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
