import type { Ctx } from "#base/context.ts";
import { linkToken } from "#base/http/private-link.ts";
import {
  addSpeaker,
  announceEvent,
  closeAttendance,
  createEvent,
  saveSession,
  markNewcomer,
  markPresent,
  publishProgramme,
  register,
  reportOnlineAttendance,
  createOnlineCode,
  type CreateEventInput,
  type Event,
} from "#modules/events/index.ts";
import {
  CLOSING_CONFERENCE,
  NEIGHBOURS,
  OPENING_CONFERENCE,
  participantsOf,
  PROGRAMME_PLACES,
  SEMINARS,
  type Participant,
  type Seminar,
} from "../region/index.ts";
import type { SeededProgramme } from "./programme-project.ts";
import type { SeededIds } from "./region.ts";
import type { ReplayContext } from "./replay-context.ts";

/** An instant of the imaginary region's day. */
const localTime = (day: string, time: string) => new Date(`${day}T${time}:00+05:00`);
const daysBefore = (day: string, days: number) =>
  new Date(localTime(day, "10:00").getTime() - days * 86_400_000);

type ProgrammeContext = { replay: ReplayContext; ids: SeededIds; programme: SeededProgramme };

/** Seminars in six districts and the conferences around them, with who came and how that is known; answers the conference's number. */
export async function seedEvents(
  context: ProgrammeContext,
  progress: (done: number, all: number) => void,
): Promise<{ conference: string }> {
  const all = SEMINARS.length + 3;
  await seedOpening(context);
  progress(1, all);
  for (const [index, seminar] of SEMINARS.entries()) {
    await seedSeminar(context, seminar);
    progress(index + 2, all);
  }
  const conference = await seedNeighboursConference(context);
  await seedClosing(context);
  progress(all, all);
  return { conference };
}

async function planEvent(
  { replay, programme }: ProgrammeContext,
  input: CreateEventInput & { day: string; activity: string },
): Promise<Event> {
  const { day, activity, ...fields } = input;
  const ctx = await replay.at(daysBefore(day, 20), programme.organiser);
  const event = await createEvent(ctx, {
    ...fields,
    projectId: programme.project.id,
    activityId: programme.activities.get(activity) ?? null,
  });
  return announceEvent(ctx, event.number);
}

const placeOf = ({ ids }: ProgrammeContext, code: string) => ids.municipalities.get(code) ?? "";

async function seedSeminar(context: ProgrammeContext, seminar: Seminar): Promise<void> {
  const { day, municipality } = seminar;
  const event = await planEvent(context, {
    day,
    activity: "seminars",
    kind: "seminar",
    title: seminar.title,
    summary: "Выездной семинар программы «Школа местных инициатив» в доме культуры.",
    startsAt: `${day}T10:00`,
    endsAt: `${day}T15:00`,
    municipalityId: placeOf(context, municipality),
    address: "Дом культуры, малый зал",
    capacity: 25,
    certificateHours: 4,
  });
  if (seminar.state === "coming") return;
  const door = await context.replay.at(localTime(day, "10:20"), context.programme.organiser);
  const people = participantsOf(municipality, 18).slice(0, seminar.present);
  await registerAtDoor(context, door, event, people);
  if (seminar.state === "unlisted") return;
  const evening = await context.replay.at(localTime(day, "16:00"), context.programme.organiser);
  await closeAttendance(evening, event.number);
}

/** Known by surname, from the signed list, by the ticket's code. */
const attendanceMethods = ["surname", "paper", "qr"] as const;

async function registerAtDoor(
  context: ProgrammeContext,
  door: Ctx,
  event: Event,
  people: readonly Participant[],
): Promise<void> {
  for (const [index, person] of people.entries()) {
    const { municipality, ...known } = person;
    await markNewcomer(door, event.number, {
      person: { ...known, municipalityId: placeOf(context, municipality) },
      source: attendanceMethods[index % attendanceMethods.length],
    });
  }
}

async function seedOpening(context: ProgrammeContext): Promise<void> {
  const { day, municipality, title, present } = OPENING_CONFERENCE;
  const event = await planEvent(context, {
    day,
    activity: "opening",
    kind: "conference",
    title,
    summary: "Что такое школа, кто её ведёт, как попасть и что получится.",
    startsAt: `${day}T11:00`,
    endsAt: `${day}T16:00`,
    municipalityId: placeOf(context, municipality),
    address: "Дом молодёжи, большой зал",
    capacity: 80,
  });
  const door = await context.replay.at(localTime(day, "11:10"), context.programme.organiser);
  const people = PROGRAMME_PLACES.flatMap((code) => participantsOf(code, 8)).slice(0, present);
  await registerAtDoor(context, door, event, people);
  const evening = await context.replay.at(localTime(day, "17:00"), context.programme.organiser);
  await closeAttendance(evening, event.number);
}

async function seedClosing(context: ProgrammeContext): Promise<void> {
  const { day, municipality, title } = CLOSING_CONFERENCE;
  const ctx = await context.replay.at(
    localTime("2026-05-28", "12:00"),
    context.programme.organiser,
  );
  const event = await createEvent(ctx, {
    kind: "conference",
    title,
    summary: "Итоги шести округов, проекты групп и что остаётся после программы.",
    startsAt: `${day}T11:00`,
    endsAt: `${day}T17:00`,
    municipalityId: placeOf(context, municipality),
    address: "Дом молодёжи, большой зал",
    capacity: 120,
    projectId: context.programme.project.id,
    activityId: context.programme.activities.get("closing") ?? null,
  });
  await announceEvent(ctx, event.number);
}

/** Three days: the hall by tickets, every municipality by video with the code on the screen. */
async function seedNeighboursConference(context: ProgrammeContext): Promise<string> {
  const [first, , last] = NEIGHBOURS.days;
  const event = await planEvent(context, {
    day: first,
    activity: "neighbours",
    kind: "conference",
    format: "hybrid",
    title: NEIGHBOURS.title,
    summary: NEIGHBOURS.summary,
    startsAt: `${first}T10:00`,
    endsAt: `${last}T13:00`,
    municipalityId: placeOf(context, NEIGHBOURS.municipality),
    address: "Дом молодёжи, ул. Пристанская, 3",
    onlineUrl: "https://video.example/sosedi",
    capacity: 60,
    onlineCapacity: 200,
    certificateHours: 6,
  });
  await setProgramme(context, event);
  const hall = PROGRAMME_PLACES.flatMap((code) => participantsOf(code, 7)).slice(
    0,
    NEIGHBOURS.hall,
  );
  const remote = NEIGHBOURS.remote.flatMap(({ municipality, people }) =>
    participantsOf(municipality, 18 + people).slice(18),
  );
  await registerAll(context, event, { hall, remote });
  return event.number;
}

async function setProgramme({ replay, programme }: ProgrammeContext, event: Event): Promise<void> {
  const ctx = await replay.at(daysBefore(NEIGHBOURS.days[0], 18), programme.organiser);
  for (const session of NEIGHBOURS.sessions) {
    const day = NEIGHBOURS.days[session.day];
    const { id } = await saveSession(ctx, event.number, {
      kind: session.kind,
      title: session.title,
      startsAt: `${day}T${session.from}`,
      endsAt: `${day}T${session.to}`,
      place: session.kind === "plenary" ? "Большой зал" : "Аудитория 12",
      online: true,
    });
    const [givenName = "", surname = ""] = session.by.split(" ");
    await addSpeaker(ctx, event.number, { sessionId: id, person: { surname, givenName } });
  }
  await publishProgramme(ctx, event.number);
}

async function registerAll(
  context: ProgrammeContext,
  event: Event,
  { hall, remote }: { hall: readonly Participant[]; remote: readonly Participant[] },
): Promise<void> {
  const [first, , last] = NEIGHBOURS.days;
  const asked = await context.replay.at(daysBefore(first, 9), { kind: "guest" });
  const door = await context.replay.at(localTime(first, "09:40"), context.programme.organiser);
  const code = await createOnlineCode(
    await context.replay.at(localTime(first, "11:00"), context.programme.organiser),
    event.number,
    { minutes: 60 },
  );
  const home = await context.replay.at(localTime(first, "11:05"), { kind: "guest" });
  for (const person of hall) {
    const { contact } = await registerOne(context, asked, { event, person, mode: "in-person" });
    await markPresent(door, event.number, { contactId: contact.id, source: "qr" });
  }
  for (const person of remote) {
    const { registration } = await registerOne(context, asked, { event, person, mode: "online" });
    const ticket = linkToken(home.app.linkKey, home.region.id, registration.id);
    await reportOnlineAttendance(home, event.number, { code: code.code, ticket });
  }
  await closeAttendance(
    await context.replay.at(localTime(last, "14:00"), context.programme.organiser),
    event.number,
  );
}

function registerOne(
  context: ProgrammeContext,
  ctx: Ctx,
  { event, person, mode }: { event: Event; person: Participant; mode: "in-person" | "online" },
) {
  const { municipality, ...known } = person;
  return register(ctx, event.number, {
    ...known,
    municipalityId: placeOf(context, municipality),
    mode,
  });
}
